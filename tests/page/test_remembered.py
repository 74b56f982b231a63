"""What was said about an example is said again at once; of a visitor's photo nothing stays."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from demo.parts.examples import FOLDER
from demo.parts.studio import Studio, Upload
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


def upload(path: Path) -> Upload:
    return {"path": str(path), "orig_name": path.name}


def test_an_example_is_analysed_once(counting: CountingModel, tmp_path: Path) -> None:
    studio = Studio(counting)
    copy = tmp_path / "copy.jpg"
    copy.write_bytes((FOLDER / "tree.jpg").read_bytes())
    first, _ = studio.analyze(upload(FOLDER / "tree.jpg"))
    again, _ = studio.analyze(upload(copy))
    assert counting.asked == 1
    assert (first.analysis.file, again.analysis.file) == ("tree.jpg", "copy.jpg")
    assert again.analysis.people == first.analysis.people
    studio.analyze(upload(FOLDER / "bridge.jpg"))
    assert counting.asked == 2


def test_a_visitors_photo_is_not_remembered(counting: CountingModel, tmp_path: Path) -> None:
    studio = Studio(counting)
    photo = tmp_path / "photo.png"
    Image.new("RGB", (60, 40)).save(photo)
    for _ in range(2):
        studio.analyze(upload(photo))
    assert counting.asked == 2
