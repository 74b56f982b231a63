"""Skeletons drawn onto a photo: left limbs blue, right limbs orange, the trunk neutral, each as strong as it is sure.

The colours are told apart by colour-blind eyes too (Okabe and Ito's palette). A white casing under every line makes it
readable on any background.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from yoga_models.body.angles import ANGLE_JOINTS, NOTABLE_DIFFERENCE
from yoga_models.body.comparison import MAX_SENTENCES, Comparison
from yoga_models.body.skeleton import DRAWN_LIMBS, JOINT_INDEX, TRUNK, side
from yoga_models.drawing.ink import WHITE, Colour, Texts, capsule, disc, fill, lay_over, stroke
from yoga_models.results import Person

COLOURS: dict[str, Colour] = {"left": (0, 114, 178), "right": (230, 126, 0), "middle": (84, 84, 84)}
"""RGB of the lines by side of the person; "middle" is the trunk."""

TEXT_COLOURS: dict[str, Colour] = {"left": (0, 84, 138), "right": (148, 66, 0), "middle": (38, 38, 38)}
"""RGB of words about a side: darker than the lines, with a contrast of at least 4.5 : 1 on white."""

PALE: dict[str, Colour] = {"left": (140, 189, 219), "right": (240, 188, 124), "middle": (190, 184, 174)}
"""RGB of the person compared with, by side."""

MARK: Colour = (160, 20, 70)
"""RGB of what marks a difference; none of a side's colours, and read well on ``PAPER``."""

PAPER: Colour = (250, 248, 244)
"""RGB of the ground where there is no photo."""

_MARGIN = 0.1

# How much of a ghost covers what is behind it.
_GHOSTLY = 0.7

# Between two people who are drawn beside each other, in lengths of the torso.
_BESIDE = 1.0

# The middle of the head lies this far beyond the shoulders, in lengths of the trunk.
_NECK = 0.35

# The least and the most that lines are broad and letters high where they are shown, in pixels.
_SHOWN_LINES, _SHOWN_LETTERS = (1.6, 7.0), (12.0, 17.0)

_TRUNK = {JOINT_INDEX[name] for name in TRUNK}
_FACE = {index for name, index in JOINT_INDEX.items() if name == "nose" or name.endswith(("_eye", "_ear"))}


