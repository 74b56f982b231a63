"""Where groups lose joints: classes of people, and the perfect first look."""

import numpy as np
import pytest

from tests.support.people import person, record
from train.measure.groups import labelled_people, overlap


def test_a_perfect_first_look_knows_what_is_labelled() -> None:
    someone = person(100, 100, 150)
    someone[9] = np.nan
    people, [found] = labelled_people(record([someone]))
    assert people.tolist() == [0]
    assert np.isnan(found.joints[9, 0])
    assert found.joints[5, :2] == pytest.approx(someone[5])


def test_overlap_is_the_share_of_ones_own_box() -> None:
    boxes = np.array([[0, 0, 10, 10], [5, 0, 20, 10], [100, 100, 5, 5]], float)
    assert [overlap(boxes, index) for index in range(3)] == pytest.approx([0.5, 0.25, 0])
