"""The asana networks as they are trained."""

import csv
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from tests.support.asanas import CLASSES, seen
from tests.support.people import person
from train.data.asanas import JointAugmentation
from train.data.records import AsanaRecord
from train.fit.asana import (
    AsanaTraining,
    PhotoTrainee,
    body_samples,
    class_indices,
    joint_samples,
    naming_losses,
    shares,
)
from train.fit.extracted import Seen, save_seen
from train.fit.features import photo_features
from train.fit.kept_photo import kept_photo_net
from train.fit.weights import write_weights
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.body.skeleton import JOINTS, mirror_joints
from yoga_models.networks.asana import AsanaNet, PhotoNet
from yoga_models.networks.load import load_asana_net
from yoga_models.networks.settings import AsanaConfig


def test_class_indices_follow_the_catalogue() -> None:
    assert class_indices(np.array([19, 2, 50, -1]), CLASSES).tolist() == [2, 0, -1, -1]
    assert {asana.id for asana in load_catalogue()} >= set(CLASSES)


def test_one_pose_under_two_names_is_learned_as_one() -> None:
    assert class_indices(np.array([97, 69, 2]), (2, 69)).tolist() == [1, 1, 0]


def test_who_does_no_asana_teaches_only_that() -> None:
    config = AsanaConfig(CLASSES, other_output=True)
    logits, labels = torch.zeros(4, 4, requires_grad=True), torch.tensor([0, -1, 1, -1])
    losses = naming_losses(logits, labels, config, smoothing=0.0)
    assert losses["cross_entropy"].item() == pytest.approx(np.log(3))
    sum(losses.values()).backward()  # type: ignore[union-attr]
    gradient = logits.grad
    assert gradient is not None
    assert gradient[[1, 3], :3].abs().max() == 0
    assert (gradient[[1, 3], 3] < 0).all()
    assert (gradient[[0, 2], 3] > 0).all()
    nobody = naming_losses(torch.zeros(2, 4), torch.tensor([-1, -1]), config, smoothing=0.1)
    assert nobody["cross_entropy"].item() == 0


def test_mixed_photos_are_both_asanas_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    trainee = PhotoTrainee(AsanaConfig(CLASSES, input_size=64), AsanaTraining(mixing=0.3, smoothing=0.0), seed=0)
    monkeypatch.setattr(torch.distributions.Beta, "sample", lambda _: torch.tensor(0.75))
    shown: list[Tensor] = []

    def net(images: Tensor) -> Tensor:
        shown.append(images)
        return torch.tensor([[9.0, 0.0, 0.0], [9.0, 0.0, 0.0]])

    images = torch.stack([torch.zeros(3, 8, 8, dtype=torch.uint8), torch.full((3, 8, 8), 200, dtype=torch.uint8)])
    losses = trainee.losses(cast(nn.Module, net), {"image": images, "label": torch.tensor([0, 1])})
    assert shown[0][:, 0, 0, 0].tolist() == [50, 150]
    assert losses["cross_entropy"].item() == pytest.approx(4.5, abs=0.01), "either way half of what is shown is no 0"


def test_a_fifth_of_what_is_shown_is_no_asana() -> None:
    labels = np.array([0] * 90 + [1] * 10 + [-1] * 400)
    repeats = shares(labels)
    assert repeats[labels < 0].sum() / repeats.sum() == pytest.approx(0.2)
    assert repeats[95] == pytest.approx(3 * repeats[0])


def test_rendered_joints_teach_only_what_photos_hardly_show(tmp_path: Path) -> None:
    records = [AsanaRecord(tmp_path / "1.png", CLASSES[0], "a", "train", "1.png")]
    save_seen(
        records, [seen(np.column_stack([person(50, 50, 90), np.ones(17)]))], "sha256:abc", tmp_path / "joints.npz"
    )
    table = tmp_path / "views.csv"
    with table.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["detector", "group", "asana_id", "split", *(f"{j}_{p}" for j in JOINTS for p in ("x", "y", "score"))]
        )
        for detector, asana in (("rendered", CLASSES[0]), ("rendered", CLASSES[1]), ("mediapipe", CLASSES[0])):
            points = np.column_stack([person(80, 80, 120), np.ones(17)])
            rows.writerow([detector, "g", asana, "train", *points.ravel()])
    config = AsanaConfig(CLASSES, without_photos=(CLASSES[1],))
    samples = joint_samples(records, tmp_path / "joints.npz", [table], config, JointAugmentation(), seed=0)
    assert samples.labels.tolist() == [0, 1, 0], "the photo, the asana without photos, and the joints of somebody"


