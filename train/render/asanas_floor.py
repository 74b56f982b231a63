"""Asanas on the floor and upside down, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import FEET, HANDS, LEGS_UP, ON_FEET, ON_KNEES, Asana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

FLOOR: dict[str, Asana] = {
    "adho_mukha_svanasana": Asana(
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
    "phalakasana": Asana(
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
    "salamba_bhujangasana": Asana(
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
    "makarasana": Asana(
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
    "bhujangasana": Asana(
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
    ),
    "salamba_sirsasana": Asana(
        80,
        pose(root=(180, 0, 0), arms=Arm(lift=158, plane=72, elbow=112, turn=-10), legs=LEGS_UP),
    ),
    "salamba_sarvangasana": Asana(
        81,
        pose(
            root=(174, 0, 0),
            spine=Trunk(bend=12),
            neck=Trunk(bend=75),
            arms=Arm(lift=75, plane=-75, elbow=110),
            legs=LEGS_UP,
        ),
    ),
    "balasana": Asana(
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
    "paripurna_navasana": Asana(
        2,
        pose(
            root=(-40, 0, 0),
            spine=Trunk(bend=8),
            neck=Trunk(bend=15),
            arms=Arm(lift=55, plane=85),
            legs=Leg(lift=92, plane=90, ankle=35),
        ),
    ),
    "sukhasana": Asana(
        21,
        pose(
            left_leg=Leg(lift=84, plane=38, turn=134, knee=122, ankle=30),
            right_leg=Leg(lift=86, plane=38, turn=126, knee=136, ankle=30),
            arms=Arm(lift=30, plane=60, elbow=30, palm=40),
            reaches=ON_KNEES,
        ),
    ),
    "paschimottanasana": Asana(
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
    "setu_bandha_sarvangasana": Asana(
        5,
        pose(
            root=(-115, 0, 0),
            spine=Trunk(bend=0),
            neck=Trunk(bend=38),
            arms=Arm(lift=38, plane=-82, elbow=0),
            legs=Leg(lift=13, plane=-90, knee=98),
            flat=FEET,
            touching=("torso", "feet"),
        ),
    ),
    "savasana": Asana(
        13,
        pose(root=(-90, 0, 0), arms=Arm(lift=28, plane=-18, palm=60), legs=Leg(lift=10, turn=25, ankle=30)),
    ),
    "adho_mukha_vriksasana": Asana(
        38,
        pose(
            root=(180, 0, 0),
            neck=Trunk(bend=-25),
            arms=Arm(lift=176, plane=80, elbow=0),
            legs=LEGS_UP,
            flat=HANDS,
        ),
    ),
    "dandasana": Asana(
        76,
        pose(arms=Arm(lift=14, plane=-30), legs=Leg(lift=88, plane=90)),
    ),
    "ustrasana": Asana(
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
    "halasana": Asana(
        59,
        pose(
            root=(168, 0, 0),
            spine=Trunk(bend=28),
            neck=Trunk(bend=68),
            arms=Arm(lift=44, plane=-80, elbow=0),
            legs=Leg(lift=126, plane=92, ankle=-5, toes=50),
            touching=("torso", "feet"),
        ),
    ),
    "vasisthasana": Asana(
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
    "urdhva_dhanurasana": Asana(
        83,
        pose(
            root=(-82, 0, 0),
            spine=Trunk(bend=-75),
            neck=Trunk(bend=-25),
            arms=Arm(lift=172, plane=92),
            legs=Leg(lift=22, plane=-85, knee=72),
            flat=FEET + HANDS,
            touching=("hands", "feet"),
        ),
    ),
    "baddha_konasana": Asana(
        3,
        pose(
            left_leg=Leg(lift=84, plane=32, turn=136, knee=138, ankle=15),
            right_leg=Leg(lift=84, plane=32, turn=136, knee=138, ankle=15),
            arms=Arm(lift=40, plane=70, elbow=30),
            reaches=ON_FEET,
        ),
    ),
    "vajrasana": Asana(
        96,
        pose(
            arms=Arm(lift=30, plane=80, elbow=30),
            legs=Leg(lift=86, plane=88, knee=158, ankle=72),
            reaches=ON_KNEES,
        ),
    ),
    "chaturanga_dandasana": Asana(
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
    "marjaryasana": Asana(
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
    "chakravakasana": Asana(
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
    "bitilasana": Asana(
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
    "urdhva_mukha_svanasana": Asana(
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
    ),
    "dhanurasana": Asana(
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
    "salabhasana": Asana(
        46,
        pose(
            root=(90, 0, 0),
            spine=Trunk(bend=-36),
            neck=Trunk(bend=-12),
            arms=Arm(lift=18, plane=-70),
            legs=Leg(lift=20, plane=-88, ankle=50),
        ),
    ),
    "purvottanasana": Asana(
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
}
"""Sitting, kneeling, lying, on the hands, and inverted."""
