"""Joints of the written asanas seen from many sides, as a table to train on."""

from __future__ import annotations

import csv
import importlib.util
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from train.data.asanas import load_skeletons
from train.render.anatomy import PARTS
from train.render.poses import ASANAS
from train.render.random_poses import halfway, some_way
from train.render.rig import Pose, mirrored
from train.render.scene import joint_visibility
from train.render.views import COLUMNS, ViewOptions, chosen, detected, main, random_camera, table_row
from yoga_models.body.skeleton import JOINT_INDEX

WRIST = JOINT_INDEX["left_wrist"]


def standing_joints() -> np.ndarray:
    """(17, 2) pixels of somebody about 200 px tall."""
    return np.column_stack([np.linspace(90, 130, 17), np.linspace(20, 220, 17)])


def test_a_detector_is_sure_of_what_it_sees_and_finds_nothing_outside_the_picture() -> None:
    visibility = np.full(17, 2)
    visibility[5:9], visibility[WRIST] = 1, 0
    results = np.stack([detected(standing_joints(), visibility, np.random.default_rng(k)) for k in range(200)])
    error = np.linalg.norm(results[..., :2] - standing_joints(), axis=-1)
    assert np.isnan(results[:, WRIST]).all()
    assert np.isfinite(results[:, visibility == 2]).all()
    assert results[:, visibility == 2, 2].min() > 0.65 > np.nanmax(results[:, visibility == 1, 2])
    assert np.nanmean(error[:, visibility == 1]) > 2 * np.nanmean(error[:, visibility == 2])
    assert 0.02 < np.isnan(error[:, visibility == 1]).mean() < 0.2


def test_table_is_read_as_a_table_of_joints_without_photos(tmp_path: Path) -> None:
    joints = np.column_stack([standing_joints(), np.full(17, 0.9)])
    joints[WRIST] = np.nan
    joints[0, 2] = 0.1  # far under the usual score
    file = tmp_path / "views.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows(
            [COLUMNS, table_row(28, "rendered/0", "train", joints), table_row(1, "rendered/1", "val", joints)]
        )
    table = load_skeletons(file)
    assert table.labels.tolist() == [28, 1]
    assert table.validation.tolist() == [False, True]
    assert np.isnan(table.joints[:, [0, WRIST]]).all()
    known = [joint for joint in range(1, 17) if joint != WRIST]
    np.testing.assert_allclose(table.joints[0, known, :2], standing_joints()[known], atol=0.01)


def test_a_joint_behind_another_part_is_hidden_and_one_in_its_own_flesh_is_not() -> None:
    own_part = np.full((40, 40), -1)
    own_part[:, :20], own_part[:, 20:30] = PARTS.index("torso"), PARTS.index("left_arm")
    inverse_depth = np.where(own_part >= 0, 1 / 3.0, 0.0)
    seen = np.tile([50.0, 10.0, 3.05], (17, 1))
    for joint, x in (("left_wrist", 25), ("right_wrist", 10), ("left_hip", 10), ("nose", 35)):
        seen[JOINT_INDEX[joint], 0] = x
    visibility = joint_visibility(seen, inverse_depth, own_part)
    found = {joint: visibility[JOINT_INDEX[joint]] for joint in ("left_wrist", "right_wrist", "left_hip", "nose")}
    assert found == {"left_wrist": 2, "right_wrist": 1, "left_hip": 2, "nose": 2}
    assert visibility[JOINT_INDEX["left_eye"]] == 0  # at x = 50, outside


def test_ways_between_two_ways_begin_and_end_at_them() -> None:
    asana = next(asana for asana in ASANAS.values() if len(asana.ways) > 1 and not asana.pose.reaches)
    first, second = asana.ways[0], asana.ways[1]
    assert halfway(first, second, 0.0) == first
    assert halfway(first, second, 1.0).spine == second.spine
    middle = halfway(first, second, 0.5)
    assert middle.spine.bend == pytest.approx((first.spine.bend + second.spine.bend) / 2)


@pytest.mark.parametrize("name", sorted(ASANAS))
def test_every_way_of_an_asana_can_be_mirrored_and_varied(name: str) -> None:
    asana = ASANAS[name]
    for way in (asana.pose, *asana.ways):
        assert mirrored(mirrored(way)) == way
    pose, again = some_way(asana, np.random.default_rng(5)), some_way(asana, np.random.default_rng(5))
    assert pose == again
    for limb in (pose.left_arm, pose.right_arm, pose.left_leg, pose.right_leg):
        assert all(np.isfinite(getattr(limb, item.name)) for item in fields(limb))
        assert 0 <= limb.lift <= 180
    assert isinstance(pose, Pose)


def test_cameras_look_from_all_sides_and_never_from_below_the_floor() -> None:
    cameras = [random_camera(np.random.default_rng(k), 64) for k in range(200)]
    assert {int(camera.azimuth // 90) for camera in cameras} == {0, 1, 2, 3}
    assert min(camera.position[2] for camera in cameras) > 0
    assert max(camera.view for camera in cameras) > 50 > 25 > min(camera.view for camera in cameras)


def test_asana_that_is_not_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [asana.id for asana in chosen("28,1")] == [1, 28]
    with pytest.raises(SystemExit):
        main(["--out", str(tmp_path / "views.csv"), "--asanas", "1,999"])
    assert "no pose is written for [999]" in capsys.readouterr().err


@pytest.mark.skipif(
    importlib.util.find_spec("anny") is None or importlib.util.find_spec("threadpoolctl") is None,
    reason="bodies need train/requirements-render.txt",
)
def test_same_seed_writes_the_same_table_and_no_body_is_in_train_and_val(tmp_path: Path) -> None:
    for name in ("first.csv", "again.csv"):
        main(["--out", str(tmp_path / name), "--asanas", "52", "--bodies", "4", "--cameras", "2", "--val-every", "2"])
    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "again.csv").read_bytes()
    with (tmp_path / "first.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4 * ViewOptions(cameras=2).cameras
    groups = {split: {row["group"] for row in rows if row["split"] == split} for split in ("train", "val")}
    assert len(groups["train"]) == len(groups["val"]) == 2
    assert not groups["train"] & groups["val"]
    head_over_feet = [float(row["nose_y"]) < float(row["left_ankle_y"]) for row in rows if row["nose_y"]]
    assert all(head_over_feet)
