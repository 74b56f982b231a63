"""Who passes by holds nothing; who stands still does."""

import numpy as np

from tests.support.scripted import person
from yoga_models.video.following import Follower

_RATE = 8


def walk(speed: float, seconds: float = 6.0) -> Follower:
    """Someone who goes at ``speed``, in lengths of the torso a second, surely named all the time."""
    follower, rng = Follower(), np.random.default_rng(0)
    for frame in range(round(seconds * _RATE)):
        time = frame / _RATE
        one = person(600, 400, middle=0.1 + speed * 90 * time / 600)
        one.joints[:, :2] += rng.normal(0, 1.0, (17, 2))  # joints tremble
        followed = follower.update(time, [one])
    assert followed[0].number == 1
    return follower


def test_standing_still_is_a_hold_however_the_joints_tremble() -> None:
    (hold,) = walk(0.0).holds[1]
    assert hold.seconds > 5


def test_a_slow_sway_is_still_a_hold() -> None:
    assert len(walk(0.2).holds[1]) == 1


def test_walking_past_is_no_hold() -> None:
    assert walk(1.2).holds[1] == ()
