"""What the page says."""

import pytest

from demo.words import analyse as words
from demo.words import common
from tests.support.scripted import person
from yoga_models.results import Analysis, Person


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


def test_nobody_is_told_what_works() -> None:
    assert words.NOBODY in words.card(analysis(), 0)
    assert "no angles" in words.angles(analysis(), 0)


def test_a_joint_out_of_sight_is_not_given_a_number() -> None:
    html = words.angles(analysis(person(600, 400, legs=False)), 0)
    assert html.count("not seen") == 6  # hips, knees and shins, both sides


def test_people_are_named_by_the_numbers_on_the_photo() -> None:
    labels = common.choices([person(600, 400, asana=19), person(600, 400, asana=19, sure=False)])
    assert labels == [("1: Adho Mukha Svanasana", 0), ("2: perhaps Adho Mukha Svanasana", 1)]
