"""Asanas on the feet with the trunk bent or turned over, as tables of joint angles (see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import BEHIND_BACK, FEET, HANDS, HOLD_TOES, HOLD_TOES_STRAIGHT, ON_SHINS, DrawnAsana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

BENDING: dict[str, DrawnAsana] = {
    "virabhadrasana_3": DrawnAsana(
        90,
        pose(
            root=(85, 0, 0),
            spine=Trunk(bend=-6),
            neck=Trunk(bend=-20),
            arms=Arm(lift=172, plane=85),
            left_leg=Leg(lift=85, plane=90),
            right_leg=Leg(ankle=35),
            flat=("left_foot",),
        ),
        (
            pose(
                root=(80, 0, 0),
                spine=Trunk(bend=-8),
                neck=Trunk(bend=-20),
                arms=Arm(lift=92, plane=4),
                left_leg=Leg(lift=80, plane=90),
                right_leg=Leg(ankle=35),
                flat=("left_foot",),
            ),
            pose(
                root=(80, 0, 0),
                spine=Trunk(bend=-8),
                neck=Trunk(bend=-20),
                arms=Arm(lift=18, plane=-50),
                left_leg=Leg(lift=80, plane=90),
                right_leg=Leg(ankle=35),
                flat=("left_foot",),
            ),
        ),
    ),
    "uttanasana": DrawnAsana(
        77,
        pose(
            root=(108, 0, 0),
            spine=Trunk(bend=48),
            neck=Trunk(bend=10),
            arms=Arm(lift=150, plane=85),
            legs=Leg(lift=106, plane=90),
            flat=FEET,
        ),
    ),
    "ardha_uttanasana": DrawnAsana(
        78,
        pose(
            root=(82, 0, 0),
            spine=Trunk(bend=-4),
            neck=Trunk(bend=-22),
            arms=Arm(lift=80, plane=85),
            legs=Leg(lift=80, plane=90),
            flat=FEET,
            reaches=ON_SHINS,
        ),
        (
            pose(
                root=(92, 0, 0),
                spine=Trunk(bend=6),
                neck=Trunk(bend=-22),
                arms=Arm(lift=96, plane=85),
                legs=Leg(lift=90, plane=90),
                flat=FEET,
            ),
        ),
    ),
    "padangusthasana": DrawnAsana(
        1,
        pose(
            root=(124, 0, 0),
            spine=Trunk(bend=42),
            neck=Trunk(bend=5),
            arms=Arm(lift=135, plane=70, elbow=50),
            legs=Leg(lift=120, plane=88),
            flat=FEET,
            reaches=HOLD_TOES,
        ),
        (
            pose(
                root=(106, 0, 0),
                spine=Trunk(bend=32),
                neck=Trunk(bend=-24),
                arms=Arm(lift=120, plane=80, elbow=8),
                legs=Leg(lift=104, plane=88),
                flat=FEET,
                reaches=HOLD_TOES_STRAIGHT,
            ),
        ),
    ),
    "prasarita_padottanasana": DrawnAsana(
        92,
        pose(
            root=(105, 0, 0),
            spine=Trunk(bend=35),
            neck=Trunk(bend=8),
            arms=Arm(lift=128, plane=85),
            legs=Leg(lift=101, plane=56),
            flat=FEET,
        ),
    ),
    "parsvottanasana": DrawnAsana(
        44,
        pose(
            root=(104, 0, 0),
            spine=Trunk(bend=34),
            neck=Trunk(bend=8),
            arms=Arm(lift=30, plane=-80, turn=-40, elbow=120),
            left_leg=Leg(lift=130, plane=90),
            right_leg=Leg(lift=72, plane=84, turn=10),
            flat=FEET,
            touching=FEET,
            reaches=BEHIND_BACK,
        ),
        (
            pose(
                root=(104, 0, 0),
                spine=Trunk(bend=36),
                neck=Trunk(bend=8),
                arms=Arm(lift=136, plane=84),
                left_leg=Leg(lift=130, plane=90),
                right_leg=Leg(lift=72, plane=84, turn=10),
                flat=FEET + HANDS,
                touching=FEET,
            ),
        ),
    ),
    "urdhva_prasarita_eka_padasana": DrawnAsana(
        79,
        pose(
            root=(142, 0, 0),
            spine=Trunk(bend=26),
            neck=Trunk(bend=6),
            arms=Arm(lift=150, plane=84),
            left_leg=Leg(lift=30, plane=-86, ankle=45),
            right_leg=Leg(lift=138, plane=90),
            flat=("right_foot",),
        ),
    ),
    "parivrtta_trikonasana": DrawnAsana(
        68,
        pose(
            root=(86, 0, 0),
            spine=Trunk(bend=4, twist=78),
            neck=Trunk(twist=40),
            arms=Arm(lift=90),
            left_leg=Leg(lift=108, plane=88),
            right_leg=Leg(lift=42, plane=80, turn=20),
            flat=FEET,
            touching=FEET,
        ),
    ),
    "parivrtta_parsvakonasana": DrawnAsana(
        67,
        pose(
            root=(62, 0, 0),
            spine=Trunk(bend=8, twist=72),
            neck=Trunk(twist=35),
            left_arm=Arm(lift=150, plane=40),
            right_arm=Arm(lift=84, plane=60),
            left_leg=Leg(lift=140, plane=90, knee=84),
            right_leg=Leg(lift=10, plane=90, ankle=5, toes=50),
            flat=("left_foot", "right_hand"),
            touching=FEET,
        ),
        (
            pose(
                root=(58, 0, 0),
                spine=Trunk(bend=12, twist=66),
                neck=Trunk(twist=30),
                arms=Arm(lift=60, plane=40, elbow=110),
                left_leg=Leg(lift=138, plane=90, knee=84),
                right_leg=Leg(lift=8, plane=90, ankle=5, toes=50),
                flat=("left_foot",),
                touching=FEET,
                reaches=(
                    Reach("left_hand", "spine01", (0.24, -0.10, 0.02), swivel=40),
                    Reach("right_hand", "spine01", (0.24, -0.14, 0.02)),
                ),
            ),
        ),
    ),
    "ardha_chandrasana": DrawnAsana(
        37,
        pose(
            root=(0, 96, 0),
            neck=Trunk(twist=-40),
            arms=Arm(lift=90),
            left_leg=Leg(lift=94, turn=60),
            right_leg=Leg(lift=8, plane=180, ankle=10),
            flat=("left_foot",),
            touching=("left_foot", "left_hand"),
        ),
    ),
    "adho_mukha_svanasana": DrawnAsana(
        19,
        pose(
            root=(132, 0, 0),
            spine=Trunk(bend=-8),
            neck=Trunk(bend=8),
            arms=Arm(lift=172, plane=88),
            legs=Leg(lift=98, plane=88),
            flat=FEET + HANDS,
            touching=("hands", "feet"),
        ),
    ),
    "ardha_pincha_mayurasana": DrawnAsana(
        18,
        pose(
            root=(130, 0, 0),
            spine=Trunk(bend=-6),
            neck=Trunk(bend=8),
            arms=Arm(lift=146, plane=86, elbow=74),
            legs=Leg(lift=100, plane=88),
            flat=FEET + HANDS,
            touching=("arms", "feet"),
        ),
    ),
}
"""On the feet, bent or turned over."""
