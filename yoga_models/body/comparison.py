"""Two people compared: the same size, hips on hips, then angle against angle."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from yoga_models.body.angles import ANGLES, NOTABLE_DIFFERENCE, joint_angles
from yoga_models.body.similarity import torso
from yoga_models.body.skeleton import JOINT_INDEX, joints_by_name, mirror_joints

SCHEMA = "yoga-comparison/1"

#: What a reference is called in the middle of a sentence.
REFERENCE = "in the reference"

#: How many of the largest differences are put into words.
MAX_SENTENCES = 3

# A mirrored fit must be better by this factor: of a symmetrical pose and its mirror image neither fits clearly better.
_CLEARLY = 0.85

# Shoulders (and hips) further apart than this, in lengths of the torso, tell from which side somebody is seen.
_TELLING = 0.15

# From this many degrees on, two angles have nothing in common.
_UNLIKE = 90.0

#: What a likeness is made of: the angles of each part of the body.
PARTS: dict[str, tuple[str, ...]] = {
    "arms": ("left_elbow", "right_elbow", "left_shoulder", "right_shoulder"),
    "legs": ("left_hip", "right_hip", "left_knee", "right_knee", "left_shin_lean", "right_shin_lean"),
    "trunk": ("trunk_lean",),
}

# Fewer angles say nothing of a whole body.
_MIN_ANGLES = 3

_CORNERS = ("shoulder", "hip")
_HIPS = [JOINT_INDEX["left_hip"], JOINT_INDEX["right_hip"]]


@dataclass(frozen=True)
class Difference:
    """One angle of both people, in degrees from 0 to 180. ``angle``: its name among ``ANGLES``, as on my body."""

    angle: str
    mine: float
    reference: float

    @property
    def degrees(self) -> float:
        """How much more mine has than the reference; negative where it has less."""
        return self.mine - self.reference

    @property
    def whole(self) -> int:
        """The same between the two in whole degrees, as they are shown: what is read beside each other adds up."""
        return round(self.mine) - round(self.reference)

    def sentence(self, other: str = REFERENCE) -> str:
        """What differs, to the person. ``other``: what the reference is called after "than" and "as"."""
        return _sentence(self, other)

    def to_dict(self) -> dict[str, Any]:
        return {
            "angle": self.angle,
            "mine": round(self.mine, 1),
            "reference": round(self.reference, 1),
            "difference": round(self.degrees, 1),
        }


@dataclass(frozen=True)
class Comparison:
    """Two people laid over each other.

    ``mine`` and ``reference``: (17, 3) joints x, y and score; x and y in lengths of the torso from the middle of the
    hips, x right and y down; NaN where not found. ``mirrored``: its left is compared with my right, because that fits
    better. ``from_behind``: one of the two is seen from the front and the other from behind; the reference is shown
    from my side. ``turned``: by how many degrees clockwise the reference was
    turned. ``distance``: mean distance of the joints that both have, in lengths of the torso; ``None`` where they share
    none. ``differences``: of all angles known of both, the largest first.
    """

    mine: np.ndarray
    reference: np.ndarray
    mirrored: bool
    from_behind: bool
    turned: float
    distance: float | None
    differences: tuple[Difference, ...]

    @property
    def likeness(self) -> dict[str, float | None]:
        """How alike the two are, 0 to 1: the ``"whole"`` and its ``PARTS``; ``None`` where no angle tells, the whole
        where fewer than three do.

        Every angle counts 1 where it is the same, nothing from 90 degrees of difference on, and in between in
        proportion; a part is the mean of its angles, the whole that of all.
        """
        alike = {one.angle: 1 - min(abs(one.degrees) / _UNLIKE, 1.0) for one in self.differences}
        parts = {part: [alike[angle] for angle in angles if angle in alike] for part, angles in PARTS.items()}
        every = {"whole": list(alike.values()) if self._tells else [], **parts}
        return {part: sum(values) / len(values) if values else None for part, values in every.items()}

    @property
    def _tells(self) -> bool:
        """Whether enough angles are known of both to say something of the whole."""
        return len(self.differences) >= _MIN_ANGLES

    def laid_over(self, joints: np.ndarray) -> np.ndarray:
        """The reference over the person compared with it, hips on hips: (17, 3) in pixels of their photo.

        ``joints``: that person's, (17, 3).
        """
        size, middle = _frame(joints)
        return np.column_stack([size * self.reference[:, :2] + middle, self.reference[:, 2]])

    def sentences(self, other: str = REFERENCE) -> list[str]:
        """What was found, to the person: how the reference is looked at, then each of the largest differences.

        ``other``: what the reference is called after "than" and "as".
        """
        words = []
        if self.from_behind:
            sides = "your left is compared with its right" if self.mirrored else "left is compared with left"
            words.append(f"One of you is seen from the front, the other from behind: {sides}.")
        elif self.mirrored:
            words.append("The reference faces the other way: your left is compared with its right.")
        if not self.differences:
            return [*words, "There is no angle that can be seen in both photos."]
        if self._tells and abs(self.differences[0].degrees) <= NOTABLE_DIFFERENCE:
            words.append("The two are very much alike.")
        return words + [difference.sentence(other) for difference in self.differences[:MAX_SENTENCES]]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of a comparison, schema ``yoga-comparison/1``: plain numbers, strings, lists and dicts."""
        return {
            "schema": SCHEMA,
            "mirrored": self.mirrored,
            "turned": round(self.turned, 1),
            "distance": None if self.distance is None else round(self.distance, 4),
            "differences": [difference.to_dict() for difference in self.differences],
            "sentences": self.sentences(),
            "joints": {"mine": joints_by_name(self.mine, 4), "reference": joints_by_name(self.reference, 4)},
            "from_behind": self.from_behind,
            "likeness": {part: value and round(value, 3) for part, value in self.likeness.items()},
        }


