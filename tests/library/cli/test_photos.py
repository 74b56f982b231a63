"""The command line over files and folders, on the embedded weights."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut

from yoga_models.body.skeleton import JOINTS
from yoga_models.cli.main import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    Image.fromarray(astronaut()).save(folder / "b astronaut.jpg")
    Image.fromarray(np.full((60, 80, 3), 128, np.uint8)).save(folder / "a grey.png")
    (folder / "notes.txt").write_text("not a photo, and not asked for")
    (folder / "sub").mkdir()
    (folder / "sub" / "broken.jpg").write_text("this is text")
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    return folder


def test_a_folder_becomes_json_lines_a_table_and_drawings(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(folder), "--json", str(tmp_path / "out.jsonl"), "--csv", str(tmp_path / "out.csv")]
    status = main([*arguments, "--draw", str(tmp_path / "drawn")])
    assert status == 1, "one file could not be read"
    grey, person, broken = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines())
    assert grey["verdict"] == "no_person"
    assert grey["people"] == []
    assert Path(person["file"]).name == "b astronaut.jpg"
    assert person["people"]
    assert person["people"][0]["joints"]["nose"] == pytest.approx({"x": 224, "y": 112, "score": 0.5}, abs=30)
    assert "error" in broken
    assert "people" not in broken

    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert next(Path(row["file"]).name for row in rows) == "a grey.png"
    assert rows[-1]["error"] == broken["error"]
    first = rows[1]
    assert float(first["nose_x"]) == person["people"][0]["joints"]["nose"]["x"]
    missing = [joint for joint in JOINTS if person["people"][0]["joints"][joint] is None]
    assert all(first[f"{joint}_x"] == "" for joint in missing)

    drawing = np.asarray(Image.open(tmp_path / "drawn" / "b astronaut.png"))
    assert drawing.shape == (512, 512, 3)
    assert not np.array_equal(drawing, astronaut())
    assert "broken.jpg: " in capsys.readouterr().out


def test_json_alone_on_standard_output(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "yoga_models", str(folder / "a grey.png"), str(folder / "missing.jpg"), "--json", "-"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [("error" in line) for line in lines] == [False, True]
    assert "Traceback" not in done.stderr


def test_all_well_is_status_zero(folder: Path) -> None:
    assert main([str(folder / "a grey.png")]) == 0


def test_an_output_that_cannot_be_written_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "a grey.png"), "--json", str(folder / "none" / "out.jsonl")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_two_outputs_cannot_share_standard_output(folder: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(folder / "a grey.png"), "--json", "-", "--csv", "-"])
    assert stop.value.code == 2


def test_nobody_goes_on_with_standard_output_or_with_nothing(folder: Path) -> None:
    for outputs in ([], ["--json", "-"], ["--json", "a.jsonl", "--csv", "-"]):
        with pytest.raises(SystemExit) as stop:
            main([str(folder), "--resume", *outputs])
        assert stop.value.code == 2


def test_a_full_disk_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "a grey.png"), "--json", "/dev/full"]) == 2
    assert "There is no room left on the disk." in capsys.readouterr().err
