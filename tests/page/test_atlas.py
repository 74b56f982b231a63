"""The atlas: every asana with its picture, joints and figures, all of them read from files that ship."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from demo.atlas import FIGURES, FOLDER, Atlas, Entry
from demo.parts.studio import Studio
from demo.tabs import compare
from demo.words import atlas as words
from tests.support.scripted import ScriptedModel
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.body.angles import joint_angles
from yoga_models.weights.manifest import EMBEDDED, read_manifest

ATLAS = Atlas()
BY_NAME = {entry.asana.sanskrit: entry for entry in ATLAS.entries}


def told(entry: Entry, current: bool = True) -> str:
    """What is said about an asana, without the markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words.about(entry, current)))


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    """Figures as ``release cards`` writes them for the weights that ship: of Tree Pose alone."""
    weights = f"sha256:{read_manifest(EMBEDDED)['asana'].sha256}"
    row = {"id": 82, "photos": 44, "right": 41, "taken_for": 52, "times": 2}
    path = tmp_path / "figures.json"
    path.write_text(json.dumps({"weights": weights, "classes": [row]}), encoding="utf-8")
    return path


def test_all_asanas_are_there_with_a_picture_and_their_joints_in_it() -> None:
    assert {entry.asana.id for entry in ATLAS.entries} == {asana.id for asana in load_catalogue()}
    for entry in ATLAS.entries:
        with Image.open(entry.picture) as picture:
            assert entry.joints.shape == (17, 2)
            assert (entry.joints >= 0).all()
            assert (entry.joints < picture.size).all()


def test_joints_are_those_of_the_pose() -> None:
    warrior = joint_angles(BY_NAME["Virabhadrasana II"].joints)
    knees = sorted(warrior[f"{side}_knee"] or 0.0 for side in ("left", "right"))
    assert knees[0] < 130 < 160 < knees[1]
    upside_down = BY_NAME["Adho Mukha Vriksasana"].joints
    assert upside_down[0, 1] > upside_down[15, 1]


def test_names_kind_and_difficulty_are_told() -> None:
    text = told(BY_NAME["Paripurna Navasana"])
    for part in ("Boat Pose", "Navasana, Naukasana", "Core, seated, strengthening", "moderate (2 of 3)"):
        assert part in text


def test_it_says_in_plain_words_what_an_asana_is_known_from() -> None:
    assert "it knows the look of this asana" in told(BY_NAME["Vriksasana"])
    assert "From joints alone" in told(BY_NAME["Virasana"])
    assert "bodies that this project drew itself" in told(BY_NAME["Simhasana"])
    assert "one pose with two names" in told(BY_NAME["Tulasana"])


def test_figures_are_those_of_the_file(measured: Path) -> None:
    atlas = Atlas(figures=measured)
    assert atlas.current
    entries = {entry.asana.sanskrit: entry for entry in atlas.entries}
    text = told(entries["Vriksasana"])
    assert "41 of 44 photos that it had never seen." in text
    assert "Tadasana (Mountain Pose) , in 2 of these photos." in text
    assert "before these" not in text
    assert "no photo of it was left to measure on" in told(entries["Tadasana"])


def test_figures_of_earlier_networks_are_called_so(measured: Path) -> None:
    content = json.loads(measured.read_text(encoding="utf-8"))
    measured.write_text(json.dumps({**content, "weights": "sha256:0"}), encoding="utf-8")
    atlas = Atlas(figures=measured)
    assert not atlas.current
    assert "Measured with the networks before these." in words.grid(atlas)


def test_figures_that_ship_speak_of_asanas_of_the_catalogue() -> None:
    rows = json.loads(FIGURES.read_text(encoding="utf-8"))["classes"]
    assert rows
    for row in rows:
        assert 0 <= row["times"] <= row["photos"] - row["right"] <= row["photos"]
        assert row["taken_for"] != row["id"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("downward-facing dog", ["Adho Mukha Svanasana"]),
        ("naukasana", ["Paripurna Navasana"]),
        ("marichi's", ["Marichyasana I", "Marichyasana III"]),
    ],
)
def test_all_names_are_searched(asked: str, found: list[str]) -> None:
    assert [name for name, entry in BY_NAME.items() if asked in words.searched(entry.asana)] == found


def test_a_reference_out_of_the_atlas_is_known_and_not_guessed(tmp_path: Path) -> None:
    mine = tmp_path / "sure.png"
    Image.new("RGB", (300, 200), "white").save(mine)
    entry = BY_NAME["Kurmasana"]
    copy = tmp_path / "upload.jpg"
    copy.write_bytes((FOLDER / "kurmasana.jpg").read_bytes())
    changes = compare.answer_photos(
        Studio(ScriptedModel()),
        {"path": str(mine), "orig_name": mine.name},
        {"path": str(copy), "orig_name": copy.name},
        False,
        False,
        None,
    )
    assert 'the reference <span lang="sa-Latn">Kurmasana</span>' in changes["card"]
    assert np.array_equal(changes["pair"].reference.people[0].joints[:, :2], entry.joints)
