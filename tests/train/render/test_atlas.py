"""The atlas: a picture of every asana, written as a pose, small enough to ship."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from train.render import atlas
from train.render.poses import ASANAS
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.assets import ASSETS

FOLDER = ASSETS / "atlas"
ENTRIES = json.loads((FOLDER / "atlas.json").read_text(encoding="utf-8"))


def test_every_asana_of_the_catalogue_is_written_and_has_a_picture() -> None:
    ids = [asana.id for asana in load_catalogue()]
    assert sorted(asana.id for asana in ASANAS.values()) == sorted(ids)
    assert [entry["id"] for entry in ENTRIES] == sorted(ids)
    assert {entry["kind"] for entry in ENTRIES} <= {"body", "skeleton"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_picture_can_be_shown(entry: dict) -> None:
    with Image.open(FOLDER / entry["file"]) as picture:
        picture.load()
        assert picture.mode == "RGB"
        assert max(picture.size) == atlas.SIZE


def test_folder_holds_the_pictures_and_their_licence_and_nothing_else_and_is_small() -> None:
    files = sorted(path.name for path in FOLDER.iterdir())
    assert files == sorted({*(entry["file"] for entry in ENTRIES), "atlas.json", "LICENSE.md"})
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_500_000
    assert "CC0 1.0" in (FOLDER / "LICENSE.md").read_text(encoding="utf-8")


def test_asana_that_is_not_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        atlas.main(["--out", str(tmp_path), "--only", "999"])
    assert "no pose is written for [999]" in capsys.readouterr().err
