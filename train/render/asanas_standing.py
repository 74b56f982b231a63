"""Asanas on the feet, upright or lunging, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import FEET, JOINED_AT_CHEST, JOINED_OVERHEAD, DrawnAsana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

STANDING: dict[str, DrawnAsana] = {
    "tadasana": DrawnAsana(52, pose(arms=Arm(lift=10, palm=50), flat=FEET)),
    "urdhva_hastasana": DrawnAsana(
        86,
        pose(spine=Trunk(bend=-6), arms=Arm(lift=170, plane=60), flat=FEET),
        (
            pose(
                spine=Trunk(bend=-10),
                neck=Trunk(bend=-28),
                arms=Arm(lift=168, plane=60, elbow=12),
                flat=FEET,
                reaches=JOINED_OVERHEAD,
            ),
            pose(
                root=(-8, 0, 0),
                spine=Trunk(bend=-32),
                neck=Trunk(bend=-22),
                arms=Arm(lift=172, plane=80),
                legs=Leg(lift=4, plane=-90),
                flat=FEET,
            ),
        ),
    ),
    "vriksasana": DrawnAsana(
        82,
        pose(
            left_leg=Leg(lift=60, plane=12, turn=85, knee=142, ankle=25),
            arms=Arm(lift=160, plane=20, elbow=30),
            flat=("right_foot",),
            reaches=JOINED_OVERHEAD,
        ),
        (
            pose(
                left_leg=Leg(lift=60, plane=12, turn=85, knee=142, ankle=25),
                arms=Arm(lift=40, plane=50, elbow=110),
                flat=("right_foot",),
                reaches=JOINED_AT_CHEST,
            ),
            pose(
                left_leg=Leg(lift=46, plane=14, turn=80, knee=118, ankle=30),
                arms=Arm(lift=166, plane=50),
                flat=("right_foot",),
            ),
        ),
    ),
    "virabhadrasana_1": DrawnAsana(
        88,
        pose(
            root=(5, 0, 0),
            spine=Trunk(bend=-12),
            neck=Trunk(bend=-12),
            arms=Arm(lift=172, plane=80),
            left_leg=Leg(lift=78, plane=90, knee=82),
            right_leg=Leg(lift=50, plane=-85, turn=15),
            flat=FEET,
            touching=FEET,
        ),
    ),
    "virabhadrasana_2": DrawnAsana(
        89,
        pose(
            neck=Trunk(twist=75),
            arms=Arm(lift=90),
            left_leg=Leg(lift=68, plane=5, turn=78, knee=68),
            right_leg=Leg(lift=48, plane=0, turn=15),
            flat=FEET,
            touching=FEET,
        ),
    ),
    "utkatasana": DrawnAsana(
        10,
        pose(
            root=(35, 0, 0),
            spine=Trunk(bend=-8),
            neck=Trunk(bend=-15),
            arms=Arm(lift=165, plane=80),
            legs=Leg(lift=95, plane=90, knee=85),
            flat=FEET,
        ),
    ),
    "natarajasana": DrawnAsana(
        47,
        pose(
            root=(38, 0, 0),
            spine=Trunk(bend=-38),
            neck=Trunk(bend=-5),
            left_arm=Arm(lift=60, plane=-80),
            right_arm=Arm(lift=112, plane=85),
            left_leg=Leg(lift=70, plane=-85, knee=80, ankle=30),
            right_leg=Leg(lift=38, plane=90),
            flat=("right_foot",),
            reaches=(Reach("left_hand", "foot.L"),),
        ),
    ),
    "utthita_ashwa_sanchalanasana": DrawnAsana(
        43,
        pose(
            root=(6, 0, 0),
            spine=Trunk(bend=-10),
            arms=Arm(lift=170, plane=75),
            left_leg=Leg(lift=82, plane=90, knee=82),
            right_leg=Leg(lift=50, plane=-88, ankle=5, toes=55),
            flat=("left_foot",),
            touching=FEET,
        ),
    ),
    "anjaneyasana": DrawnAsana(
        49,
        pose(
            root=(2, 0, 0),
            spine=Trunk(bend=-22),
            neck=Trunk(bend=-15),
            arms=Arm(lift=168, plane=75),
            left_leg=Leg(lift=98, plane=90, knee=95),
            right_leg=Leg(lift=42, plane=-88, knee=52, ankle=75),
            flat=("left_foot",),
            touching=("left_foot", "right_leg"),
        ),
    ),
    "utthita_hasta_padangustasana": DrawnAsana(
        23,
        pose(
            root=(-4, 0, 0),
            left_arm=Arm(lift=80, plane=85),
            right_arm=Arm(lift=38, plane=-15, elbow=85, turn=-40),
            left_leg=Leg(lift=116, plane=78, ankle=5),
            flat=("right_foot",),
            reaches=(Reach("left_hand", "foot.L"),),
        ),
    ),
    "garudasana": DrawnAsana(
        20,
        pose(
            root=(22, 0, 0),
            spine=Trunk(bend=-6),
            left_arm=Arm(lift=82, plane=112, elbow=96),
            right_arm=Arm(lift=74, plane=112, elbow=100),
            left_leg=Leg(lift=76, plane=108, knee=95, ankle=30),
            right_leg=Leg(lift=62, plane=90, knee=62),
            flat=("right_foot",),
            reaches=(Reach("left_foot", "foot.R", (-0.09, 0.08, 0.18)),),
        ),
    ),
    "malasana": DrawnAsana(
        32,
        pose(
            root=(32, 0, 0),
            spine=Trunk(bend=5),
            neck=Trunk(bend=-20),
            arms=Arm(lift=35, plane=70, elbow=110),
            legs=Leg(lift=128, plane=62, turn=30, knee=142),
            flat=FEET,
            reaches=JOINED_AT_CHEST,
        ),
    ),
    "pasasana": DrawnAsana(
        53,
        pose(
            root=(34, 0, 0),
            spine=Trunk(bend=14, twist=52),
            neck=Trunk(twist=35),
            left_arm=Arm(lift=40, plane=-80, elbow=70),
            right_arm=Arm(lift=60, plane=120, elbow=30),
            legs=Leg(lift=134, plane=88, knee=148),
            flat=FEET,
            reaches=(
                Reach("right_hand", "lowerleg01.L", (0.10, 0.08, -0.16)),
                Reach("left_hand", "spine04", (0.08, 0.16, 0.0)),
            ),
        ),
        (
            pose(
                root=(34, 0, 0),
                spine=Trunk(bend=10, twist=50),
                neck=Trunk(twist=35),
                left_arm=Arm(lift=60, plane=60, elbow=100),
                right_arm=Arm(lift=60, plane=120, elbow=100),
                legs=Leg(lift=134, plane=88, knee=148),
                flat=FEET,
                reaches=(
                    Reach("left_hand", "lowerleg01.L", (0.16, 0.02, 0.14)),
                    Reach("right_hand", "lowerleg01.L", (0.12, 0.02, 0.12)),
                ),
            ),
        ),
    ),
    "durvasasana": DrawnAsana(
        103,
        pose(
            root=(16, 0, 0),
            spine=Trunk(bend=30),
            neck=Trunk(bend=2),
            arms=Arm(lift=50, plane=70, elbow=110),
            left_leg=Leg(lift=166, plane=64, turn=40, knee=118, ankle=40),
            right_leg=Leg(lift=18, plane=90, knee=4),
            flat=("right_foot",),
            reaches=(Reach("left_foot", "head", (-0.06, 0.13, -0.10), swivel=-40), *JOINED_AT_CHEST),
        ),
    ),
    "utthita_parsvakonasana": DrawnAsana(
        25,
        pose(
            root=(0, 42, 0),
            spine=Trunk(side=22),
            neck=Trunk(twist=-45),
            left_arm=Arm(lift=88),
            right_arm=Arm(lift=160),
            left_leg=Leg(lift=112, plane=5, turn=75, knee=75),
            right_leg=Leg(lift=8, turn=15),
            flat=FEET,
            touching=FEET,
        ),
    ),
    "utthita_trikonasana": DrawnAsana(
        26,
        pose(
            root=(0, 45, 0),
            spine=Trunk(side=38),
            neck=Trunk(twist=-65),
            arms=Arm(lift=90),
            left_leg=Leg(lift=79, turn=75),
            right_leg=Leg(lift=11, plane=180, turn=10),
            flat=FEET,
            touching=FEET,
        ),
    ),
}
"""On the feet, upright or lunging."""
