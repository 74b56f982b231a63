"""Asanas on the back, the belly and the side, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import HANDS, DrawnAsana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

LYING: dict[str, DrawnAsana] = {
    "savasana": DrawnAsana(
        13,
        pose(root=(-90, 0, 0), arms=Arm(lift=28, plane=-18, palm=60), legs=Leg(lift=10, turn=25, ankle=30)),
    ),
    "salabhasana": DrawnAsana(
        46,
        pose(
            root=(90, 0, 0),
            spine=Trunk(bend=-36),
            neck=Trunk(bend=-12),
            arms=Arm(lift=18, plane=-70),
            legs=Leg(lift=20, plane=-88, ankle=50),
        ),
    ),
    "dhanurasana": DrawnAsana(
        4,
        pose(
            root=(92, 0, 0),
            spine=Trunk(bend=-62),
            neck=Trunk(bend=-18),
            arms=Arm(lift=50, plane=-80),
            legs=Leg(lift=32, plane=-80, knee=98, ankle=30),
            reaches=(Reach("left_hand", "foot.L"), Reach("right_hand", "foot.R")),
        ),
    ),
    "makarasana": DrawnAsana(
        99,
        pose(
            root=(90, 0, 0),
            spine=Trunk(bend=-14),
            neck=Trunk(bend=8),
            arms=Arm(lift=140, plane=55, elbow=110),
            legs=Leg(ankle=70, lift=10, turn=15),
            reaches=(
                Reach("left_hand", "head", (-0.10, -0.06, 0.10), swivel=0),
                Reach("right_hand", "head", (0.10, -0.06, 0.10), swivel=0),
            ),
        ),
        (
            pose(
                root=(88, 0, 0),
                spine=Trunk(bend=-44),
                neck=Trunk(bend=-4),
                arms=Arm(lift=66, plane=84, elbow=135),
                legs=Leg(ankle=70, lift=6),
                reaches=(
                    Reach("left_hand", "head", (0.05, -0.06, -0.04)),
                    Reach("right_hand", "head", (-0.05, -0.06, -0.04)),
                ),
            ),
        ),
    ),
    "salamba_bhujangasana": DrawnAsana(
        75,
        pose(
            root=(82, 0, 0),
            spine=Trunk(bend=-48),
            neck=Trunk(bend=-12),
            arms=Arm(lift=36, plane=85, elbow=88),
            legs=Leg(ankle=75, lift=4),
            flat=HANDS,
            touching=("arms", "feet"),
        ),
    ),
    "bhujangasana": DrawnAsana(
        12,
        pose(
            root=(78, 0, 0),
            spine=Trunk(bend=-60),
            neck=Trunk(bend=-18),
            arms=Arm(lift=12, plane=-60, elbow=38),
            legs=Leg(ankle=75, lift=3),
            flat=HANDS,
            touching=("hands", "legs"),
        ),
        (
            pose(
                root=(86, 0, 0),
                spine=Trunk(bend=-46),
                neck=Trunk(bend=-20),
                arms=Arm(lift=18, plane=-70, elbow=88),
                legs=Leg(ankle=75, lift=3),
                flat=HANDS,
                touching=("hands", "feet"),
            ),
        ),
    ),
    "urdhva_mukha_svanasana": DrawnAsana(
        87,
        pose(
            root=(66, 0, 0),
            spine=Trunk(bend=-56),
            neck=Trunk(bend=-18),
            arms=Arm(lift=16, plane=85, elbow=2),
            legs=Leg(ankle=78),
            flat=HANDS,
            touching=("hands", "feet"),
        ),
        (
            pose(
                root=(58, 0, 0),
                spine=Trunk(bend=-62),
                neck=Trunk(bend=-14),
                arms=Arm(lift=8, plane=85, elbow=2),
                legs=Leg(ankle=78, lift=14, plane=-88),
                flat=HANDS,
                touching=("hands", "feet"),
            ),
            pose(
                root=(70, 0, 0),
                spine=Trunk(bend=-48),
                neck=Trunk(bend=-8),
                arms=Arm(lift=24, plane=85, elbow=2),
                legs=Leg(ankle=-5, toes=55),
                flat=HANDS,
                touching=("hands", "feet"),
            ),
        ),
    ),
    "supta_matsyendrasana": DrawnAsana(
        36,
        pose(
            root=(-90, 72, 0),
            spine=Trunk(twist=-68),
            neck=Trunk(twist=-50),
            arms=Arm(lift=88),
            right_leg=Leg(lift=95, plane=95, knee=90, ankle=20),
            left_leg=Leg(lift=6, ankle=35),
        ),
        (
            pose(
                root=(-90, 72, 0),
                spine=Trunk(twist=-68),
                neck=Trunk(twist=-50),
                arms=Arm(lift=88),
                legs=Leg(lift=92, plane=92, knee=88, ankle=20),
            ),
        ),
    ),
    "ananda_balasana": DrawnAsana(
        39,
        pose(
            root=(-96, 0, 0),
            spine=Trunk(bend=8),
            neck=Trunk(bend=8),
            arms=Arm(lift=100, plane=70),
            legs=Leg(lift=142, plane=56, turn=34, knee=100),
            reaches=(Reach("left_hand", "foot.L", (0.04, 0.0, 0.0)), Reach("right_hand", "foot.R", (-0.04, 0.0, 0.0))),
        ),
    ),
    "viparita_karani": DrawnAsana(
        45,
        pose(root=(-92, 0, 0), arms=Arm(lift=42, plane=-18, palm=50), legs=Leg(lift=92, plane=90, ankle=5)),
        (
            pose(
                root=(-142, 0, 0),
                spine=Trunk(bend=36),
                neck=Trunk(bend=22),
                arms=Arm(lift=30, plane=-70, elbow=95),
                legs=Leg(lift=52, plane=90, ankle=30),
                touching=("torso", "arms"),
            ),
        ),
    ),
    "supta_baddha_konasana": DrawnAsana(
        63,
        pose(
            root=(-90, 0, 0),
            arms=Arm(lift=38, plane=-12, palm=50),
            legs=Leg(lift=56, plane=12, turn=84, knee=116, ankle=20),
        ),
        (
            pose(
                root=(-90, 0, 0),
                arms=Arm(lift=130, plane=-8, elbow=70, turn=60),
                legs=Leg(lift=56, plane=16, turn=84, knee=116, ankle=20),
            ),
        ),
    ),
    "supta_padangusthasana": DrawnAsana(
        64,
        pose(
            root=(-90, 0, 0),
            left_arm=Arm(lift=90, plane=85),
            right_arm=Arm(lift=18, plane=-10),
            left_leg=Leg(lift=100, plane=86, ankle=5),
            right_leg=Leg(ankle=10),
            reaches=(Reach("left_hand", "foot.L"),),
        ),
        (
            pose(
                root=(-90, 0, 0),
                left_arm=Arm(lift=88, plane=10),
                right_arm=Arm(lift=60, plane=0),
                left_leg=Leg(lift=98, plane=16, turn=40, ankle=5),
                right_leg=Leg(ankle=10),
                reaches=(Reach("left_hand", "foot.L"),),
            ),
        ),
    ),
    "supta_virasana": DrawnAsana(
        65,
        pose(
            root=(-78, 0, 0),
            spine=Trunk(bend=-14),
            arms=Arm(lift=34, plane=-14, palm=50),
            legs=Leg(lift=6, plane=80, turn=-14, knee=157, ankle=72),
        ),
        (
            pose(
                root=(-78, 0, 0),
                spine=Trunk(bend=-14),
                arms=Arm(lift=160, plane=60, elbow=50),
                legs=Leg(lift=6, plane=80, turn=-14, knee=157, ankle=72),
            ),
        ),
    ),
    "anantasana": DrawnAsana(
        74,
        pose(
            root=(0, -90, 0),
            spine=Trunk(side=8),
            neck=Trunk(side=32),
            left_arm=Arm(lift=120, plane=20),
            right_arm=Arm(lift=150, plane=40, elbow=130),
            left_leg=Leg(lift=102, plane=14, turn=50, ankle=5),
            right_leg=Leg(ankle=10),
            reaches=(Reach("left_hand", "foot.L"), Reach("right_hand", "head", (-0.10, 0.02, 0.04))),
        ),
    ),
    "matsyasana": DrawnAsana(
        30,
        pose(
            root=(-56, 0, 0),
            spine=Trunk(bend=-58),
            neck=Trunk(bend=-60),
            arms=Arm(lift=24, plane=-50, elbow=72),
            legs=Leg(lift=35, plane=90, ankle=30),
            reaches=(
                Reach("left_hand", "upperleg01.L", (0.04, 0.05, -0.06)),
                Reach("right_hand", "upperleg01.R", (-0.04, 0.05, -0.06)),
            ),
        ),
        (
            pose(
                root=(-64, 0, 0),
                spine=Trunk(bend=-40),
                neck=Trunk(bend=-58),
                arms=Arm(lift=30, plane=20, elbow=40),
                left_leg=Leg(lift=36, plane=54, turn=110, knee=140, ankle=25),
                right_leg=Leg(lift=34, plane=54, turn=110, knee=140, ankle=25),
                reaches=(
                    Reach("right_foot", "upperleg01.L", (0.02, -0.13, -0.18)),
                    Reach("left_foot", "upperleg01.R", (-0.02, -0.17, -0.16)),
                    Reach("left_hand", "foot.R", (0.04, -0.04, -0.02)),
                    Reach("right_hand", "foot.L", (-0.04, -0.04, -0.02)),
                ),
            ),
        ),
    ),
    "yoganidrasana": DrawnAsana(
        94,
        pose(
            root=(-128, 0, 0),
            spine=Trunk(bend=46),
            neck=Trunk(bend=30),
            arms=Arm(lift=40, plane=10, elbow=60),
            legs=Leg(lift=160, plane=50, turn=40, knee=120, ankle=40),
            reaches=(
                Reach("left_foot", "head", (-0.06, 0.13, -0.04), swivel=-90),
                Reach("right_foot", "head", (0.06, 0.13, -0.04), swivel=-90),
                Reach("left_hand", "spine05", (0.05, 0.12, 0.04)),
                Reach("right_hand", "spine05", (-0.05, 0.12, 0.04)),
            ),
        ),
    ),
    "ardha_bhekasana": DrawnAsana(
        34,
        pose(
            root=(84, 0, 0),
            spine=Trunk(bend=-46, twist=10),
            neck=Trunk(bend=-8, twist=10),
            left_arm=Arm(lift=50, plane=-60, elbow=100),
            right_arm=Arm(lift=38, plane=80, elbow=84, turn=-30),
            left_leg=Leg(lift=4, plane=20, knee=140, ankle=40),
            right_leg=Leg(lift=4, ankle=72),
            flat=("right_hand",),
            reaches=(Reach("left_hand", "toe1-1.L", swivel=-40),),
        ),
    ),
    "bhekasana": DrawnAsana(
        104,
        pose(
            root=(88, 0, 0),
            spine=Trunk(bend=-42),
            neck=Trunk(bend=-16),
            arms=Arm(lift=50, plane=-60, elbow=100),
            legs=Leg(lift=4, plane=20, knee=142, ankle=40),
            reaches=(Reach("left_hand", "toe1-1.L", swivel=-40), Reach("right_hand", "toe1-1.R", swivel=-40)),
        ),
    ),
}
"""On the back, the belly and the side."""
