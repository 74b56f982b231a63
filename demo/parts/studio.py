"""Asking the model about a visitor's photo: an upload becomes pixels once, and what was said of an example is kept."""

import base64
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import gradio as gr
import numpy as np

from demo.atlas import digest, load_atlas
from demo.parts.examples import FOLDER
from demo.service.metrics import Metrics
from demo.service.turns import CrowdedError, Turns
from demo.service.workers import LostError
from demo.words import common as words
from yoga_models.imaging.read import load_image
from yoga_models.joints.inspection import Inspection
from yoga_models.results import Analysis, Person

#: More frames of cameras do not wait: the next one will be newer.
FRAMES_WAITING = 8

#: An upload as Gradio hands it over: a path in its cache, or a data URL.
Upload = dict[str, Any]

Answer = TypeVar("Answer", Analysis, Inspection)


class Model(Protocol):
    """What the page needs of ``yoga_models.YogaPose``."""

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """Analyse one photo; ``ImageError`` where it is none."""

    def follow(self, frame: Any, expected: Sequence[Person], name: str | None = None) -> Analysis:
        """Analyse one frame of a stream in which these people are expected."""

    def inspect(self, source: Any) -> Inspection:
        """The first look at a photo, kept whole; ``ImageError`` where it is none."""


@dataclass(frozen=True)
class Result:
    """What a visitor's session remembers: the last photo (a path in Gradio's cache, or its bytes) and its analysis."""

    photo: str | bytes
    analysis: Analysis

    @property
    def stem(self) -> str:
        """What files about this photo begin with."""
        return Path(self.analysis.file or "photo").stem


class Lane:
    """Asks a model in turn with the other lanes: so many photos, clips or cameras leave each other their share.

    Where the model is lost while it has the photo, that is a ``gr.Error`` for this visitor alone.
    """

    def __init__(self, model: Model, turns: Turns, kind: str, metrics: Metrics, places: int | None = None) -> None:
        self.model, self.turns, self.kind, self.metrics, self.places = model, turns, kind, metrics, places

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """As ``Model.analyze``; ``CrowdedError`` where more than ``places`` would wait."""
        with self._turn():
            return self.model.analyze(source, name=name)

    def follow(self, frame: Any, expected: Sequence[Person], name: str | None = None) -> Analysis:
        """As ``Model.follow``; ``CrowdedError`` where more than ``places`` would wait."""
        with self._turn():
            return self.model.follow(frame, expected, name=name)

    def inspect(self, source: Any) -> Inspection:
        """As ``Model.inspect``; ``CrowdedError`` where more than ``places`` would wait."""
        with self._turn():
            return self.model.inspect(source)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        come, outcome = time.perf_counter(), "failed"
        try:
            with self.turns.take(self.kind, self.places):
                begun = time.perf_counter()
                self.metrics.time("engine_wait_seconds", "Waiting for the networks", begun - come, kind=self.kind)
                yield
                spent = time.perf_counter() - begun
                self.metrics.time("engine_seconds", "What the networks took", spent, kind=self.kind)
                outcome = "answered"
        except CrowdedError:
            outcome = "busy"
            raise
        except LostError as error:
            outcome = "lost"
            raise gr.Error(words.TROUBLE, print_exception=False) from error
        finally:
            self.metrics.count(
                "looks_total", "Pictures for the networks, by kind and by outcome", kind=self.kind, outcome=outcome
            )


class Studio:
    """Asks a model about uploads. It remembers what was said about the example photos, and about no other photo.

    Every method raises ``ImageError`` for what is no photo. ``frames`` and ``clips`` are for pictures that are no
    uploads. ``at_once``: how many pictures the model looks at together.
    """

    def __init__(self, model: Model, folder: Path = FOLDER, metrics: Metrics | None = None, at_once: int = 1) -> None:
        turns, metrics = Turns(at_once), metrics or Metrics()
        self.model = Lane(model, turns, "photos", metrics)
        self.clips = Lane(model, turns, "clips", metrics)
        self.frames = Lane(model, turns, "frames", metrics, FRAMES_WAITING)
        self.atlas = load_atlas()
        files = [path.read_bytes() for path in folder.glob("*.jpg")]
        self._sizes = {len(file) for file in files}
        self._examples = {digest(file) for file in files}
        self._answers: dict[tuple[str, str], Any] = {}

    def analyze(self, upload: Upload) -> tuple[Result, np.ndarray]:
        """What there is to say about a photo, and the photo: (H, W, 3) uint8 RGB, upright."""
        file, name = source(upload), upload.get("orig_name")
        begun = time.perf_counter()
        pixels = load_image(file)
        reading = 1000 * (time.perf_counter() - begun)
        analysis = self._once("analyze", file, lambda: self.model.analyze(pixels, name=name))
        timing = replace(analysis.timing, total=analysis.timing.total + reading)
        return Result(file, replace(analysis, file=name, timing=timing)), pixels

    def reference(self, upload: Upload) -> tuple[Result, np.ndarray]:
        """As ``analyze``; but of a picture of the atlas everything is known, and the model is not asked."""
        file = source(upload)
        entry = self.atlas.find(file)
        return (Result(file, entry.analysis), load_image(file)) if entry else self.analyze(upload)

    def inspect(self, upload: Upload) -> tuple[Inspection, Analysis]:
        """The first look at a photo, kept whole, and what there is to say about the photo."""
        file, name = source(upload), upload.get("orig_name")
        pixels = load_image(file)
        found = self._once("inspect", file, lambda: self.model.inspect(pixels))
        return found, self._once("analyze", file, lambda: self.model.analyze(pixels, name=name))

    def _once(self, question: str, file: str | bytes, ask: Callable[[], Answer]) -> Answer:
        example = self._example(file)
        if example is None:
            return ask()
        if (question, example) not in self._answers:
            self._answers[question, example] = ask()
        answer: Answer = self._answers[question, example]
        return answer

    def _example(self, file: str | bytes) -> str | None:
        """What an example is known by; ``None`` for any other photo, of which nothing may stay."""
        if not isinstance(file, str) or Path(file).stat().st_size not in self._sizes:
            return None
        known = digest(Path(file).read_bytes())
        return known if known in self._examples else None


def source(upload: Upload) -> str | bytes:
    """The photo of an upload: its path, or its bytes where a program sent them inside the request."""
    if upload["path"]:
        return upload["path"]
    try:
        return base64.b64decode((upload["url"] or "").partition(";base64,")[2], validate=True)
    except ValueError:
        return b""
