"""Joints of a table's photos belong to the photo they were found in."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from train.data.records import load_asana_records
from train.fit.extracted import load_joints, load_summaries, made_by, main_person, save_seen
from yoga_models.joints.estimator import Detection, PoseEstimator


class ByBrightness(PoseEstimator):
    """Sees somebody whose joints are all where the photo is as bright as; nobody in a black one."""

    def __init__(self) -> None:
        pass

    def __call__(self, image: np.ndarray, *_: object, **__: object) -> list[Detection]:
        value = float(image[0, 0, 0])
        looks = np.stack([np.full(4, value), np.full(4, value + 1)])
        return [Detection(np.full((17, 3), value), 1.0, looks)] if value else []


def test_photos_of_one_base_name_keep_their_own_joints(tmp_path: Path) -> None:
    table, out = tmp_path / "photos.csv", tmp_path / "runs" / "joints.npz"
    files = {"tree/1.png": 50, "boat/1.png": 90, "nobody.png": 0}
    for name, value in files.items():
        path = tmp_path / "images" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((8, 8, 3), value, np.uint8)).save(path)
    table.write_text("file,asana_id,group,split\n" + "".join(f"{name},19,a,train\n" for name in files))
    records = load_asana_records(table)
    assert made_by(out) is None
    save_seen(records, (main_person(record.path, ByBrightness()) for record in records), "sha256:abc", out)
    assert made_by(out) == "sha256:abc", "joints of other weights are not taken for these"
    boat, tree = load_joints(out, [records[1], records[0]])
    assert (boat == 90).all()
    assert (tree == 50).all()
    assert np.isnan(load_joints(out, records)[2, :, 0]).all()
    summaries = load_summaries(out, records)
    assert summaries[0].tolist() == [[50.0] * 4, [51.0] * 4]
    assert np.isnan(summaries[2]).all()
    table.write_text("file,asana_id,group,split\nhouse/1.png,19,a,train\n")
    with pytest.raises(ValueError, match="no joints of house"):
        load_joints(out, load_asana_records(table))
