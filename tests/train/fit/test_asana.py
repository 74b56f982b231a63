"""The asana networks as they are trained."""

import csv
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
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
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.body.skeleton import JOINTS, mirror_joints
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
