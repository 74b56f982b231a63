"""What an entry in the tables of asanas is, and the words the tables are written in."""

from __future__ import annotations

from dataclasses import dataclass

from train.render.rig import Arm, Leg, Pose, Reach, Trunk


@dataclass(frozen=True)
class DrawnAsana:
    """An asana of the catalogue with the ways of standing in it.

    Attributes:
        id: number in the catalogue.
        pose: joint angles of the usual way; the mirrored pose is the same asana.
        ways: other ways that go by the same name, such as with the hands elsewhere.
    """

    id: int
    pose: Pose
    ways: tuple[Pose, ...] = ()


FEET = ("left_foot", "right_foot")
HANDS = ("left_hand", "right_hand")

LEGS_UP = Leg(lift=4, plane=180, ankle=50)
"""A leg that lies against the other, the foot pointed."""

JOINED_OVERHEAD = (
    Reach("left_hand", "head", (0.025, 0.02, 0.40)),
    Reach("right_hand", "head", (-0.025, 0.02, 0.40)),
)
JOINED_AT_CHEST = (
    Reach("left_hand", "spine01", (0.02, -0.24, 0.0)),
    Reach("right_hand", "spine01", (-0.02, -0.24, 0.0)),
)
ON_KNEES = (
    Reach("left_hand", "lowerleg01.L", (0.0, 0.04, 0.08)),
    Reach("right_hand", "lowerleg01.R", (0.0, 0.04, 0.08)),
)
ON_THIGHS = (
    Reach("left_hand", "lowerleg01.L", (-0.02, 0.12, 0.09)),
    Reach("right_hand", "lowerleg01.R", (0.02, 0.12, 0.09)),
)
HOLD_TOES = (
    Reach("left_hand", "toe1-1.L", (0.01, 0.09, -0.02), swivel=60),
    Reach("right_hand", "toe1-1.R", (-0.01, 0.09, -0.02), swivel=60),
)
HOLD_TOES_STRAIGHT = (
    Reach("left_hand", "toe1-1.L", (0.01, 0.09, -0.02)),
    Reach("right_hand", "toe1-1.R", (-0.01, 0.09, -0.02)),
)
ON_SHINS = (
    Reach("left_hand", "lowerleg01.L", (0.02, -0.14, 0.09)),
    Reach("right_hand", "lowerleg01.R", (-0.02, -0.14, 0.09)),
)
ON_FEET = (Reach("left_hand", "foot.L", (0.05, -0.05, 0.02)), Reach("right_hand", "foot.R", (-0.05, -0.05, 0.02)))


BEHIND_BACK = (
    Reach("left_hand", "spine02", (0.02, 0.15, 0.0)),
    Reach("right_hand", "spine02", (-0.02, 0.15, 0.0)),
)
LOTUS = (
    Reach("right_foot", "upperleg01.L", (0.04, -0.20, 0.10)),
    Reach("left_foot", "upperleg01.R", (-0.04, -0.20, 0.16)),
)
"""Each foot on the other thigh."""

_STRAIGHT = Pose()


def pose(
    root: tuple[float, float, float] = (0.0, 0.0, 0.0),
    spine: Trunk = _STRAIGHT.spine,
    neck: Trunk = _STRAIGHT.neck,
    arms: Arm | None = None,
    legs: Leg | None = None,
    left_arm: Arm = _STRAIGHT.left_arm,
    right_arm: Arm = _STRAIGHT.right_arm,
    left_leg: Leg = _STRAIGHT.left_leg,
    right_leg: Leg = _STRAIGHT.right_leg,
    flat: tuple[str, ...] = (),
    touching: tuple[str, ...] = (),
    reaches: tuple[Reach, ...] = (),
) -> Pose:
    """A :class:`train.render.rig.Pose`; ``arms`` and ``legs`` stand for both sides."""
    return Pose(
        root=root,
        spine=spine,
        neck=neck,
        left_arm=arms or left_arm,
        right_arm=arms or right_arm,
        left_leg=legs or left_leg,
        right_leg=legs or right_leg,
        flat=flat,
        touching=touching,
        reaches=reaches,
    )
