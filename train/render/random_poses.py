"""Random poses within the limits of the joints, and asanas done a little differently each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np

from train.render.asana import FEET, DrawnAsana
from train.render.poses import ASANAS
from train.render.rig import Arm, Leg, Pose, Trunk, mirrored

_LIMITS = {
    "bend": (-80.0, 70.0),
    "side": (-45.0, 45.0),
    "twist": (-80.0, 80.0),
    "lift": (0.0, 180.0),
    "turn": (-70.0, 140.0),
    "elbow": (0.0, 148.0),
    "palm": (-80.0, 80.0),
    "wrist": (-70.0, 70.0),
    "knee": (0.0, 158.0),
    "ankle": (-30.0, 78.0),
    "toes": (-10.0, 70.0),
}


def _limited(angles: Trunk | Arm | Leg, noise: Callable[[], float]) -> dict[str, float]:
    """Every angle with noise added, within its limits or, for the few who can do more, no further than it was."""
    result = {}
    for item in fields(angles):
        value = getattr(angles, item.name)
        low, high = _LIMITS.get(item.name, (-np.inf, np.inf))
        result[item.name] = float(np.clip(value + noise(), min(low, value), max(high, value)))
    return result


def jitter(pose: Pose, rng: np.random.Generator, degrees: float = 6.0) -> Pose:
    """The same pose with every angle off by about ``degrees``; what is flat on the floor stays flat."""

    def noise() -> float:
        return float(rng.normal(0.0, degrees))

    pitch, roll, yaw = pose.root
    return replace(
        pose,
        root=(pitch + noise() * 0.6, roll + noise() * 0.6, yaw),
        spine=Trunk(**_limited(pose.spine, noise)),
        neck=Trunk(**_limited(pose.neck, lambda: 2.0 * noise())),
        left_arm=Arm(**_limited(pose.left_arm, noise)),
        right_arm=Arm(**_limited(pose.right_arm, noise)),
        left_leg=Leg(**_limited(pose.left_leg, noise)),
        right_leg=Leg(**_limited(pose.right_leg, noise)),
    )


def _mix(first: Trunk | Arm | Leg, second: Trunk | Arm | Leg, share: float) -> dict[str, float]:
    """Every angle on its way from the first to the second."""
    return {
        item.name: (1 - share) * getattr(first, item.name) + share * getattr(second, item.name)
        for item in fields(first)
    }


def halfway(first: Pose, second: Pose, share: float) -> Pose:
    """A pose between two that rest on the floor alike: ``share`` 0 is the first, 1 the second; reaches of the first."""
    pitch, roll, yaw = ((1 - share) * one + share * other for one, other in zip(first.root, second.root, strict=True))
    return replace(
        first,
        root=(pitch, roll, yaw),
        spine=Trunk(**_mix(first.spine, second.spine, share)),
        neck=Trunk(**_mix(first.neck, second.neck, share)),
        left_arm=Arm(**_mix(first.left_arm, second.left_arm, share)),
        right_arm=Arm(**_mix(first.right_arm, second.right_arm, share)),
        left_leg=Leg(**_mix(first.left_leg, second.left_leg, share)),
        right_leg=Leg(**_mix(first.right_leg, second.right_leg, share)),
    )


def some_way(asana: DrawnAsana, rng: np.random.Generator, degrees: float = 5.0) -> Pose:
    """Some way of standing in an asana, or one between two ways, left or right, a little off."""
    ways = (asana.pose, *asana.ways)
    pose = ways[int(rng.integers(len(ways)))]
    alike = [way for way in ways if (way.flat, way.touching, way.reaches) == (pose.flat, pose.touching, pose.reaches)]
    if len(alike) > 1 and rng.random() < 0.4:
        pose = halfway(pose, alike[int(rng.integers(len(alike)))], float(rng.random()))
    pose = jitter(pose, rng, degrees)
    return mirrored(pose) if rng.random() < 0.5 else pose


def _trunk(rng: np.random.Generator, bend: float, spread: float) -> Trunk:
    side, twist = rng.normal(0, spread * 0.6), rng.normal(0, spread)
    return Trunk(float(np.clip(bend + rng.normal(0, spread), -70, 65)), float(side), float(np.clip(twist, -50, 50)))


def _neck(rng: np.random.Generator) -> Trunk:
    return Trunk(float(rng.normal(5, 18)), float(rng.normal(0, 10)), float(np.clip(rng.normal(0, 28), -75, 75)))


def _arm(rng: np.random.Generator) -> Arm:
    """An arm doing anything an arm can do, everyday places more often."""
    turn, elbow = float(rng.uniform(-50, 50)), float(min(abs(rng.normal(0, 45)), 145))
    kind = rng.random()
    if kind < 0.3:
        lift, plane = rng.uniform(2, 35), rng.uniform(-60, 110)
    elif kind < 0.55:
        lift, plane = rng.uniform(35, 110), rng.uniform(-15, 110)
    elif kind < 0.8:
        lift, plane = rng.uniform(110, 178), rng.uniform(0, 110)
    elif kind < 0.9:
        # A hand on the hip.
        lift, plane = rng.uniform(30, 50), rng.uniform(-30, 10)
        turn, elbow = float(rng.uniform(-60, -30)), float(rng.uniform(80, 115))
    else:
        lift, plane = rng.uniform(15, 60), rng.uniform(-95, -50)
    return Arm(float(lift), float(plane), float(turn), elbow, float(rng.uniform(-60, 60)), float(rng.normal(0, 20)))


def _free_leg(rng: np.random.Generator) -> Leg:
    """A leg in the air."""
    plane = float(rng.choice([rng.uniform(60, 110), rng.uniform(-20, 60), rng.uniform(-100, -70)], p=[0.5, 0.3, 0.2]))
    lift = float(rng.uniform(5, 55) if plane < -60 else rng.uniform(10, 125))
    knee = float(rng.choice([rng.uniform(0, 20), rng.uniform(20, 150)]))
    return Leg(lift, plane, float(rng.uniform(-20, 50)), knee, float(rng.uniform(-15, 60)))


def _standing(rng: np.random.Generator) -> Pose:
    pitch = float(rng.normal(0, 8))
    kind = rng.random()
    legs = [Leg(float(abs(rng.normal(0, 7))), float(rng.uniform(-90, 110)), 10.0, float(abs(rng.normal(0, 8))))] * 2
    touching: tuple[str, ...] = FEET
    if kind < 0.3:
        legs[0] = _free_leg(rng)
        touching = ()
    elif kind < 0.6:
        stride = float(rng.uniform(10, 55))
        legs = [
            Leg(stride, float(rng.uniform(60, 95)), 0.0, float(rng.uniform(0, 70))),
            Leg(stride * 0.8, float(rng.uniform(-95, -70)), 10.0, float(rng.uniform(0, 30)), 10.0, 30.0),
        ]
    elif kind < 0.75:
        spread = float(rng.uniform(10, 45))
        legs = [Leg(spread, float(rng.uniform(-10, 30)), float(rng.uniform(0, 50)), float(rng.uniform(0, 60)))] * 2
    root = (pitch, float(rng.normal(0, 5)), 0.0)
    return Pose(root, _trunk(rng, 5, 12), left_leg=legs[0], right_leg=legs[1], touching=touching)


def _bending(rng: np.random.Generator) -> Pose:
    pitch = float(rng.uniform(20, 110))
    lift = float(np.clip(pitch + rng.normal(0, 8), 0, 125))
    leg = Leg(lift, float(rng.uniform(80, 95)), 5.0, float(abs(rng.normal(0, 15))))
    return Pose((pitch, 0, 0), _trunk(rng, 20, 15), left_leg=leg, right_leg=leg, flat=FEET)


def _squatting(rng: np.random.Generator) -> Pose:
    depth, pitch = float(rng.uniform(40, 125)), float(rng.uniform(5, 45))
    leg = Leg(depth + pitch * 0.6, float(rng.uniform(55, 92)), float(rng.uniform(0, 35)), float(min(depth * 1.2, 150)))
    return Pose((pitch, 0, 0), _trunk(rng, 8, 12), left_leg=leg, right_leg=leg, flat=FEET)


def _sitting(rng: np.random.Generator) -> Pose:
    pitch = float(rng.normal(0, 18))

    def leg() -> Leg:
        lift = float(np.clip(88 + pitch + rng.normal(0, 8), 30, 130))
        kind = rng.random()
        if kind < 0.35:
            return Leg(lift, float(rng.uniform(30, 95)), float(rng.uniform(0, 30)), float(rng.uniform(0, 20)))
        if kind < 0.6:
            plane = float(rng.uniform(20, 50))
            return Leg(lift - 4, plane, 168.0 - plane, float(rng.uniform(95, 145)), 25.0)
        if kind < 0.8:
            return Leg(lift + 35, float(rng.uniform(70, 95)), 0.0, float(rng.uniform(80, 140)))
        return Leg(lift, float(rng.uniform(60, 95)), 0.0, float(rng.uniform(70, 100)))

    first = leg()
    return Pose((pitch, 0, 0), _trunk(rng, 10, 14), left_leg=first, right_leg=first if rng.random() < 0.5 else leg())


def _kneeling(rng: np.random.Generator) -> Pose:
    lift = float(rng.uniform(0, 88))
    legs = [Leg(lift, float(rng.uniform(70, 92)), 0.0, float(np.clip(90 + lift * 0.75, 85, 156)), 70.0)] * 2
    touching: tuple[str, ...] = ()
    if lift < 30 and rng.random() < 0.5:
        legs[0] = Leg(float(rng.uniform(80, 105)), float(rng.uniform(60, 95)), 0.0, float(rng.uniform(75, 105)))
        touching = ("left_foot", "right_leg")
    root = (float(rng.normal(0, 12)), 0.0, 0.0)
    return Pose(root, _trunk(rng, 5, 14), left_leg=legs[0], right_leg=legs[1], touching=touching)


def _on_all_fours(rng: np.random.Generator) -> Pose:
    pitch = float(rng.uniform(70, 105))
    straight = rng.random() < 0.5
    arm = Arm(float(rng.uniform(65, 105)), float(rng.uniform(75, 95)), 0.0, float(abs(rng.normal(0, 20))))
    legs = [
        Leg(float(rng.uniform(0, 60)), 90.0, 0.0, float(abs(rng.normal(0, 15))), -8.0, 60.0)
        if straight
        else Leg(float(rng.uniform(60, 105)), 90.0, 0.0, 90.0, 70.0)
    ] * 2
    touching = ("hands", "feet" if straight else "legs")
    if rng.random() < 0.35:
        legs[0] = _free_leg(rng)
        touching = ("right_hand", "right_foot" if straight else "right_leg")
    return Pose(
        (pitch, 0, 0),
        _trunk(rng, 0, 10),
        left_arm=arm,
        right_arm=arm,
        left_leg=legs[0],
        right_leg=legs[1],
        flat=("left_hand", "right_hand"),
        touching=touching,
    )


def _lying(rng: np.random.Generator) -> Pose:
    kind = rng.random()
    roll = 0.0
    if kind < 0.5:
        pitch = -90.0
    elif kind < 0.8:
        pitch = 90.0
    else:
        pitch, roll = 0.0, 90.0

    def leg() -> Leg:
        if rng.random() < 0.5:
            return Leg(float(rng.uniform(0, 20)), float(rng.uniform(0, 40)), 15.0, float(abs(rng.normal(0, 12))), 35.0)
        if pitch > 0:
            return Leg(float(rng.uniform(0, 15)), -80.0, 0.0, float(rng.uniform(20, 120)), 40.0)
        return Leg(float(rng.uniform(30, 120)), float(rng.uniform(50, 95)), 10.0, float(rng.uniform(0, 130)), 15.0)

    return Pose((pitch, roll, 0), _trunk(rng, 0 if pitch > 0 else 5, 12), left_leg=leg(), right_leg=leg())


def _inverted(rng: np.random.Generator) -> Pose:
    arm = Arm(float(rng.uniform(150, 178)), float(rng.uniform(60, 95)), 0.0, float(rng.choice([0.0, 110.0])))
    first = _free_leg(rng) if rng.random() < 0.4 else Leg(5.0, 180.0, ankle=50.0)
    second = _free_leg(rng) if rng.random() < 0.4 else Leg(5.0, 180.0, ankle=50.0)
    root = (float(rng.normal(180, 12)), float(rng.normal(0, 8)), 0.0)
    return Pose(root, _trunk(rng, 0, 12), left_arm=arm, right_arm=arm, left_leg=first, right_leg=second)


def _tumbling(rng: np.random.Generator) -> Pose:
    root = (float(rng.uniform(-180, 180)), float(rng.uniform(-90, 90)), 0.0)
    return Pose(root, _trunk(rng, 5, 22), left_leg=_free_leg(rng), right_leg=_free_leg(rng))


_KINDS: tuple[tuple[Callable[[np.random.Generator], Pose], float], ...] = (
    (_standing, 0.34),
    (_bending, 0.08),
    (_squatting, 0.08),
    (_sitting, 0.16),
    (_kneeling, 0.08),
    (_on_all_fours, 0.08),
    (_lying, 0.08),
    (_inverted, 0.05),
    (_tumbling, 0.05),
)
_FIXED_ARMS = (_on_all_fours, _inverted)


def random_pose(rng: np.random.Generator) -> Pose:
    """A pose of any kind: on the feet, squatting, sitting, kneeling, on all fours, lying, inverted or in the air."""
    make = _KINDS[int(rng.choice(len(_KINDS), p=[share for _, share in _KINDS]))][0]
    pose = replace(make(rng), neck=_neck(rng))
    if make not in _FIXED_ARMS:
        pose = replace(pose, left_arm=_arm(rng), right_arm=_arm(rng))
    return mirrored(pose) if rng.random() < 0.5 else pose


def random_asana(rng: np.random.Generator, degrees: float = 5.0) -> Pose:
    """Some asana, left or right, a little off."""
    names = sorted(ASANAS)
    return some_way(ASANAS[names[int(rng.integers(len(names)))]], rng, degrees)
