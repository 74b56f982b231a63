"""A practice: holds with their sides, through wobbles, one after the other."""

import numpy as np
import pytest

from tests.support.bodies import body
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.guess import Guess
from yoga_models.body.angles import joint_angles
from yoga_models.body.skeleton import JOINT_INDEX, mirror_joints
from yoga_models.video.holds import HoldTimer
from yoga_models.video.practice import Practice, bent_side

WARRIOR, TREE = 89, 82
LEFT = body(left_knee=(160, 160), left_ankle=(160, 240))
RIGHT = mirror_joints(LEFT)


class Stage:
    """Somebody who shows one thing after the other, looked at eight times a second."""

    def __init__(self) -> None:
        self.practice, self.timer, self.time = Practice(), HoldTimer(), 0.0

    def show(self, asana: int | None, joints: np.ndarray | None, seconds: float) -> None:
        for _ in range(round(8 * seconds)):
            self.time += 0.125
            guesses = () if asana is None else (Guess(load_catalogue()[asana], 0.9),)
            self.timer.update(self.time, guesses, "no_person" if asana is None else "confident")
            self.practice.update(self.time, self.timer.current, joints)

    def held(self) -> list[tuple[int, str | None, int]]:
        return [(one.asana.id, one.side, round(one.seconds)) for one in self.practice.held]


def test_the_side_is_that_of_the_bent_knee() -> None:
    assert bent_side(LEFT) == "left"
    assert bent_side(RIGHT) == "right"
    assert bent_side(body()) is None
    assert bent_side(np.full((17, 3), np.nan)) is None


def test_both_sides_of_one_asana_are_told_apart() -> None:
    stage = Stage()
    stage.show(WARRIOR, LEFT, 10)
    stage.show(WARRIOR, RIGHT, 6)
    assert stage.held() == [(WARRIOR, "left", 10), (WARRIOR, "right", 6)] or stage.held() == [
        (WARRIOR, "left", 11),
        (WARRIOR, "right", 6),
    ]


def test_a_wobble_does_not_end_a_hold_and_leaving_does() -> None:
    stage = Stage()
    stage.show(WARRIOR, LEFT, 5)
    stage.show(None, None, 1)
    stage.show(WARRIOR, LEFT, 5)
    assert stage.held() == [(WARRIOR, "left", 11)]
    stage.show(None, None, 6)
    assert stage.practice.current is None
    stage.show(TREE, body(), 4)
    assert stage.held() == [(WARRIOR, "left", 11), (TREE, None, 4)]


def test_angles_are_the_mean_of_the_looks_that_show_the_side() -> None:
    stage, deeper = Stage(), body(left_knee=(150, 160), left_ankle=(160, 240))
    stage.show(WARRIOR, LEFT, 6)
    stage.show(WARRIOR, deeper, 6)
    stage.show(WARRIOR, None, 1)
    stage.show(WARRIOR, RIGHT, 6)
    left, right = stage.practice.held
    knees = [joint_angles(joints)["left_knee"] or 0.0 for joints in (LEFT, deeper)]
    assert abs(knees[0] - knees[1]) > 5
    assert left.angles["left_knee"] == pytest.approx(np.mean(knees), abs=1)
    assert right.angles["right_knee"] == pytest.approx(knees[0])
    assert (left.bent, right.bent) == ("left_knee", "right_knee")
    assert left.to_dict()["angles"]["left_knee"] == round(left.angles["left_knee"], 1)


def test_an_angle_of_unsure_joints_is_left_out() -> None:
    unsure = LEFT.copy()
    unsure[JOINT_INDEX["right_wrist"], 2] = 0.1
    stage = Stage()
    stage.show(WARRIOR, unsure, 5)
    assert "right_elbow" not in stage.practice.held[0].to_dict()["angles"]
    assert "left_elbow" in stage.practice.held[0].to_dict()["angles"]
    stage.show(TREE, np.full((17, 3), np.nan), 5)
    assert stage.practice.held[-1].to_dict()["angles"] == {}
    assert stage.practice.held[-1].bent is None


def test_what_is_held_for_a_moment_only_is_no_hold() -> None:
    stage = Stage()
    stage.show(TREE, body(), 1.5)
    stage.show(None, None, 4)
    assert stage.held() == []
