"""The floors of train/LOG.md, which the shipped weights must keep on real photos, where those are at hand.

The photos may not be part of the project. ``YOGA_DATA`` names their folder; by default ``shared/data`` beside the
checkout.
"""

import csv
import json
import os
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from train.data.records import load_asana_records, load_pose_records
from train.measure.asana import evaluate
from train.measure.metrics import pck
from train.measure.pose import pair_photo
from yoga_models import YogaPose, load_image
from yoga_models.cli.main import main

DATA = Path(os.environ.get("YOGA_DATA", ROOT.parent / "shared" / "data"))

pytestmark = [
    pytest.mark.skipif(not (DATA / "pose" / "val.json").exists(), reason="needs the photos that YOGA_DATA names"),
    pytest.mark.timeout(1800),
]


@pytest.fixture(scope="module")
def model() -> YogaPose:
    return YogaPose.from_pretrained(device="cpu")


def test_joints_on_acrobatic_photos(model: YogaPose) -> None:
    records = [record for record in load_pose_records(DATA / "pose" / "val.json", DATA) if record.source == "lspet"]
    hits = [pair_photo(model.estimator(load_image(record.path)), record).hits for record in records[::2]]
    assert pck(hits) >= 0.52


def test_names_of_yoga_photos(model: YogaPose) -> None:
    records = [r for r in load_asana_records(DATA / "asana" / "photos.csv") if r.split == "val" and r.asana_id >= 0]
    figures, _, _ = evaluate(model, records[::2])
    assert figures["as shipped"]["top-1"] >= 0.85


def test_every_photo_gets_valid_json(tmp_path: Path) -> None:
    with (DATA / "asana" / "photos.csv").open(newline="") as file:
        rows = [row["file"] for row in csv.DictReader(file) if row["split"] == "val"]
    photos = [str(DATA / "asana" / "images" / name) for name in rows[::20]]
    photos += [str(record.path) for record in load_pose_records(DATA / "pose" / "val.json", DATA)[::40]]
    assert main([*photos, "--json", str(tmp_path / "out.jsonl")]) == 0
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [answer["file"] for answer in answers] == photos
    assert all(answer["schema"] == "yoga-pose/1" and "error" not in answer for answer in answers)
