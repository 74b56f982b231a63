"""Who passes by holds nothing; who stands still does. Who was there is expected where they go."""

import numpy as np
import pytest

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


def expected(follower: Follower, times: list[float], speed: float = 0.0) -> list[float | None]:
    """Where somebody who goes at ``speed``, in pixels a second, is expected at these times; ``None``: nobody is."""
    places: list[float | None] = []
    for time in times:
        people = follower.expected(time)
        places.append(float(people[0].joints[:, 0].mean()) if people else None)
        follower.update(time, [person(600, 400, middle=0.2 + speed * time / 600)])
    return places


def test_people_are_expected_where_they_go() -> None:
    times = [0.1 * index for index in range(1, 5)]
    first, *later = expected(Follower(), times, speed=100)
    assert first is None
    start = person(600, 400, middle=0.2).joints[:, 0].mean()
    true = [start + 100 * time for time in times[1:]]
    assert later[0] == pytest.approx(true[0], abs=11), "nothing is known of their speed yet"
    assert later[-1] == pytest.approx(true[-1], abs=7)


@pytest.mark.parametrize(("rate", "every"), [(30, 15), (8, 4), (2, 4)])
def test_others_are_looked_for_every_half_second_or_every_fourth_frame(rate: int, every: int) -> None:
    places = expected(Follower(), [(index + 1) / rate for index in range(2 * every + 1)])
    assert [index for index, place in enumerate(places) if place is None] == [0, every, 2 * every]


def test_the_whole_frame_is_looked_at_as_long_as_somebody_is_missing() -> None:
    follower, both = Follower(), [person(600, 400, middle=0.2), person(600, 400, middle=0.8)]
    follower.update(0.1, both)
    assert len(follower.expected(0.2)) == 2
    follower.update(0.2, both[:1])
    assert follower.expected(0.3) == ()
    follower.update(0.3, both)
    assert len(follower.expected(0.4)) == 2
    for time in (1.0, 1.4):
        follower.update(time, both[:1])
    assert len(follower.expected(1.5)) == 1, "gone for good"


def test_nobody_is_expected_after_a_cut_or_where_nobody_was() -> None:
    follower = Follower()
    assert expected(follower, [0.1, 0.2])[1] is not None
    follower.cut()
    assert follower.expected(0.3) == ()
    follower.update(0.3, [])
    assert follower.expected(0.4) == ()
