"""What surrounds a body: the cells of a map that a square around its joints touches."""

import numpy as np
import pytest

from tests.support.people import person
from yoga_models.joints.surroundings import Surroundings

MAP = np.arange(2 * 6 * 8, dtype=np.float32).reshape(2, 6, 8)  # of a picture of 192 x 256 pixels


@pytest.mark.parametrize(
    ("x", "y", "height", "rows", "columns"),
    [
        (112, 80, 20, slice(2, 3), slice(3, 4)),  # within one cell
        (128, 96, 20, slice(2, 4), slice(3, 5)),  # where four meet
        (128, 96, 170, slice(0, 6), slice(1, 7)),  # all of it but its sides
        (-90, 80, 20, slice(2, 3), slice(0, 1)),  # beyond the picture: its nearest cell
    ],
)
def test_it_is_the_mean_of_the_cells_around(x: float, y: float, height: float, rows: slice, columns: slice) -> None:
    found = Surroundings(MAP, np.eye(2, 3)).around(person(x, y, height))
    assert found == pytest.approx(MAP[:, rows, columns].mean(axis=(1, 2)))


def test_joints_are_those_of_the_photo() -> None:
    half = np.array([[0.5, 0, 0], [0, 0.5, 0]])
    joints = np.column_stack([person(100, 100, 120), np.ones(17)])
    joints[4] = np.nan, np.nan, 0
    expected = Surroundings(MAP, np.eye(2, 3)).around(joints * (0.5, 0.5, 1))
    assert Surroundings(MAP, half).around(joints) == pytest.approx(expected)