def test_the_body_network_learns_from_a_look_and_from_the_mirror_image_of_whoever_was_found(tmp_path: Path) -> None:
    records = [AsanaRecord(tmp_path / name, CLASSES[1], "a", "train", name) for name in ("1.png", "2.png")]
    joints = np.column_stack([person(50, 50, 90, 30), np.ones(17)])
    looks = [seen(joints, [[1.0] * 4, [2.0] * 4]), Seen(np.full((17, 3), np.nan), np.empty((2, 0)))]
    save_seen(records, looks, "sha256:abc", tmp_path / "joints.npz")
    samples = body_samples(records, tmp_path / "joints.npz", AsanaConfig(CLASSES, body_inputs=4), seed=0)
    assert samples.labels.tolist() == [1, 1]
    assert samples.features[:, -4:].tolist() == [[1.0] * 4, [2.0] * 4]
    assert samples.features.isfinite().all()
    one, mirrored = samples.features[:, :34].numpy().reshape(2, 17, 2)
    assert mirrored == pytest.approx(mirror_joints(one), abs=1e-5)


def test_a_kept_photo_network_says_what_it_said_and_learns_what_is_no_asana(tmp_path: Path) -> None:
    torch.manual_seed(0)
    old = AsanaNet(AsanaConfig(CLASSES, input_size=64, joint_width=16, joint_layers=1))
    write_weights(old.state_dict(), old.config.to_dict(), "asana", tmp_path)
    records = []
    for number in range(12):
        path = tmp_path / f"{number}.png"
        Image.fromarray(np.full((80, 80, 3), 30 if number % 2 else 220, np.uint8)).save(path)
        records.append(AsanaRecord(path, -1 if number % 2 else 19, "group", "train", path.name))
    joints = np.concatenate([person(40, 40, 60), np.ones((17, 1))], axis=1)
    save_seen(records, (seen(joints) for _ in records), "sha256:0", tmp_path / "joints.npz")
    features = photo_features(old.photo, records, tmp_path / "joints.npz", tmp_path / "features.npz")
    config = AsanaConfig((2, 5, 8, 19), input_size=64, without_photos=(8,), other_output=True)
    net = kept_photo_net(load_asana_net(tmp_path), records, features, config)
    photos = torch.stack([torch.full((3, 64, 64), value) for value in (220, 30)])
    with torch.inference_mode():
        before, after = old.photo.eval()(photos), net(photos)
    assert after.shape == (2, 5)
    assert torch.allclose(after[:, [0, 1, 3]], before, atol=0.02)  # weights are stored in half precision
    assert after[1, -1] > 0 > after[0, -1]
    with pytest.raises(ValueError, match="never learned"):
        kept_photo_net(old, records, features, AsanaConfig((2, 8), input_size=64))


def test_what_a_trunk_sees_is_kept_until_joints_photos_or_trunk_are_others(tmp_path: Path) -> None:
    config, path, joints = AsanaConfig(CLASSES, input_size=64), tmp_path / "features.npz", tmp_path / "joints.npz"
    records = []
    for number in range(3):
        photo = tmp_path / f"{number}.png"
        Image.fromarray(np.random.default_rng(number).integers(0, 256, (80, 80, 3), np.uint8)).save(photo)
        records.append(AsanaRecord(photo, 19, "group", "train", photo.name))
    nobody = np.full((17, 3), np.nan)
    save_seen(records, (seen(nobody) for _ in records), "sha256:0", joints)
    one, other = PhotoNet(config), PhotoNet(config)
    first = photo_features(one, records, joints, path)
    assert np.ptp(first, axis=0).max() > 0
    records[0].path.unlink()
    np.testing.assert_array_equal(photo_features(one, records, joints, path), first)
    assert photo_features(one, records[1:], joints, path).shape == (2, first.shape[1])
    assert not np.array_equal(photo_features(other, records[1:], joints, path), first[1:])
    standing = np.concatenate([person(40, 40, 60), np.ones((17, 1))], axis=1)
    save_seen(records, (seen(standing) for _ in records), "sha256:1", joints)
    assert not np.array_equal(photo_features(one, records[1:], joints, path), first[1:])
