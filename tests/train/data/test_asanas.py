"""What the asana networks learn from."""

import numpy as np
import pytest

from tests.support.people import person
from train.data.asanas import JointAugmentation, balanced_repeats, load_skeletons, vary_joints
from yoga_models.body.joint_features import centre_and_scale
from yoga_models.body.skeleton import JOINTS, mirror_joints


def test_rare_asanas_are_shown_more_often() -> None:
    labels = np.array([0] * 90 + [1] * 10)
    repeats = balanced_repeats(labels)
    assert repeats.sum() == pytest.approx(100)
    assert repeats[95] == pytest.approx(3 * repeats[0])


def test_varied_joints_stay_a_person() -> None:
    joints = person(100, 100, 200)
    chance = [np.random.default_rng(seed) for seed in range(50)]
    varied = vary_joints(np.stack([joints] * 50), JointAugmentation(), chance)
    heads = [points[0, 1] for points in varied if np.isfinite(points[0, 1])]
    assert max(heads) < 0, "the head stays above"
    known = [np.isfinite(points[:, 0]).mean() for points in varied]
    assert min(known) < 1
    assert np.mean(known) > 0.8


def test_a_skeleton_is_varied_alike_whatever_else_is_in_the_batch() -> None:
    joints, variation = np.stack([person(100, 100, 200), person(40, 90, 120, 35)]), JointAugmentation(swap=0.5)
    together = vary_joints(joints, variation, [np.random.default_rng(seed) for seed in (3, 4)])
    alone = vary_joints(joints[1:], variation, [np.random.default_rng(4)])
    np.testing.assert_array_equal(together[1], alone[0])


def test_without_variation_a_skeleton_is_itself_or_its_mirror_image() -> None:
    none = JointAugmentation(tilt=0, jitter=0, stretch=0, drop=0, swap=0)
    joints = person(40, 90, 120, 35)
    own = centre_and_scale(joints[None])[0]
    chance = [np.random.default_rng(seed) for seed in range(20)]
    varied = vary_joints(np.stack([joints] * 20), none, chance)
    alike = [[np.allclose(points, other) for other in (own, mirror_joints(own))] for points in varied]
    assert np.array(alike).any(axis=1).all()
    assert np.array(alike).any(axis=0).all(), "both are shown"


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
    assert table.rendered.tolist() == [False, False]
    assert np.isnan(table.joints[0, 3, 0])
    assert table.joints[0, 4, :2].tolist() == [4, 8]
