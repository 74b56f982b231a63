"""Crisp shapes and short texts, drawn at fractions of a pixel: what every drawing of this project is made of."""

import math
from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)

# OpenCV draws at fractions of a pixel when coordinates are integers with this many binary digits after the point.
_SHIFT = 4


class Texts:
    """Writes short texts onto a picture so that none covers another or sticks out."""

    def __init__(self, picture: np.ndarray) -> None:
        self._picture = picture
        self._taken: list[tuple[int, int, int, int]] = []

    def write(self, text: str, places: Sequence[np.ndarray], colour: Colour, font_size: int) -> None:
        """Write at the first free one of ``places`` (x and y of the middle, in pixels), or not at all."""
        inner, edge = letters(text, font_size)
        height, width = inner.shape
        for x, y in places:
            left, top = round(x - width / 2), round(y - height / 2)
            box = (left, top, left + width, top + height)
            if self._is_free(box):
                self._taken.append(box)
                part = self._picture[top : top + height, left : left + width]
                part[:] = mix(mix(part, WHITE, edge), colour, inner)
                return

    def keep_free(self, middle: np.ndarray, radius: float) -> None:
        """Let no text cover what lies about this point (x, y)."""
        (left, top), (right, bottom) = (np.round(middle + shift).astype(int).tolist() for shift in (-radius, radius))
        self._taken.append((left, top, right, bottom))

    def _is_free(self, box: tuple[int, int, int, int]) -> bool:
        left, top, right, bottom = box
        height, width = self._picture.shape[:2]
        return (
            left >= 0
            and top >= 0
            and right <= width
            and bottom <= height
            and not any(left < x1 and x0 < right and top < y1 and y0 < bottom for x0, y0, x1, y1 in self._taken)
        )


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=size)


@lru_cache(maxsize=512)
def letters(text: str, font_size: int) -> tuple[np.ndarray, np.ndarray]:
    """Two (h, w) uint8 masks, cut to the text: the letters, and the letters with a broad edge around them."""
    font, edge = _font(font_size), max(1, round(font_size / 7))
    left, top, right, bottom = (math.floor(value) for value in font.getbbox(text, stroke_width=edge))
    masks = []
    for width in (0, edge):
        mask = Image.new("L", (right - left + 1, bottom - top + 1))
        ImageDraw.Draw(mask).text((-left, -top), text, fill=255, font=font, stroke_width=width, stroke_fill=255)
        masks.append(np.asarray(mask))
    return masks[0], masks[1]


def capsule(a: np.ndarray, b: np.ndarray, radius_a: float, radius_b: float) -> np.ndarray:
    """(n, 2) outline of the hull of two discs: a bone that tapers from one joint to the other."""
    along = b - a
    length = float(np.hypot(*along))
    if length <= abs(radius_a - radius_b):
        return disc(a, radius_a) if radius_a > radius_b else disc(b, radius_b)
    heading, contact = math.atan2(along[1], along[0]), math.acos((radius_a - radius_b) / length)
    near = np.linspace(heading + contact, heading + 2 * math.pi - contact, 10)
    far = np.linspace(heading - contact, heading + contact, 10)
    return np.concatenate(
        [
            a + radius_a * np.column_stack([np.cos(near), np.sin(near)]),
            b + radius_b * np.column_stack([np.cos(far), np.sin(far)]),
        ]
    )


def disc(middle: np.ndarray, radius: float) -> np.ndarray:
    """(n, 2) outline of a disc about ``middle`` (x, y)."""
    turns = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    return middle + radius * np.column_stack([np.cos(turns), np.sin(turns)])


def _ink(colour: Colour, opacity: float) -> tuple[float, ...]:
    return (*(opacity * value for value in colour), opacity * 255)


def _fixed(points: np.ndarray) -> np.ndarray:
    return np.round(points * (1 << _SHIFT)).astype(np.int32)


def fill(layer: np.ndarray, outline: np.ndarray, colour: Colour, opacity: float) -> None:
    """Fill an outline (n, 2), in pixels, on an (H, W, 4) uint8 layer of RGB times opacity, and opacity."""
    cv2.fillConvexPoly(layer, _fixed(outline), _ink(colour, opacity), cv2.LINE_AA, _SHIFT)


def stroke(layer: np.ndarray, points: np.ndarray, colour: Colour, width: float) -> None:
    """Draw a line through points (n, 2), in pixels, on such a layer."""
    cv2.polylines(layer, [_fixed(points)], False, _ink(colour, 1.0), max(1, round(width)), cv2.LINE_AA, _SHIFT)


def lay_over(image: np.ndarray, layer: np.ndarray) -> np.ndarray:
    """A new (H, W, 3) uint8 RGB picture: the image with such a layer over it."""
    result = image.copy()
    rows, columns = np.nonzero(layer[..., 3])  # lines are thin: only their pixels are worth the arithmetic
    ink = layer[rows, columns].astype(np.uint16)
    below = image[rows, columns] * (255 - ink[:, 3:])
    result[rows, columns] = np.minimum(ink[:, :3] + (below + 127) // 255, 255)
    return result


def mix(part: np.ndarray, colour: Colour, mask: np.ndarray) -> np.ndarray:
    """A colour over (h, w, 3) uint8, as strong as the (h, w) uint8 mask says."""
    weight = mask[..., None].astype(np.uint16)
    return ((part * (255 - weight) + np.array(colour, dtype=np.uint16) * weight + 127) // 255).astype(np.uint8)
