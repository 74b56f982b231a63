"""What a process does with one photo, and what comes back of it."""

import csv
import io
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
from PIL import Image

from yoga_models.drawing.people import draw_people
from yoga_models.folders.addresses import opened
from yoga_models.folders.listing import Stamp
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.pipeline import YogaPose
from yoga_models.results import unreadable
from yoga_models.runtime.threads import usable_cores
from yoga_models.table import csv_header, csv_rows


@dataclass(frozen=True)
class Photo:
    """A photo to analyse, at a path or, as text, at an address; ``drawing``: where it is drawn with its people."""

    source: Path | str
    stamp: Stamp
    drawing: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """``result``: the photo's JSON object. ``lost``: the process ended over it, so another try may go better."""

    result: dict[str, Any]
    lost: bool = False

    @property
    def failed(self) -> bool:
        """Whether the photo could not be analysed."""
        return "error" in self.result


def lost(photo: Photo, sentence: str) -> Outcome:
    """The outcome for a photo over which its process was lost."""
    return Outcome(unreadable(str(photo.source), sentence), lost=True)


def analyst(device: str | None, engine: str | None, first: bool) -> Callable[[Photo], Outcome]:
    """What analyses photos in this process, with the weights that come with the project.

    ``first``: whether it is the one that may warn. Raises as ``YogaPose.from_pretrained``.
    """
    if not first:
        logging.disable(logging.WARNING)
    cv2.setNumThreads(usable_cores())
    model = YogaPose.from_pretrained(device=device, engine=engine)
    return lambda photo: analyze(model, photo)


def analyze(model: YogaPose, photo: Photo) -> Outcome:
    """Analyse a photo, and draw it where that is wanted. Raises ``OSError`` where the drawing can't be written."""
    name = str(photo.source)
    try:
        with opened(photo.source) as source:
            analysis = model.analyze(source, name=name)
    except ImageError as error:
        return Outcome(unreadable(name, str(error)))
    except Exception as error:  # one photo is no reason to leave the others undone
        return Outcome(unreadable(name, f"Something went wrong with this photo ({type(error).__name__})."))
    if photo.drawing:
        with suppress(ImageError):  # it may have changed, or gone, since it was analysed
            Image.fromarray(draw_people(load_image(photo.source), analysis.people)).save(photo.drawing)
    return Outcome(analysis.to_dict())


def json_line(result: dict[str, Any]) -> str:
    """One JSON object as a line."""
    return json.dumps(result, ensure_ascii=False, allow_nan=False) + "\n"


def csv_lines(result: dict[str, Any]) -> str:
    """The rows of one JSON object as lines."""
    file = io.StringIO(newline="")
    csv.DictWriter(file, csv_header()).writerows(csv_rows(result))
    return file.getvalue()


def csv_head() -> str:
    """The line of a CSV that names its columns."""
    file = io.StringIO(newline="")
    csv.DictWriter(file, csv_header()).writeheader()
    return file.getvalue()


def encoded(text: str) -> bytes:
    """UTF-8; what it can't hold, such as a file's name in another encoding, is an escape that JSON reads back."""
    return text.encode("utf-8", "backslashreplace")
