"""Photos cut through people: what is gone is known to be gone, what is left stays where it was."""

import numpy as np
import pytest

from tests.support.people import person, record
from train.data.cutting import Bounds, cut_record, draw_cut, free_parts
from train.data.records import PoseRecord
from train.data.targets import TargetConfig, Targets, make_targets
from train.data.transforms import transform
from yoga_models.body.skeleton import LIMBS

LEGS = [13, 14, 15, 16]


@pytest.fixture
def standing() -> PoseRecord:
    return record([person(128, 128, 200)])


@pytest.fixture
def at_the_hips(standing: PoseRecord) -> PoseRecord:
    """The same photo, cut just below hips and hands."""
    return cut_record(standing, Bounds(20, 10, 256, int(standing.joints[0, 9:13, 1].max()) + 4))


def targets_of(photo: PoseRecord) -> Targets:
    sample = transform(np.zeros((photo.height, photo.width, 3), np.uint8), photo, np.eye(2, 3), 256)
    return make_targets(photo, sample, 8, TargetConfig())


def test_what_is_left_moves_with_the_corner_and_what_is_gone_is_absent(
    standing: PoseRecord, at_the_hips: PoseRecord
) -> None:
    assert at_the_hips.joints[0] == pytest.approx(standing.joints[0] - (20, 10))
    assert (at_the_hips.trust[0] == 0).nonzero()[0].tolist() == LEGS
    assert (at_the_hips.absent[0] == 1).nonzero()[0].tolist() == LEGS
    x, y, width, height = at_the_hips.boxes[0]
    assert (x + width, y + height) <= (at_the_hips.width, at_the_hips.height)


def test_who_is_gone_altogether_is_left_out() -> None:
    both = record([person(60, 128, 100), person(200, 128, 100)])
    assert len(cut_record(both, Bounds(0, 0, 120, 256)).boxes) == 1


def test_nothing_is_expected_of_legs_that_are_cut_off_and_that_is_taught(at_the_hips: PoseRecord) -> None:
    targets = targets_of(at_the_hips)
    assert targets.heatmaps[LEGS].max() == 0
    assert targets.heatmap_weights.min() == 1, "even within the box, where an unlabelled joint would be unknown"
    thigh = LIMBS.index((13, 11))
    assert np.abs(targets.pafs[2 * thigh : 2 * thigh + 2]).max() == 0
    assert targets.paf_weights.min() == 1
    assert targets.heatmaps[11].max() > 0.7


def test_a_cut_takes_joints_away_and_leaves_some() -> None:
    photo, rng = record([person(128, 128, 220, 30)]), np.random.default_rng(0)
    for _ in range(200):
        bounds = draw_cut(photo, rng)
        assert bounds is not None
        cut = cut_record(photo, bounds)
        assert 3 <= (cut.trust[0] > 0).sum() < 17
        assert (cut.absent[0] > 0).any()
        assert bounds.cut(np.zeros((256, 256, 3))).shape == (cut.height, cut.width, 3)


def test_nobody_is_cut_where_nobody_is() -> None:
    assert draw_cut(record([]), np.random.default_rng(0)) is None


def test_parts_without_people_are_clear_of_them_and_the_largest_first() -> None:
    photo = record([person(80, 128, 200), person(140, 100, 60)], (320, 1280))
    parts = free_parts(photo, np.random.default_rng(0))
    assert len(parts) == 3
    areas = [(part.right - part.left) * (part.bottom - part.top) for part in parts]
    assert areas == sorted(areas, reverse=True)
    for part in parts:
        assert not len(cut_record(photo, part).boxes)
        assert 0 <= part.left < part.right <= 1280
        assert 0 <= part.top < part.bottom <= 320
    assert free_parts(record([person(128, 128, 200)]), np.random.default_rng(0)) == [], "people are everywhere"
    assert free_parts(record([], (100, 100)), np.random.default_rng(0)) == [], "too small"
