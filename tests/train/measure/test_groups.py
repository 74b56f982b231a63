"""Where groups lose joints: classes of people, the perfect first look, and peaks without grouping."""

import numpy as np
import pytest

from tests.support.people import person, record
from train.measure.groups import highest_peaks, labelled_people, overlap
from yoga_models.body.skeleton import LIMBS
from yoga_models.joints.estimator import Detection, EstimatorConfig, Look, PoseEstimator


class Lit(PoseEstimator):
    """An estimator whose crops are the whole photo, and whose heatmaps have two lit cells for the nose."""

    def __init__(self) -> None:
        self.config, self.stride = EstimatorConfig(), 8

    def crops(self, image: np.ndarray, people: list[Detection]) -> tuple[np.ndarray, list[np.ndarray]]:
        return np.stack([image for _ in people]), [np.eye(2, 3) for _ in people]

    def look(self, inputs: np.ndarray) -> Look:
        side = inputs.shape[1]
        heatmaps = np.zeros((len(inputs), 18, side // 8, side // 8), np.float32)
        heatmaps[:, 0, 5, 6], heatmaps[:, 0, 1, 2] = 0.9, 0.4
        pafs = np.zeros((len(inputs), 2 * len(LIMBS), side // 8, side // 8), np.float32)
        return Look(heatmaps, pafs, np.ones(len(inputs)))


def test_the_highest_peak_counts_whoever_it_is() -> None:
    [seen] = highest_peaks(Lit(), np.zeros((64, 64, 3), np.uint8), [Detection(np.zeros((17, 3)), 1.0)])
    assert seen.joints[0, :2] == pytest.approx((6 * 8 + 3.5, 5 * 8 + 3.5))
    assert np.isnan(seen.joints[1:, :2]).all()


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
