"""The skeleton: 17 COCO joints, the 23 limbs between them, and what a mirror does to both.

Left and right are the person's own, never the viewer's.
"""

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

LIMBS: tuple[tuple[int, int], ...] = (
    (15, 13),
    (13, 11),
    (16, 14),
    (14, 12),
    (11, 12),
    (5, 11),
    (6, 12),
    (5, 6),
    (5, 7),
    (6, 8),
    (7, 9),
    (8, 10),
    (1, 2),
    (0, 1),
    (0, 2),
    (1, 3),
    (2, 4),
    (3, 5),
    (4, 6),
    # Long limbs: they still tie a person together where an elbow or a knee is hidden.
    (5, 9),
    (6, 10),
    (11, 15),
    (12, 16),
)
"""Limbs as (from, to) joint indices: the 19 of COCO, then shoulder to wrist and hip to ankle."""

DRAWN_LIMBS: tuple[tuple[int, int], ...] = LIMBS[:17]
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

TRUNK: tuple[str, ...] = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
"""The corners of the trunk."""


def side(joint: int) -> str:
    """``"left"``, ``"right"`` or ``"middle"``: the side of the person a joint belongs to."""
    prefix = JOINTS[joint].split("_")[0]
    return prefix if prefix in ("left", "right") else "middle"


def mirror_joints(joints: np.ndarray) -> np.ndarray:
    """(..., 17, C) joints as a mirror shows them: x negated, left and right exchanged."""
    mirrored = joints[..., MIRROR_JOINTS, :].copy()
    mirrored[..., 0] *= -1
    return mirrored
