"""Two photos compared on the command line."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support.checkout import EXAMPLES
from yoga_models.cli.main import main
from yoga_models.pipeline import YogaPose


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "grey.png"
    Image.fromarray(np.full((60, 80, 3), 128, np.uint8)).save(path)
    return path


def test_two_photos_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, reference = str(EXAMPLES / "warrior-two.jpg"), str(EXAMPLES / "tree.jpg")
    picture = tmp_path / "both.png"
    assert main(["compare", mine, reference, "--json", "-", "--draw", str(picture)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["mine"], result["reference"]) == (mine, reference)
    assert len(result["differences"]) > 5
    with Image.open(picture) as drawn:
        assert max(drawn.size) == 800
    assert main(["compare", mine, mine]) == 0
    assert capsys.readouterr().out.startswith("The two are very much alike.\nYour ")


def test_a_photo_without_anyone_cannot_be_compared(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(EXAMPLES / "tree.jpg"), str(nobody)]) == 1
    assert capsys.readouterr().err == f"{nobody}: Nobody was found.\n"
    assert main(["compare", str(nobody.with_name("missing.jpg")), str(nobody)]) == 1
    assert "missing.jpg: There is no such file." in capsys.readouterr().err


def test_a_name_in_another_encoding_is_written_and_read_back(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/tr\xe9e.jpg")
    Path(name).write_bytes((EXAMPLES / "tree.jpg").read_bytes())
    out = tmp_path / "out.json"
    assert main(["compare", name, str(EXAMPLES / "tree.jpg"), "--json", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["mine"] == name


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--json", "none/out.json"], "No such file"),
        (["--draw", "none/both.png"], "there is no folder none"),
        (["--draw", "both"], "end the name in .png"),
    ],
)
def test_an_output_that_cannot_be_written_is_said_before_the_work(
    flags: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def work(*_: object, **__: object) -> YogaPose:
        raise AssertionError("the work was begun")

    monkeypatch.setattr(YogaPose, "from_pretrained", work)
    monkeypatch.chdir(tmp_path)
    assert main(["compare", "a.jpg", "b.jpg", *flags]) == 2
    assert words in capsys.readouterr().err
