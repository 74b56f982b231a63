"""Asanas on the knees and on split legs, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import HANDS, ON_KNEES, ON_THIGHS, DrawnAsana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

KNEELING: dict[str, DrawnAsana] = {
    "balasana": DrawnAsana(
        11,
        pose(
            root=(92, 0, 0),
            spine=Trunk(bend=24),
            neck=Trunk(bend=12),
            arms=Arm(lift=172, plane=75),
            legs=Leg(lift=140, plane=75, knee=152, ankle=75),
            flat=HANDS,
            touching=("legs", "hands"),
        ),
    ),
    "ustrasana": DrawnAsana(
        6,
        pose(
            root=(-8, 0, 0),
            spine=Trunk(bend=-66),
            neck=Trunk(bend=-38),
            arms=Arm(lift=40, plane=-85),
            legs=Leg(lift=10, plane=-85, knee=88, ankle=75),
            reaches=(Reach("left_hand", "foot.L"), Reach("right_hand", "foot.R")),
        ),
    ),
    "vajrasana": DrawnAsana(
        96,
        pose(
            arms=Arm(lift=30, plane=80, elbow=30),
            legs=Leg(lift=86, plane=88, knee=158, ankle=72),
            reaches=ON_KNEES,
        ),
    ),
    "marjaryasana": DrawnAsana(
        7,
        pose(
            root=(58, 0, 0),
            spine=Trunk(bend=58),
            neck=Trunk(bend=30),
            arms=Arm(lift=105, plane=90),
            legs=Leg(lift=62, plane=90, knee=90, ankle=72),
            flat=HANDS,
            touching=("hands", "legs"),
        ),
    ),
    "bitilasana": DrawnAsana(
        15,
        pose(
            root=(108, 0, 0),
            spine=Trunk(bend=-42),
            neck=Trunk(bend=-32),
            arms=Arm(lift=72, plane=90),
            legs=Leg(lift=106, plane=90, knee=90, ankle=72),
            flat=HANDS,
            touching=("hands", "legs"),
        ),
    ),
    "chakravakasana": DrawnAsana(
        8,
        pose(
            root=(86, 0, 0),
            spine=Trunk(bend=4),
            arms=Arm(lift=88, plane=90),
            legs=Leg(lift=86, plane=90, knee=90, ankle=72),
            flat=HANDS,
            touching=("hands", "legs"),
        ),
        (
            pose(
                root=(62, 0, 0),
                spine=Trunk(bend=50),
                neck=Trunk(bend=28),
                arms=Arm(lift=102, plane=90),
                legs=Leg(lift=66, plane=90, knee=90, ankle=72),
                flat=HANDS,
                touching=("hands", "legs"),
            ),
            pose(
                root=(106, 0, 0),
                spine=Trunk(bend=-36),
                neck=Trunk(bend=-28),
                arms=Arm(lift=74, plane=90),
                legs=Leg(lift=104, plane=90, knee=90, ankle=72),
                flat=HANDS,
                touching=("hands", "legs"),
            ),
        ),
    ),
    "simhasana": DrawnAsana(
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
    "virasana": DrawnAsana(
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
    "parighasana": DrawnAsana(
        33,
        pose(
            root=(0, 16, 0),
            spine=Trunk(side=44),
            neck=Trunk(side=8),
            left_arm=Arm(lift=60, plane=10),
            right_arm=Arm(lift=166, plane=10),
            left_leg=Leg(lift=76, plane=4, turn=60),
            right_leg=Leg(lift=16, plane=172, knee=90, ankle=72),
            flat=("left_foot",),
            touching=("left_foot", "right_leg"),
            reaches=(Reach("left_hand", "foot.L", (-0.10, -0.02, 0.14)),),
        ),
    ),
    "uttana_shishosana": DrawnAsana(
        24,
        pose(
            root=(136, 0, 0),
            spine=Trunk(bend=-34),
            neck=Trunk(bend=6),
            arms=Arm(lift=168, plane=84, elbow=4),
            legs=Leg(lift=132, plane=90, knee=88, ankle=72),
            flat=HANDS,
            touching=("hands", "legs"),
        ),
    ),
    "hanumanasana": DrawnAsana(
        51,
        pose(
            root=(6, 0, 0),
            spine=Trunk(bend=-10),
            neck=Trunk(bend=-8),
            arms=Arm(lift=172, plane=75),
            left_leg=Leg(lift=92, plane=89, ankle=25),
            right_leg=Leg(lift=80, plane=-88, ankle=60),
        ),
        (
            pose(
                root=(6, 0, 0),
                arms=Arm(lift=20, plane=10),
                left_leg=Leg(lift=92, plane=89, ankle=25),
                right_leg=Leg(lift=80, plane=-88, ankle=60),
            ),
        ),
    ),
    "eka_pada_rajakapotasana": DrawnAsana(
        54,
        pose(
            root=(10, 0, 0),
            spine=Trunk(bend=-66),
            neck=Trunk(bend=-44),
            arms=Arm(lift=172, plane=92, elbow=120),
            left_leg=Leg(lift=92, plane=62, turn=112, knee=132, ankle=40),
            right_leg=Leg(lift=72, plane=-88, knee=104, ankle=40),
            reaches=(Reach("left_hand", "foot.R"), Reach("right_hand", "foot.R")),
        ),
        (
            pose(
                root=(10, 0, 0),
                spine=Trunk(bend=-24),
                neck=Trunk(bend=-6),
                arms=Arm(lift=16, plane=60, elbow=6),
                left_leg=Leg(lift=92, plane=62, turn=112, knee=132, ankle=40),
                right_leg=Leg(lift=74, plane=-88, knee=4, ankle=60),
            ),
        ),
    ),
    "eka_pada_rajakapotasana_2": DrawnAsana(
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
            pose(
                root=(14, 0, 0),
                spine=Trunk(bend=-44),
                neck=Trunk(bend=-16),
                arms=Arm(lift=168, plane=88, elbow=60),
                left_leg=Leg(lift=106, plane=88, knee=86),
                right_leg=Leg(lift=34, plane=-86, knee=130, ankle=40),
                flat=("left_foot",),
                touching=("left_foot", "right_leg"),
            ),
            pose(
                root=(12, 0, 0),
                spine=Trunk(bend=-32, twist=-16),
                neck=Trunk(bend=-8),
                left_arm=Arm(lift=24, plane=60, elbow=40),
                right_arm=Arm(lift=60, plane=-80, elbow=10),
                left_leg=Leg(lift=104, plane=88, knee=86),
                right_leg=Leg(lift=34, plane=-86, knee=126, ankle=40),
                flat=("left_foot",),
                touching=("left_foot", "right_leg"),
                reaches=(Reach("right_hand", "foot.R"),),
            ),
        ),
    ),
    "kapotasana": DrawnAsana(
        57,
        pose(
            root=(-38, 0, 0),
            spine=Trunk(bend=-122),
            neck=Trunk(bend=-30),
            arms=Arm(lift=160, plane=88, elbow=80),
            legs=Leg(lift=42, plane=-88, knee=92, ankle=72),
            reaches=(
                Reach("left_hand", "foot.L", (0.05, -0.10, 0.0)),
                Reach("right_hand", "foot.R", (-0.05, -0.10, 0.0)),
            ),
        ),
    ),
    "ashtanga_namaskara": DrawnAsana(
        9,
        pose(
            root=(138, 0, 0),
            spine=Trunk(bend=-50),
            neck=Trunk(bend=-42),
            arms=Arm(lift=16, plane=-64, elbow=112),
            legs=Leg(lift=122, plane=90, knee=82, ankle=-5, toes=50),
            flat=HANDS,
            touching=("torso", "legs"),
        ),
    ),
}
"""On the knees, or on legs that are split to the front and the back."""
