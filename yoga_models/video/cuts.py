"""Where a clip jumps from one shot to another."""

from collections import deque

import cv2
import numpy as np

_SIDE = 32
# A cut changes the picture by so much, of 255, and by so many times what it has changed by of late.
_LEAST_CHANGE, _USUAL_TIMES = 24.0, 4.0
_RECENT = 8


class CutDetector:
    """Tell it of each picture of a clip, in the order of time; it knows where another shot begins."""

    def __init__(self) -> None:
        self._last: np.ndarray | None = None
        self._changes: deque[float] = deque(maxlen=_RECENT)

    def update(self, picture: np.ndarray) -> bool:
        """Whether this (H, W, 3) uint8 RGB picture is the first of another shot."""
        small = cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
        last, self._last = self._last, small
        if last is None:
            return False
        change = float(np.abs(small - last).mean())
        usual = float(np.median(self._changes)) if self._changes else 0.0
        if change > max(_LEAST_CHANGE, _USUAL_TIMES * usual):
            self._changes.clear()
            return True
        self._changes.append(change)
        return False