def compare(mine: np.ndarray, reference: np.ndarray, *, turn: bool = False) -> Comparison:
    """Compare two people's joints, (17, 3) x, y in pixels and score, NaN where not found.

    ``turn``: also turn the reference to where it fits best. What is measured against upright is then left out, since it
    would only tell how the photos are held. Raises ``ValueError`` where one of them has no joint at all.
    """
    own, other = in_torso_lengths(mine), in_torso_lengths(reference)
    seen = (_facing(own), _facing(other))
    from_behind = 0 not in seen and seen[0] != seen[1]
    if from_behind:  # where it is seen from my side, what was at the left of the picture is at the right
        other = other * (-1, 1, 1)
    fits = [_fit(own, candidate, turn) for candidate in (other, mirror_joints(other))]
    (_, _, plain), (_, _, folded) = fits
    mirrored = folded < _CLEARLY * plain
    placed, turned, distance = fits[mirrored]
    return Comparison(
        mine=own,
        reference=placed,
        mirrored=mirrored,
        from_behind=from_behind,
        turned=turned,
        distance=distance if math.isfinite(distance) else None,
        differences=_differences(own, placed, leans=not turn),
    )


def _facing(joints: np.ndarray) -> int:
    """1 where somebody (joints in lengths of the torso) is seen from the front, -1 from behind, 0 where neither is
    clear: the sides of shoulders and hips, seen along the trunk.
    """
    shoulders, hips = ([joints[JOINT_INDEX[f"{side}_{part}"], :2] for side in ("left", "right")] for part in _CORNERS)
    up = np.mean(shoulders, axis=0) - np.mean(hips, axis=0)
    across = [float(up[0] * (left - right)[1] - up[1] * (left - right)[0]) for left, right in (shoulders, hips)]
    if not all(abs(value) > _TELLING for value in across):  # also where NaN
        return 0
    return int(np.sign(across[0])) if np.sign(across[0]) == np.sign(across[1]) else 0


def in_torso_lengths(joints: np.ndarray) -> np.ndarray:
    """(17, 3) joints in pixels to lengths of the torso from the middle of the hips; scores and NaN stay.

    Where no hip was found, the middle of all joints stands in. Raises ``ValueError`` where no joint was found.
    """
    size, middle = _frame(joints)
    return np.column_stack([(joints[:, :2] - middle) / size, joints[:, 2]])


def _frame(joints: np.ndarray) -> tuple[float, np.ndarray]:
    """The length of the torso, and the middle (2,) of the hips or what stands in for it, in pixels."""
    hips = joints[_HIPS, :2]
    known = hips[np.isfinite(hips[:, 0])]
    middle = known.mean(axis=0) if len(known) else np.nanmean(joints[:, :2], axis=0)
    return max(torso(joints), 1e-6), middle


def _fit(own: np.ndarray, other: np.ndarray, turn: bool) -> tuple[np.ndarray, float, float]:
    """The other as it lies over one's own, the degrees it was turned clockwise, and the mean distance left (inf where
    no joint is shared).
    """
    both = np.isfinite(own[:, 0]) & np.isfinite(other[:, 0])
    if not both.any():
        return other, 0.0, math.inf
    angle = _best_turn(own[both, :2], other[both, :2]) if turn else 0.0
    cos, sin = math.cos(angle), math.sin(angle)
    placed = np.column_stack([other[:, :2] @ np.array([[cos, sin], [-sin, cos]]), other[:, 2]])
    distance = float(np.linalg.norm(own[both, :2] - placed[both, :2], axis=1).mean())
    return placed, math.degrees(angle), distance


def _best_turn(own: np.ndarray, other: np.ndarray) -> float:
    """Radians, clockwise, by which (K, 2) points turn about (0, 0) to come nearest, in least squares, to others."""
    cross = (other[:, 0] * own[:, 1] - other[:, 1] * own[:, 0]).sum()
    return math.atan2(float(cross), float((other * own).sum()))


def _differences(own: np.ndarray, other: np.ndarray, leans: bool) -> tuple[Difference, ...]:
    mine, reference = joint_angles(own), joint_angles(other)
    known = [
        Difference(name, first, second)
        for name in ANGLES
        if (first := mine[name]) is not None and (second := reference[name]) is not None
        if leans or not name.endswith("_lean")
    ]
    return tuple(sorted(known, key=lambda difference: -abs(difference.degrees)))


def _sentence(difference: Difference, other: str) -> str:
    degrees = abs(difference.whole)
    more = difference.whole > 0
    part = difference.angle.replace("_", " ")
    amount = f"by {degrees} {'degree' if degrees == 1 else 'degrees'}"
    if degrees == 0:
        return f"Your {part.removesuffix(' lean')} is just as {other}."
    if part.endswith(" lean"):
        way = "further from upright" if more else "nearer to upright"
        return f"Your {part.removesuffix(' lean')} is {way} than {other} {amount}."
    if part.endswith(" shoulder"):
        way = "further from" if more else "nearer to"
        return f"Your {part.split()[0]} arm is {way} your side than {other} {amount}."
    return f"Your {part} is {'straighter' if more else 'more bent'} than {other} {amount}."
