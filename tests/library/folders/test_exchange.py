"""Results as other programs read them."""

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO

from tests.support.bodies import without
from tests.support.scripted import guesses
from yoga_models import Analysis, Person
from yoga_models.body.skeleton import JOINTS
from yoga_models.cli.main import main
from yoga_models.folders.exchange import results_in, write_coco, write_parquet
from yoga_models.results import unreadable
from yoga_models.table import csv_header

PERSON = Person(without("left_wrist", "nose"), 0.9, guesses(19, sure=True), "confident")
SOMEBODY = Analysis("caf\udce9.jpg", 640, 480, "confident", PERSON.asanas, (PERSON, PERSON))
NOBODY = Analysis("empty.jpg", 64, 48, "no_person", guesses(19, sure=False), ())


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    results = [unreadable("a.jpg", "This is a text file."), SOMEBODY.to_dict(), NOBODY.to_dict()]
    path.write_text("".join(json.dumps(result) + "\n" for result in results))
    return path


def test_coco_reads_the_people(lines: Path, tmp_path: Path) -> None:
    with (tmp_path / "coco.json").open("w") as file:
        write_coco(lines, file)
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(tmp_path / "coco.json"))
        results = coco.loadRes(coco.dataset["annotations"])
    assert [image["file_name"] for image in coco.dataset["images"]] == ["caf\udce9.jpg", "empty.jpg"]
    assert (coco.imgs[1]["width"], coco.imgs[1]["height"]) == (640, 480)
    assert [len(coco.getAnnIds(imgIds=[image])) for image in (1, 2)] == [2, 0]
    first = results.anns[1]
    points = np.reshape(first["keypoints"], (17, 3))
    expected = np.where(PERSON.found[:, None], PERSON.joints[:, :2], 0)
    assert points[:, :2] == pytest.approx(expected, abs=0.01)
    assert list(points[:, 2]) == [2 if found else 0 for found in PERSON.found]
    assert (first["score"], first["num_keypoints"]) == (0.9, 15)
    category = coco.cats[1]
    assert category["keypoints"] == list(JOINTS)
    assert len(category["skeleton"]) == 19


def test_parquet_has_a_row_for_each_person_and_types(lines: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    import pyarrow.parquet

    write_parquet(results_in(lines), tmp_path / "out.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "out.parquet")
    assert table.column_names == csv_header()
    rows = table.to_pylist()
    assert [(row["file"], row["person"]) for row in rows] == [
        ("a.jpg", None),
        ("caf\\udce9.jpg", 1),
        ("caf\\udce9.jpg", 2),
        ("empty.jpg", None),
    ]
    assert rows[0]["error"] == "This is a text file."
    assert rows[1]["nose_x"] is None
    assert rows[1]["right_wrist_x"] == pytest.approx(PERSON.joints[JOINTS.index("right_wrist"), 0], abs=0.01)
    assert str(table.schema.field("left_knee").type) == "double"


def test_without_pyarrow_it_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("yoga_models.folders.exchange.find_spec", lambda _: None)
    assert main([str(tmp_path), "--parquet", str(tmp_path / "out.parquet")]) == 2
    assert "Install it with: pip install" in capsys.readouterr().err


def test_coco_alone_leaves_nothing_else_behind(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "tan").save(tmp_path / "grey.png")
    assert main([str(tmp_path / "grey.png"), "--coco", str(tmp_path / "coco.json")]) == 0
    assert json.loads((tmp_path / "coco.json").read_text())["images"][0]["file_name"] == str(tmp_path / "grey.png")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coco.json", "grey.png"]
