"""Photos turned by quarters, and what is known of them."""

import numpy as np
import pytest

from tests.support.people import person, record
from train.data.turning import rotate_points, rotate_record


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_points_turn_with_the_photo(quarters: int) -> None:
    photo = np.zeros((30, 50))
    photo[7, 41] = 1
    row, column = np.argwhere(np.rot90(photo, quarters))[0]
    assert rotate_points(np.array([41, 7]), 50, 30, quarters).tolist() == [column, row]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_people_turn_with_the_photo(quarters: int) -> None:
    photo = np.zeros((100, 300), bool)
    photo[20:80, 10:40] = True
    whole = record([person(25, 50, 40)], (100, 300))
    whole.boxes[0] = 10, 20, 30, 60
    turned, shown = rotate_record(whole, quarters), np.rot90(photo, quarters)
    assert (turned.height, turned.width) == shown.shape
    rows, columns = np.nonzero(shown)
    size = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert turned.boxes[0].tolist() == [columns.min(), rows.min(), *size]
    for x, y in np.round(turned.joints[0]).astype(int):
        assert shown[y, x]
