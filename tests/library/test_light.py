"""What "make demo" installs is enough for everything but training, and has no torch in it."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file

from tests.browser.chromium import running_app
from tests.support.checkout import EXAMPLES, ROOT
from tests.support.clips import pan, write_clip
from yoga_models import YogaPose
from yoga_models.body.skeleton import JOINTS

PYTHON = ROOT / ".venv-light" / "bin" / "python"
PHOTOS = ("tree.jpg", "two-people.jpg")
MOST_MEGABYTES = 1000

light = pytest.mark.skipif(not PYTHON.exists(), reason="the light environment is not there: make test builds it")


def run(*arguments: str | Path) -> str:
    """Run Python of the light environment in the checkout; returns what it writes."""
    done = subprocess.run(
        [PYTHON, *map(str, arguments)], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment() -> dict[str, str]:
    """Without what would lead to other packages than those of the light environment."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "YOGA_POSE"))}


def joints_of(person: dict[str, Any]) -> np.ndarray:
    """(17, 2) joints of a person in JSON, NaN where not found."""
    return np.array([[j["x"], j["y"]] if (j := person["joints"][name]) else [np.nan] * 2 for name in JOINTS])


def test_both_lists_pin_the_same() -> None:
    lists = [(ROOT / name).read_text().splitlines() for name in ("requirements-light.txt", "requirements.txt")]
    short, full = ({line for line in lines if re.match(r"\w", line)} for lines in lists)
    assert short < full
    assert {re.split("[=<>]", line)[0] for line in full - short} == {"safetensors", "torch", "torchvision"}


@light
def test_there_is_no_torch_and_little_else() -> None:
    names = ("torch", "torchvision", "safetensors")
    look = f"from importlib.util import find_spec; print([n for n in {names} if find_spec(n)])"
    assert run("-c", look).strip() == "[]"
    folder = PYTHON.parent.parent.resolve()
    size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    assert size < MOST_MEGABYTES * 1e6


@light
def test_the_command_line_answers_as_the_reference_does() -> None:
    files = [EXAMPLES / name for name in PHOTOS]
    answers = [json.loads(line) for line in run("-m", "yoga_models", *files, "--json", "-").splitlines()]
    reference = YogaPose.from_pretrained(engine="torch", precision="f32", device="cpu")
    for file, answer in zip(files, answers, strict=True):
        expected = reference.analyze(file).to_dict()
        assert answer["runtime"]["engine"] in ("openvino", "onnxruntime")
        assert [p["asanas"][0]["id"] for p in answer["people"]] == [p["asanas"][0]["id"] for p in expected["people"]]
        for one, other in zip(answer["people"], expected["people"], strict=True):
            apart = np.linalg.norm(joints_of(one) - joints_of(other), axis=1)
            # Half precision, where the CPU has it, moves joints by a few pixels.
            assert np.nanmedian(apart) < 0.01 * max(other["box"][2:])


@light
def test_photos_are_compared_and_clips_are_followed(tmp_path: Path) -> None:
    compared = run("-m", "yoga_models", "compare", *(EXAMPLES / name for name in PHOTOS), "--json", "-")
    assert len(json.loads(compared)["differences"]) > 5
    clip = write_clip(tmp_path / "clip.mp4", pan("tree", 1.0))
    assert json.loads(run("-m", "yoga_models", "video", clip, "--json", "-"))["people"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page, started with the light environment's Python."""
    with running_app(tmp_path_factory.mktemp("app") / "log.txt", PYTHON) as url:
        yield url


@light
def test_the_page_answers(page: str) -> None:
    client = Client(page, verbose=False, analytics_enabled=False)
    answer = client.predict(handle_file(EXAMPLES / PHOTOS[0]), api_name="/analyze")
    client.close()
    assert answer["people"]
    assert answer["runtime"]["engine"] in ("openvino", "onnxruntime")


@light
def test_what_is_behind_the_scenes_can_be_looked_at() -> None:
    look = "; ".join(
        [
            "from yoga_models import YogaPose",
            "from yoga_models.drawing.fields import draw_heatmap, draw_paf",
            f"seen = YogaPose.from_pretrained().inspect({os.fspath(EXAMPLES / PHOTOS[0])!r})",
            "print(len(seen.heatmaps), len(seen.pafs), draw_heatmap(seen, None, 0).shape, draw_paf(seen, 7, 0).shape)",
        ]
    )
    heatmaps, pafs, *_ = run("-c", look).split()
    assert int(heatmaps) > 1
    assert int(pafs) > 1
