"""The skeleton: 17 COCO joints, the 23 limbs between them, and what a mirror does to both.

Left and right are the person's own, never the viewer's.
"""

import math

import numpy as np

JOINTS: tuple[str, ...] = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
)
"""Names of the joints, in COCO order."""

JOINT_INDEX: dict[str, int] = {name: index for index, name in enumerate(JOINTS)}


def joint_indices(*names: str) -> tuple[int, ...]:
    """The indices of joints, by name."""
    return tuple(JOINT_INDEX[name] for name in names)


TRUNK: tuple[str, ...] = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
"""The corners of the trunk."""

HEAD: tuple[int, ...] = joint_indices("nose", "left_eye", "right_eye", "left_ear", "right_ear")
ARMS: tuple[int, ...] = joint_indices(*(name for name in JOINTS if name.endswith(("_shoulder", "_elbow", "_wrist"))))
LEGS: tuple[int, ...] = joint_indices(*(name for name in JOINTS if name.endswith(("_hip", "_knee", "_ankle"))))
"""Indices of the joints of the head, of both arms and of both legs."""

LIMB_JOINTS: tuple[int, ...] = ARMS + LEGS
"""Shoulders, elbows, wrists, hips, knees, ankles: what joints are scored by."""

_COCO_LIMBS = (
    ("left_ankle", "left_knee"),
    ("left_knee", "left_hip"),
    ("right_ankle", "right_knee"),
    ("right_knee", "right_hip"),
    ("left_hip", "right_hip"),
    ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"),
    ("left_shoulder", "right_shoulder"),
    ("left_shoulder", "left_elbow"),
    ("right_shoulder", "right_elbow"),
    ("left_elbow", "left_wrist"),
    ("right_elbow", "right_wrist"),
    ("left_eye", "right_eye"),
    ("nose", "left_eye"),
    ("nose", "right_eye"),
    ("left_eye", "left_ear"),
    ("right_eye", "right_ear"),
    ("left_ear", "left_shoulder"),
    ("right_ear", "right_shoulder"),
)
# Long limbs: they still tie a person together where an elbow or a knee is hidden.
_LONG_LIMBS = (
    ("left_shoulder", "left_wrist"),
    ("right_shoulder", "right_wrist"),
    ("left_hip", "left_ankle"),
    ("right_hip", "right_ankle"),
)

LIMBS: tuple[tuple[int, int], ...] = tuple(
    (JOINT_INDEX[start], JOINT_INDEX[end]) for start, end in (*_COCO_LIMBS, *_LONG_LIMBS)
)
"""Limbs as (from, to) joint indices: the 19 of COCO, then shoulder to wrist and hip to ankle."""

LONG_LIMBS: tuple[bool, ...] = (False,) * len(_COCO_LIMBS) + (True,) * len(_LONG_LIMBS)
"""Which of the limbs are long ones."""

DRAWN_LIMBS: tuple[tuple[int, int], ...] = tuple(
    (JOINT_INDEX[start], JOINT_INDEX[end])
    for start, end in _COCO_LIMBS
    if not (start.endswith("_ear") and end.endswith("_shoulder"))
)
"""The limbs worth drawing: no long ones, and no neck-like ones from ear to shoulder."""


def _mirror_name(name: str) -> str:
    if name.startswith("left_"):
        return "right_" + name.removeprefix("left_")
    if name.startswith("right_"):
        return "left_" + name.removeprefix("right_")
    return name


MIRROR_JOINTS: tuple[int, ...] = tuple(JOINT_INDEX[_mirror_name(name)] for name in JOINTS)
"""``MIRROR_JOINTS[j]`` is the joint that joint ``j`` becomes in a mirrored photo."""


def _mirror_limbs() -> tuple[tuple[int, ...], tuple[bool, ...]]:
    targets, reversed_ = [], []
    for start, end in LIMBS:
        mirrored = (MIRROR_JOINTS[start], MIRROR_JOINTS[end])
        backwards = mirrored not in LIMBS
        targets.append(LIMBS.index(mirrored[::-1] if backwards else mirrored))
        reversed_.append(backwards)
    return tuple(targets), tuple(reversed_)


MIRROR_LIMBS, MIRROR_LIMB_REVERSED = _mirror_limbs()
"""``MIRROR_LIMBS[k]`` is the limb that limb ``k`` becomes in a mirrored photo; ``MIRROR_LIMB_REVERSED[k]`` tells
whether its direction turns around (the limbs that join a left and a right joint, such as hip to hip).
"""


def side(joint: int) -> str:
    """``"left"``, ``"right"`` or ``"middle"``: the side of the person a joint belongs to."""
    prefix = JOINTS[joint].split("_")[0]
    return prefix if prefix in ("left", "right") else "middle"


def mirror_joints(joints: np.ndarray) -> np.ndarray:
    """(..., 17, C) joints as a mirror shows them: x negated, left and right exchanged."""
    mirrored = joints[..., MIRROR_JOINTS, :].copy()
    mirrored[..., 0] *= -1
    return mirrored


def joints_by_name(joints: np.ndarray, digits: int) -> dict[str, dict[str, float] | None]:
    """(17, 3) joints as JSON has them: x, y (rounded to ``digits``) and score by name, ``None`` where not found."""
    return {
        name: {"x": round(float(x), digits), "y": round(float(y), digits), "score": round(float(score), 4)}
        if math.isfinite(x)
        else None
        for name, (x, y, score) in zip(JOINTS, joints, strict=True)
    }
