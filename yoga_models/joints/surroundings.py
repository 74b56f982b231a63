"""What surrounds a body in the photo: a trunk sees there whether it is a person's, or an animal's, or a coat's."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from yoga_models.body.boxes import bounds
from yoga_models.imaging.geometry import apply

# The side of the square around a body, relative to the box around its joints.
_ROOM = 1.2


@dataclass(frozen=True)
class Surroundings:
    """A map (C, h, w) of a picture, at ``STRIDE``, and the 2x3 matrix from photo to input pixels."""

    seen: np.ndarray
    matrix: np.ndarray

    STRIDE: ClassVar[int] = 32

    def around(self, joints: np.ndarray) -> np.ndarray:
        """(C,): the mean of the cells that lie, if only in part, in a square around joints (17, 2 or 3) of the photo, a
        fifth larger than the box around them.
        """
        low, high = bounds(apply(self.matrix, joints[:, :2]))
        reach = max(_ROOM * float((high - low).max()), self.STRIDE / 2) / 2
        size = np.array(self.seen.shape[:0:-1])
        first = np.floor(((low + high) / 2 - reach) / self.STRIDE).astype(int).clip(0, size - 1)
        last = np.ceil(((low + high) / 2 + reach) / self.STRIDE).astype(int).clip(first + 1, size)
        return np.asarray(self.seen[:, first[1] : last[1], first[0] : last[0]].mean(axis=(1, 2)))
