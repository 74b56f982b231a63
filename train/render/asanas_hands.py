"""Asanas on the hands, head or chin, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import HANDS, Asana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

_SCALE = pose(
    root=(8, 0, 0),
    spine=Trunk(bend=40),
    neck=Trunk(bend=-20),
    arms=Arm(lift=46, plane=82, elbow=2),
    left_leg=Leg(lift=116, plane=44, turn=140, knee=140, ankle=25),
    right_leg=Leg(lift=118, plane=44, turn=140, knee=140, ankle=25),
    flat=HANDS,
    reaches=(
        Reach("right_foot", "upperleg01.L", (0.04, -0.20, 0.10)),
        Reach("left_foot", "upperleg01.R", (-0.04, -0.20, 0.16)),
    ),
)

ON_HANDS: dict[str, Asana] = {
    "tolasana": Asana(69, _SCALE),
    "tulasana": Asana(97, _SCALE),
    "eka_pada_koundinyanasana_1": Asana(
        60,
        pose(
            root=(84, 66, 0),
            spine=Trunk(twist=62),
            neck=Trunk(bend=-25),
            arms=Arm(lift=26, plane=-20, elbow=86),
            left_leg=Leg(lift=88, plane=90, ankle=30),
            right_leg=Leg(lift=14, plane=-60, ankle=50),
            flat=HANDS,
        ),
    ),
    "ganda_bherundasana": Asana(
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
"""On the hands, on the forearms, on the head and on the chin."""
