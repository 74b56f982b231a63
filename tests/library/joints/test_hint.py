"""The hint: discs where joints were seen."""

import numpy as np
import pytest

from yoga_models.joints.hint import draw_chosen, draw_hint


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


def test_what_was_chosen_is_drawn_as_bright_as_it_is_sure() -> None:
    chosen = np.zeros((17, 3))
    chosen[0], chosen[1], chosen[2] = (10, 20, 1.0), (30, 20, 0.4), (30.5, 20, 0.2)
    hint = draw_chosen(chosen, 192, stride=4)
    assert hint[4 * 20 + 1, 4 * 10 + 1] == 255
    assert hint[4 * 20 + 1, 4 * 30 + 1] == 102, "the surer one of two that overlap"
    assert (hint == 51).any()
    assert not hint[0].any()
