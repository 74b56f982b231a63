"""Two people compared: laid over each other by what both have, hips on hips at best, then angle against angle."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from yoga_models.body.angles import ANGLES, NOTABLE_DIFFERENCE, joint_angles
from yoga_models.body.similarity import torso
from yoga_models.body.skeleton import (
    HEAD,
    JOINT_INDEX,
    LIMBS,
    LONG_LIMBS,
    MIRROR_JOINTS,
    TRUNK,
    joint_indices,
    joints_by_name,
    mirror_joints,
)

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
_TRUNK = list(joint_indices(*TRUNK))
_SHOULDERS, _HIPS = _TRUNK[:2], _TRUNK[2:]

# The limbs that tell how large somebody is where the trunk does not: none that a bent elbow or knee shortens.
_MEASURED = np.array([limb for limb, long in zip(LIMBS, LONG_LIMBS, strict=True) if not long])

# Nobody and no limb is smaller, in pixels.
_SMALLEST = 1e-6


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
    """Two people laid over each other: hips on hips and one torso as long as the other where both trunks are whole.
    Otherwise what both have decides: the limbs are made as long as each other, by their median, and both hips, both
    shoulders, the rest of the trunk or, without these, all joints are laid upon each other.

    ``mine`` and ``reference``: (17, 3) joints x, y and score; x and y in lengths of the torso from the middle of the
    hips, x right and y down; NaN where not found. Torso and hips are mine, or the reference's where only its trunk is
    whole. ``torso`` and ``hips``: that length, and that middle (2,), in pixels of my photo. ``mirrored``: its left is
    compared with my right, because that fits better. ``from_behind``: one of the two is seen from the front and the
    other from behind; the reference is shown from my side. ``turned``: by how many degrees clockwise the reference was
    turned. ``distance``: mean distance of the joints that both have, in lengths of the torso; ``None`` where they share
    no limb but those of the face, so that neither can be laid upon the other and each is measured by itself.
    ``differences``: of all angles known of both, the largest first.
    """

    mine: np.ndarray
    reference: np.ndarray
    torso: float
    hips: np.ndarray
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

    def laid_over(self) -> np.ndarray:
        """The reference over my photo: (17, 3), in its pixels."""
        return np.column_stack([self.torso * self.reference[:, :2] + self.hips, self.reference[:, 2]])

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
    seen = (_facing(in_torso_lengths(mine)), _facing(in_torso_lengths(reference)))
    from_behind = 0 not in seen and seen[0] != seen[1]
    if from_behind:  # where it is seen from my side, what was at the left of the picture is at the right
        reference = reference * (-1, 1, 1)
    plain, folded = (_fit(mine, candidate, turn) for candidate in (reference, mirror_joints(reference)))
    mirrored = _fits_better(folded, plain)
    best = folded if mirrored else plain
    return Comparison(
        mine=best.mine,
        reference=best.reference,
        torso=best.torso,
        hips=best.hips,
        mirrored=mirrored,
        from_behind=from_behind,
        turned=best.turned,
        distance=float(np.nanmean(best.apart)) if best.laid else None,
        differences=_differences(best.mine, best.reference, leans=not turn),
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
    return _measured(joints, *_frame(joints))


def _measured(joints: np.ndarray, size: float, middle: np.ndarray) -> np.ndarray:
    return np.column_stack([(joints[:, :2] - middle) / size, joints[:, 2]])


def _frame(joints: np.ndarray) -> tuple[float, np.ndarray]:
    """The length of the torso, and the middle (2,) of the hips or what stands in for it, in pixels."""
    size = max(torso(joints), _SMALLEST)
    hips = joints[_HIPS, :2]
    known = hips[np.isfinite(hips[:, 0])]
    return size, known.mean(axis=0) if len(known) else np.nanmean(joints[:, :2], axis=0)


@dataclass(frozen=True)
class _Fit:
    """Two people laid over each other, as in ``Comparison``.

    ``apart``: (17,) by how many lengths of the torso each joint differs, NaN where one of them lacks it and all NaN
    where nothing tells how they lie.
    """

    mine: np.ndarray
    reference: np.ndarray
    torso: float
    hips: np.ndarray
    turned: float
    apart: np.ndarray

    @property
    def laid(self) -> bool:
        return bool(np.isfinite(self.apart).any())


def _fits_better(one: _Fit, other: _Fit) -> bool:
    """Whether one fit is clearly better than another: by the pairs of joints, left and right, that both tell of, so
    that a hand which is hidden is no gain; by all where there is no such pair.
    """
    if not (one.laid and other.laid):
        return one.laid
    both = np.isfinite(one.apart) & np.isfinite(other.apart)
    both &= both[list(MIRROR_JOINTS)]
    first, second = (fit.apart[both] if both.any() else fit.apart for fit in (one, other))
    return bool(np.nanmean(first) < _CLEARLY * np.nanmean(second))


def _fit(mine: np.ndarray, other: np.ndarray, turn: bool) -> _Fit:
    """The other laid over me. Joints in pixels of either photo, (17, 3)."""
    shared = np.isfinite(mine[:, 0]) & np.isfinite(other[:, 0])
    ratio = _times_larger(mine, other, shared)
    if ratio is None:
        size, middle = _frame(mine)
        nowhere = np.full(len(shared), np.nan)
        return _Fit(_measured(mine, size, middle), in_torso_lengths(other), size, middle, 0.0, nowhere)
    fixed = _fixed(shared)
    anchors = [joints[fixed, :2].mean(axis=0) for joints in (mine, other)]
    own, points = mine[:, :2] - anchors[0], ratio * (other[:, :2] - anchors[1])
    angle = _best_turn(own[shared], points[shared]) if turn else 0.0
    cos, sin = math.cos(angle), math.sin(angle)
    laid = np.column_stack([points @ np.array([[cos, sin], [-sin, cos]]) + anchors[0], other[:, 2]])
    size, middle = _frame(mine if _whole(mine) or not _whole(laid) else laid)
    own, placed = _measured(mine, size, middle), _measured(laid, size, middle)
    return _Fit(own, placed, size, middle, math.degrees(angle), np.linalg.norm(own[:, :2] - placed[:, :2], axis=1))


def _fixed(shared: np.ndarray) -> np.ndarray:
    """The indices of the joints whose middles lie upon each other, of those that both have (``shared``: (17,) bool).

    Both hips, or else both shoulders: a single hip that is seen from the side, or guessed at the photo's edge, would
    shift the whole body.
    """
    for pair in (_HIPS, _SHOULDERS):
        if shared[pair].all():
            return np.array(pair)
    trunk = [joint for joint in _TRUNK if shared[joint]]
    return np.array(trunk) if trunk else np.flatnonzero(shared)


def _times_larger(mine: np.ndarray, other: np.ndarray, shared: np.ndarray) -> float | None:
    """How many times larger I am in my photo than the other is in theirs: by the torsos where both trunks are whole.

    Otherwise by the limbs of which both have both ends: the median of how many times longer mine are, each weighing as
    much as it is long, so that one which points at a camera tells little. ``None`` where there is none but in the face.
    ``shared``: (17,) bool, which joints both have.
    """
    if shared[_TRUNK].all():
        return max(torso(mine), _SMALLEST) / max(torso(other), _SMALLEST)
    limbs = _MEASURED[shared[_MEASURED].all(axis=1)]
    if np.isin(limbs, HEAD).all():
        return None
    first, second = (
        np.maximum(np.linalg.norm(joints[limbs[:, 0], :2] - joints[limbs[:, 1], :2], axis=1), _SMALLEST)
        for joints in (mine, other)
    )
    order = np.argsort(first / second)
    weights = np.cumsum((first / first.sum() + second / second.sum())[order])
    middle = order[np.searchsorted(weights, 0.5 * weights[-1])]
    return float(first[middle] / second[middle])


def _whole(joints: np.ndarray) -> bool:
    """Whether every corner of the trunk was found."""
    return bool(np.isfinite(joints[_TRUNK, 0]).all())


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
