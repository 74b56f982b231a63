"""Joint angles in degrees, and what they say in plain words.

All angles are those seen in the photo: a limb that points at the camera looks shorter and its angles differ from the
body's own. COCO's skeleton ends at the ankle, so there is no ankle angle; the lean of the shin is the nearest to it.
"""

import math
from collections.abc import Mapping

import numpy as np

from yoga_models.body.skeleton import JOINT_INDEX, JOINTS

_CORNERS = {
    "elbow": ("shoulder", "elbow", "wrist"),
    "shoulder": ("elbow", "shoulder", "hip"),
    "hip": ("shoulder", "hip", "knee"),
    "knee": ("hip", "knee", "ankle"),
}
_SIDES = ("left", "right")

ANGLE_JOINTS: dict[str, tuple[int, int, int]] = {
    f"{side}_{part}": (JOINT_INDEX[f"{side}_{a}"], JOINT_INDEX[f"{side}_{b}"], JOINT_INDEX[f"{side}_{c}"])
    for part, (a, b, c) in _CORNERS.items()
    for side in _SIDES
}
"""The angles between two limbs: name -> joint indices (one end, the corner, the other end)."""

ANGLES: tuple[str, ...] = (*ANGLE_JOINTS, "trunk_lean", "left_shin_lean", "right_shin_lean")
"""Names of all angles, in the order of the JSON. Other programs rely on them."""

#: Left and right are called different from this many degrees on.
NOTABLE_DIFFERENCE = 10.0

# Joints nearer to each other than this many pixels have no direction between them.
_COINCIDENT = 1e-6

# Up to this many degrees from upright, in words.
_TRUNK_WORDS = (
    (10, "Your trunk is upright."),
    (35, "Your trunk leans a little, {lean} degrees from upright."),
    (75, "Your trunk leans well over, {lean} degrees from upright."),
    (105, "Your trunk is about level."),
    (150, "Your hips are higher than your shoulders: your trunk is {lean} degrees from upright."),
    (180, "Your trunk is upside down."),
)


def joint_angles(joints: np.ndarray) -> dict[str, float | None]:
    """The angles of one person, in degrees from 0 to 180, by the names in ``ANGLES``.

    ``joints``: (17, 2) or (17, 3) array of x, y (and a score, which is not used) in pixels, y down; NaN for a joint
    that was not found. Elbow, shoulder (elbow to shoulder to hip), hip (shoulder to hip to knee) and knee are 180 when
    straight. ``trunk_lean`` is the direction from mid-hip to mid-shoulder against the vertical: 0 upright, 90 lying,
    180 upside down; where only one side of the trunk was found, that side stands for both. ``left_shin_lean`` and
    ``right_shin_lean`` measure the direction from ankle to knee in the same way.

    ``None`` where a joint is missing or two joints coincide. Raises ``ValueError`` for any other shape of array.
    """
    points = _points(joints)
    angles: dict[str, float | None] = {
        name: _angle(points[a] - points[b], points[c] - points[b]) for name, (a, b, c) in ANGLE_JOINTS.items()
    }
    angles["trunk_lean"] = _lean(_trunk(points))
    for side in _SIDES:
        angles[f"{side}_shin_lean"] = _lean(points[JOINT_INDEX[f"{side}_knee"]] - points[JOINT_INDEX[f"{side}_ankle"]])
    return angles


def describe(angles: Mapping[str, float | None]) -> list[str]:
    """What the angles say, in short sentences to the person: the differences between left and right of more than
    ``NOTABLE_DIFFERENCE`` degrees, the largest first, then how the trunk stands. Empty when nothing is known.

    ``angles``: degrees by name, as from ``joint_angles``; names that are missing count as ``None``.
    """
    pairs = {part: (angles.get(f"left_{part}"), angles.get(f"right_{part}")) for part in _CORNERS}
    differences = {
        part: left - right for part, (left, right) in pairs.items() if left is not None and right is not None
    }
    notable = {part: value for part, value in differences.items() if abs(value) > NOTABLE_DIFFERENCE}
    words = [_compare(part, notable[part]) for part in sorted(notable, key=lambda part: -abs(notable[part]))]
    if len(differences) == len(pairs) and not notable:
        words.append("Your left and right sides match closely.")
    lean = angles.get("trunk_lean")
    if lean is not None:
        words.append(next(text for limit, text in _TRUNK_WORDS if lean <= limit).format(lean=round(lean)))
    return words


def _points(joints: np.ndarray) -> np.ndarray:
    """(17, 2) float64: x and y, both NaN where either is not finite."""
    if joints.shape not in ((len(JOINTS), 2), (len(JOINTS), 3)):
        raise ValueError(f"joints must have the shape (17, 2) or (17, 3), not {joints.shape}")
    points = np.array(joints[:, :2], dtype=np.float64)
    points[~np.isfinite(points).all(axis=1)] = np.nan
    return points


def _angle(first: np.ndarray, second: np.ndarray) -> float | None:
    """Degrees between two directions, 0 to 180; exact near 0 and 180, where an arc cosine is not."""
    if not (np.linalg.norm(first) > _COINCIDENT and np.linalg.norm(second) > _COINCIDENT):  # also where NaN
        return None
    cross = first[0] * second[1] - first[1] * second[0]
    return math.degrees(math.atan2(abs(cross), float(first @ second)))


def _lean(direction: np.ndarray) -> float | None:
    return _angle(direction, np.array([0.0, -1.0]))


def _trunk(points: np.ndarray) -> np.ndarray:
    """The direction from the hips to the shoulders; NaN where no side of the trunk is whole."""
    sides = [points[JOINT_INDEX[f"{side}_shoulder"]] - points[JOINT_INDEX[f"{side}_hip"]] for side in _SIDES]
    whole = [side for side in sides if np.isfinite(side).all()]
    return np.mean(whole, axis=0) if whole else np.full(2, np.nan)


def _compare(part: str, difference: float) -> str:
    higher, lower = _SIDES if difference > 0 else _SIDES[::-1]
    by = f"by {round(abs(difference))} degrees."
    if part == "shoulder":
        return f"Your {higher} arm is further from your side than your {lower} {by}"
    return f"Your {higher} {part} is straighter than your {lower} {by}"
