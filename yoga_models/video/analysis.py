"""A clip in; who held which asana from when to when, and the clip with its skeletons, out."""

import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from yoga_models.body.angles import ANGLES
from yoga_models.drawing.people import draw_people
from yoga_models.results import Analysis, Person
from yoga_models.video.cuts import CutDetector
from yoga_models.video.files import LIMITS, VideoLimits, VideoReader, VideoWriter
from yoga_models.video.following import Followed, Follower, between
from yoga_models.video.holds import Hold

SCHEMA = "yoga-pose-video/1"


class FrameAnalyzer(Protocol):
    """What looks at the frames: ``YogaPose``, or anything that answers like it."""

    def follow(self, frame: Any, expected: Sequence[Person], name: str | None = None) -> Analysis:
        """Analyse one (H, W, 3) RGB uint8 array in which these people are expected."""


@dataclass(frozen=True)
class VideoConfig:
    """``looks``: frames a second that are analysed; in between, joints go straight from one place to the next.
    ``drawn_rate``: most frames a second, and ``drawn_side``: longest side in pixels, of the drawn clip.
    """

    looks: float = 8.0
    drawn_rate: float = 30.0
    drawn_side: int = 960
    limits: VideoLimits = LIMITS


@dataclass(frozen=True)
class Progress:
    """Seconds of the clip that are done, of how many, and the seconds of waiting left (``None`` at the beginning)."""

    done: float
    total: float
    left: float | None

    @property
    def share(self) -> float:
        return min(self.done / self.total, 1.0) if self.total > 0 else 0.0


@dataclass(frozen=True)
class Frame:
    """Everyone in one analysed frame; ``time`` in seconds from the beginning of the clip."""

    time: float
    people: tuple[Followed, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "time": round(self.time, 3),
            "people": [{"number": one.number, **one.person.to_dict()} for one in self.people],
        }


@dataclass(frozen=True)
class VideoAnalysis:
    """Everything known about one clip.

    ``width`` and ``height`` are the upright picture's, in pixels; ``seconds`` is the clip's length; ``holds``: of
    everyone seen, by number.
    """

    file: str | None
    width: int
    height: int
    seconds: float
    frames: tuple[Frame, ...]
    holds: dict[int, tuple[Hold, ...]]
    weights: dict[str, str] = field(default_factory=dict)

    def angles(self, number: int) -> dict[str, list[tuple[float, float | None]]]:
        """The angles of one person over time, by name: time in seconds and degrees, ``None`` where not measured.

        A time without the person counts as one where nothing is measured.
        """
        series: dict[str, list[tuple[float, float | None]]] = {name: [] for name in ANGLES}
        for frame in self.frames:
            person = next((one.person for one in frame.people if one.number == number), None)
            measured = person.angles if person else dict.fromkeys(ANGLES)
            for name, values in series.items():
                values.append((frame.time, measured[name]))
        return series

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of one clip: plain numbers, strings, lists and dicts."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "width": self.width,
            "height": self.height,
            "seconds": round(self.seconds, 2),
            "people": [
                {"number": number, "holds": [hold.to_dict() for hold in holds]} for number, holds in self.holds.items()
            ],
            "frames": [frame.to_dict() for frame in self.frames],
            "weights": self.weights,
        }


def analyze_video(
    model: FrameAnalyzer,
    path: str | Path,
    *,
    name: str | None = None,
    drawing: Path | None = None,
    config: VideoConfig | None = None,
) -> Iterator[Progress | VideoAnalysis]:
    """Analyse a clip: yields its progress after every frame that was looked at, and at last the analysis.

    ``name``: what the result calls the file; by default its own name. ``drawing``: where the drawn clip goes, a
    ``.webm``. Closing the generator stops the work and removes an unfinished drawing. Raises ``VideoError`` for
    everything that is no readable video within the limits.
    """
    config = config or VideoConfig()
    name = Path(path).name if name is None else name
    with VideoReader(path, config.limits) as clip:
        scale = min(1.0, config.drawn_side / max(clip.width, clip.height))
        # VP8 stores colours for blocks of two by two pixels.
        size = (max(2, round(clip.height * scale / 2) * 2), max(2, round(clip.width * scale / 2) * 2))
        writing = VideoWriter(drawing, min(clip.rate, config.drawn_rate), size) if drawing else nullcontext()
        follower, frames, weights = Follower(), list[Frame](), dict[str, str]()
        begun = time.monotonic()
        with writing as writer:
            waiting, cuts = _Waiting(writer, size, size[1] / clip.width), CutDetector()
            for moment in clip.times():
                look = not frames or moment >= frames[-1].time + 1 / config.looks - 0.5 / clip.rate
                if not look and not waiting.wants(moment):
                    continue
                picture = clip.picture()
                if cut := cuts.update(picture):
                    waiting.draw(frames[-1:])
                    follower.cut()
                if look or cut:
                    analysis = model.follow(picture, follower.expected(moment), name=name)
                    weights = analysis.weights
                    frames.append(Frame(moment, follower.update(moment, analysis.people, picture)))
                    waiting.draw(frames[-2:])
                waiting.add(moment, picture)
                if look or cut:
                    yield _progress(moment, clip.seconds, time.monotonic() - begun)
            waiting.draw(frames[-1:])
    yield VideoAnalysis(
        file=name,
        width=clip.width,
        height=clip.height,
        seconds=clip.seconds,
        frames=tuple(frames),
        holds=follower.holds,
        weights=weights,
    )


def _progress(done: float, total: float, spent: float) -> Progress:
    # The first second is too short a sample, since the model has still to warm up.
    return Progress(done, total, spent / done * max(total - done, 0.0) if done >= 1 else None)


class _Waiting:
    """Pictures that wait to be drawn until the next look tells where the people in them are."""

    def __init__(self, writer: VideoWriter | None, size: tuple[int, int], scale: float) -> None:
        self._writer, self._size, self._scale = writer, size, scale
        self._pictures: list[tuple[float, np.ndarray]] = []

    def wants(self, moment: float) -> bool:
        return self._writer is not None and self._writer.due(moment)

    def add(self, moment: float, picture: np.ndarray) -> None:
        if self.wants(moment):
            picture = cv2.resize(picture, self._size[::-1], interpolation=cv2.INTER_AREA)
            self._pictures.append((moment, picture))

    def draw(self, frames: Sequence[Frame]) -> None:
        """Draw what waits, between the first and the last of these frames, and write it."""
        if self._writer is None:
            return
        for moment, picture in self._pictures:
            people = _people_at(moment, frames)
            figures = [one.person.scaled(self._scale) for one in people]
            drawn = draw_people(picture, figures, labels=[label(one) for one in people])
            self._writer.write(drawn, moment)
        self._pictures.clear()


def _people_at(moment: float, frames: Sequence[Frame]) -> tuple[Followed, ...]:
    first, last = frames[0], frames[-1]
    if moment <= first.time or last is first:
        return first.people
    return between(first.people, last.people, (moment - first.time) / (last.time - first.time))


def label(followed: Followed) -> str:
    """What a drawing says about someone: their number, and the asana where it is sure."""
    return f"{followed.number} {followed.hold.asana.sanskrit}" if followed.hold else str(followed.number)
