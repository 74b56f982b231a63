"""Numbers that stay with their people, and joints that rest when the body does."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from tests.support import people
from yoga_models.body.skeleton import LIMBS
from yoga_models.video.tracking import Tracker

_RATE = 8
_HEIGHT = 300.0


def someone(x: float, degrees: float = 0.0, noise: float = 0.0, seed: int = 0) -> np.ndarray:
    """(17, 3) joints of a person about (x, 200), 300 pixels tall, each joint off by ``noise`` pixels or so."""
    points = people.person(x, 200, _HEIGHT, degrees) + np.random.default_rng(seed).normal(0, noise, (17, 2))
    return np.column_stack([points, np.full(17, 0.9)])


def numbers(tracker: Tracker, frames: Sequence[Sequence[np.ndarray]]) -> list[list[int]]:
    return [[one[0] for one in tracker.update(k / _RATE, frame) if one] for k, frame in enumerate(frames)]


def test_numbers_do_not_depend_on_the_order_of_people() -> None:
    frames = [[someone(100), someone(400)], [someone(402), someone(101)], [someone(103), someone(405)]]
    assert numbers(Tracker(), frames) == [[1, 2], [2, 1], [1, 2]]


@pytest.mark.parametrize("hidden", [0, 2])
def test_two_people_who_cross_keep_their_numbers(hidden: int) -> None:
    """One walks to the right, the other to the left; in the middle the one behind may be out of sight."""
    frames = []
    for k in range(33):
        pair = [someone(100 + 20 * k, noise=3, seed=k), someone(740 - 20 * k, noise=3, seed=100 + k)]
        frames.append(pair[:1] if abs(k - 16) < hidden else pair)
    found = numbers(Tracker(), frames)
    assert found[0] == [1, 2]
    assert found[-1] == [1, 2]


def test_someone_missed_for_a_second_is_known_again() -> None:
    frames = [[someone(200)]] * 5 + [[]] * _RATE + [[someone(215)]] * 3
    assert numbers(Tracker(), frames)[-1] == [1]


def test_numbers_stay_on_a_machine_that_sees_less_than_a_frame_a_second() -> None:
    tracker = Tracker()
    found = [tracker.update(5.0 * k, [someone(200 + k)]) for k in range(4)]
    assert [one[0] for frame in found for one in frame if one] == [1, 1, 1, 1]


def test_someone_who_left_gives_their_number_to_nobody() -> None:
    both = [someone(200), someone(600)]
    frames = [both] * 3 + [both[:1]] * 5 * _RATE + [both] * 4
    assert numbers(Tracker(), frames)[-1] == [1, 3]


def test_someone_far_away_is_someone_new() -> None:
    assert numbers(Tracker(), [[someone(100)], *[[someone(700)]] * 4])[-1] == [2]


def test_what_is_seen_for_a_moment_gets_no_number() -> None:
    frames = [[someone(100), someone(700)] if k in (5, 6) else [someone(100)] for k in range(12)]
    assert numbers(Tracker(), frames) == [[1]] * 12


def dressed(*people: tuple[np.ndarray, tuple[int, int, int]]) -> np.ndarray:
    """A grey picture in which each of these people wears one colour (RGB)."""
    picture = np.full((420, 900, 3), 128, np.uint8)
    for joints, colour in people:
        for start, end in LIMBS:
            first, second = (tuple(int(value) for value in joints[joint, :2]) for joint in (start, end))
            cv2.line(picture, first, second, colour, 25)
    return picture


_RED, _BLUE = (190, 40, 40), (40, 60, 190)


def test_clothes_tell_who_comes_back_at_another_place() -> None:
    tracker = Tracker()
    for k in range(5):
        tracker.update(k / _RATE, [someone(200)], dressed((someone(200), _RED)))
    tracker.update(5 / _RATE, [], dressed())
    found = [
        tracker.update(
            1.5 + k / _RATE, [someone(480), someone(700)], dressed((someone(480), _RED), (someone(700), _BLUE))
        )
        for k in range(5)
    ]
    assert [one[0] for one in found[0] if one] == [1]
    assert [one[0] for one in found[-1] if one] == [1, 2]


def test_after_a_cut_only_clothes_tell() -> None:
    tracker = Tracker()
    red, blue = someone(200), someone(600)
    for k in range(5):
        tracker.update(k / _RATE, [red, blue], dressed((red, _RED), (blue, _BLUE)))
    tracker.cut()
    # Each now stands where the other stood.
    found = tracker.update(6 / _RATE, [red, blue], dressed((red, _BLUE), (blue, _RED)))
    assert [one[0] for one in found if one] == [2, 1]


@pytest.mark.parametrize(("colour", "number"), [((180, 40, 40), 1), ((200, 40, 80), 2)], ids=["red", "pink"])
def test_after_a_cut_clothes_that_are_hardly_the_same_are_somebody_elses(
    colour: tuple[int, int, int], number: int
) -> None:
    tracker = Tracker()
    for k in range(5):
        tracker.update(k / _RATE, [someone(200)], dressed((someone(200), _RED)))
    tracker.cut()
    for k in range(5):
        found = tracker.update((6 + k) / _RATE, [someone(600)], dressed((someone(600), colour)))
    assert [one[0] for one in found if one] == [number]


def test_turning_upside_down_keeps_the_number() -> None:
    frames = [[someone(300, degrees=9.0 * k)] for k in range(21)]
    assert numbers(Tracker(), frames) == [[1]] * 21


def test_joints_missing_in_a_frame_are_not_made_up() -> None:
    tracker = Tracker()
    tracker.update(0.0, [someone(200)])
    partly = someone(200)
    partly[9:, :2] = np.nan
    (found,) = tracker.update(0.125, [partly])
    assert found is not None
    number, joints = found
    assert number == 1
    assert np.isnan(joints[9:, :2]).all()
    assert np.isfinite(joints[:9]).all()


def smoothed(places: Callable[[int], float], noise: float, frames: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """(frames, 17, 2) joints before and after smoothing of someone at ``places(k)``."""
    tracker, before, after = Tracker(), [], []
    for k in range(frames):
        joints = someone(places(k), noise=noise, seed=k)
        (found,) = tracker.update(k / _RATE, [joints])
        assert found is not None
        before.append(joints[:, :2])
        after.append(found[1][:, :2])
    return np.array(before), np.array(after)


def test_a_body_at_rest_trembles_less() -> None:
    before, after = smoothed(lambda _: 300.0, noise=2.0)
    tremble = [np.diff(joints, axis=0).std() for joints in (before, after)]
    assert tremble[1] < 0.7 * tremble[0]


@pytest.mark.parametrize("speed", [0.1, 0.5, 2.0])
def test_a_body_that_moves_is_drawn_where_it_is(speed: float) -> None:
    """Moving by ``speed`` body heights a second, no joint may lag by more than 1 % of the height."""
    before, after = smoothed(lambda k: 100.0 + speed * _HEIGHT * k / _RATE, noise=0.0)
    assert np.abs(after - before).max() < 0.01 * _HEIGHT
