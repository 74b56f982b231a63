"""A clip in; numbers, holds and a drawn clip out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.clips import pan, plain, write_clip
from tests.support.scripted import person
from yoga_models.cli.main import main
from yoga_models.results import Analysis, Person
from yoga_models.table import HOLD_COLUMNS, hold_rows
from yoga_models.video.analysis import Progress, VideoAnalysis, analyze_video
from yoga_models.video.files import VideoError, VideoReader

WIDTH, HEIGHT = 160, 120


class Watcher:
    """A model that answers by how light the picture is: ``tests.support.clips.plain`` grows lighter by 2 a frame."""

    def __init__(self, people_at: Callable[[float], tuple[Person, ...]], rate: float = 12.0) -> None:
        self.people_at, self.rate, self.looks = people_at, rate, 0

    def follow(self, frame: Any, expected: Any, name: str | None = None) -> Analysis:  # noqa: ARG002 - as it comes
        self.looks += 1
        people = self.people_at((float(np.median(frame)) - 40) / 2 / self.rate)
        return Analysis(name, WIDTH, HEIGHT, "no_person", (), people, {"pose": "sha256:0"})


def finish(steps: Any) -> tuple[list[Progress], VideoAnalysis]:
    *progress, result = steps
    assert all(isinstance(step, Progress) for step in progress)
    assert isinstance(result, VideoAnalysis)
    return progress, result


def tree(_: float) -> tuple[Person, ...]:
    return (person(WIDTH, HEIGHT, asana=82),)


def test_who_held_what_from_when_to_when(tmp_path: Path) -> None:
    def tree_then_dog(time: float) -> tuple[Person, ...]:
        return (person(WIDTH, HEIGHT, asana=82 if time < 3 else 19),)

    path = write_clip(tmp_path / "practice.mp4", plain(6))
    _, result = finish(analyze_video(Watcher(tree_then_dog), path))
    ((number, (first, second)),) = result.holds.items()
    assert number == 1
    assert (first.asana.id, second.asana.id) == (82, 19)
    assert (first.start, first.end) == pytest.approx((0, 3), abs=0.3)
    assert (second.start, second.end) == pytest.approx((3, 6), abs=0.3)
    rows = hold_rows(result)
    assert [set(row) for row in rows] == [set(HOLD_COLUMNS)] * 2
    assert [(row["person"], row["sanskrit"]) for row in rows] == [
        (1, first.asana.sanskrit),
        (1, second.asana.sanskrit),
    ]


def test_a_name_ends_with_its_shot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a cut to a room where somebody else does nothing, no picture shows the name any more."""
    shown: list[list[str]] = []

    def draw(picture: np.ndarray, _people: Any, labels: list[str]) -> np.ndarray:
        shown.append(labels)
        return picture

    monkeypatch.setattr("yoga_models.video.analysis.draw_people", draw)
    shots = [np.full((HEIGHT, WIDTH, 3), level, np.uint8) for level in [40] * 36 + [200] * 12]

    def in_the_first(time: float) -> tuple[Person, ...]:
        return (person(WIDTH, HEIGHT, asana=82, sure=time < 1),)

    path = write_clip(tmp_path / "practice.mp4", shots)
    finish(analyze_video(Watcher(in_the_first), path, drawing=tmp_path / "drawn.webm"))
    named = [any("Vriksasana" in label for label in labels) for labels in shown]
    assert named[35]
    assert not any(named[36:])


def test_the_json_of_a_clip(tmp_path: Path) -> None:
    """Other programs rely on the schema ``yoga-pose-video/1``."""
    path = write_clip(tmp_path / "practice.mp4", plain(3))
    _, result = finish(analyze_video(Watcher(tree), path))
    data = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert list(data) == ["schema", "file", "width", "height", "seconds", "people", "frames", "weights"]
    assert (data["schema"], data["file"], data["width"], data["height"]) == (
        "yoga-pose-video/1",
        "practice.mp4",
        WIDTH,
        HEIGHT,
    )
    assert data["seconds"] == pytest.approx(3, abs=0.1)
    (who,) = data["people"]
    (hold,) = who["holds"]
    assert list(hold) == ["id", "sanskrit", "english", "probability", "start", "end", "seconds"]
    frame = data["frames"][-1]
    assert frame["people"][0]["number"] == who["number"] == 1
    assert set(frame["people"][0]) > {"joints", "angles", "box", "asanas", "verdict"}
    times = [frame["time"] for frame in data["frames"]]
    assert times == sorted(times)


