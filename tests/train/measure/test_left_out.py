"""Asanas that are left out of training, to see whether they are called none of those that are known."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.support.asanas import CLASSES, seen
from tests.support.checkout import EXAMPLES
from tests.support.people import person
from train.__main__ import main
from train.data.records import AsanaRecord, load_asana_records
from train.fit.extracted import save_seen
from train.measure.features import photo_features
from train.measure.left_out import LEFT_OUT, OTHER_POSES, Material, mean_figures, parts_of, photo_net_without
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.networks.asana import AsanaNet, PhotoNet
from yoga_models.networks.settings import AsanaConfig
from yoga_models.weights.manifest import EMBEDDED, read_manifest


def test_every_asana_is_left_out_once_and_with_its_near_synonyms() -> None:
    asanas = range(0, 107, 2)
    parts = parts_of(asanas, 5)
    assert sorted(id_ for part in parts for id_ in part) == list(asanas)
    assert max(map(len, parts)) - min(map(len, parts)) <= 3
    for part in parts:
        for id_ in part:
            assert {*load_catalogue()[id_].relatives} & {*asanas} <= part


def test_parts_count_by_their_photos() -> None:
    def part(photos: int, found: float) -> dict[str, object]:
        kinds = {LEFT_OUT: {"photos": photos, "AUROC": found}, "coco": {"photos": 7, "AUROC": found}}
        return {"kinds": {**kinds, "pooled": {}}, "top-1 of the others": found, "photos of the others": photos}

    figures = mean_figures([part(30, 0.5), part(10, 0.9)])
    assert figures["kinds"][LEFT_OUT] == {"photos": 40, "AUROC": pytest.approx(0.6)}
    assert figures["kinds"]["coco"] == {"photos": 7, "AUROC": pytest.approx(0.7)}
    assert figures["top-1 of the others"] == pytest.approx(0.6)


def test_a_photo_network_without_an_asana_says_of_others_what_it_said_and_learns_what_is_none(tmp_path: Path) -> None:
    torch.manual_seed(0)
    old = AsanaNet(AsanaConfig(CLASSES, input_size=64, joint_width=16, joint_layers=1))
    records = []
    for number in range(12):
        path = tmp_path / f"{number}.png"
        Image.fromarray(np.full((80, 80, 3), 30 if number % 2 else 220, np.uint8)).save(path)
        records.append(AsanaRecord(path, -1 if number % 2 else 19, "group", "train", path.name))
    joints = tmp_path / "joints.npz"
    looks = np.concatenate([person(40, 40, 60), np.ones((17, 1))], axis=1)
    save_seen(records, (seen(looks) for _ in records), "sha256:0", joints)
    features = photo_features(old.photo, records, joints, tmp_path / "features.npz")
    config = AsanaConfig((2, 19), input_size=64, other_output=True)
    net = photo_net_without(Material(records, joints, features, [], old, old.config), config)
    photos = torch.stack([torch.full((3, 64, 64), value) for value in (220, 30)])
    with torch.inference_mode():
        before, after = old.photo.eval()(photos), net.eval()(photos)
    assert torch.equal(after[:, :2], before[:, [0, 2]])
    assert after[1, -1] > 0 > after[0, -1]


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


def test_left_out_asanas_are_measured_with_the_shipped_photo_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three asanas and something else, a dozen copies of one drawn photo each, with joints found already."""
    images = tmp_path / "data" / "asana" / "images"
    images.mkdir(parents=True)
    with (images.parent / "photos.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("file", "asana_id", "group", "split"))
        for id_, name in ((82, "tree"), (89, "warrior-two"), (19, "downward-dog"), (-1, "mountain-from-behind")):
            with Image.open(EXAMPLES / f"{name}.jpg") as photo:
                photo.resize((64, 64)).save(images / f"{name}.jpg")
            for number in range(12):
                (images / f"{name}-{number}.jpg").symlink_to(images / f"{name}.jpg")
                table.writerow((f"{name}-{number}.jpg", id_, f"{name}{number}", "val" if number > 9 else "train"))
    records = load_asana_records(images.parent / "photos.csv")
    turned = {82: 0, 89: 30, 19: 90, -1: 180}
    looks = [seen(np.column_stack([person(32, 32, 60, turned[r.asana_id]), np.ones(17)])) for r in records]
    run = tmp_path / "run"
    save_seen(records, looks, f"sha256:{read_manifest(EMBEDDED)['pose'].sha256}", run / "joints.npz")
    recipe, parts = tmp_path / "recipe.toml", ("joints", "body")
    recipe.write_text(
        "joint_width = 8\n" + "".join(f"[{part}]\nbatch = 8\nworkers = 0\nbf16 = false\n" for part in parts)
    )
    short = [flag for part in parts for flag in ("--set", f"{part}.steps=3", "--set", f"{part}.cooldown=2")]
    command = ["measure", "left-out", str(recipe), str(tmp_path / "data"), "--folder", str(run)]
    assert main([*command, "--parts", "3", *short, "--out", str(tmp_path)]) == 0
    figures = json.loads((tmp_path / "left_out.json").read_text())
    assert figures == json.loads(capsys.readouterr().out)
    assert figures["parts"] == 3
    assert figures["kinds"][LEFT_OUT]["photos"] == 6
    assert figures["kinds"][OTHER_POSES]["photos"] == 2
    assert 0 <= figures["kinds"][LEFT_OUT]["AUROC"] <= 1
    with pytest.raises(SystemExit):
        main([*command, "--parts", "1"])
    assert main([*command[:3], str(tmp_path / "nowhere")]) == 2
    assert "missing" in capsys.readouterr().err
