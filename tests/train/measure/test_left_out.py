"""Asanas that are left out of training, to see whether they are called none of those that are known."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support.asanas import seen
from tests.support.checkout import EXAMPLES
from tests.support.people import person
from train.__main__ import main
from train.data.records import load_asana_records
from train.fit.extracted import save_seen
from train.measure.left_out import LEFT_OUT, OTHER_POSES, mean_figures, parts_of
from yoga_models.asanas.catalogue import load_catalogue
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
