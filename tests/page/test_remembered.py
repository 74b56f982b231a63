"""What was said about an example is said again at once; of a visitor's photo nothing stays."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from demo.parts.examples import FOLDER, RememberedExamples
from tests.support.scripted import ScriptedModel
from yoga_models.results import Analysis


class CountingModel(ScriptedModel):
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        self.asked += 1
        return super().analyze(source, name)


@pytest.fixture
def counting() -> CountingModel:
    return CountingModel()


def test_an_example_is_analysed_once(counting: CountingModel, tmp_path: Path) -> None:
    model = RememberedExamples(counting)
    copy = tmp_path / "copy.jpg"
    copy.write_bytes((FOLDER / "tree.jpg").read_bytes())
    first = model.analyze(str(FOLDER / "tree.jpg"), name="tree.jpg")
    again = model.analyze(str(copy), name="copy.jpg")
    assert counting.asked == 1
    assert (first.file, again.file) == ("tree.jpg", "copy.jpg")
    assert again.people == first.people
    model.analyze(str(FOLDER / "bridge.jpg"))
    assert counting.asked == 2


def test_a_visitors_photo_is_not_remembered(counting: CountingModel, tmp_path: Path) -> None:
    model = RememberedExamples(counting)
    photo = tmp_path / "photo.png"
    Image.new("RGB", (60, 40)).save(photo)
    for _ in range(2):
        model.analyze(str(photo))
        model.analyze(photo.read_bytes())
    assert counting.asked == 4
