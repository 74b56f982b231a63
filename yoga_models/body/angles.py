"""Joint angles in degrees, and what they say in plain words.

All angles are those seen in the photo: a limb that points at the camera looks shorter and its angles differ from the
body's own. COCO's skeleton ends at the ankle, so there is no ankle angle; the lean of the shin is the nearest to it.
"""

import math
from collections.abc import Mapping

import numpy as np

from yoga_models.body.similarity import torso
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

# An angle is measured only between joints at least this sure...
_MIN_SCORE = 0.6
# ... and along limbs at least this long in the picture, in lengths of the torso: what points at the camera is short.
_MIN_LIMB = 0.15
# The trunk counts as long enough from this share of the larger side of the box around the whole body on.
_MIN_TRUNK = 0.12
# No elbow and no knee bends further than to this many degrees; what seems to was not seen right.
_FULLY_BENT = {"elbow": 15.0, "knee": 8.0}

# From this many degrees on, both angles say more than their difference.
_WIDE_DIFFERENCE = 60.0

# Up to this many degrees from upright, in words; "below" is measured from level.
_TRUNK_WORDS = (
    (10, "Your trunk is upright."),
    (35, "Your trunk leans a little, {lean} degrees from upright."),
    (75, "Your trunk leans well over, {lean} degrees from upright."),
    (105, "Your trunk is about level."),
    (150, "Your hips are higher than your shoulders: your trunk slopes down by {below} degrees."),
    (180, "Your trunk is upside down."),
)


def joint_angles(joints: np.ndarray) -> dict[str, float | None]:
    """The angles of one person, in degrees from 0 to 180, by the names in ``ANGLES``.

    ``joints``: (17, 2) or (17, 3) array of x, y (and a score from 0 to 1) in pixels, y down; NaN for a joint that was
    not found. Elbow, shoulder (elbow to shoulder to hip), hip (shoulder to hip to knee) and knee are 180 when
    straight. ``trunk_lean`` is the direction from mid-hip to mid-shoulder against the vertical: 0 upright, 90 lying,
    180 upside down; where only one side of the trunk was found, that side stands for both. ``left_shin_lean`` and
    ``right_shin_lean`` measure the direction from ankle to knee in the same way.

    ``None`` where it can't be measured: a joint is missing or unsure, a limb points so much at the camera that hardly
    anything of it is left in the picture, or no elbow or knee could bend that far. Raises ``ValueError`` for any other
    shape of array.
    """
    points = _sure_points(joints)
    if np.isnan(points).all():
        return dict.fromkeys(ANGLES)
    shortest = max(_MIN_LIMB * torso(points), _COINCIDENT)
    angles = {
        name: _possible(name, _angle(points[a] - points[b], points[c] - points[b], shortest))
        for name, (a, b, c) in ANGLE_JOINTS.items()
    }
    known = points[np.isfinite(points[:, 0])]
    angles["trunk_lean"] = _lean(_trunk(points), max(_MIN_TRUNK * float(np.ptp(known, axis=0).max()), _COINCIDENT))
    for side in _SIDES:
        shin = points[JOINT_INDEX[f"{side}_knee"]] - points[JOINT_INDEX[f"{side}_ankle"]]
        angles[f"{side}_shin_lean"] = _lean(shin, shortest)
    return angles


def describe(angles: Mapping[str, float | None]) -> list[str]:
    """What the angles say, in short sentences to the person: the differences between left and right of more than
    ``NOTABLE_DIFFERENCE`` degrees, the largest first, then how the trunk stands. Empty when nothing is known.

    ``angles``: degrees by name, as from ``joint_angles``; names that are missing count as ``None``.
    """
    # Whole degrees, as the angles are shown: what is read beside each other adds up.
    pairs = {
        part: (round(left), round(right))
        for part in _CORNERS
        if (left := angles.get(f"left_{part}")) is not None and (right := angles.get(f"right_{part}")) is not None
    }
    apart = {part: abs(left - right) for part, (left, right) in pairs.items()}
    notable = sorted((part for part in pairs if apart[part] > NOTABLE_DIFFERENCE), key=lambda part: -apart[part])
    words = [_compare(part, *pairs[part]) for part in notable]
    if len(pairs) == len(_CORNERS) and not notable:
        words.append("Your left and right sides match closely.")
    lean = angles.get("trunk_lean")
    if lean is not None:
        words.append(
            next(text for limit, text in _TRUNK_WORDS if lean <= limit).format(lean=round(lean), below=round(lean - 90))
        )
    return words


def _sure_points(joints: np.ndarray) -> np.ndarray:
    """(17, 2) float64: x and y, both NaN where either is not finite or the joint is not sure."""
    if joints.shape not in ((len(JOINTS), 2), (len(JOINTS), 3)):
        raise ValueError(f"joints must have the shape (17, 2) or (17, 3), not {joints.shape}")
    points = np.array(joints[:, :2], dtype=np.float64)
    points[~np.isfinite(points).all(axis=1)] = np.nan
    if joints.shape[1] > 2:
        points[joints[:, 2] < _MIN_SCORE] = np.nan
    return points


def _angle(first: np.ndarray, second: np.ndarray, shortest: float) -> float | None:
    """Degrees between two directions, 0 to 180; exact near 0 and 180, where an arc cosine is not.

    ``shortest``: the length, in pixels, that both need.
    """
    if not (np.linalg.norm(first) > shortest and np.linalg.norm(second) > shortest):  # also where NaN
        return None
    cross = first[0] * second[1] - first[1] * second[0]
    return math.degrees(math.atan2(abs(cross), float(first @ second)))


def _lean(direction: np.ndarray, shortest: float) -> float | None:
    length = float(np.linalg.norm(direction))
    return _angle(direction, np.array([0.0, -length]), shortest)


def _possible(name: str, degrees: float | None) -> float | None:
    least = _FULLY_BENT.get(name.split("_")[1], 0.0)
    return degrees if degrees is not None and degrees >= least else None


def _trunk(points: np.ndarray) -> np.ndarray:
    """The direction from the hips to the shoulders; NaN where no side of the trunk is whole."""
    sides = [points[JOINT_INDEX[f"{side}_shoulder"]] - points[JOINT_INDEX[f"{side}_hip"]] for side in _SIDES]
    whole = [side for side in sides if np.isfinite(side).all()]
    return np.mean(whole, axis=0) if whole else np.full(2, np.nan)


def _compare(part: str, left: int, right: int) -> str:
    higher, lower = _SIDES if left > right else _SIDES[::-1]
    wide = abs(left - right) > _WIDE_DIFFERENCE
    how = f": {max(left, right)} and {min(left, right)} degrees." if wide else f" by {abs(left - right)} degrees."
    much = "much " if wide else ""
    if part == "shoulder":
        return f"Your {higher} arm is {much}further from your side than your {lower}{how}"
    return f"Your {higher} {part} is {much}straighter than your {lower}{how}"
