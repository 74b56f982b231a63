"""Of each joint, the place where the most probability lies close together."""

import numpy as np
import pytest

from yoga_models.joints.choosing import choose


def test_a_joint_lies_between_the_places_that_share_it() -> None:
    places = np.zeros((1, 17, 12, 16), np.float32)
    places[0, :, 4, 7], places[0, :, 4, 8], places[0, :, 5, 8] = 0.3, 0.2, 0.1
    joints = choose(places)
    assert joints.shape == (1, 17, 3)
    assert joints[0, 0] == pytest.approx([7.5, 4 + 1 / 6, 0.6])


def test_much_that_is_near_beats_the_highest_place() -> None:
    places = np.zeros((2, 17, 16, 16), np.float32)
    places[1, 3, 2, 2] = 0.3
    places[1, 3, 10:12, 10:12] = 0.15
    assert choose(places)[1, 3] == pytest.approx([10.5, 10.5, 0.6])


def test_at_the_border_and_nowhere() -> None:
    places = np.zeros((1, 17, 8, 8), np.float32)
    places[0, 0, 0, 7] = 0.9
    joints = choose(places)
    assert joints[0, 0] == pytest.approx([7, 0, 0.9])
    assert joints[0, 1, 2] == 0