def test_looks_are_spread_evenly_and_progress_is_told_after_each(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "practice.mp4", plain(4, rate=24), rate=24)
    model = Watcher(tree, rate=24)
    progress, result = finish(analyze_video(model, path))
    assert model.looks == len(result.frames) == len(progress) == 32
    assert np.diff([frame.time for frame in result.frames]) == pytest.approx(0.125, abs=0.01)
    assert [step.done for step in progress] == [frame.time for frame in result.frames]
    assert progress[-1].share > 0.95
    assert progress[0].left is None
    lefts = [step.left for step in progress if step.left is not None]
    assert lefts
    assert lefts[-1] >= 0


def test_the_drawn_clip_shows_people_where_they_are_between_looks_as_well(tmp_path: Path) -> None:
    """Someone walks to the right at constant speed: in every frame the drawing is about them."""

    def walker(time: float) -> tuple[Person, ...]:
        return (person(WIDTH, HEIGHT, middle=0.3 + 0.1 * time),)

    frames = plain(3)
    path = write_clip(tmp_path / "practice.mp4", frames)
    drawing = tmp_path / "drawn.webm"
    _, result = finish(analyze_video(Watcher(walker), path, drawing=drawing))
    looks = [frame.time for frame in result.frames]
    ankles = [frame.people[0].person.joints[15:, 0].mean() for frame in result.frames]
    with VideoReader(drawing) as clip:
        assert (clip.width, clip.height) == (WIDTH, HEIGHT)
        assert clip.seconds == pytest.approx(3, abs=0.1)
        for k, time in enumerate(clip.times()):
            inked = np.abs(clip.picture().astype(int) - frames[k]).max(axis=2) > 40
            shins = np.nonzero(inked[round(0.75 * HEIGHT) :])[1]
            assert (shins.min() + shins.max()) / 2 == pytest.approx(np.interp(time, looks, ankles), abs=2)


def test_a_large_clip_is_drawn_smaller_and_its_joints_keep_its_own_pixels(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "wide.mp4", plain(0.5, size=(540, 1920)))
    drawing = tmp_path / "drawn.webm"
    model = Watcher(lambda _: (person(1920, 540, middle=0.8),))
    _, result = finish(analyze_video(model, path, drawing=drawing))
    assert result.width == 1920
    assert np.nanmax(result.frames[0].people[0].person.joints[:, 0]) > 1400
    with VideoReader(drawing) as clip:
        assert (clip.width, clip.height) == (960, 270)
        next(clip.times())
        inked = (clip.picture() > 200).all(axis=2)
    assert np.median(np.nonzero(inked)[1]) == pytest.approx(0.8 * 960, abs=30)


def test_closing_stops_the_work_and_leaves_no_file(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "practice.mp4", plain(4))
    model, drawing = Watcher(tree), tmp_path / "drawn.webm"
    steps = analyze_video(model, path, drawing=drawing)
    next(steps)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert model.looks == 2
    assert not drawing.exists()


def test_a_clip_of_nobody_has_no_holds(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "empty.mp4", plain(2))
    _, result = finish(analyze_video(Watcher(lambda _: ()), path))
    assert result.holds == {}
    assert hold_rows(result) == []
    assert all(frame.people == () for frame in result.frames)


def test_no_video_is_told_before_anything_is_drawn(tmp_path: Path) -> None:
    path, drawing = tmp_path / "clip.mp4", tmp_path / "drawn.webm"
    path.write_text("no video")
    with pytest.raises(VideoError):
        next(iter(analyze_video(Watcher(tree), path, drawing=drawing)))
    assert not drawing.exists()


def test_the_command_line_on_the_embedded_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An example photo that the camera moves along: one person, who holds one asana all the time."""
    path = write_clip(tmp_path / "tree.mp4", pan("tree", 2.5, rate=8), rate=8)
    outputs = [tmp_path / name for name in ("out.json", "out.csv", "drawn.webm")]
    flags = ["--json", str(outputs[0]), "--csv", str(outputs[1]), "--draw", str(outputs[2])]
    assert main(["video", str(path), *flags]) == 0
    data = json.loads(outputs[0].read_text(encoding="utf-8"))
    assert [len(frame["people"]) for frame in data["frames"]] == [1] * len(data["frames"])
    assert {frame["people"][0]["number"] for frame in data["frames"]} == {1}
    header, *rows = outputs[1].read_text(encoding="utf-8").splitlines()
    assert header == ",".join(HOLD_COLUMNS)
    assert len(rows) == len(data["people"][0]["holds"])
    assert outputs[2].stat().st_size > 1000
    printed = capsys.readouterr()
    assert "of 2.5 s of the clip" in printed.err
    assert str(path) in printed.out


def test_the_command_line_says_what_is_wrong_with_a_clip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "clip.mp4"
    path.write_text("no video")
    assert main(["video", str(path)]) == 1
    assert capsys.readouterr().err.endswith(
        "This is a text file, not a video. Choose a video such as an MP4, MOV or WebM.\n"
    )
