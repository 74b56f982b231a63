"""Asanas on the hands and on the forearms, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import HANDS, LOTUS, DrawnAsana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

_SCALE = pose(
    root=(8, 0, 0),
    spine=Trunk(bend=40),
    neck=Trunk(bend=-20),
    arms=Arm(lift=46, plane=82, elbow=2),
    left_leg=Leg(lift=116, plane=44, turn=140, knee=140, ankle=25),
    right_leg=Leg(lift=118, plane=44, turn=140, knee=140, ankle=25),
    flat=HANDS,
    reaches=LOTUS,
)

_SCALE_UPRIGHT = (
    pose(
        root=(-4, 0, 0),
        spine=Trunk(bend=20),
        arms=Arm(lift=24, plane=60, elbow=2),
        left_leg=Leg(lift=92, plane=40, turn=140, knee=140, ankle=25),
        right_leg=Leg(lift=94, plane=40, turn=140, knee=140, ankle=25),
        flat=HANDS,
        reaches=LOTUS,
    ),
    pose(
        root=(-2, 0, 0),
        spine=Trunk(bend=24),
        arms=Arm(lift=30, plane=66, elbow=2),
        legs=Leg(lift=98, plane=40, turn=132, knee=128, ankle=25),
        flat=HANDS,
    ),
)
"""The back upright; and with the shins only crossed."""

ON_HANDS: dict[str, DrawnAsana] = {
    "tolasana": DrawnAsana(69, _SCALE, _SCALE_UPRIGHT),
    "tulasana": DrawnAsana(97, _SCALE, _SCALE_UPRIGHT),
    "bakasana": DrawnAsana(
        16,
        pose(
            root=(72, 0, 0),
            spine=Trunk(bend=50),
            neck=Trunk(bend=-30),
            arms=Arm(lift=106, plane=86, elbow=14),
            legs=Leg(lift=146, plane=68, turn=14, knee=142, ankle=55),
            flat=HANDS,
        ),
        (
            pose(
                root=(84, 0, 0),
                spine=Trunk(bend=34),
                neck=Trunk(bend=-30),
                arms=Arm(lift=74, plane=80, elbow=52),
                legs=Leg(lift=142, plane=66, turn=14, knee=142, ankle=55),
                flat=HANDS,
            ),
        ),
    ),
    "lolasana": DrawnAsana(
        100,
        pose(
            root=(42, 0, 0),
            spine=Trunk(bend=52),
            neck=Trunk(bend=-25),
            arms=Arm(lift=86, plane=84, elbow=4),
            left_leg=Leg(lift=142, plane=88, turn=14, knee=150, ankle=55),
            right_leg=Leg(lift=138, plane=88, turn=14, knee=146, ankle=55),
            flat=HANDS,
        ),
    ),
    "astavakrasana": DrawnAsana(
        22,
        pose(
            root=(84, -82, 0),
            spine=Trunk(twist=-74),
            neck=Trunk(bend=-28),
            arms=Arm(lift=28, plane=-10, elbow=86),
            left_leg=Leg(lift=98, plane=92, knee=14, ankle=30),
            right_leg=Leg(lift=104, plane=96, knee=10, ankle=30),
            flat=HANDS,
        ),
    ),
    "parsva_bakasana": DrawnAsana(
        72,
        pose(
            root=(92, -72, 0),
            spine=Trunk(twist=-66),
            neck=Trunk(bend=-30),
            arms=Arm(lift=52, plane=60, elbow=62),
            legs=Leg(lift=130, plane=90, knee=128, ankle=40),
            flat=HANDS,
        ),
    ),
    "tittibhasana": DrawnAsana(
        29,
        pose(
            root=(22, 0, 0),
            spine=Trunk(bend=54),
            neck=Trunk(bend=-35),
            arms=Arm(lift=66, plane=82, elbow=4),
            legs=Leg(lift=122, plane=68, knee=4, ankle=30),
            flat=HANDS,
        ),
    ),
    "bhujapidasana": DrawnAsana(
        71,
        pose(
            root=(30, 0, 0),
            spine=Trunk(bend=52),
            neck=Trunk(bend=-30),
            arms=Arm(lift=72, plane=82, elbow=10),
            legs=Leg(lift=136, plane=64, turn=40, knee=70, ankle=20),
            flat=HANDS,
            reaches=(
                Reach("left_foot", "root", (-0.04, -0.52, 0.14)),
                Reach("right_foot", "root", (0.04, -0.50, 0.20)),
            ),
        ),
    ),
    "mayurasana": DrawnAsana(
        56,
        pose(
            root=(84, 0, 0),
            neck=Trunk(bend=-28),
            arms=Arm(lift=30, plane=100, elbow=72),
            legs=Leg(lift=4, plane=180, ankle=55),
            flat=HANDS,
        ),
    ),
    "eka_pada_koundinyanasana_1": DrawnAsana(
        60,
        pose(
            root=(84, 84, 0),
            spine=Trunk(twist=76),
            neck=Trunk(bend=-25),
            arms=Arm(lift=26, plane=-20, elbow=86),
            left_leg=Leg(lift=88, plane=90, ankle=30),
            right_leg=Leg(lift=14, plane=-60, ankle=50),
            flat=HANDS,
        ),
    ),
    "eka_pada_koundinyanasana_2": DrawnAsana(
        61,
        pose(
            root=(86, 0, 0),
            neck=Trunk(bend=-28),
            arms=Arm(lift=26, plane=-20, elbow=86),
            left_leg=Leg(lift=118, plane=16, turn=30, knee=6, ankle=30),
            right_leg=Leg(lift=12, plane=-88, ankle=50),
            flat=HANDS,
        ),
    ),
    "makara_adho_mukha_svanasana": DrawnAsana(
        17,
        pose(
            root=(82, 0, 0),
            neck=Trunk(bend=-10),
            arms=Arm(lift=82, plane=86, elbow=88),
            legs=Leg(ankle=-12, toes=65),
            flat=HANDS,
            touching=("arms", "feet"),
        ),
    ),
    "phalakasana": DrawnAsana(
        58,
        pose(
            root=(75, 0, 0),
            neck=Trunk(bend=-18),
            arms=Arm(lift=80, plane=88, elbow=2),
            legs=Leg(ankle=-12, toes=65),
            flat=HANDS,
            touching=("hands", "feet"),
        ),
    ),
    "chaturanga_dandasana": DrawnAsana(
        31,
        pose(
            root=(84, 0, 0),
            neck=Trunk(bend=-15),
            arms=Arm(lift=14, plane=-70, elbow=88),
            legs=Leg(ankle=-12, toes=65),
            flat=HANDS,
            touching=("hands", "feet"),
        ),
    ),
    "vasisthasana": DrawnAsana(
        73,
        pose(
            root=(0, 64, 0),
            neck=Trunk(twist=-35),
            arms=Arm(lift=90),
            legs=Leg(lift=2, plane=180),
            flat=("left_hand",),
            touching=("left_hand", "feet"),
        ),
    ),
    "bhairavasana": DrawnAsana(
        105,
        pose(
            root=(0, 62, 0),
            spine=Trunk(bend=14),
            neck=Trunk(bend=-4),
            arms=Arm(lift=90),
            left_leg=Leg(lift=2, plane=180),
            right_leg=Leg(lift=160, plane=58, turn=40, knee=112, ankle=40),
            flat=("left_hand",),
            touching=("left_hand", "left_foot"),
            reaches=(Reach("right_foot", "head", (0.06, 0.13, -0.10), swivel=-60),),
        ),
    ),
    "purvottanasana": DrawnAsana(
        85,
        pose(
            root=(-72, 0, 0),
            neck=Trunk(bend=-25),
            arms=Arm(lift=72, plane=-85, elbow=0),
            legs=Leg(ankle=62),
            flat=HANDS,
            touching=("hands", "feet"),
        ),
    ),
    "camatkarasana": DrawnAsana(
        93,
        pose(
            root=(-72, -18, 0),
            spine=Trunk(bend=-48),
            neck=Trunk(bend=-30),
            left_arm=Arm(lift=160, plane=50),
            right_arm=Arm(lift=84, plane=-60, elbow=2),
            left_leg=Leg(lift=22, plane=-80, knee=76),
            right_leg=Leg(lift=10, plane=-60, knee=6, ankle=30),
            flat=("right_hand", "left_foot", "right_foot"),
            touching=("right_hand", "feet"),
        ),
    ),
}
"""On the hands or the forearms."""
