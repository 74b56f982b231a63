"""The hint: discs where joints were seen."""

import numpy as np
import pytest

from yoga_models.joints.hint import draw_hint


def test_a_disc_lies_around_every_joint_that_was_seen() -> None:
    points = np.array([[50.4, 20.0], [np.nan, np.nan], [150.0, 100.0], [500.0, 40.0]])
    hint = draw_hint(points, 192)
    assert hint.dtype == np.uint8
    assert set(np.unique(hint)) == {0, 255}
    rows, columns = np.nonzero(hint)
    left = columns < 100
    assert (columns[left].mean(), rows[left].mean()) == pytest.approx((50.4, 20), abs=0.5)
    assert (columns[~left].mean(), rows[~left].mean()) == pytest.approx((150, 100), abs=0.5)
    area = np.pi * (0.03 * 192) ** 2
    assert (hint > 0).sum() == pytest.approx(2 * area, rel=0.25)


def test_without_joints_there_is_no_hint() -> None:
    assert not draw_hint(np.full((17, 2), np.nan), 64).any()
