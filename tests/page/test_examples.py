"""The example photos that ship with the page."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from tests.support.checkout import ASSETS
from yoga_models.body.skeleton import JOINTS

FOLDER = ASSETS / "examples"
ENTRIES = json.loads((FOLDER / "examples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_photo_opens_and_its_joints_lie_inside(entry: dict) -> None:
    file = FOLDER / entry["file"]
    with Image.open(file) as image:
        image.load()
        assert image.size == (entry["width"], entry["height"])
    assert file.stat().st_size < 120_000
    for person in entry["people"]:
        assert tuple(person["joints"]) == JOINTS
        for joint in person["joints"].values():
            assert -0.5 <= joint["x"] <= entry["width"] - 0.5
            assert -0.5 <= joint["y"] <= entry["height"] - 0.5


def test_asanas_are_in_the_catalogue() -> None:
    catalogue = {asana["id"] for asana in json.loads((ASSETS / "catalogue.json").read_text(encoding="utf-8"))}
    assert {person["asana"] for entry in ENTRIES for person in entry["people"]} <= catalogue
    assert all(entry["asana"] == entry["people"][0]["asana"] for entry in ENTRIES)


def test_every_photo_is_listed_and_the_licence_is_there() -> None:
    assert {entry["file"] for entry in ENTRIES} == {path.name for path in FOLDER.glob("*.jpg")}
    assert "CC0" in (FOLDER / "LICENSE.md").read_text(encoding="utf-8")


def test_examples_show_one_two_and_three_people_and_somebody_upside_down() -> None:
    assert {len(entry["people"]) for entry in ENTRIES} == {1, 2, 3}
    upside_down = [
        entry
        for entry in ENTRIES
        for joints in [person["joints"] for person in entry["people"]]
        if joints["nose"]["y"] > joints["left_hip"]["y"] + 50 > joints["left_ankle"]["y"] + 100
    ]
    assert len(upside_down) >= 2
