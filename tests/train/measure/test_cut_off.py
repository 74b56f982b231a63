"""The measure of people whom the edge of the picture cuts off: what is made up, what is found, who is lost."""

import numpy as np
import pytest

from tests.support.people import person, record
from train.data.cutting import cut_record
from train.measure.cut_off import KINDS, cut_bounds, judge
from yoga_models.joints.estimator import Detection

STANDING = record([person(128, 128, 200)])
LYING = record([person(128, 128, 200, 90)])


def detection(joints: np.ndarray) -> Detection:
    return Detection(np.concatenate([joints, np.ones((17, 1))], axis=1), 0.9)


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("waist", {"wrist", "hip", "knee", "ankle"}),
        ("knees", {"knee", "ankle"}),
        ("chest", {"hip", "knee", "ankle", "elbow", "wrist"}),
    ],
)
def test_a_standing_person_is_cut_where_the_kind_says(kind: str, gone: set[str]) -> None:
    bounds = cut_bounds(STANDING, kind)
    assert bounds is not None
    absent = cut_record(STANDING, bounds).absent[0]
    names = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    # Joints 5 and 6 are the shoulders, 7 and 8 the elbows, and so on.
    assert {name for index, name in enumerate(names) if absent[5 + 2 * index : 7 + 2 * index].any()} == gone


def test_who_lies_is_cut_through_the_middle_or_at_one_side_only() -> None:
    assert [kind for kind in KINDS if cut_bounds(LYING, kind)] == ["waist", "side"]


def test_invented_found_and_lost_are_counted() -> None:
    bounds = cut_bounds(STANDING, "waist")
    assert bounds is not None
    cut = cut_record(STANDING, bounds)
    gone = cut.absent[0] > 0
    right = np.where(gone[:, None], np.nan, cut.joints[0])
    result = judge("waist", STANDING, cut, [detection(right)])
    assert (result.invented, result.found, result.lost) == (0, result.left, False)
    pressed_in = np.where(gone[:, None], (128.0, 100.0), cut.joints[0] + 40)
    result = judge("waist", STANDING, cut, [detection(pressed_in)])
    assert (result.invented, result.found, result.lost) == (result.removed, 0, False)
    assert judge("waist", STANDING, cut, []).lost
