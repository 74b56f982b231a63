"""The hint: where joints of the person were seen whom a crop shows, drawn as a channel beside its colours."""

import cv2
import numpy as np

#: of the discs, in parts of the crop's side.
_RADIUS = 0.03
# OpenCV draws circles at parts of a pixel: coordinates shifted by so many bits.
_BITS = 4


def draw_hint(points: np.ndarray, side: int, sure: np.ndarray | None = None) -> np.ndarray:
    """Discs around points (K, 2), in pixels of a crop of ``side`` pixels, NaN where there is none; (side, side) uint8.

    ``sure``: (K,), 0 to 1, how bright the discs are, by default 255 of 255.
    """
    hint = np.zeros((side, side), np.uint8)
    strengths = np.ones(len(points)) if sure is None else sure
    for index in np.argsort(strengths):  # where two overlap, the surer one is seen
        x, y = points[index]
        if abs(x) < 2 * side and abs(y) < 2 * side:
            centre = (round(x * 2**_BITS), round(y * 2**_BITS))
            radius = round(_RADIUS * side * 2**_BITS)
            cv2.circle(hint, centre, radius, round(255 * strengths[index]), cv2.FILLED, shift=_BITS)
    return hint


def draw_chosen(chosen: np.ndarray, side: int, stride: float) -> np.ndarray:
    """The hint for another look at the same crop, of ``side`` pixels: discs around joints (17, 3) as they were chosen
    among its places, ``stride`` pixels wide, as bright as they are sure; (side, side) uint8.
    """
    return draw_hint(stride * chosen[:, :2] + (stride - 1) / 2, side, chosen[:, 2])
