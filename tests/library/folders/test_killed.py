"""Runs over a folder that are killed or interrupted, in a process of their own, and gone on with."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from tests.support.checkout import ROOT

PHOTOS, KILLS = 150, 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    for number in range(PHOTOS):
        path = folder / f"{number % 3}" / f"{number:03d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40, 30 + number % 5), "tan").save(path)
    (folder / "broken\n.jpg").write_text("this is text")
    (folder / "1" / "dies.jpg").touch()
    return folder


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    """The command over the folder, with one process that answers by a script."""
    outputs = ("--json", str(folder.parent / "out.jsonl"), "--csv", str(folder.parent / "out.csv"))
    command = [sys.executable, "-m", "tests.support.scripted_folder", str(folder), *outputs, "--processes", "1", *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def written(folder: Path) -> int:
    path = folder.parent / "out.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_for(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    while written(folder) < count and process.poll() is None:
        time.sleep(0.002)


def names(folder: Path) -> Sequence[str]:
    return sorted(str(path) for path in folder.rglob("*.jpg"))


def check(folder: Path) -> None:
    """Each photo exactly once in JSON and CSV, both in the same order."""
    lines = [json.loads(line) for line in (folder.parent / "out.jsonl").read_text().splitlines()]
    assert sorted(line["file"] for line in lines) == names(folder)
    with (folder.parent / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == [line["file"] for line in lines]
    assert {Path(line["file"]).name for line in lines if "error" in line} == {"broken\n.jpg", "dies.jpg"}


@pytest.mark.timeout(1200)  # eleven starts, which take long where others are busy
def test_a_run_killed_at_ten_random_moments_has_each_photo_once(folder: Path) -> None:
    luck = random.Random(7)
    for _ in range(KILLS):
        process = start(folder, "--resume")
        wait_for(folder, written(folder) + luck.randrange(1, PHOTOS // KILLS), process)
        time.sleep(luck.random() / 100)
        process.kill()
        process.communicate()
    last = start(folder, "--resume")
    assert last.wait() == 1
    check(folder)
    lines = [json.loads(line)["file"] for line in (folder.parent / "out.jsonl").read_text().splitlines()]
    # In order, but for the one that ended its process: every run has tried it again.
    found, listed = ([name for name in some if name.endswith("0.jpg")] for some in (lines, names(folder)))
    assert found == listed


def test_an_interrupted_run_ends_at_once_and_says_how_to_go_on(folder: Path) -> None:
    process = start(folder)
    wait_for(folder, 20, process)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert time.monotonic() - begun < 2 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "Stopped. Go on with: " in said
    assert said.rstrip().endswith("--resume")
    changed = folder / "0" / "000.jpg"
    Image.new("RGB", (99, 77), "tan").save(changed)
    (folder / "2" / "new.jpg").write_bytes(changed.read_bytes())
    assert start(folder, "--resume").wait() == 1
    check(folder)
    lines = map(json.loads, (folder.parent / "out.jsonl").read_text().splitlines())
    assert [line["width"] for line in lines if line["file"] == str(changed)] == [99]
