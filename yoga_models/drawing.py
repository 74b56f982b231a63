"""Skeletons drawn onto a photo: left limbs blue, right limbs orange, the trunk neutral, each as strong as it is sure.

The colours are told apart by colour-blind eyes too (Okabe and Ito's palette). A white casing under every line makes it
readable on any background.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from yoga_models.angles import ANGLE_JOINTS
from yoga_models.results import Person
from yoga_models.skeleton import DRAWN_LIMBS, JOINT_INDEX, TRUNK, side

Colour = tuple[int, int, int]

COLOURS: dict[str, Colour] = {"left": (0, 114, 178), "right": (230, 126, 0), "middle": (84, 84, 84)}
"""RGB of the lines by side of the person; "middle" is the trunk."""

TEXT_COLOURS: dict[str, Colour] = {"left": (0, 84, 138), "right": (148, 66, 0), "middle": (38, 38, 38)}
"""RGB of words about a side: darker than the lines, with a contrast of at least 4.5 : 1 on white."""

_WHITE: Colour = (255, 255, 255)
_TRUNK = {JOINT_INDEX[name] for name in TRUNK}
_FACE = {index for name, index in JOINT_INDEX.items() if name == "nose" or name.endswith(("_eye", "_ear"))}

# OpenCV draws at fractions of a pixel when coordinates are integers with this many binary digits after the point.
_SHIFT = 4


def draw_people(
    image: np.ndarray, people: Sequence[Person], *, labels: bool = True, angles: bool = False
) -> np.ndarray:
    """Draw people onto a photo.

    ``image``: (H, W, 3) uint8 RGB, left as it is. ``people``: joints in pixels of this photo; joints that were not
    found are not drawn. ``labels``: number the people from 1, in the order given, when there are several. ``angles``:
    an arc and the degrees at elbows, shoulders, hips and knees; a number for which there is no free place is left out.

    Returns a new (H, W, 3) uint8 RGB array. Raises ``ValueError`` for an image of another shape or type.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(f"the image must be (H, W, 3) uint8 RGB, not {image.shape} {image.dtype}")
    height, width = image.shape[:2]
    shown = [(number, person) for number, person in enumerate(people, start=1) if _found(person).any()]
    if not shown or not height or not width:
        return image.copy()
    # Red, green, blue and opacity, the colours already multiplied by the opacity: laid over the photo once, at the end.
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    figures = [(number, _Figure(person, (height, width))) for number, person in shown]
    for _, figure in reversed(figures):  # the best person last, on top
        figure.draw(layer, angles=angles)
    result = _lay_over(image, layer)
    texts = _Texts(result)
    if labels and len(people) > 1:
        for number, figure in figures:
            figure.write_number(texts, number)
    if angles:
        for _, figure in figures:
            figure.write_angles(texts)
    return result


