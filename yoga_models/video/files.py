"""Video files: frames in with their times, upright and in RGB; a drawn clip out that browsers play."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np

from yoga_models.imaging.signatures import is_text


@dataclass(frozen=True)
class VideoLimits:
    """What is accepted: length in seconds, size in bytes, longer side in pixels."""

    seconds: float = 60.0
    bytes: int = 100_000_000
    side: int = 4096

    def __str__(self) -> str:
        return f"at most {self.seconds:.0f} seconds and {self.bytes // 1_000_000} MB"


LIMITS = VideoLimits()

_NAMED = "such as an MP4, MOV or WebM"
_EMPTY = f"This file is empty. Choose a video {_NAMED}."
_NO_VIDEO = f"This file is not a video that can be read here. Choose one {_NAMED}."
_TEXT = f"This is a text file, not a video. Choose a video {_NAMED}."
_PICTURE = f"This is a picture, not a video. Choose a video {_NAMED}."
_DAMAGED = "This video is damaged or incomplete. Open it in another program and save it again, or choose another one."
_NOT_FOUND = "There is no such file. Check its name, or choose another video."
_UNREADABLE = "This file can't be read. Choose another video."

# A header may round the length; nobody is sent away over a fraction of a second.
_GRACE = 1.0
# The atoms that an MP4 or a MOV may begin with, after four bytes of length.
_ATOMS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
# WebM and Matroska, MPEG, Ogg.
_BEGINNINGS = (b"\x1a\x45\xdf\xa3", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"OggS")
_TRANSPORT_STREAM, _PACKET = 0x47, 188
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")
_PICTURE_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")


class VideoError(ValueError):
    """A video could not be read. The message is one or two plain sentences for the user: what happened, what to do."""


class VideoReader:
    """The frames of a video file, one after the other.

    ``width``, ``height``: pixels of the upright picture. ``seconds``: length. ``rate``: frames a second, on average.
    Use as a context manager. Raises ``VideoError`` for everything that is no readable video within the limits.
    """

    def __init__(self, path: str | Path, limits: VideoLimits = LIMITS) -> None:
        # Only what looks like a video reaches FFmpeg, which would otherwise follow the addresses in a text file.
        _check_file(Path(path), limits)
        self._limits = limits
        self._path = os.path.abspath(path)  # noqa: PTH100 - a name such as "a:b" would be taken for an address
        self._capture = self._open()
        self.width, self.height = (
            int(self._capture.get(name)) for name in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
        )
        if max(self.width, self.height) > limits.side:
            self.close()
            raise VideoError(
                f"The pictures of this video are wider or higher than {limits.side} pixels. Make it smaller."
            )
        frames, rate = (self._capture.get(name) for name in (cv2.CAP_PROP_FRAME_COUNT, cv2.CAP_PROP_FPS))
        self.rate = rate if 1 <= rate <= 240 else 25.0
        self.seconds = frames / rate if frames > 0 and 1 <= rate <= 240 else self._measured()
        if self.seconds > limits.seconds + _GRACE:
            self.close()
            raise self._too_long()

    def __enter__(self) -> "VideoReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._capture.release()

    def times(self) -> Iterator[float]:
        """The time of each frame, in seconds from the first; ``picture`` gives the one that was reached.

        Raises ``VideoError`` where there is not a single frame, or more than the limit allows.
        """
        first, time = None, -1.0
        while self._capture.grab():
            stamp = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            first = stamp if first is None else first
            # Frames without a time of their own, or with one that goes back, follow at the usual pace.
            time = stamp - first if stamp - first > time else time + 1 / self.rate
            if time > self._limits.seconds + _GRACE:
                raise self._too_long()
            yield time
        if first is None:
            raise VideoError(_DAMAGED)

    def picture(self) -> np.ndarray:
        """The frame that ``times`` has reached: (height, width, 3) uint8 RGB. Raises ``VideoError`` for damage."""
        read, picture = self._capture.retrieve()
        if not read:
            raise VideoError(_DAMAGED)
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)

    def _open(self) -> cv2.VideoCapture:
        capture = cv2.VideoCapture(self._path, cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise VideoError(_DAMAGED)
        return capture

    def _measured(self) -> float:
        """The length found by going through the whole clip, for files whose header does not tell."""
        seconds = 0.0
        for time in self.times():
            seconds = time + 1 / self.rate
        self._capture.release()
        self._capture = self._open()
        return seconds

    def _too_long(self) -> VideoError:
        return VideoError(
            f"This video is longer than {self._limits.seconds:.0f} seconds. Cut it shorter and try again."
        )


class VideoWriter:
    """Writes a WebM video (VP8, which every browser of today plays and the OpenCV wheels can make).

    ``rate``: frames a second. ``size``: (height, width) in pixels. Use as a context manager: a file that was not
    finished, for whatever reason, is removed. Raises ``VideoError`` where the file cannot be written.
    """

    def __init__(self, path: Path, rate: float, size: tuple[int, int]) -> None:
        self._path, self._rate, self._written = path, rate, 0
        if path.suffix.lower() != ".webm":
            raise VideoError("A drawn clip is a WebM video. Give it a name that ends in .webm.")
        self._writer = cv2.VideoWriter(
            os.path.abspath(path),  # noqa: PTH100 - as above
            cv2.CAP_FFMPEG,
            cv2.VideoWriter.fourcc(*"VP80"),
            rate,
            size[::-1],
        )
        if not self._writer.isOpened():
            raise VideoError(f"The drawn clip can't be written to {path}. Choose another place.")

    def __enter__(self) -> "VideoWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.release()
        if kind is not None:
            self._path.unlink(missing_ok=True)

    def due(self, time: float) -> bool:
        """Whether there is still room for a frame at ``time`` (seconds): the clip runs at a constant rate."""
        return self._written <= time * self._rate + 0.5

    def write(self, picture: np.ndarray, time: float) -> None:
        """Show (height, width, 3) uint8 RGB up to ``time``, in seconds."""
        frame = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
        while self.due(time):
            self._writer.write(frame)
            self._written += 1


def _check_file(path: Path, limits: VideoLimits) -> None:
    try:
        if path.is_dir():
            raise VideoError("This is a folder. Choose a video inside it.")
        if not path.exists():
            raise VideoError(_NOT_FOUND)
        if not path.is_file():
            raise VideoError(_UNREADABLE)
        if path.stat().st_size > limits.bytes:
            raise VideoError(f"This video is larger than {limits.bytes // 1_000_000} MB. Make it smaller or shorter.")
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        raise VideoError(_UNREADABLE) from None
    if not head:
        raise VideoError(_EMPTY)
    if _is_picture(head):
        raise VideoError(_PICTURE)
    if not _is_video(head):
        raise VideoError(_TEXT if is_text(head) else _NO_VIDEO)


def _is_picture(head: bytes) -> bool:
    return head.startswith(_PICTURES) or head[8:12] == b"WEBP" or head[4:12] in _PICTURE_BRANDS


def _is_video(head: bytes) -> bool:
    return (
        head[4:8] in _ATOMS
        or head.startswith(_BEGINNINGS)
        or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
        or (len(head) > _PACKET and head[0] == head[_PACKET] == _TRANSPORT_STREAM)
    )
