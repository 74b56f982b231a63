"""What the asana networks learn from."""

import numpy as np
import pytest

from tests.support.people import person
from train.data.asanas import JointAugmentation, balanced_repeats, load_skeletons, vary_joints
from yoga_models.body.skeleton import JOINTS


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