def draw_people(
    image: np.ndarray,
    people: Sequence[Person],
    *,
    labels: bool | Sequence[str] = True,
    angles: Collection[int] = (),
    density: float | None = None,
    least: float = 0.0,
    ghost: Person | None = None,
) -> np.ndarray:
    """Draw people onto a photo.

    ``image``: (H, W, 3) uint8 RGB, left as it is. ``people``: joints in pixels of this photo; joints that were not
    found are not drawn. ``labels``: number the people from 1, in the order given, when there are several; or what to
    write above each of them. ``angles``: indices of the people who get an arc and the degrees at elbows, shoulders,
    hips and knees. A text for which there is no free place is left out; faces are never free. ``density``: how many
    pixels of the picture make one where it is shown, so that lines and words get the size that suits; by default they
    grow with the picture. ``least``: joints less sure than this (0 to 1) are not drawn. ``ghost``: somebody to be
    seen through, in pale colours, behind the others.

    Returns a new (H, W, 3) uint8 RGB array. Raises ``ValueError`` for an image of another shape or type.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(f"the image must be (H, W, 3) uint8 RGB, not {image.shape} {image.dtype}")
    height, width = image.shape[:2]
    if isinstance(labels, bool):
        labels = [str(number) if labels and len(people) > 1 else "" for number in range(1, len(people) + 1)]
    shown = [index for index, person in enumerate(people) if _found(person, least).any()]
    if not shown or not height or not width:
        return image.copy()
    # Red, green, blue and opacity, the colours already multiplied by the opacity: laid over the photo once, at the end.
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    if ghost is not None and _found(ghost).any():
        _Figure(ghost, (height, width), density).shade(layer)
        layer = (_GHOSTLY * layer).astype(np.uint8)
    figures = {index: _Figure(people[index], (height, width), density, least) for index in shown}
    for index, figure in reversed(figures.items()):  # the best person last, on top
        figure.draw(layer, angles=index in angles)
    result = lay_over(image, layer)
    texts = Texts(result)
    for figure in figures.values():
        if figure.head is not None:
            texts.keep_free(*figure.head)
    for index, figure in figures.items():
        if labels[index]:
            figure.write_label(texts, labels[index])
    for index, figure in figures.items():
        if index in angles:
            figure.write_angles(texts)
    return result


def draw_comparison(comparison: Comparison, side: int = 800, *, density: float | None = None) -> np.ndarray:
    """Draw both people of a comparison over each other: mine in the colours of a photo's skeletons, the reference
    behind them as a broad figure in pale ones; or beside each other where nothing tells how they lie. Both have a head.
    A ring and the difference in degrees mark the joints of the angles that differ most.

    ``side``: the longer side of the picture in pixels. ``density``: as for ``draw_people``. Returns (H, W, 3) uint8
    RGB.
    """
    mine_at, reference_at = comparison.mine[:, :2], comparison.reference[:, :2]
    if comparison.distance is None:
        beside = np.nanmax(mine_at[:, 0]) - np.nanmin(reference_at[:, 0]) + _BESIDE
        reference_at = reference_at + (beside, 0)
    both = np.concatenate([mine_at, reference_at])
    low, high = np.nanmin(both, axis=0), np.nanmax(both, axis=0)
    scale = (1 - 2 * _MARGIN) * side / max(float((high - low).max()), 1e-6)
    width, height = (max(round(length * scale + 2 * _MARGIN * side), side // 2) for length in high - low)
    shift = (np.array([width, height]) - 1) / 2 - scale * (low + high) / 2
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    # Of somebody who is cut off the lines and the head are as large as of the other.
    extent = scale * max(float((np.nanmax(at, axis=0) - np.nanmin(at, axis=0)).max()) for at in (mine_at, reference_at))
    mine, reference = (
        _Figure(
            Person(np.column_stack([scale * at + shift, joints[:, 2]]), 1.0), (height, width), density, extent=extent
        )
        for at, joints in ((mine_at, comparison.mine), (reference_at, comparison.reference))
    )
    reference.shade(layer)
    mine.draw_head(layer)
    mine.draw(layer, angles=False)
    notable = [one for one in comparison.differences if abs(one.degrees) > NOTABLE_DIFFERENCE][:MAX_SENTENCES]
    marks = [(one, mine.place_of(one.angle)) for one in notable]
    radius = 2.2 * mine.width
    for _, place in marks:
        ring = disc(place, radius)
        stroke(layer, np.concatenate([ring, ring[:1]]), MARK, max(1.0, 0.4 * mine.width))
    picture = lay_over(np.full((height, width, 3), PAPER, dtype=np.uint8), layer)
    texts = Texts(picture)
    for _, place in marks:
        texts.keep_free(place, radius)
    for one, place in marks:
        texts.write(f"{one.whole:+d}°", _around(place, radius + mine.font_size), MARK, mine.font_size)
    return picture


def _around(point: np.ndarray, distance: float) -> list[np.ndarray]:
    """Places for a text near a point, best first."""
    turns = np.radians([0, 180, -45, -135, 45, 135, -90, 90])
    return [point + reach * distance * np.array([math.cos(t), math.sin(t)]) for reach in (1.0, 1.6) for t in turns]


@dataclass(frozen=True)
class _Head:
    """Pixels: the middle of a head, its radius, and the two ends of the neck."""

    middle: np.ndarray
    radius: float
    neck: tuple[np.ndarray, np.ndarray]


class _Figure:
    """One person, with everything measured in the size of their body and of the photo."""

    def __init__(
        self,
        person: Person,
        photo_size: tuple[int, int],
        density: float | None = None,
        least: float = 0.0,
        extent: float | None = None,
    ) -> None:
        """``extent``: the size, in pixels, that lines, letters and head suit; by default the person's own."""
        longest = max(photo_size)
        # Points far outside would not fit the fixed-point numbers that OpenCV draws with.
        self.points = np.clip(person.joints[:, :2], -2.0 * longest, 3.0 * longest)
        self.found = _found(person, least)
        self.scores = np.clip(np.nan_to_num(person.joints[:, 2]), 0.0, 1.0)
        self.angles = person.angles
        inside = self.points[self.found]
        self.extent = float(np.ptp(inside, axis=0).max()) if extent is None else extent
        lines = (max(1.0, 0.003 * longest), max(1.0, 0.012 * longest))
        letters = (max(10.0, 0.014 * longest), max(10.0, 0.028 * longest))
        if density is not None:
            lines, letters = ((density * low, density * high) for low, high in (_SHOWN_LINES, _SHOWN_LETTERS))
        self.width = float(np.clip(0.022 * self.extent, *lines))
        self.font_size = round(float(np.clip(0.05 * self.extent, *letters)))
        self.head = self._head()
        self.top = inside[np.argmin(inside[:, 1])]

    def _head(self) -> tuple[np.ndarray, float] | None:
        """Middle and radius of the head; ``None`` where nothing tells where it is."""
        face = self.points[[joint for joint in sorted(_FACE) if self.found[joint]]]
        if len(face) < 2:
            head = self._round_head()
            return (head.middle, head.radius) if head else None
        middle = face.mean(axis=0)
        radius = 1.3 * float(np.linalg.norm(face - middle, axis=1).max())
        return middle, min(radius, 0.12 * self.extent)

    def draw(self, layer: np.ndarray, *, angles: bool) -> None:
        casing = max(1.0, 0.3 * self.width)
        limbs = [(a, b) for a, b in DRAWN_LIMBS if self.found[a] and self.found[b]]
        limbs.sort(key=lambda limb: self.scores[list(limb)].min())  # the surest last, on top
        joints = [int(joint) for joint in np.flatnonzero(self.found)]
        for extra, cased in ((casing, True), (0.0, False)):
            for a, b in limbs:
                colour = WHITE if cased else COLOURS[limb_side(a, b)]
                shape = capsule(self.points[a], self.points[b], self._radius(a, b) + extra, self._radius(b, a) + extra)
                fill(layer, shape, colour, _opacity(self.scores[[a, b]].min()))
            for joint in joints:
                colour = WHITE if cased else COLOURS[side(joint)]
                radius = self.width * (0.45 if joint in _FACE else 0.75) + extra
                fill(layer, disc(self.points[joint], radius), colour, _opacity(self.scores[joint]))
        if angles:
            for name in self._drawn_angles():
                arc = self._arc(name)
                stroke(layer, arc, WHITE, 0.35 * self.width + 1.3 * casing)
                stroke(layer, arc, COLOURS[name.split("_")[0]], 0.35 * self.width)

    def shade(self, layer: np.ndarray) -> None:
        """The figure in pale colours, broader than its bones."""
        broad = 1.1 * self.width
        if (head := self._round_head()) is not None:
            fill(layer, capsule(*head.neck, broad, broad), PALE["middle"], 1.0)
            fill(layer, disc(head.middle, head.radius), PALE["middle"], 1.0)
        for a, b in DRAWN_LIMBS:
            if self.found[a] and self.found[b] and not {a, b} <= _FACE:
                fill(layer, capsule(self.points[a], self.points[b], broad, broad), PALE[limb_side(a, b)], 1.0)
        for joint in np.flatnonzero(self.found):
            if joint not in _FACE:
                fill(layer, disc(self.points[joint], broad), PALE[side(int(joint))], 1.0)

    def draw_head(self, layer: np.ndarray) -> None:
        """The head as a ring on a neck."""
        if (head := self._round_head()) is not None:
            ring = disc(head.middle, head.radius)
            stroke(layer, np.array(head.neck), COLOURS["middle"], 0.8 * self.width)
            stroke(layer, np.concatenate([ring, ring[:1]]), COLOURS["middle"], 0.6 * self.width)

    def place_of(self, angle: str) -> np.ndarray:
        """Where an angle is measured: its corner, or the middle of the trunk or of the shin."""
        if angle in ANGLE_JOINTS:
            return self.points[ANGLE_JOINTS[angle][1]]
        own_side, _, part = angle.partition("_")
        names = TRUNK if part == "lean" else (f"{own_side}_knee", f"{own_side}_ankle")
        return np.nanmean(self.points[[JOINT_INDEX[name] for name in names]], axis=0)

    def _round_head(self) -> "_Head | None":
        """The head as wide as heads are, and the neck from the shoulders to it; ``None`` where shoulders are missing.

        A hidden face is taken to lie where the trunk goes on.
        """
        shoulders = self.points[[JOINT_INDEX["left_shoulder"], JOINT_INDEX["right_shoulder"]]]
        face = self.points[[joint for joint in sorted(_FACE) if self.found[joint]]]
        hips = self.points[[JOINT_INDEX["left_hip"], JOINT_INDEX["right_hip"]]]
        if not np.isfinite(shoulders).all() or not (len(face) or np.isfinite(hips).all()):
            return None
        base = shoulders.mean(axis=0)
        middle = face.mean(axis=0) if len(face) else base + _NECK * (base - hips.mean(axis=0))
        radius = min(max(0.45 * float(np.linalg.norm(middle - base)), 1.5 * self.width), 0.1 * self.extent)
        return _Head(middle, radius, (base, middle))

    def write_label(self, texts: Texts, label: str) -> None:
        top = self.top.copy()
        if self.head is not None and np.linalg.norm(top - self.head[0]) <= 1.01 * self.head[1]:
            top[1] = self.head[0][1] - self.head[1]
        above = top + (0, -self.width - 0.8 * self.font_size)
        places = [
            above + (shift * self.font_size, rise * self.font_size)
            for rise in (0, 1.5, -1.5)
            for shift in (0, 1, -1, 2, -2)
        ]
        # Where the picture ends above the head: on the body.
        middle = self.points[self.found].mean(axis=0)
        places += [middle + (0, rise * self.font_size) for rise in (0, 1.5, -1.5, 3, -3)]
        texts.write(label, places, TEXT_COLOURS["middle"], round(1.3 * self.font_size))

    def write_angles(self, texts: Texts) -> None:
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
        return [
            name
            for name, joints in ANGLE_JOINTS.items()
            if self.angles[name] is not None and self.found[list(joints)].all()
        ]

    def _arc(self, name: str) -> np.ndarray:
        """(n, 2) points along the arc of an angle, the shorter way round."""
        first, corner, second = (self.points[joint] for joint in ANGLE_JOINTS[name])
        arms = np.array([first - corner, second - corner])
        radius = min(2.2 * self.width + 0.01 * self.extent, 0.6 * float(np.linalg.norm(arms, axis=1).min()))
        start, end = np.arctan2(arms[:, 1], arms[:, 0])
        way = (end - start + math.pi) % (2 * math.pi) - math.pi
        turns = start + way * np.linspace(0, 1, 25)
        return corner + radius * np.column_stack([np.cos(turns), np.sin(turns)])


def _found(person: Person, least: float = 0.0) -> np.ndarray:
    return np.isfinite(person.joints[:, :2]).all(axis=1) & (person.joints[:, 2] >= least)


def limb_side(a: int, b: int) -> str:
    """The side of the person that a limb between two joints belongs to: "left", "right" or "middle"."""
    if a in _TRUNK and b in _TRUNK:
        return "middle"
    sides = {side(a), side(b)} - {"middle"}
    return sides.pop() if len(sides) == 1 else "middle"


def _opacity(score: float) -> float:
    return 0.4 + 0.6 * float(score)
