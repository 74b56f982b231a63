"""The parts of the body and the map that clothes, hair and faces are drawn on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from train.render.rig import SIDES, Skeleton

PARTS = (
    "head",
    "neck",
    "torso",
    "left_arm",
    "right_arm",
    "left_hand",
    "right_hand",
    "left_leg",
    "right_leg",
    "left_foot",
    "right_foot",
    "eyes",
)
"""Names of the body's parts; a face belongs to one."""

_PART_OF_BONE = (
    ("eye", "eyes"),
    ("head", "head"),
    ("neck", "neck"),
    ("wrist", "hand"),
    ("finger", "hand"),
    ("metacarpal", "hand"),
    ("upperarm", "arm"),
    ("lowerarm", "arm"),
    ("upperleg", "leg"),
    ("lowerleg", "leg"),
    ("foot", "foot"),
    ("toe", "foot"),
)

CONTACTS: dict[str, tuple[str, ...]] = {
    "feet": ("left_foot", "right_foot"),
    "left_foot": ("left_foot",),
    "right_foot": ("right_foot",),
    "hands": ("left_hand", "right_hand"),
    "left_hand": ("left_hand",),
    "right_hand": ("right_hand",),
    "legs": ("left_leg", "right_leg"),
    "left_leg": ("left_leg",),
    "right_leg": ("right_leg",),
    "arms": ("left_arm", "right_arm"),
    "torso": ("torso",),
    "head": ("head",),
}
"""Groups of parts that can rest on the floor."""


def part_of(label: str) -> str:
    """The part that a bone moves."""
    for start, part in _PART_OF_BONE:
        if label.startswith(start):
            if part in ("eyes", "head", "neck"):
                return part
            return ("left_" if label.endswith(".L") else "right_") + part
    return "torso"


@dataclass
class Chart:
    """Points on the body, wherever the pose has taken them: the map that clothes, hair and faces are drawn on.

    Attributes:
        x, y, z: (N,) metres on the average body at rest (x to its left, -y front, z up; eyes at 0.90, soles at -0.82).
        arm, leg: (N,) share of the skin that follows an arm or a leg, 0 to 1.
        along_arm, along_leg: (N,) 0 at the shoulder or hip, 1 at the elbow or knee, 2 at the wrist or ankle.
    """

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    arm: np.ndarray
    leg: np.ndarray
    along_arm: np.ndarray
    along_leg: np.ndarray


def draw_chart(template: np.ndarray, part_weight: np.ndarray, skeleton: Skeleton) -> np.ndarray:
    """The :class:`Chart` of every vertex as columns, (V, 7) float32.

    Args:
        template: (V, 3) metres, the average body at rest.
        part_weight: (V, parts), how much each vertex follows each of :data:`PARTS`.
        skeleton: bones of the average body.
    """

    def share(names: tuple[str, ...]) -> np.ndarray:
        return part_weight[:, [PARTS.index(f"{side}_{name}") for side in SIDES for name in names]].sum(axis=1)

    folded = template.astype(np.float64)
    folded[:, 0] = np.abs(folded[:, 0])

    def along(bones: tuple[str, str, str]) -> np.ndarray:
        first, middle, last = (skeleton.head(f"{bone}.L") for bone in bones)
        upper = (folded - first) @ (middle - first) / np.sum((middle - first) ** 2)
        lower = (folded - middle) @ (last - middle) / np.sum((last - middle) ** 2)
        return np.where(lower > 0, 1.0 + lower, np.minimum(upper, 1.0))

    columns = [
        *template.T,
        share(("arm", "hand")),
        share(("leg", "foot")),
        along(("upperarm01", "lowerarm01", "wrist")),
        along(("upperleg01", "lowerleg01", "foot")),
    ]
    return np.stack(columns, axis=1).astype(np.float32)
