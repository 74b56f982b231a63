"""Tiny clips for the tests, made of the project's own example photos."""

import os
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from tests.support.checkout import EXAMPLES
from yoga_models.imaging.read import load_image

_CODECS = {".mp4": "mp4v", ".webm": "VP80", ".avi": "MJPG"}


def write_clip(path: Path, frames: Iterable[np.ndarray], rate: float = 12.0) -> Path:
    """A video of (H, W, 3) uint8 RGB frames; the ending of its name says which kind."""
    writer = None
    for frame in frames:
        if writer is None:
            codec = cv2.VideoWriter.fourcc(*_CODECS[path.suffix])
            writer = cv2.VideoWriter(os.fspath(path), cv2.CAP_FFMPEG, codec, rate, frame.shape[1::-1])
        writer.write(frame[..., ::-1])
    assert writer is not None
    writer.release()
    return path


def pan(name: str, seconds: float, rate: float = 12.0, side: int = 320) -> list[np.ndarray]:
    """Frames of an example photo that the camera slowly moves along and towards: (side, side, 3) uint8 RGB."""
    photo = load_image(EXAMPLES / f"{name}.jpg")
    height, width = photo.shape[:2]
    frames = []
    for k in range(round(seconds * rate)):
        scale = side / max(height, width) * (1 + 0.02 * k / rate)
        shift = side / 2 - scale * width / 2 + 4 * np.sin(k / rate), side / 2 - scale * height / 2
        matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
        frames.append(
            cv2.warpAffine(photo, matrix, (side, side), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        )
    return frames


def plain(seconds: float, rate: float = 12.0, size: tuple[int, int] = (120, 160)) -> list[np.ndarray]:
    """Frames in a single colour that grows lighter by 2 from frame to frame; ``size``: (height, width)."""
    return [np.full((*size, 3), min(40 + 2 * k, 255), np.uint8) for k in range(round(seconds * rate))]
