"""What the photo does not show is named, and what to do about it depends on why."""

import numpy as np
import pytest

from tests.support.bodies import body, without
from tests.support.people import person
from yoga_models.body.similarity import torso
from yoga_models.body.skeleton import JOINT_INDEX
from yoga_models.body.visibility import hindrances, missing_joints
from yoga_models.results import Person

_ROOMY = (400, 600)


def said(joints: np.ndarray, photo_size: tuple[int, int] = _ROOMY, shift: tuple[float, float] = (200, 60)) -> list[str]:
    joints = joints.copy()
    joints[:, :2] += shift
    return hindrances([joints], 0, photo_size)


def test_a_whole_body_needs_no_words() -> None:
    assert said(body()) == []
    assert said(without("nose", "left_eye", "right_ear")) == []


def test_feet_cut_off_by_the_border_are_out_of_the_picture() -> None:
    sentence = "Your feet are out of the picture: step back so that your whole body fits."
    assert said(without("left_ankle", "right_ankle"), (300, 600)) == [sentence]


def test_feet_of_somebody_who_kneels_at_the_border_may_be_behind_the_body() -> None:
    kneeling = without("left_ankle", "right_ankle")
    for side, x in (("left", 20), ("right", 40)):  # thighs along the lower border, as in child's pose
        hip = kneeling[JOINT_INDEX[f"{side}_hip"], :2]
        kneeling[JOINT_INDEX[f"{side}_knee"], :2] = hip + (70 + x, 10)
    low = int(np.nanmax(kneeling[:, 1])) + 60 + 20
    sentence = "Your feet are hidden or out of the picture: leave some room around your body."
    assert said(kneeling, (low, 600)) == [sentence]


def test_a_wrist_in_the_middle_of_the_picture_is_hidden() -> None:
    assert said(without("left_wrist")) == ["Your left wrist is hidden: it shows better from another side."]


def test_several_parts_are_spoken_of_as_several() -> None:
    sentence = "Your wrists are hidden: they show better from another side."
    assert said(without("left_wrist", "right_wrist")) == [sentence]


def test_what_is_out_and_what_is_hidden_are_told_apart_in_one_photo() -> None:
    outside, hidden = missing_joints(without("left_ankle", "right_ankle", "right_elbow")[:, :2] + (100, 50), (280, 400))
    assert outside == ["left_ankle", "right_ankle"]
    assert hidden == ["right_elbow"]


def test_a_hip_beside_one_that_is_seen_is_in_the_picture() -> None:
    astray = without("right_hip")
    astray[JOINT_INDEX["right_elbow"], :2] = -190, 90  # an arm taken from somebody else must not make the body larger
    assert said(astray) == ["Your right hip is hidden: it shows better from another side."]


def cut_to(height: int, width: int) -> Person:
    """Someone of 400 pixels whose joints outside a picture of this size were not found."""
    points = person(200, 300, 400)
    points[(points > (width - 1, height - 1)).any(axis=1)] = np.nan
    return Person(np.column_stack([points, np.full(17, 0.9)]), 0.9)


def test_two_parts_make_one_sentence() -> None:
    assert hindrances([cut_to(450, 310).joints], 0, (450, 310)) == [
        "Your left wrist and feet are out of the picture: step back so that your whole body fits."
    ]


def test_half_a_body_is_measured_by_its_arms_and_not_named_part_by_part() -> None:
    assert hindrances([cut_to(260, 400).joints], 0, (260, 400)) == [
        "Most of your body is out of the picture: step back so that your whole body fits."
    ]


@pytest.mark.parametrize(("apart", "words"), [(10, ["Two people overlap"]), (300, [])])
def test_people_in_front_of_each_other(apart: float, words: list[str]) -> None:
    people = [Person(body() + (x, 50, 0), 0.9) for x in (100, 100 + apart)]
    assert [sentence[:18] for sentence in hindrances([one.joints for one in people], 0, (500, 800))] == words


def test_the_torso_measures_a_body() -> None:
    assert torso(body()) == pytest.approx(90)
    assert torso(without("left_hip")) == pytest.approx(0.3 * 245)
    with pytest.raises(ValueError, match="nobody"):
        torso(np.full((17, 3), np.nan))
