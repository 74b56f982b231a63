"""Asanas on the feet, as tables of joint angles (degrees, see :mod:`train.render.rig`)."""

from __future__ import annotations

from train.render.asana import FEET, HOLD_TOES, HOLD_TOES_STRAIGHT, JOINED_AT_CHEST, JOINED_OVERHEAD, Asana, pose
from train.render.rig import Arm, Leg, Reach, Trunk

STANDING: dict[str, Asana] = {
    "tadasana": Asana(52, pose(arms=Arm(lift=10, palm=50), flat=FEET)),
    "urdhva_hastasana": Asana(
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
    "vriksasana": Asana(
        82,
        pose(
            left_leg=Leg(lift=60, plane=12, turn=85, knee=142, ankle=25),
            arms=Arm(lift=160, plane=20, elbow=30),
            flat=("right_foot",),
            reaches=JOINED_OVERHEAD,
        ),
    ),
    "virabhadrasana_1": Asana(
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
    "virabhadrasana_2": Asana(
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
    "virabhadrasana_3": Asana(
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
    ),
    "utthita_trikonasana": Asana(
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
    "parivrtta_trikonasana": Asana(
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
    "utkatasana": Asana(
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
    "natarajasana": Asana(
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
    "uttanasana": Asana(
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
    "padangusthasana": Asana(
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
    "ardha_uttanasana": Asana(
        78,
        pose(
            root=(82, 0, 0),
            spine=Trunk(bend=-4),
            neck=Trunk(bend=-22),
            arms=Arm(lift=80, plane=85),
            legs=Leg(lift=80, plane=90),
            flat=FEET,
        ),
    ),
    "utthita_ashwa_sanchalanasana": Asana(
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
    "anjaneyasana": Asana(
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
    "utthita_parsvakonasana": Asana(
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
    "ardha_chandrasana": Asana(
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
    "malasana": Asana(
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
    "prasarita_padottanasana": Asana(
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
    "utthita_hasta_padangustasana": Asana(
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
}
"""Standing, bending, lunging and squatting."""
