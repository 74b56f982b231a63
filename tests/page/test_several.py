"""Several photos at once, asked without a browser."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import gradio as gr
import pytest
from PIL import Image

from demo.parts.studio import Studio, Upload
from demo.tabs import analyse, several
from demo.words import common
from demo.words import several as words
from tests.support.scripted import ScriptedModel

Photos = Callable[..., list[Upload]]


@pytest.fixture
def photos(tmp_path: Path) -> Photos:
    """Makes uploads under names that the scripted model knows; ``letter`` is no photo."""

    def make(*names: str) -> list[Upload]:
        uploads = []
        for number, name in enumerate(names):
            path = tmp_path / str(number) / f"{name}.png"
            path.parent.mkdir()
            if name == "letter":
                path.write_text("Dear studio")
            else:
                Image.new("RGB", (300, 200 + number), "white").save(path)
            uploads.append({"path": str(path), "orig_name": path.name})
        return uploads

    return make


def steps(uploads: list[Upload]) -> list[dict[str, Any]]:
    return list(several.look_at_several(Studio(ScriptedModel()), uploads))


def test_one_after_the_other_and_the_first_is_shown(photos: Photos) -> None:
    uploads = photos("letter", "sure", "several", "nobody")
    changes = steps(uploads)
    assert [step.get("photo") for step in changes] == [None, uploads[1]["path"], None, None]
    strips = [step["strip"]["value"] for step in changes]
    assert [strip.count('<button type="button" data-shot') for strip in strips] == [0, 1, 2, 3]
    assert "2 of 4 photos" in strips[1]
    assert "4 photos" in strips[3]
    for said in ("Bharadvajasana I and 2 more", "no body found", "several.png", "letter.png: This is a text file"):
        assert said in strips[3]


def test_the_answer_to_a_picked_photo_is_known(photos: Photos) -> None:
    uploads = photos("sure", "several")
    seen = steps(uploads)[-1]["several"]
    picked = several.pick_shot(seen, uploads[1]["path"])["photo"]
    studio = Mock()
    changes = analyse.answer_photo(studio, {"path": picked, "orig_name": "several.png"}, True, 0, False, seen, None)
    assert not studio.mock_calls, "nobody is asked a second time"
    assert "Person 1 of 3" in changes["card"]
    assert changes["numbers"]["file"] == "several.png"


def test_too_many_are_left_out_and_that_is_said(photos: Photos) -> None:
    changes = steps(photos(*["sure"] * (words.MOST + 3)))
    assert len(changes) == words.MOST
    assert f"{words.MOST} photos at once are the most: 3 more were left out." in changes[-1]["strip"]["value"]


def test_a_photo_over_which_the_networks_are_lost_costs_a_sentence(photos: Photos) -> None:
    class Mortal(ScriptedModel):
        def analyze(self, source: Any, name: str | None = None) -> Any:
            if name == "unsure.png":
                raise gr.Error(common.TROUBLE, print_exception=False)
            return super().analyze(source, name)

    *_, last = several.look_at_several(Studio(Mortal()), photos("unsure", "sure"))
    assert len(last["several"].results) == 1
    assert "unsure.png: This did not work" in last["strip"]["value"]


def test_all_are_taken_home_together(photos: Photos) -> None:
    seen = steps(photos("sure", "letter", "several"))[-1]["several"]
    file = several.take_all(seen, True, 0, False)["all_file"]
    with zipfile.ZipFile(file) as folder:
        names = folder.namelist()
        lines = [json.loads(line) for line in folder.read("photos.jsonl").decode().splitlines()]
        table = folder.read("photos.csv").decode().splitlines()
        with Image.open(io.BytesIO(folder.read(names[-1]))) as drawn:
            assert max(drawn.size) == 1024
    assert names == ["photos.jsonl", "photos.csv", "01-sure-skeleton.jpg", "02-several-skeleton.jpg"]
    assert [line["file"] for line in lines] == ["sure.png", "several.png", "letter.png"]
    assert "text file" in lines[2]["error"]
    assert len(table) == 1 + 1 + 3 + 1


def test_photos_that_are_forgotten_are_said_to_be_so(photos: Photos) -> None:
    (upload,) = photos("sure")
    seen = steps([upload])[-1]["several"]
    others = "/tmp/of-somebody-else.png"
    Path(upload["path"]).unlink()
    for ask in (
        lambda: several.pick_shot(None, upload["path"]),
        lambda: several.pick_shot(seen, upload["path"]),
        lambda: several.pick_shot(seen, others),
        lambda: several.pick_shot(seen, {"path": others}),
        lambda: several.take_all(None, True, 0, False),
        lambda: several.take_all(seen, True, 0, False),
    ):
        with pytest.raises(gr.Error, match="forgets a photo after an hour"):
            ask()


def test_a_name_is_no_markup(photos: Photos) -> None:
    (upload,) = photos("sure")
    upload["orig_name"] = "<script>alert(1)</script>.png"
    letter = {**upload, "path": __file__}
    assert "<script>" not in steps([upload, letter])[-1]["strip"]["value"]
