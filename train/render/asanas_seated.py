"""Asanas on the seat, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import JOINED_AT_CHEST, LOTUS, ON_FEET, ON_KNEES, DrawnAsana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

STACKED_SHINS = (
    Reach("right_foot", "lowerleg01.L", (0.0, -0.03, -0.05), swivel=-12),
    Reach("left_foot", "lowerleg01.R", (0.0, -0.03, 0.08), swivel=-12),
)

SEATED: dict[str, DrawnAsana] = {
    "paripurna_navasana": DrawnAsana(
        2,
        pose(
            root=(-40, 0, 0),
            spine=Trunk(bend=8),
            neck=Trunk(bend=15),
            arms=Arm(lift=55, plane=85),
            legs=Leg(lift=92, plane=90, ankle=35),
        ),
    ),
    "sukhasana": DrawnAsana(
        21,
        pose(
            left_leg=Leg(lift=84, plane=38, turn=134, knee=122, ankle=30),
            right_leg=Leg(lift=86, plane=38, turn=126, knee=136, ankle=30),
            arms=Arm(lift=30, plane=60, elbow=30, palm=40),
            reaches=ON_KNEES,
        ),
    ),
    "paschimottanasana": DrawnAsana(
        70,
        pose(
            root=(30, 0, 0),
            spine=Trunk(bend=52),
            neck=Trunk(bend=18),
            arms=Arm(lift=120, plane=85, elbow=20),
            legs=Leg(lift=120, plane=90, ankle=5),
            reaches=ON_FEET,
        ),
    ),
    "dandasana": DrawnAsana(
        76,
        pose(arms=Arm(lift=14, plane=-30), legs=Leg(lift=88, plane=90)),
    ),
    "baddha_konasana": DrawnAsana(
        3,
        pose(
            left_leg=Leg(lift=84, plane=32, turn=136, knee=138, ankle=15),
            right_leg=Leg(lift=84, plane=32, turn=136, knee=138, ankle=15),
            arms=Arm(lift=40, plane=70, elbow=30),
            reaches=ON_FEET,
        ),
        (
            pose(
                root=(26, 0, 0),
                spine=Trunk(bend=46),
                neck=Trunk(bend=12),
                legs=Leg(lift=98, plane=28, turn=136, knee=138, ankle=15),
                arms=Arm(lift=60, plane=70, elbow=50),
                reaches=ON_FEET,
            ),
        ),
    ),
    "agnistambhasana": DrawnAsana(
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
    "marichyasana_1": DrawnAsana(
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
    "marichyasana_3": DrawnAsana(
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
    "bharadvajasana_1": DrawnAsana(
        0,
        pose(
            spine=Trunk(bend=4, twist=-46),
            neck=Trunk(twist=-40),
            left_arm=Arm(lift=40, plane=80, elbow=20),
            right_arm=Arm(lift=30, plane=-80, elbow=5),
            left_leg=Leg(lift=84, plane=76, turn=-34, knee=146, ankle=60),
            right_leg=Leg(lift=84, plane=66, turn=104, knee=128, ankle=50),
            flat=("right_hand",),
            reaches=(Reach("left_hand", "lowerleg01.R", (0.06, 0.06, 0.08)),),
        ),
    ),
    "gomukhasana": DrawnAsana(
        14,
        pose(
            left_arm=Arm(lift=24, plane=-90, turn=-50, elbow=125),
            right_arm=Arm(lift=172, plane=88, elbow=140),
            left_leg=Leg(lift=94, plane=106, turn=78, knee=138, ankle=50),
            right_leg=Leg(lift=82, plane=104, turn=76, knee=138, ankle=50),
            reaches=(Reach("left_hand", "spine02", (0.0, 0.16, 0.0)),),
        ),
        (
            pose(
                arms=Arm(lift=30, plane=60, elbow=30),
                left_leg=Leg(lift=94, plane=106, turn=78, knee=138, ankle=50),
                right_leg=Leg(lift=82, plane=104, turn=76, knee=138, ankle=50),
                reaches=ON_KNEES,
            ),
        ),
    ),
    "ardha_matsyendrasana": DrawnAsana(
        35,
        pose(
            root=(-2, 0, 0),
            spine=Trunk(bend=6, twist=50),
            neck=Trunk(twist=40),
            left_arm=Arm(lift=36, plane=-75, elbow=8),
            right_arm=Arm(lift=62, plane=136, turn=-20, elbow=95),
            left_leg=Leg(lift=126, plane=100, knee=126),
            right_leg=Leg(lift=84, plane=78, turn=102, knee=136, ankle=40),
            flat=("left_foot", "left_hand"),
            reaches=(Reach("left_foot", "lowerleg01.R", (-0.06, 0.06, 0.0)),),
        ),
        (
            pose(
                root=(-2, 0, 0),
                spine=Trunk(bend=6, twist=46),
                neck=Trunk(twist=40),
                left_arm=Arm(lift=36, plane=-75, elbow=8),
                right_arm=Arm(lift=60, plane=120, elbow=60),
                left_leg=Leg(lift=126, plane=100, knee=126),
                right_leg=Leg(lift=84, plane=78, turn=102, knee=136, ankle=40),
                flat=("left_foot", "left_hand"),
                reaches=(
                    Reach("left_foot", "lowerleg01.R", (-0.06, 0.06, 0.0)),
                    Reach("right_hand", "lowerleg01.L", (0.08, -0.02, -0.08)),
                ),
            ),
        ),
    ),
    "janu_sirsasana": DrawnAsana(
        40,
        pose(
            root=(34, 0, 0),
            spine=Trunk(bend=48, twist=-6),
            neck=Trunk(bend=14),
            arms=Arm(lift=120, plane=85, elbow=20),
            left_leg=Leg(lift=102, plane=24, turn=140, knee=140, ankle=30),
            right_leg=Leg(lift=120, plane=86, ankle=5),
            reaches=(
                Reach("left_hand", "foot.R", (0.05, -0.05, 0.02)),
                Reach("right_hand", "foot.R", (-0.05, -0.05, 0.02)),
            ),
        ),
        (
            pose(
                root=(18, 0, 0),
                spine=Trunk(bend=26, twist=-6),
                neck=Trunk(bend=4),
                arms=Arm(lift=110, plane=85, elbow=8),
                left_leg=Leg(lift=94, plane=26, turn=140, knee=140, ankle=30),
                right_leg=Leg(lift=104, plane=86, ankle=5),
                reaches=(
                    Reach("left_hand", "foot.R", (0.05, -0.05, 0.02)),
                    Reach("right_hand", "foot.R", (-0.05, -0.05, 0.02)),
                ),
            ),
        ),
    ),
    "parivrtta_janu_sirsasana": DrawnAsana(
        66,
        pose(
            root=(4, 20, 0),
            spine=Trunk(side=46, twist=-14),
            neck=Trunk(twist=-30),
            left_arm=Arm(lift=110, plane=30),
            right_arm=Arm(lift=165, plane=8),
            left_leg=Leg(lift=104, plane=28, turn=50, ankle=5),
            right_leg=Leg(lift=70, plane=36, turn=134, knee=138, ankle=30),
            reaches=(
                Reach("left_hand", "foot.L", (-0.06, 0.0, 0.04)),
                Reach("right_hand", "foot.L", (-0.02, 0.04, 0.14)),
            ),
        ),
    ),
    "krounchasana": DrawnAsana(
        42,
        pose(
            root=(-10, 0, 0),
            spine=Trunk(bend=4),
            arms=Arm(lift=110, plane=85, elbow=20),
            left_leg=Leg(lift=142, plane=88, ankle=20),
            right_leg=Leg(lift=82, plane=84, turn=-20, knee=154, ankle=70),
            reaches=(
                Reach("left_hand", "foot.L", (0.04, -0.02, 0.0)),
                Reach("right_hand", "foot.L", (-0.04, -0.02, 0.0)),
            ),
        ),
        (
            pose(
                root=(-16, 0, 0),
                arms=Arm(lift=110, plane=85, elbow=20),
                left_leg=Leg(lift=128, plane=88, ankle=20),
                right_leg=Leg(lift=80, plane=34, turn=138, knee=138, ankle=30),
                reaches=(
                    Reach("left_hand", "foot.L", (0.04, -0.02, 0.0)),
                    Reach("right_hand", "foot.L", (-0.04, -0.02, 0.0)),
                ),
            ),
        ),
    ),
    "padmasana": DrawnAsana(
        48,
        pose(
            left_leg=Leg(lift=84, plane=40, turn=140, knee=142, ankle=25),
            right_leg=Leg(lift=84, plane=40, turn=138, knee=142, ankle=25),
            arms=Arm(lift=30, plane=60, elbow=30, palm=40),
            reaches=(*LOTUS, *ON_KNEES),
        ),
        (
            pose(
                left_leg=Leg(lift=84, plane=40, turn=140, knee=142, ankle=25),
                right_leg=Leg(lift=84, plane=40, turn=138, knee=142, ankle=25),
                arms=Arm(lift=30, plane=60, elbow=100),
                reaches=(*LOTUS, *JOINED_AT_CHEST),
            ),
        ),
    ),
    "upavistha_konasana": DrawnAsana(
        91,
        pose(
            root=(46, 0, 0),
            spine=Trunk(bend=34),
            neck=Trunk(bend=-6),
            arms=Arm(lift=140, plane=60, elbow=10),
            legs=Leg(lift=114, plane=28, turn=62, ankle=5),
        ),
        (
            pose(
                root=(10, 0, 0),
                arms=Arm(lift=40, plane=70, elbow=5),
                legs=Leg(lift=94, plane=34, turn=56, ankle=5),
            ),
            pose(
                root=(28, 0, 0),
                spine=Trunk(bend=24),
                arms=Arm(lift=110, plane=30, elbow=8),
                legs=Leg(lift=104, plane=30, turn=60, ankle=5),
                reaches=ON_FEET,
            ),
        ),
    ),
    "kurmasana": DrawnAsana(
        101,
        pose(
            root=(62, 0, 0),
            spine=Trunk(bend=32),
            neck=Trunk(bend=-8),
            arms=Arm(lift=84, plane=10, elbow=2),
            legs=Leg(lift=146, plane=50, turn=30, knee=22, ankle=10),
        ),
    ),
    "garbha_pindasana": DrawnAsana(
        102,
        pose(
            root=(-24, 0, 0),
            spine=Trunk(bend=46),
            neck=Trunk(bend=6),
            left_leg=Leg(lift=128, plane=56, turn=124, knee=142, ankle=25),
            right_leg=Leg(lift=126, plane=56, turn=124, knee=142, ankle=25),
            arms=Arm(lift=70, plane=70, elbow=140),
            reaches=(
                *LOTUS,
                Reach("left_hand", "head", (0.06, -0.16, -0.12)),
                Reach("right_hand", "head", (-0.06, -0.16, -0.12)),
            ),
        ),
    ),
}
"""On the seat."""
