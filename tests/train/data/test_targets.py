"""Targets: what is known counts, what nobody labelled does not."""

import dataclasses

import numpy as np
import pytest
import torch

from tests.support.people import person, record
from train.data.targets import TargetConfig, Targets, make_targets
from train.data.transforms import transform
from train.fit.losses import LossConfig, stage_losses
from yoga_models.body.skeleton import LIMBS
from yoga_models.networks.pose import Fields

SIZE, STRIDE = 256, 8


def targets_of(photo) -> Targets:  # type: ignore[no-untyped-def]
    sample = transform(np.zeros((photo.height, photo.width, 3), np.uint8), photo, np.eye(2, 3), SIZE)
    return make_targets(photo, sample, STRIDE, TargetConfig())


def test_peaks_have_height_one_at_the_joint_and_background_is_the_rest() -> None:
    joint = np.full((17, 2), 16 * STRIDE + (STRIDE - 1) / 2)
    targets = targets_of(record([joint]))
    assert targets.heatmaps[:17, 16, 16] == pytest.approx(1)
    assert targets.heatmaps[17] == pytest.approx(1 - targets.heatmaps[:17].max(axis=0))
    assert targets.heatmaps.min() >= 0


def test_overlapping_peaks_keep_the_higher() -> None:
    one, other = person(110, 128, 200), person(116, 128, 200)
    both = targets_of(record([one, other])).heatmaps[:17]
    each = [targets_of(record([p])).heatmaps[:17] for p in (one, other)]
    assert both == pytest.approx(np.maximum(*each))


def test_paf_vectors_have_length_one_and_point_from_start_to_end() -> None:
    joints = person(128, 128, 220)
    targets = targets_of(record([joints]))
    for limb in (0, 5, 8):
        start, end = joints[LIMBS[limb][0]], joints[LIMBS[limb][1]]
        column, row = np.round(((start + end) / 2 - (STRIDE - 1) / 2) / STRIDE).astype(int)
        unit = (end - start) / np.linalg.norm(end - start)
        assert targets.pafs[2 * limb : 2 * limb + 2, row, column] == pytest.approx(unit, abs=1e-5)


def test_opposite_limbs_on_one_spot_average_out() -> None:
    joints = person(128, 128, 220)
    limb = LIMBS.index((5, 7))
    turned = joints.copy()
    turned[[5, 7]] = joints[[7, 5]]
    targets = targets_of(record([joints, turned]))
    assert np.abs(targets.pafs[2 * limb : 2 * limb + 2]).max() < 1e-6


def test_an_unlabelled_joint_is_unknown_in_its_persons_box_only() -> None:
    joints = person(80, 128, 200)
    joints[9] = np.nan
    weights = targets_of(record([joints])).heatmap_weights
    assert weights[9, 16, 10] == 0
    assert weights[9, 16, 30] == 1
    assert weights[10, 16, 10] == 1


def test_around_an_unlabelled_bystander_nothing_counts() -> None:
    photo = record([person(60, 128, 160)], exhaustive=False)
    weights = targets_of(photo).heatmap_weights
    assert (weights[:, 16, 28] == 0).all(), "far from the one person known"
    assert (weights[:17, 16, 8] == 1).all()


def test_ignored_people_are_neither_person_nor_background() -> None:
    photo = record([person(60, 128, 160), person(200, 128, 160)])
    photo = dataclasses.replace(photo, ignored=np.array([False, True]), trust=photo.trust * [[1], [0]])
    targets = targets_of(photo)
    assert (targets.heatmap_weights[:, 16, 25] == 0).all()
    assert targets.heatmaps[:17, :, 20:].max() < 0.01


def test_distrusted_joints_count_less() -> None:
    photo = record([person(128, 128, 220)])
    photo.trust[0, 9] = 0.3
    joints = photo.joints[0, 9]
    column, row = np.round((joints - (STRIDE - 1) / 2) / STRIDE).astype(int)
    assert targets_of(photo).heatmap_weights[9, row, column] == pytest.approx(0.3)


def test_no_people_at_all_is_all_background() -> None:
    targets = targets_of(record([]))
    assert targets.heatmaps[:17].max() == 0
    assert targets.heatmaps[17].min() == 1
    assert targets.heatmap_weights.min() == 1
    assert targets.paf_weights.min() == 1


def _losses(fields_like: Targets, **changes: np.ndarray) -> dict[str, float]:
    batch = {name: torch.from_numpy(value)[None] for name, value in fields_like._asdict().items() if value is not None}
    predicted = Fields(
        [torch.from_numpy(changes.get("pafs", fields_like.pafs))[None]] * 2,
        [torch.from_numpy(changes.get("heatmaps", fields_like.heatmaps))[None]],
        torch.zeros(1, 1, 8, 8),
    )
    return {name: float(value) for name, value in stage_losses(predicted, **batch, config=LossConfig()).items()}


def test_perfect_predictions_cost_nothing_and_every_stage_is_supervised() -> None:
    targets = targets_of(record([person(128, 128, 200)]))
    assert _losses(targets) == {"paf_1": 0.0, "paf_2": 0.0, "heatmap_1": 0.0}


def test_a_joint_seen_where_none_is_costs_more_than_its_error_alone() -> None:
    targets = targets_of(record([]))
    costs = []
    for height in (0.5, -0.5):
        wrong = targets.heatmaps.copy()
        wrong[3, 5, 5] += height
        costs.append(_losses(targets, heatmaps=wrong)["heatmap_1"])
    assert costs[0] == pytest.approx(costs[1] * (1 + 0.5 * LossConfig().false_positive_emphasis))


def test_masked_cells_cost_nothing() -> None:
    targets = targets_of(record([person(60, 128, 160)], exhaustive=False))
    wrong = targets.heatmaps.copy()
    wrong[:, 16, 28] += 5
    assert _losses(targets, heatmaps=wrong)["heatmap_1"] == 0.0
    wrong[:, 16, 8] += 5
    assert _losses(targets, heatmaps=wrong)["heatmap_1"] > 0.1
