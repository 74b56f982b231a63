"""Asanas on the seat and on the knees, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import HANDS, ON_KNEES, ON_THIGHS, Asana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

STACKED_SHINS = (
    Reach("right_foot", "lowerleg01.L", (0.0, -0.03, -0.05), swivel=-12),
    Reach("left_foot", "lowerleg01.R", (0.0, -0.03, 0.08), swivel=-12),
)

SEATED: dict[str, Asana] = {
    "agnistambhasana": Asana(
        28,
        pose(
            left_leg=Leg(lift=80, plane=62, turn=124, knee=95, ankle=5),
            right_leg=Leg(lift=86, plane=62, turn=116, knee=95, ankle=5),
            arms=Arm(lift=30, plane=60, elbow=30, palm=40),
            reaches=(*STACKED_SHINS, *ON_KNEES),
        ),
        (
            pose(
                root=(38, 0, 0),
                spine=Trunk(bend=44),
                neck=Trunk(bend=10),
                arms=Arm(lift=140, plane=82, elbow=10),
                left_leg=Leg(lift=118, plane=64, turn=122, knee=95, ankle=5),
                right_leg=Leg(lift=124, plane=64, turn=114, knee=95, ankle=5),
                reaches=STACKED_SHINS,
            ),
        ),
    ),
    "marichyasana_1": Asana(
        62,
        pose(
            root=(28, 0, 0),
            spine=Trunk(bend=52, twist=-8),
            neck=Trunk(bend=12),
            left_arm=Arm(lift=70, plane=40, elbow=60),
            right_arm=Arm(lift=30, plane=-60, elbow=60),
            left_leg=Leg(lift=148, plane=84, turn=-4, knee=138),
            right_leg=Leg(lift=112, plane=90, ankle=5),
            flat=("left_foot",),
            reaches=(
                Reach("left_hand", "spine04", (0.04, 0.14, 0.0)),
                Reach("right_hand", "spine04", (-0.02, 0.14, 0.0)),
            ),
        ),
    ),
    "marichyasana_3": Asana(
        50,
        pose(
            root=(-4, 0, 0),
            spine=Trunk(bend=10, twist=52),
            neck=Trunk(twist=40),
            left_arm=Arm(lift=40, plane=-75, elbow=10),
            right_arm=Arm(lift=62, plane=140, turn=-20, elbow=100),
            left_leg=Leg(lift=122, plane=92, knee=134),
            right_leg=Leg(lift=84, plane=90, ankle=5),
            flat=("left_foot", "left_hand"),
        ),
        (
            pose(
                root=(-4, 0, 0),
                spine=Trunk(bend=10, twist=46),
                neck=Trunk(twist=40),
                left_arm=Arm(lift=40, plane=-75, elbow=10),
                right_arm=Arm(lift=60, plane=120, elbow=60),
                left_leg=Leg(lift=122, plane=92, knee=134),
                right_leg=Leg(lift=84, plane=90, ankle=5),
                flat=("left_foot", "left_hand"),
                reaches=(Reach("right_hand", "lowerleg01.L", (0.10, -0.02, -0.10), swivel=40),),
            ),
            pose(
                root=(-2, 0, 0),
                spine=Trunk(bend=16, twist=54),
                neck=Trunk(twist=30),
                left_arm=Arm(lift=40, plane=-75, elbow=70),
                right_arm=Arm(lift=60, plane=130, elbow=60),
                left_leg=Leg(lift=124, plane=92, knee=136),
                right_leg=Leg(lift=84, plane=90, ankle=5),
                flat=("left_foot",),
                reaches=(
                    Reach("right_hand", "upperleg01.L", (0.20, 0.06, 0.10), swivel=20),
                    Reach("left_hand", "spine04", (0.10, 0.14, 0.0)),
                ),
            ),
        ),
    ),
    "simhasana": Asana(
        98,
        pose(
            root=(18, 0, 0),
            spine=Trunk(bend=6),
            neck=Trunk(bend=-16),
            arms=Arm(lift=30, plane=80, elbow=5),
            legs=Leg(lift=104, plane=84, knee=158, ankle=72),
            reaches=ON_THIGHS,
        ),
        (
            pose(
                root=(30, 0, 0),
                spine=Trunk(bend=-22),
                neck=Trunk(bend=-26),
                arms=Arm(lift=30, plane=110, elbow=8),
                legs=Leg(lift=112, plane=52, turn=12, knee=152, ankle=72),
                flat=HANDS,
                touching=("hands", "legs"),
            ),
            pose(
                root=(8, 0, 0),
                spine=Trunk(bend=8),
                neck=Trunk(bend=-8),
                arms=Arm(lift=30, plane=60, elbow=5),
                legs=Leg(lift=96, plane=66, turn=6, knee=156, ankle=72),
                reaches=ON_KNEES,
            ),
        ),
    ),
    "virasana": Asana(
        41,
        pose(
            arms=Arm(lift=30, plane=80, elbow=30),
            legs=Leg(lift=84, plane=84, turn=-20, knee=154, ankle=70),
            reaches=ON_THIGHS,
        ),
        (
            pose(
                arms=Arm(lift=170, plane=70, elbow=8),
                legs=Leg(lift=84, plane=84, turn=-20, knee=154, ankle=70),
            ),
            pose(
                arms=Arm(lift=14, plane=-10, elbow=12),
                legs=Leg(lift=84, plane=84, turn=-20, knee=154, ankle=70),
            ),
        ),
    ),
    "eka_pada_rajakapotasana_2": Asana(
        55,
        pose(
            root=(32, 0, 0),
            spine=Trunk(bend=-84),
            neck=Trunk(bend=-48),
            arms=Arm(lift=172, plane=92, elbow=120),
            left_leg=Leg(lift=140, plane=88, knee=98),
            right_leg=Leg(lift=42, plane=-86, knee=120, ankle=40),
            flat=("left_foot",),
            touching=("left_foot", "right_leg"),
            reaches=(
                Reach("left_hand", "foot.R"),
                Reach("right_hand", "foot.R"),
            ),
        ),
        (
            pose(
                root=(30, 0, 0),
                spine=Trunk(bend=-66),
                neck=Trunk(bend=-20),
                left_arm=Arm(lift=126, plane=80, elbow=8),
                right_arm=Arm(lift=170, plane=92, elbow=120),
                left_leg=Leg(lift=136, plane=88, knee=98),
                right_leg=Leg(lift=40, plane=-86, knee=126, ankle=40),
                flat=("left_foot",),
                touching=("left_foot", "right_leg"),
                reaches=(Reach("right_hand", "foot.R"),),
            ),
        ),
    ),
}
"""On the seat or on the knees."""
