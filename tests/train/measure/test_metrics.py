"""Measures that can be trusted: known answers score what they must."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.support.people import person, write_coco
from train.data.records import subsample
from train.measure.asana_metrics import (
    class_table,
    confused,
    confusion_counts,
    expected_calibration_error,
    measure,
    merged_accuracy,
    relatives,
    reliability,
)
from train.measure.bootstrap import mean_interval
from train.measure.keypoint_errors import KINDS, classify_joints, error_shares
from train.measure.metrics import (
    Pair,
    angle_figures,
    coco_ap,
    coco_ap_interval,
    coco_result,
    correct_joints,
    pck,
    pck_interval,
    pck_reference,
)
from yoga_models.body.skeleton import JOINT_INDEX, MIRROR_JOINTS

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
    assert coco_ap_interval(truth, results, [1, 2, 3], draws=20) == pytest.approx((1.0, 1.0))
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


def test_calibration_error_of_honest_and_boastful_answers() -> None:
    rng = np.random.default_rng(0)
    confidence = rng.uniform(0.2, 1, 20000)
    honest = rng.random(20000) < confidence
    assert expected_calibration_error(confidence, honest) < 0.02
    assert expected_calibration_error(np.full(100, 1.0), np.arange(100) < 60) == pytest.approx(0.4)
    twice = np.where(np.arange(100) < 60, 1.0, 2.0)
    assert expected_calibration_error(np.full(100, 1.0), np.arange(100) < 60, twice) == pytest.approx(80 / 140)


def test_measure_on_a_small_case() -> None:
    probabilities = np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6]])
    sure = probabilities.max(axis=1) >= 0.55
    figures = measure(probabilities, np.array([0, 1, 1, 2]), np.array(["a", "b", "c", "d"]), sure)
    assert figures["top-1"] == 0.75
    assert figures["top-5"] == 1.0
    assert figures["macro-F1"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert figures["confident"] == 0.75
    assert figures["confident and right"] == 1.0
    low, high = figures["macro-F1 interval"]
    assert low < figures["macro-F1"] <= high


def test_the_interval_is_wider_where_photos_share_a_source() -> None:
    right = np.repeat([1.0, 0.0], 50)
    apart = mean_interval(right, np.arange(100))
    together = mean_interval(right, np.repeat(np.arange(10), 10))
    assert apart[0] < 0.5 < apart[1]
    assert together[1] - together[0] > apart[1] - apart[0]


def test_missed_joints_are_sorted_by_where_they_were_looked_for() -> None:
    joints = person(100, 100, 200)
    limit = 0.2 * pck_reference(joints, ALL, BOX)
    predicted = joints.copy()
    places = {
        "left_wrist": joints[JOINT_INDEX["right_wrist"]],
        "right_wrist": joints[JOINT_INDEX["right_wrist"]] - (1.5 * limit, 0),
        "left_knee": np.array([np.nan, np.nan]),
        "right_knee": joints[JOINT_INDEX["left_elbow"]],
        "left_ankle": np.array([500.0, 500.0]),
    }
    for name, place in places.items():
        predicted[JOINT_INDEX[name]] = place
    labelled = ALL.copy()
    labelled[JOINT_INDEX["right_ankle"]] = False
    pair = Pair(predicted, joints, labelled, BOX)
    kinds = dict(zip(range(5, 17), classify_joints(pair).tolist(), strict=True))
    expected = ("left and right swapped", "just outside", "joint not found", "elsewhere on the body", "far away")
    assert [KINDS[kinds[JOINT_INDEX[name]]] for name in places] == list(expected)
    assert kinds[JOINT_INDEX["right_ankle"]] == -1
    assert error_shares([pair])["right"] == pytest.approx(6 / 11)
    assert error_shares([Pair(None, joints, ALL, BOX)])["nobody found"] == 1
    mirrored = Pair(joints[list(MIRROR_JOINTS)], joints, ALL, BOX)
    assert error_shares([mirrored])["left and right swapped"] > 0.8


def test_the_joints_of_one_photo_are_drawn_together() -> None:
    joints = person(100, 100, 200)
    pairs = [Pair(joints if index % 2 else None, joints, ALL, BOX, index) for index in range(20)]
    low, high = pck_interval(pairs)
    assert low < 0.35
    assert high > 0.65


def test_angles_are_counted_where_labels_tell_them_and_far_off_ones_where_they_are_given() -> None:
    joints = person(100, 100, 200)
    found = np.column_stack([joints, ALL])
    found[JOINT_INDEX["left_wrist"], :2] = found[JOINT_INDEX["left_shoulder"], :2] + (40, 0)
    found[JOINT_INDEX["right_ankle"], 2] = 0.1
    assert angle_figures([Pair(joints, joints, ALL, BOX)]) == {"given": 1, "of these far off": 0}
    figures = angle_figures([Pair(found, joints, ALL, BOX)])
    assert figures == {"given": pytest.approx(7 / 8), "of these far off": pytest.approx(1 / 7)}
    assert angle_figures([Pair(None, joints, ALL, BOX)])["given"] == 0


def test_a_limit_spreads_over_everything() -> None:
    assert subsample(range(100), 3) == [0, 50, 99]
    assert subsample(range(2), 3) == [0, 1]


def test_reliability_says_what_was_promised_and_kept() -> None:
    [low, high] = reliability(np.array([0.21, 0.23, 0.99, 1.0]), np.array([True, False, True, True]))
    assert (low["accuracy"], low["photos"]) == (0.5, 2)
    assert high["confidence"] == pytest.approx(0.995)


def test_near_synonyms_and_confusions_merge() -> None:
    cat, cow, tree = 7, 15, 82
    classes = (cat, cow, tree)
    labels, answers = np.array([0, 0, 1, 1, 2, 2, 2]), np.array([1, 1, 1, 0, 0, 2, 2])
    assert relatives(classes) == [(0, 1)]
    assert merged_accuracy(answers, labels, []) == pytest.approx(3 / 7)
    assert merged_accuracy(answers, labels, relatives(classes)) == pytest.approx(6 / 7)
    confusion = confusion_counts(answers, labels, 3)
    assert confusion.tolist() == [[0, 2, 0], [1, 1, 0], [1, 0, 2]]
    assert confused(confusion) == [(0, 1)]


def test_the_table_of_asanas_says_what_each_is_taken_for() -> None:
    [cat, cow, tree] = class_table(np.array([1, 1, 0, 1]), np.array([0, 0, 0, 1]), (7, 15, 82))
    assert cat["recall"] == pytest.approx(1 / 3)
    assert cat["precision"] == 1
    assert (cat["most often taken for"], cat["times"]) == ("Bitilasana", 2)
    assert cow["precision"] == pytest.approx(1 / 3)
    assert tree["recall"] is None, "there was no photo to measure it on"
