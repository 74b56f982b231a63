"""Reading and writing video files, and what is said about files that are none."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.support.checkout import EXAMPLES
from tests.support.clips import plain, write_clip
from yoga_models.video.files import LIMITS, VideoError, VideoReader, VideoWriter


@pytest.mark.parametrize("ending", [".mp4", ".webm", ".avi"])
def test_a_clip_is_read_frame_by_frame(tmp_path: Path, ending: str) -> None:
    frames = plain(1.5)
    with VideoReader(write_clip(tmp_path / f"clip{ending}", frames)) as clip:
        assert (clip.width, clip.height) == (160, 120)
        assert clip.seconds == pytest.approx(1.5, abs=0.02)
        seen = [(time, clip.picture()) for time in clip.times()]
    assert [time for time, _ in seen] == pytest.approx(np.arange(18) / 12, abs=0.002)
    for (_, picture), frame in zip(seen, frames, strict=True):
        np.testing.assert_allclose(picture, frame, atol=6)


def test_colours_are_not_swapped(tmp_path: Path) -> None:
    path = tmp_path / "red.webm"
    with VideoWriter(path, 10.0, (64, 80)) as writer:
        writer.write(np.full((64, 80, 3), (200, 40, 20), np.uint8), 0.5)
    with VideoReader(path) as clip:
        next(clip.times())
        np.testing.assert_allclose(clip.picture()[32, 40], (200, 40, 20), atol=12)


def turned_on_its_side(path: Path) -> None:
    """Write into an MP4 what a phone does: the picture is stored lying, and is to be turned by 90 degrees."""
    data = bytearray(path.read_bytes())
    # The 3x3 matrix of a version 0 track header lies 40 bytes behind its name and version.
    place = data.index(b"tkhd") + 4 + 4 + 36
    turn = np.array([0, 0x00010000, 0, 0xFFFF0000, 0, 0, 0, 0, 0x40000000], dtype=">u4")
    data[place : place + 36] = turn.tobytes()
    path.write_bytes(data)


def test_a_clip_filmed_upright_with_a_phone_stands_upright(tmp_path: Path) -> None:
    lying = np.full((120, 160, 3), 40, np.uint8)
    lying[:, :40] = 220  # the left of the stored picture is the top of the upright one
    path = write_clip(tmp_path / "phone.mp4", [lying] * 6)
    turned_on_its_side(path)
    with VideoReader(path) as clip:
        assert (clip.width, clip.height) == (120, 160)
        next(clip.times())
        picture = clip.picture()
    assert picture.shape == (160, 120, 3)
    assert picture[:30].mean() > 200
    assert picture[60:].mean() < 60


def test_what_is_written_plays_as_long_as_what_was_read(tmp_path: Path) -> None:
    """Frames that come at 50 a second are thinned out, frames that come at 5 are repeated."""
    for rate in (50, 5):
        path = tmp_path / f"{rate}.webm"
        with VideoWriter(path, 20.0, (64, 64)) as writer:
            for k in range(2 * rate):
                if writer.due(k / rate):
                    writer.write(np.full((64, 64, 3), 90, np.uint8), k / rate)
        with VideoReader(path) as clip:
            assert clip.seconds == pytest.approx(2.0, abs=0.25)


def test_an_unfinished_clip_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "half.webm"

    def fail() -> None:
        with VideoWriter(path, 20.0, (64, 64)) as writer:
            writer.write(np.zeros((64, 64, 3), np.uint8), 0.0)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert not path.exists()


@pytest.mark.parametrize("name", ["drawn.mp4", "none/drawn.webm"])
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(VideoError, match=r"\.webm|can't be written"):
        VideoWriter(tmp_path / name, 20.0, (64, 64))


def _text(path: Path) -> None:
    path.write_text("#EXTM3U\nhttp://127.0.0.1/elsewhere\n")


def _noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(0).integers(128, 255, 9000, dtype=np.uint8).tobytes())


def _photo(path: Path) -> None:
    path.write_bytes((EXAMPLES / "tree.jpg").read_bytes())


def _cut(path: Path) -> None:
    write_clip(path, plain(1.0))
    path.write_bytes(path.read_bytes()[:600])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_text, "This is a text file, not a video."),
        (_noise, "not a video that can be read here"),
        (_photo, "This is a picture, not a video."),
        (_cut, "damaged or incomplete"),
        (lambda path: path.write_bytes(b""), "This file is empty."),
        (lambda path: path.mkdir(), "This is a folder."),
        (lambda _: None, "There is no such file."),
    ],
)
def test_what_is_no_video_is_told_in_a_sentence(tmp_path: Path, make: Callable[[Path], None], sentence: str) -> None:
    path = tmp_path / "clip.mp4"
    make(path)
    with pytest.raises(VideoError, match=sentence):
        VideoReader(path)


def test_a_header_without_frames_is_damage(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.webm", plain(1.0))
    path.write_bytes(path.read_bytes()[:420])
    with pytest.raises(VideoError, match="damaged or incomplete"), VideoReader(path) as clip:
        list(clip.times())


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (replace(LIMITS, seconds=1.0), "longer than 1 seconds"),
        (replace(LIMITS, bytes=1000), "larger than"),
        (replace(LIMITS, side=100), "wider or higher than 100 pixels"),
    ],
)
def test_what_is_too_much_is_told_before_the_work_begins(tmp_path: Path, limits: object, sentence: str) -> None:
    path = write_clip(tmp_path / "clip.mp4", plain(3.0))
    with pytest.raises(VideoError, match=sentence):
        VideoReader(path, limits)  # type: ignore[arg-type]
