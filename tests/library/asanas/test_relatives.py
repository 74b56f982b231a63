"""Relatives are named only where the answer leaves them open."""

from dataclasses import replace

import numpy as np

from tests.support.people import person
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.guess import Guess
from yoga_models.asanas.relatives import open_relatives
from yoga_models.body.skeleton import JOINT_INDEX

COBRA, TADASANA, FORWARD_BEND = 12, 52, 77


def standing(**moved: tuple[float, float]) -> np.ndarray:
    """(17, 3) joints of someone 400 pixels high whose arms hang; some joints are moved."""
    joints = np.column_stack([person(300, 300, 400), np.full(17, 0.9)])
    for name, place in moved.items():
        joints[JOINT_INDEX[name], :2] = place
    return joints


def names(first: int, joints: np.ndarray, **probabilities: float) -> list[str]:
    others = [
        Guess(asana, probabilities[key])
        for asana in load_catalogue()
        if (key := asana.sanskrit.split()[-1].lower()) in probabilities and asana.id != first
    ]
    return [asana.sanskrit for asana in open_relatives([Guess(load_catalogue()[first], 0.9), *others], joints)]


def test_a_relative_is_open_as_long_as_it_is_probable() -> None:
    assert names(COBRA, standing()) == []
    assert names(COBRA, standing(), svanasana=0.05) == ["Urdhva Mukha Svanasana"]


def test_arms_that_hang_rule_out_arms_that_are_raised() -> None:
    assert names(TADASANA, standing()) == []
    raised = standing(left_elbow=(350, 90), left_wrist=(350, 20))
    assert names(TADASANA, raised) == ["Urdhva Hastasana"]


def test_hands_away_from_the_feet_do_not_hold_them() -> None:
    assert names(FORWARD_BEND, standing()) == []
    assert names(FORWARD_BEND, standing(left_wrist=(350, 460))) == ["Padangusthasana"]
    assert names(FORWARD_BEND, np.full((17, 3), np.nan)) == []


def test_nothing_is_open_where_nothing_is_said() -> None:
    assert open_relatives([], standing()) == ()
    lonely = replace(load_catalogue()[COBRA], relatives=())
    assert open_relatives([Guess(lonely, 0.9)], standing()) == ()
