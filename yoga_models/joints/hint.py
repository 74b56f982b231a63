"""The hint: where joints of the person were seen whom a crop shows, drawn as a channel beside its colours."""

import cv2
import numpy as np

#: of the discs, in parts of the crop's side.
_RADIUS = 0.03
# OpenCV draws circles at parts of a pixel: coordinates shifted by so many bits.
_BITS = 4


def draw_hint(points: np.ndarray, side: int) -> np.ndarray:
    """Discs of 255 around points (K, 2), in pixels of a crop of ``side`` pixels, NaN where there is none; (side, side)
    uint8.
    """
    hint = np.zeros((side, side), np.uint8)
    for x, y in points[np.isfinite(points).all(axis=1)]:
        if abs(x) < 2 * side and abs(y) < 2 * side:
            centre = (round(x * 2**_BITS), round(y * 2**_BITS))
            cv2.circle(hint, centre, round(_RADIUS * side * 2**_BITS), 255, cv2.FILLED, shift=_BITS)
    return hint
