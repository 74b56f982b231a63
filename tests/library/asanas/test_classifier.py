"""Naming: features that do not depend on place and size, honest fusion, calibration."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.support.people import person
from train.data.asanas import JointAugmentation, balanced_repeats, load_skeletons, vary_joints
from train.fit.asana import class_indices
from train.fit.calibrate import calibrate, fit_weights, least_threshold
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.classifier import AsanaClassifier, photo_crop
from yoga_models.body.joint_features import FEATURES, joint_features
from yoga_models.body.skeleton import JOINTS, mirror_joints
from yoga_models.networks.asana import AsanaConfig, AsanaNet, fuse

CLASSES = (2, 5, 19)


def classifier(**changes: object) -> AsanaClassifier:
    torch.manual_seed(0)
    config = AsanaConfig(CLASSES, input_size=64, joint_width=16, joint_layers=1, **changes)  # type: ignore[arg-type]
    return AsanaClassifier(AsanaNet(config), bf16=False)


def test_features_do_not_depend_on_place_and_size() -> None:
    near, far = person(300, 200, 400), person(50, 60, 40)
    one, other = joint_features(np.stack([near, far]))
    assert one.shape == (FEATURES,)
    assert one == pytest.approx(other, abs=1e-4)


def test_features_tell_which_way_up() -> None:
    upright, inverted = joint_features(np.stack([person(0, 0, 100), person(0, 0, 100, 180)]))
    assert np.abs(upright - inverted).max() > 1


def test_missing_joints_give_finite_features() -> None:
    joints = person(0, 0, 100)
    joints[[5, 11, 15]] = np.nan
    assert np.isfinite(joint_features(np.stack([joints, np.full((17, 2), np.nan)]))).all()


def test_mirrored_photos_get_the_same_joint_evidence() -> None:
    joints = person(120, 90, 150, 35)
    joints[9] = np.nan
    net = classifier()
    _, one = net.logits(None, joints[None])
    _, other = net.logits(None, mirror_joints(joints[None]))
    assert one is not None
    assert other is not None
    assert torch.allclose(one, other, atol=1e-5)


def test_answers_are_probabilities_best_first() -> None:
    net = classifier(thresholds={"both": 0.0, "photo": 1.1})
    image = np.random.default_rng(0).integers(0, 256, (80, 120, 3), dtype=np.uint8)
    [(guesses, verdict)] = net.people(image, np.concatenate([person(60, 40, 60), np.ones((17, 1))], axis=1)[None])
    assert {guess.asana.id for guess in guesses} == set(CLASSES)
    assert sum(guess.probability for guess in guesses) == pytest.approx(1, abs=1e-5)
    assert [g.probability for g in guesses] == sorted((g.probability for g in guesses), reverse=True)
    assert verdict == "confident"
    assert net.people(image, np.empty((0, 17, 3))) == []
    assert len(net.photo(image)) == len(CLASSES)


def test_without_a_threshold_nothing_is_confident() -> None:
    net = classifier()
    image = np.zeros((80, 120, 3), np.uint8)
    [(_, verdict)] = net.people(image, np.concatenate([person(60, 40, 60), np.ones((17, 1))], axis=1)[None])
    assert verdict == "unsure"


def test_the_crop_holds_the_person_upright() -> None:
    image = np.zeros((200, 300, 3), np.uint8)
    joints = person(220, 90, 120)
    x, y = joints[0].astype(int)
    image[y - 4 : y + 5, x - 4 : x + 5] = 255
    crop = photo_crop(image, joints, 96)
    row, column = np.unravel_index(np.argmax(crop[..., 0].astype(int) - 200), crop.shape[:2])
    assert crop.shape == (96, 96, 3)
    assert row < 30, "the nose is near the top"
    assert 40 < column < 56, "and in the middle"


def test_evidence_may_be_missing_but_not_all_of_it() -> None:
    config = AsanaConfig(CLASSES, fusion={"both": (1.0, 2.0), "photo": (0.5, 0.0), "joints": (0.0, 3.0)})
    photo, joints = torch.tensor([[2.0, 0.0, 0.0]]), torch.tensor([[0.0, 1.0, 0.0]])
    for given, evidence, logits in (
        ((photo, joints), "both", photo + 2 * joints),
        ((photo, None), "photo", 0.5 * photo),
        ((None, joints), "joints", 3 * joints),
    ):
        probabilities, said = fuse(config, *given)
        assert said == evidence
        assert torch.allclose(probabilities, torch.softmax(logits, dim=1))
    with pytest.raises(ValueError, match="no evidence"):
        fuse(config, None, None)


def test_calibration_recovers_a_known_temperature() -> None:
    torch.manual_seed(0)
    logits = torch.randn(20000, 5) * 2
    labels = torch.multinomial(torch.softmax(logits, dim=1), 1)[:, 0]
    assert fit_weights([logits * 4], labels) == [pytest.approx(0.25, rel=0.05)]


def test_calibration_trusts_the_better_witness() -> None:
    torch.manual_seed(0)
    labels = torch.randint(0, 4, (2000,))
    truth = torch.nn.functional.one_hot(labels, 4).float()
    good, poor = truth * 3 + torch.randn(2000, 4), truth * 0.3 + torch.randn(2000, 4)
    found = np.arange(2000) % 2 == 0
    config = calibrate(AsanaConfig((2, 5, 19, 30)), poor, good, found, labels.numpy())
    assert config.fusion
    assert config.thresholds
    assert config.fusion["both"][1] > 3 * config.fusion["both"][0] > 0
    assert config.fusion["photo"][1] == 0
    assert config.fusion["joints"][0] == 0
    assert config.thresholds["photo"] > config.thresholds["both"]


def test_asanas_without_photos_are_named_by_the_joints_and_never_by_the_photo_alone() -> None:
    torch.manual_seed(0)
    labels = torch.randint(0, 3, (3000,))
    truth = torch.nn.functional.one_hot(labels, 4).float()
    photo, joints = 3 * truth + torch.randn(3000, 4), 3 * truth + torch.randn(3000, 4)
    photo[:, 3] -= 20  # never shown: impossible, says the photo network
    config = replace(AsanaConfig((2, 5, 19, 30)), without_photos=(30,))
    fitted = calibrate(config, photo, joints, np.ones(3000, bool), labels.numpy())
    puzzled, sure = torch.tensor([[0.2, 0.0, 0.1, -20.0]]), torch.tensor([[6.0, 0.0, 0.0, -20.0]])
    thirty = torch.tensor([[0.0, 0.0, 0.0, 6.0]])
    assert fuse(fitted, puzzled, thirty)[0].argmax() == 3
    assert fuse(fitted, sure, torch.tensor([[6.0, 0.0, 0.0, 0.0]]))[0][0, 0] > 0.95
    assert fuse(fitted, puzzled, None)[0][0, 3] == 0


def test_threshold_keeps_the_promise() -> None:
    confidence = np.linspace(1, 0, 100)
    right = np.arange(100) < 50
    threshold = least_threshold(confidence, right, 0.9)
    assert right[confidence >= threshold].mean() >= 0.9
    assert (confidence >= threshold).sum() == 55
    assert least_threshold(confidence, np.zeros(100, bool), 0.9) == 1.0


def test_rare_asanas_are_shown_more_often() -> None:
    labels = np.array([0] * 90 + [1] * 10)
    repeats = balanced_repeats(labels)
    assert repeats.sum() == pytest.approx(100)
    assert repeats[95] == pytest.approx(3 * repeats[0])


def test_varied_joints_stay_a_person() -> None:
    joints = person(100, 100, 200)
    varied = [vary_joints(joints, JointAugmentation(), np.random.default_rng(seed)) for seed in range(50)]
    heads = [points[0, 1] for points in varied if np.isfinite(points[0, 1])]
    assert max(heads) < 0, "the head stays above"
    known = [np.isfinite(points[:, 0]).mean() for points in varied]
    assert min(known) < 1
    assert np.mean(known) > 0.8


def test_skeleton_tables_leave_out_doubtful_joints(tmp_path) -> None:  # type: ignore[no-untyped-def]
    header = ["detector", "group", "asana_id", "split"] + [f"{j}_{p}" for j in JOINTS for p in ("x", "y", "score")]
    rows = []
    for split in ("train", "val"):
        values = [f"{v}" for joint in range(17) for v in (joint, 2 * joint, 0.1 if joint == 3 else 0.9)]
        rows.append(["mediapipe", "g1", "19", split, *values])
    path = tmp_path / "skeletons.csv"
    path.write_text("\n".join(",".join(row) for row in [header, *rows]))
    table = load_skeletons(path)
    assert table.labels.tolist() == [19, 19]
    assert table.validation.tolist() == [False, True]
    assert np.isnan(table.joints[0, 3, 0])
    assert table.joints[0, 4, :2].tolist() == [4, 8]


def test_class_indices_follow_the_catalogue() -> None:
    assert class_indices(np.array([19, 2, 50, -1]), CLASSES).tolist() == [2, 0, -1, -1]
    assert {asana.id for asana in load_catalogue()} >= set(CLASSES)
