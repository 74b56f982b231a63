"""A steady name, and holds with a beginning and an end."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.support.scripted import guesses
from yoga_models.asanas.guess import Guess, Verdict
from yoga_models.video.holds import HoldTimer

_RATE = 8
Frame = tuple[tuple[Guess, ...], Verdict]

TREE: Frame = (guesses(82, sure=True), "confident")
DOG: Frame = (guesses(19, sure=True), "confident")
DOUBT: Frame = (guesses(40, sure=False), "unsure")
NOBODY: Frame = ((), "no_person")
STROLL: Frame = (guesses(82, sure=True), "other")


def play(shown: Callable[[float], Frame], seconds: float) -> tuple[HoldTimer, list[int | None]]:
    """The timer after a clip of so many seconds, and the name (as id) after each frame."""
    timer, names = HoldTimer(), []
    for k in range(round(seconds * _RATE) + 1):
        timer.update(k / _RATE, *shown(k / _RATE))
        names.append(timer.current.asana.id if timer.current else None)
    return timer, names


def test_a_hold_is_timed_from_its_first_frame_to_its_last() -> None:
    timer, _ = play(lambda t: TREE if 3 <= t <= 10 else DOUBT, 14)
    (hold,) = timer.holds
    assert (hold.asana.id, hold.start, hold.end, hold.seconds) == (82, 3.0, 10.0, 7.0)
    assert hold.probability == pytest.approx(0.91)


def test_one_asana_after_the_other_are_two_holds_that_do_not_overlap() -> None:
    timer, names = play(lambda t: TREE if t < 5 else DOG, 10)
    tree, dog = timer.holds
    assert (tree.asana.id, dog.asana.id) == (82, 19)
    assert tree.start == 0.0
    assert tree.end <= dog.start == 5.0
    changes = [name for name, before in zip(names[1:], names, strict=False) if name != before]
    assert changes == [82, 19], "the name changes once, without a gap in between"


def test_single_wrong_frames_do_not_flicker() -> None:
    def mostly_tree(time: float) -> Frame:
        return (DOG, DOUBT, NOBODY)[int(time) % 3] if time % 1 == 0.5 else TREE

    timer, names = play(mostly_tree, 8)
    assert set(names[4:]) == {82}
    assert len(timer.holds) == 1


def test_a_coin_toss_between_two_names_settles_on_one() -> None:
    """The probabilities are averaged: taking turns at the top by a hair must not change the name."""
    first, second = (tuple(Guess(guess.asana, 0.45) for guess in found[:1]) for found in (TREE[0], DOG[0]))
    noise = np.random.default_rng(3).uniform(-0.05, 0.05, 200)

    def toss(time: float) -> Frame:
        shift = float(noise[round(time * _RATE)])
        pair = (Guess(first[0].asana, 0.47 + shift), Guess(second[0].asana, 0.47 - shift))
        return tuple(sorted(pair, key=lambda guess: -guess.probability)), "confident"

    _, names = play(toss, 20)
    assert len(set(names[4:])) == 1


def test_a_name_on_a_machine_that_sees_less_than_a_frame_a_second() -> None:
    timer = HoldTimer()
    for k in range(4):
        timer.update(1.5 * k, *TREE)
    (hold,) = timer.holds
    assert (hold.start, hold.end) == (0.0, 4.5)


def test_a_doubtful_person_gets_no_name() -> None:
    timer, names = play(lambda _: DOUBT, 5)
    assert set(names) == {None}
    assert timer.holds == ()


def test_who_does_no_asana_holds_none() -> None:
    timer, names = play(lambda _: STROLL, 6)
    assert set(names) == {None}
    assert timer.holds == ()


def test_a_pose_passed_through_is_no_hold() -> None:
    timer, _ = play(lambda t: TREE if 2 <= t <= 3.25 else DOUBT, 8)
    assert timer.holds == ()


def test_a_short_break_does_not_end_a_hold() -> None:
    timer, _ = play(lambda t: DOUBT if 4 <= t <= 5 else TREE, 10)
    (hold,) = timer.holds
    assert (hold.start, hold.end) == (0.0, 10.0)


def test_a_long_break_makes_it_two_holds() -> None:
    timer, _ = play(lambda t: NOBODY if 4 <= t <= 8 else TREE, 12)
    assert [(hold.start, hold.end) for hold in timer.holds] == [(0.0, 3.875), (8.125, 12.0)]


def test_a_wobble_into_another_pose_belongs_to_the_hold() -> None:
    timer, _ = play(lambda t: DOG if 4 <= t <= 5 else TREE, 10)
    assert [(hold.asana.id, hold.start, hold.end) for hold in timer.holds] == [(82, 0.0, 10.0)]


def test_one_frame_is_not_enough_for_a_name() -> None:
    _, names = play(lambda _: TREE, 1)
    assert names[0] is None
    assert names[1] == 82