class _Figure:
    """One person, with everything measured in the size of their body and of the photo."""

    def __init__(self, person: Person, photo_size: tuple[int, int]) -> None:
        longest = max(photo_size)
        # Points far outside would not fit the fixed-point numbers that OpenCV draws with.
        self.points = np.clip(person.joints[:, :2], -2.0 * longest, 3.0 * longest)
        self.found = _found(person)
        self.scores = np.clip(np.nan_to_num(person.joints[:, 2]), 0.0, 1.0)
        self.angles = person.angles
        inside = self.points[self.found]
        self.extent = float(np.ptp(inside, axis=0).max())
        self.width = float(np.clip(0.022 * self.extent, max(1.0, 0.003 * longest), max(1.0, 0.012 * longest)))
        self.top = inside[np.argmin(inside[:, 1])]
        self.font_size = round(
            float(np.clip(0.05 * self.extent, max(10.0, 0.014 * longest), max(10.0, 0.028 * longest)))
        )

    def draw(self, layer: np.ndarray, *, angles: bool) -> None:
        casing = max(1.0, 0.3 * self.width)
        limbs = [(a, b) for a, b in DRAWN_LIMBS if self.found[a] and self.found[b]]
        limbs.sort(key=lambda limb: self.scores[list(limb)].min())  # the surest last, on top
        joints = [int(joint) for joint in np.flatnonzero(self.found)]
        for extra, cased in ((casing, True), (0.0, False)):
            for a, b in limbs:
                colour = _WHITE if cased else COLOURS[_limb_side(a, b)]
                shape = _capsule(self.points[a], self.points[b], self._radius(a, b) + extra, self._radius(b, a) + extra)
                _fill(layer, shape, colour, _opacity(self.scores[[a, b]].min()))
            for joint in joints:
                colour = _WHITE if cased else COLOURS[side(joint)]
                radius = self.width * (0.45 if joint in _FACE else 0.75) + extra
                _fill(layer, _disc(self.points[joint], radius), colour, _opacity(self.scores[joint]))
        if angles:
            for name in self._drawn_angles():
                arc = self._arc(name)
                _stroke(layer, arc, _WHITE, 0.35 * self.width + 1.3 * casing)
                _stroke(layer, arc, COLOURS[name.split("_")[0]], 0.35 * self.width)

    def write_number(self, texts: "_Texts", number: int) -> None:
        above = self.top + (0, -self.width - 0.8 * self.font_size)
        places = [
            above + (shift * self.font_size, rise * self.font_size)
            for rise in (0, 1.5, -1.5)
            for shift in (0, 1, -1, 2, -2)
        ]
        texts.write(str(number), places, TEXT_COLOURS["middle"], round(1.3 * self.font_size))

    def write_angles(self, texts: "_Texts") -> None:
        for name in self._drawn_angles():
            text = f"{self.angles[name]:.0f}°"
            corner = self.points[ANGLE_JOINTS[name][1]]
            arc = self._arc(name)
            middle = arc[len(arc) // 2] - corner
            # First on the far side of the arc, then turned around the corner, then further away.
            turns = math.atan2(middle[1], middle[0]) + np.radians([0, 35, -35, 70, -70, 110, -110, 150, -150, 180])
            directions = np.column_stack([np.cos(turns), np.sin(turns)])
            half_text = np.array([0.3 * len(text), 0.6]) * self.font_size
            reach = float(np.hypot(*middle)) + 0.3 * self.width + np.abs(directions) @ half_text
            places = [
                corner + (distance + far * self.font_size) * direction
                for far in (0.0, 0.6, 1.2)
                for distance, direction in zip(reach, directions, strict=True)
            ]
            texts.write(text, places, TEXT_COLOURS[name.split("_")[0]], self.font_size)

    def _radius(self, joint: int, other: int) -> float:
        """Half the width of a limb at one of its ends."""
        face = 0.6 if joint in _FACE and other in _FACE else 1.0
        return 0.5 * self.width * face * (0.4 + 0.6 * float(self.scores[joint]))

    def _drawn_angles(self) -> list[str]:
        return [name for name in ANGLE_JOINTS if self.angles[name] is not None]

    def _arc(self, name: str) -> np.ndarray:
        """(n, 2) points along the arc of an angle, the shorter way round."""
        first, corner, second = (self.points[joint] for joint in ANGLE_JOINTS[name])
        arms = np.array([first - corner, second - corner])
        radius = min(2.2 * self.width + 0.01 * self.extent, 0.6 * float(np.linalg.norm(arms, axis=1).min()))
        start, end = np.arctan2(arms[:, 1], arms[:, 0])
        way = (end - start + math.pi) % (2 * math.pi) - math.pi
        turns = start + way * np.linspace(0, 1, 25)
        return corner + radius * np.column_stack([np.cos(turns), np.sin(turns)])


class _Texts:
    """Writes short texts onto a picture so that none covers another or sticks out."""

    def __init__(self, picture: np.ndarray) -> None:
        self._picture = picture
        self._taken: list[tuple[int, int, int, int]] = []

    def write(self, text: str, places: Sequence[np.ndarray], colour: Colour, font_size: int) -> None:
        """Write at the first free one of ``places`` (x and y of the middle, in pixels), or not at all."""
        fill, edge = _letters(text, font_size)
        height, width = fill.shape
        for x, y in places:
            left, top = round(x - width / 2), round(y - height / 2)
            box = (left, top, left + width, top + height)
            if self._is_free(box):
                self._taken.append(box)
                part = self._picture[top : top + height, left : left + width]
                part[:] = _mix(_mix(part, _WHITE, edge), colour, fill)
                return

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
def _letters(text: str, font_size: int) -> tuple[np.ndarray, np.ndarray]:
    """Two (h, w) uint8 masks, cut to the text: the letters, and the letters with a broad edge around them."""
    font, edge = _font(font_size), max(1, round(font_size / 7))
    left, top, right, bottom = (math.floor(value) for value in font.getbbox(text, stroke_width=edge))
    masks = []
    for width in (0, edge):
        mask = Image.new("L", (right - left + 1, bottom - top + 1))
        ImageDraw.Draw(mask).text((-left, -top), text, fill=255, font=font, stroke_width=width, stroke_fill=255)
        masks.append(np.asarray(mask))
    return masks[0], masks[1]


def _found(person: Person) -> np.ndarray:
    return np.isfinite(person.joints[:, :2]).all(axis=1)


def _limb_side(a: int, b: int) -> str:
    if a in _TRUNK and b in _TRUNK:
        return "middle"
    sides = {side(a), side(b)} - {"middle"}
    return sides.pop() if len(sides) == 1 else "middle"


def _opacity(score: float) -> float:
    return 0.4 + 0.6 * float(score)


def _capsule(a: np.ndarray, b: np.ndarray, radius_a: float, radius_b: float) -> np.ndarray:
    """(n, 2) outline of the hull of two discs: a bone that tapers from one joint to the other."""
    along = b - a
    length = float(np.hypot(*along))
    if length <= abs(radius_a - radius_b):
        return _disc(a, radius_a) if radius_a > radius_b else _disc(b, radius_b)
    heading, contact = math.atan2(along[1], along[0]), math.acos((radius_a - radius_b) / length)
    near = np.linspace(heading + contact, heading + 2 * math.pi - contact, 10)
    far = np.linspace(heading - contact, heading + contact, 10)
    return np.concatenate(
        [
            a + radius_a * np.column_stack([np.cos(near), np.sin(near)]),
            b + radius_b * np.column_stack([np.cos(far), np.sin(far)]),
        ]
    )


def _disc(middle: np.ndarray, radius: float) -> np.ndarray:
    turns = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    return middle + radius * np.column_stack([np.cos(turns), np.sin(turns)])


def _ink(colour: Colour, opacity: float) -> tuple[float, ...]:
    return (*(opacity * value for value in colour), opacity * 255)


def _fixed(points: np.ndarray) -> np.ndarray:
    return np.round(points * (1 << _SHIFT)).astype(np.int32)


def _fill(layer: np.ndarray, outline: np.ndarray, colour: Colour, opacity: float) -> None:
    cv2.fillConvexPoly(layer, _fixed(outline), _ink(colour, opacity), cv2.LINE_AA, _SHIFT)


def _stroke(layer: np.ndarray, points: np.ndarray, colour: Colour, width: float) -> None:
    cv2.polylines(layer, [_fixed(points)], False, _ink(colour, 1.0), max(1, round(width)), cv2.LINE_AA, _SHIFT)


def _lay_over(image: np.ndarray, layer: np.ndarray) -> np.ndarray:
    result = image.copy()
    rows, columns = np.nonzero(layer[..., 3])  # lines are thin: only their pixels are worth the arithmetic
    ink = layer[rows, columns].astype(np.uint16)
    below = image[rows, columns] * (255 - ink[:, 3:])
    result[rows, columns] = np.minimum(ink[:, :3] + (below + 127) // 255, 255)
    return result


def _mix(part: np.ndarray, colour: Colour, mask: np.ndarray) -> np.ndarray:
    """A colour over (h, w, 3) uint8, as strong as the (h, w) uint8 mask says."""
    weight = mask[..., None].astype(np.uint16)
    return ((part * (255 - weight) + np.array(colour, dtype=np.uint16) * weight + 127) // 255).astype(np.uint8)
