"""Several photos at once in the Analyse tab: looked at one after the other, in a strip from which one is picked."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from demo.parts.fields import hand_over
from demo.parts.files import address, jpeg, save
from demo.parts.studio import Result, Studio, Upload
from demo.parts.view import Look, drawn_to_keep, resized
from demo.parts.wiring import QUIET, STATE_SECONDS, WORKING, Changes, Parts, instead
from demo.service.places import SEVERAL
from demo.words import analyse as analyse_words
from demo.words import common
from demo.words import several as words
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.results import unreadable
from yoga_models.table import csv_text

# The shorter side of the pictures in the strip, in pixels: twice that in which they are shown.
_SMALL_SIDE = 192


@dataclass(frozen=True)
class Several:
    """What a visitor's session remembers of several photos.

    ``small``: for each of ``results`` the path of a small picture. ``troubles``: for each file that was none, its name
    and the sentence that says why. ``taken``: how many there are, looked at or not. ``left_out``: how many were too
    many.
    """

    results: tuple[Result, ...] = ()
    small: tuple[str, ...] = ()
    troubles: tuple[tuple[str, str], ...] = ()
    taken: int = 0
    left_out: int = 0

    def about(self, upload: Upload) -> Result | None:
        """What is known already about a photo."""
        return next((result for result in self.results if result.photo == upload["path"]), None)

    @property
    def strip(self) -> dict[str, Any]:
        """The strip as it is seen."""
        rows = [
            (str(result.photo), address(small), result.analysis)
            for result, small in zip(self.results, self.small, strict=True)
        ]
        return gr.update(value=words.strip(rows, self.troubles, self.taken, self.left_out), visible=True)


def look_at_several(studio: Studio, uploads: Sequence[Upload] | None) -> Iterator[Changes]:
    """After each photo the strip with one more; with the first one that is a photo, that becomes the photo of the tab.

    A file that is none costs a sentence, and the others nothing.
    """
    uploads = uploads or ()
    taken = uploads[: words.MOST]
    results: list[Result] = []
    small: list[str] = []
    troubles: list[tuple[str, str]] = []
    for upload in taken:
        changes: Changes = {}
        try:
            found, pixels = studio.analyze(upload)
        except ImageError as error:
            troubles.append((upload.get("orig_name") or "", str(error)))
        except gr.Error as error:  # the networks were lost over this photo
            troubles.append((upload.get("orig_name") or "", error.message))
        else:
            if not results:
                changes["photo"] = found.photo
            results.append(found)
            scale = min(1.0, _SMALL_SIDE / min(pixels.shape[:2]))
            small.append(save(jpeg(resized(pixels, scale)), "small.jpg"))
        several = Several(tuple(results), tuple(small), tuple(troubles), len(taken), len(uploads) - len(taken))
        yield {"several": several, "strip": several.strip, **changes}


def pick_shot(several: Several | None, path: Any) -> Changes:
    """One of the photos becomes the photo of the tab. Raises ``gr.Error`` where it is forgotten."""
    found = (several or Several()).about({"path": path})
    if found is None or not Path(str(found.photo)).is_file():
        raise gr.Error(common.FORGOTTEN, title=common.FORGOTTEN_TITLE, print_exception=False)
    return {"photo": found.photo}


def put_away() -> Changes:
    """There is no strip any more."""
    return {"several": None, "strip": gr.update(value="", visible=False)}


def take_all(several: Several | None, with_angles: bool, least: float, alone: bool) -> Changes:
    """A ZIP file of all drawings, all numbers and a table. Raises ``gr.Error`` where the photos are forgotten."""
    if several is None:
        raise gr.Error(common.FORGOTTEN, title=common.FORGOTTEN_TITLE, print_exception=False)
    look, file = Look(with_angles, least / 100, alone), io.BytesIO()
    numbers = [result.analysis.to_dict() for result in several.results]
    numbers += [unreadable(name, sentence) for name, sentence in several.troubles]
    with zipfile.ZipFile(file, "w") as folder:
        folder.writestr("photos.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in numbers))
        folder.writestr("photos.csv", csv_text(numbers))
        for number, result in enumerate(several.results, start=1):
            try:
                pixels = drawn_to_keep(load_image(result.photo), result.analysis.people, 0, look)
            except ImageError as error:  # it is deleted
                raise gr.Error(common.FORGOTTEN, title=common.FORGOTTEN_TITLE, print_exception=False) from error
            folder.writestr(f"{number:02d}-{result.stem}-skeleton.jpg", jpeg(pixels))
    return {"all_file": save(file.getvalue(), "photos.zip")}


def lay_out_strip(parts: Parts) -> None:
    """The strip, empty and out of sight, where it will be."""
    parts["several"] = gr.State(None, time_to_live=STATE_SECONDS)
    # What is given here comes from the tab's one field for photos: see scripts/studio.js.
    with gr.Column(elem_id="several-files"):
        parts["files"] = gr.UploadButton(words.UPLOAD, visible="hidden", file_count="multiple")
    parts["strip"] = gr.HTML(visible=False, elem_id="strip")
    parts["take_all"] = gr.Button(words.TAKE_ALL, visible="hidden", elem_id="all")
    parts["put_away"] = gr.Button(words.PUT_AWAY, visible="hidden", elem_id="put-away")
    parts["all_file"] = gr.DownloadButton(words.TAKE_ALL, visible="hidden", elem_id="all-file")
    parts["shot"] = gr.JSON(visible=False)
    parts["pick_shot"] = gr.Button(visible="hidden", elem_id="pick-shot")


def connect_strip(parts: Parts, studio: Studio) -> None:
    """Connect the strip with the ``photo`` of the tab, and with how its drawing is wanted."""
    looking = parts.on(
        parts["files"].upload,
        partial(look_at_several, studio),
        "files",
        "several strip photo",
        **WORKING | {"concurrency_id": SEVERAL, "concurrency_limit": 1, "trigger_mode": "always_last"},
        show_progress_on="strip",
    )
    parts.on(parts["strip"].change, None, js="() => (studio.markShot(), studio.remember())", **QUIET)
    parts.on(parts["pick_shot"].click, pick_shot, "several shot", "photo", js="studio.shot", **QUIET)
    # A photo that comes alone takes the place of several.
    parts.on(parts["photo"].upload, put_away, "", "several strip", cancels=looking, **QUIET)
    parts.on(
        parts["put_away"].click,
        lambda: {"photo": None, "result": None, "view": None, **put_away(), **instead(analyse_words.START)},
        "",
        "several strip photo result view start answer",
        cancels=looking,
        **QUIET,
    )
    made = parts.on(parts["take_all"].click, take_all, "several with_angles least alone", "all_file", **QUIET)
    hand_over(parts, made, "all")
