"""Asanas with the hips over the head, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import FEET, HANDS, LEGS_UP, DrawnAsana, pose
from train.render.rig import Arm, Leg, Trunk

INVERTED: dict[str, DrawnAsana] = {
    "salamba_sirsasana": DrawnAsana(
        80,
        pose(root=(180, 0, 0), arms=Arm(lift=158, plane=72, elbow=112, turn=-10), legs=LEGS_UP),
    ),
    "salamba_sarvangasana": DrawnAsana(
        81,
        pose(
            root=(174, 0, 0),
            spine=Trunk(bend=12),
            neck=Trunk(bend=75),
            arms=Arm(lift=75, plane=-75, elbow=110),
            legs=LEGS_UP,
        ),
    ),
    "halasana": DrawnAsana(
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
    "adho_mukha_vriksasana": DrawnAsana(
        38,
        pose(
            root=(180, 0, 0),
            neck=Trunk(bend=-25),
            arms=Arm(lift=176, plane=80, elbow=0),
            legs=LEGS_UP,
            flat=HANDS,
        ),
    ),
    "pincha_mayurasana": DrawnAsana(
        27,
        pose(
            root=(182, 0, 0),
            spine=Trunk(bend=-10),
            neck=Trunk(bend=-35),
            arms=Arm(lift=168, plane=86, elbow=84),
            legs=LEGS_UP,
            flat=HANDS,
        ),
    ),
    "vrischikasana": DrawnAsana(
        95,
        pose(
            root=(226, 0, 0),
            spine=Trunk(bend=-66),
            neck=Trunk(bend=-48),
            arms=Arm(lift=156, plane=86, elbow=78),
            legs=Leg(lift=14, plane=-80, knee=110, ankle=50),
            flat=HANDS,
        ),
    ),
    "setu_bandha_sarvangasana": DrawnAsana(
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
    "urdhva_dhanurasana": DrawnAsana(
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
    "dwi_pada_viparita_dandasana": DrawnAsana(
        84,
        pose(
            root=(-98, 0, 0),
            spine=Trunk(bend=-74),
            neck=Trunk(bend=-42),
            arms=Arm(lift=160, plane=86, elbow=110),
            legs=Leg(lift=26, plane=-85, knee=12, ankle=40),
            flat=FEET,
            touching=("arms", "feet"),
        ),
    ),
    "ganda_bherundasana": DrawnAsana(
        106,
        pose(
            root=(215, 0, 0),
            spine=Trunk(bend=-125),
            neck=Trunk(bend=-45),
            arms=Arm(lift=16, plane=-60, elbow=95),
            legs=Leg(lift=30, plane=-88, knee=90, ankle=40),
            flat=HANDS,
        ),
        (
            pose(
                root=(200, 0, 0),
                spine=Trunk(bend=-108),
                neck=Trunk(bend=-48),
                arms=Arm(lift=16, plane=-60, elbow=95),
                legs=Leg(lift=22, plane=-88, knee=124, ankle=50),
                flat=HANDS,
            ),
            pose(
                root=(190, 0, 0),
                spine=Trunk(bend=-100),
                neck=Trunk(bend=-48),
                arms=Arm(lift=16, plane=-60, elbow=95),
                left_leg=Leg(lift=20, plane=-88, knee=14, ankle=50),
                right_leg=Leg(lift=26, plane=-88, knee=20, ankle=50),
                flat=HANDS,
            ),
        ),
    ),
}
"""Hips over the head."""
