"""Calibration: honest probabilities, and when to be sure."""

from dataclasses import replace

import numpy as np
import pytest

from train.fit.calibrate import calibrate, fit_other, fit_weights, min_threshold
from yoga_models.asanas.fusion import Logits, fuse, other_probability, sure
from yoga_models.networks.settings import AsanaConfig


def test_calibration_recovers_a_known_temperature() -> None:
    rng = np.random.default_rng(0)
    logits = rng.standard_normal((20000, 5)) * 2
    # The highest of logits with Gumbel noise is a draw from their softmax.
    labels = (logits + rng.gumbel(size=logits.shape)).argmax(axis=1)
    assert fit_weights([logits * 4], labels) == [pytest.approx(0.25, rel=0.05)]


def test_calibration_trusts_the_better_witness() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 4, 2000)
    truth = np.eye(4)[labels]
    good, poor = truth * 3 + rng.standard_normal((2000, 4)), truth * 0.3 + rng.standard_normal((2000, 4))
    found = np.arange(2000) % 2 == 0
    config = calibrate(AsanaConfig((2, 5, 19, 30)), Logits(poor, good), found, labels, min_right=0.95)
    assert config.fusion
    assert config.leads
    assert config.fusion["both"][1] > 3 * config.fusion["both"][0] > 0
    assert config.fusion["photo"][1] == 0
    assert config.fusion["joints"][0] == 0
    assert config.leads["photo"] > config.leads["both"]
    probabilities = fuse(config, Logits(poor[found], good[found]))
    confident = sure(config, "both", probabilities)
    assert 0.3 < confident.mean() < 1
    assert (probabilities.argmax(axis=1) == labels[found])[confident].mean() >= 0.95


def test_a_third_witness_is_weighed_with_the_two_and_has_no_say_alone() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 4, 2000)
    photo, joints, body = (strength * np.eye(4)[labels] + rng.standard_normal((2000, 4)) for strength in (1, 1, 3))
    fitted = calibrate(AsanaConfig((2, 5, 19, 30)), Logits(photo, joints, body), np.ones(2000, bool), labels)
    assert fitted.fusion
    assert fitted.fusion["both"][2] > 2 * max(fitted.fusion["both"][:2])
    assert fitted.fusion["photo"][1:] == (0.0, 0.0)
    assert fitted.fusion["joints"][::2] == (0.0, 0.0)


def test_asanas_without_photos_are_named_by_the_joints_and_never_by_the_photo_alone() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 3000)
    truth = np.eye(4)[labels]
    photo, joints = 3 * truth + rng.standard_normal((2, 3000, 4))
    photo[:, 3] -= 20  # never shown: impossible, says the photo network
    config = replace(AsanaConfig((2, 5, 19, 30)), without_photos=(30,))
    fitted = calibrate(config, Logits(photo, joints), np.ones(3000, bool), labels)
    puzzled, sure = np.array([[0.2, 0.0, 0.1, -20.0]]), np.array([[6.0, 0.0, 0.0, -20.0]])
    thirty = np.array([[0.0, 0.0, 0.0, 6.0]])
    assert fuse(fitted, Logits(puzzled, thirty)).argmax() == 3
    assert fuse(fitted, Logits(sure, np.array([[6.0, 0.0, 0.0, 0.0]])))[0, 0] > 0.95
    assert fuse(fitted, Logits(puzzled))[0, 3] == 0


def test_threshold_keeps_the_promise() -> None:
    confidence = np.linspace(1, 0, 100)
    right = np.arange(100) < 50
    threshold = min_threshold(confidence, right, 0.9)
    assert right[confidence >= threshold].mean() >= 0.9
    assert (confidence >= threshold).sum() == 55
    assert min_threshold(confidence, np.zeros(100, bool), 0.9) == 1.0


def test_people_who_do_no_asana_are_hardly_ever_named_and_asanas_hardly_ever_refused() -> None:
    rng = np.random.default_rng(0)
    labels = np.where(np.arange(3000) % 3 == 0, -1, rng.integers(0, 4, 3000))
    truth = np.eye(5)[labels] * np.append(np.full(4, 3.0), 3.0)
    photo, joints = (truth + rng.standard_normal(truth.shape) for _ in range(2))
    config = replace(AsanaConfig((2, 5, 19, 30)), other_output=True)
    fitted = calibrate(config, Logits(photo, joints), np.ones(3000, bool), labels)
    assert fitted.other
    assert fitted.other_thresholds
    other = other_probability(fitted, Logits(photo, joints))
    confident = sure(fitted, "both", fuse(fitted, Logits(photo, joints)) * (1 - other)[:, None])
    assert confident[labels < 0].mean() <= 0.021
    assert confident[labels >= 0].mean() > 0.7
    assert (other[labels >= 0] >= fitted.other_thresholds["both"]).mean() <= 0.021
    assert (other[labels < 0] >= fitted.other_thresholds["both"]).mean() > 0.9
    assert fitted.other["photo"][1] == fitted.other["joints"][0] == 0


def test_the_probability_of_no_asana_is_honest_for_the_share_it_is_taken_to_have() -> None:
    rng = np.random.default_rng(0)
    is_other = np.arange(40000) % 2 == 0
    logit = np.where(is_other, 1.0, -1.0) + rng.standard_normal(40000)  # its own log odds are twice as high
    weight, constant = fit_other([logit], is_other, share=0.2)
    assert weight == pytest.approx(2, rel=0.05)
    assert constant == pytest.approx(np.log(0.25), abs=0.1)
