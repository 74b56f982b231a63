"""Measures that can be trusted: known answers score what they must."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.people import person, write_coco
from train.evaluate_asana import bootstrap_interval, expected_calibration_error, measure
from train.evaluate_pose import rotate_points
from train.metrics import coco_ap, coco_result, correct_joints, pck, pck_reference

BOX = (0.0, 0.0, 60.0, 200.0)
ALL = np.ones(17, bool)


def test_ground_truth_given_as_detections_scores_one(tmp_path: Path) -> None:
    photos = [[person(64, 64, 110)], [person(40, 64, 90), person(90, 64, 95)], []]
    truth = json.loads(write_coco(tmp_path, photos, (128, 128)).read_text())
    results = [
        coco_result(annotation["image_id"], np.array(annotation["keypoints"]).reshape(17, 3), 0.9)
        for annotation in truth["annotations"]
    ]
    figures = coco_ap(truth, results, [1, 2, 3])
    assert figures["AP"] == pytest.approx(1.0)
    assert figures["AR"] == pytest.approx(1.0)
    halved = coco_ap(truth, results[:1], [1, 2, 3])
    assert halved["AR"] == pytest.approx(1 / 3)
    assert coco_ap(truth, [], [1, 2, 3])["AP"] == 0.0


def test_photos_that_were_not_looked_at_do_not_count(tmp_path: Path) -> None:
    truth = json.loads(write_coco(tmp_path, [[person(64, 64, 110)], [person(60, 60, 90)]], (128, 128)).read_text())
    first = truth["annotations"][0]
    results = [coco_result(1, np.array(first["keypoints"]).reshape(17, 3), 0.9)]
    assert coco_ap(truth, results, [1])["AP"] == pytest.approx(1.0)


def test_pck_reference_is_the_torso_with_its_bounds() -> None:
    joints = person(100, 100, 200)
    torso = np.linalg.norm(joints[[5, 6]].mean(axis=0) - joints[[11, 12]].mean(axis=0))
    assert pck_reference(joints, ALL, BOX) == pytest.approx(torso)
    without_hip = ALL.copy()
    without_hip[11] = False
    assert pck_reference(joints, without_hip, BOX) == pytest.approx(60)
    folded = joints.copy()
    folded[[11, 12]] = folded[[5, 6]]
    assert pck_reference(folded, ALL, BOX) == pytest.approx(30)


def test_pck_counts_what_is_near_and_labelled() -> None:
    joints = person(100, 100, 200)
    limit = 0.2 * pck_reference(joints, ALL, BOX)
    predicted = joints.copy()
    predicted[5] += (limit * 0.99, 0)
    predicted[6] += (limit * 1.01, 0)
    predicted[7] = np.nan
    labelled = ALL.copy()
    labelled[16] = False
    hits = correct_joints(predicted, joints, labelled, BOX)
    assert hits[:4].tolist() == [1, 0, 0, 1]
    assert np.isnan(hits[11])
    assert pck([hits]) == pytest.approx(9 / 11)
    assert pck([correct_joints(None, joints, ALL, BOX)]) == 0


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_points_turn_with_the_photo(quarters: int) -> None:
    photo = np.zeros((30, 50))
    photo[7, 41] = 1
    row, column = np.argwhere(np.rot90(photo, quarters))[0]
    assert rotate_points(np.array([41, 7]), 50, 30, quarters).tolist() == [column, row]


def test_calibration_error_of_honest_and_boastful_answers() -> None:
    rng = np.random.default_rng(0)
    confidence = rng.uniform(0.2, 1, 20000)
    honest = rng.random(20000) < confidence
    assert expected_calibration_error(confidence, honest) < 0.02
    assert expected_calibration_error(np.full(100, 1.0), np.arange(100) < 60) == pytest.approx(0.4)


def test_measure_on_a_small_case() -> None:
    probabilities = np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6]])
    figures = measure(probabilities, np.array([0, 1, 1, 2]), np.array(["a", "b", "c", "d"]), 0.55)
    assert figures["top-1"] == 0.75
    assert figures["top-5"] == 1.0
    assert figures["macro-F1"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert figures["confident"] == 0.75
    assert figures["confident and right"] == 1.0


def test_the_interval_is_wider_where_photos_share_a_source() -> None:
    right = np.repeat([1.0, 0.0], 50)
    apart = bootstrap_interval(right, np.arange(100))
    together = bootstrap_interval(right, np.repeat(np.arange(10), 10))
    assert apart[0] < 0.5 < apart[1]
    assert together[1] - together[0] > apart[1] - apart[0]
