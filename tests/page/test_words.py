"""What the page says."""

from dataclasses import replace

import numpy as np
import pytest

from demo.words import analyse as words
from demo.words import common
from demo.words import compare as compare_words
from tests.support.bodies import without
from tests.support.scripted import person
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.body.comparison import Difference, compare
from yoga_models.body.skeleton import JOINT_INDEX
from yoga_models.results import Analysis, Person

SURE = (0.996, 0.001, 0.001, 0.001, 0.0)


def analysis(*people: Person) -> Analysis:
    return Analysis("photo.jpg", 600, 400, "no_person", (), people)


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "< 1 %"), (0.006, "< 1 %"), (0.01, "1 %"), (0.914, "91 %"), (0.99, "99 %"), (0.999, "> 99 %")],
)
def test_probabilities_claim_no_false_precision(probability: float, text: str) -> None:
    assert common.percent(probability) == text


def test_a_sure_answer_shows_the_name_and_what_it_is() -> None:
    found = person(600, 400, asana=19)
    html = words.card(analysis(found), 0)
    assert "Adho Mukha Svanasana</h2>" in html
    assert "91 %" in html
    assert "Person 1" not in html


def test_one_name_is_said_once() -> None:
    durvasasana = next(asana for asana in load_catalogue() if asana.sanskrit == "Durvasasana")
    assert common.heading(durvasasana).count("Durvasasana") == 1
    assert common.both_names(durvasasana).count("Durvasasana") == 1
    assert common.name(durvasasana).count("Durvasasana") == 1


def test_what_is_hardly_probable_gets_no_row() -> None:
    found = person(600, 400)
    sure = replace(
        found, asanas=tuple(replace(guess, probability=p) for guess, p in zip(found.asanas, SURE, strict=True))
    )
    assert "Most probable" not in words.card(analysis(sure), 0)
    assert words.card(analysis(found), 0).count("<li>") == 3


def test_relatives_are_left_open_by_joints_only() -> None:
    tadasana = person(600, 400, asana=52, arm=(0, 1))
    assert "relative" not in words.card(analysis(tadasana), 0)
    assert "Urdhva Hastasana" in words.card(analysis(person(600, 400, asana=52, arm=(0.1, -1))), 0)


def test_no_asana_is_no_guess() -> None:
    other = replace(person(600, 400, sure=False), verdict="other")
    html = words.card(analysis(other), 0)
    assert "No asana I know. It resembles" in html
    assert "Not sure" not in html
    assert "Most probable" not in html
    assert common.choices([other, other]) == [("1", 0), ("2", 1)], "the same words ten times over are noise"
    named = person(600, 400, asana=19)
    assert common.choices([named, other])[1] == ("2: no asana I know", 1)
    unlike = replace(other, asanas=tuple(replace(guess, probability=0.01) for guess in other.asanas))
    assert "resembles" not in words.card(analysis(unlike), 0)


def test_too_little_of_a_body_is_said_and_nothing_is_named() -> None:
    found = person(600, 400, sure=False, legs=False)
    found.joints[[JOINT_INDEX["left_hip"], JOINT_INDEX["right_hip"]], :2] = np.nan
    html = words.card(analysis(found), 0)
    assert words.TOO_LITTLE in html
    found.joints[JOINT_INDEX["left_ankle"], :2] = (300, 200)  # what seems to be a foot, on no leg
    assert words.TOO_LITTLE in words.card(analysis(found), 0)
    assert "step back" in html
    assert "Most probable" not in html


def test_a_tiny_photo_is_told_that_it_is_too_small() -> None:
    tiny = replace(analysis(), width=24, height=32)
    assert "only 24 by 32 pixels" in words.card(tiny, 0)
    seen = replace(analysis(person(24, 32)), width=24, height=32)
    assert "only 24 by 32 pixels" in words.card(seen, 0)


def test_nobody_is_told_what_works_and_offered_nothing() -> None:
    assert words.NOBODY in words.card(analysis(), 0)
    assert "no angles" in words.angles(analysis(), 0)
    assert words.COMPARE not in words.card(analysis(), 0)
    assert words.COMPARE in words.card(analysis(person(600, 400, sure=False)), 0)


def test_where_no_angle_can_be_measured_there_is_no_table() -> None:
    hidden = person(600, 400)
    hidden.joints[5:] = np.nan
    assert not words.measured(analysis(hidden), 0)
    html = words.angles(analysis(hidden), 0)
    assert words.NO_ANGLE in html
    assert "<table" not in html


def test_what_is_hardly_probable_is_no_second_guess() -> None:
    found = person(600, 400, sure=False)
    low = replace(
        found, asanas=tuple(replace(one, probability=p) for one, p in zip(found.asanas, (0.5, *SURE[1:]), strict=True))
    )
    assert ", then" not in words.card(analysis(low), 0)
    assert ", then" in words.card(analysis(found), 0)


def test_differences_are_those_of_the_numbers_beside_them() -> None:
    found = person(600, 400)
    values = {**dict.fromkeys(found.angles, 170.0), "left_elbow": 157.6, "right_elbow": 170.4}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Person, "angles", values)
        html = words.angles(analysis(found), 0)
    assert '<td class="left">158°</td><td class="right">170°</td><td>12°</td>' in html
    assert "Your right elbow is straighter than your left by 12 degrees." in html
    difference = Difference("left_knee", 100.4, 89.6)
    assert difference.sentence() == "Your left knee is straighter than in the reference by 10 degrees."


def test_a_joint_out_of_sight_is_not_given_a_number() -> None:
    html = words.angles(analysis(person(600, 400, legs=False)), 0)
    assert html.count("not clear") == 6  # hips, knees and shins, both sides


def test_people_are_named_by_the_numbers_on_the_photo() -> None:
    labels = common.choices([person(600, 400, asana=19), person(600, 400, asana=19, sure=False)])
    assert labels == [("1: Adho Mukha Svanasana", 0), ("2: perhaps Adho Mukha Svanasana", 1)]


def test_how_alike_two_are_is_not_said_of_too_few_angles() -> None:
    one = person(600, 400)
    legs = [f"{side}_{joint}" for side in ("left", "right") for joint in ("hip", "knee", "ankle")]
    few = compare(without(*legs), without(*legs))
    card = compare_words.card(few, one, one, "reference", (None, None))
    assert "Too little of the body can be seen in both" in card
    assert "alike in the angles" not in card
