"""Whatever a user sends gets an answer or a clear sentence: from the library, the command line and the page."""

import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from PIL import Image

from demo.parts.examples import FOLDER
from tests.support import hostile
from tests.support.checkout import ROOT
from tests.support.scripted import ScriptedModel
from tests.support.served import served
from tests.support.visitor import send, upload
from yoga_models import ImageError, YogaPose, load_image

MAX_SECONDS = 10.0  # of one core: how busy the machine is besides does not count
MAX_BYTES = 3 * 2**30


@pytest.fixture(scope="module")
def model() -> YogaPose:
    return YogaPose.from_pretrained(device="cpu")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(ScriptedModel(), tmp_path_factory.mktemp("uploads")) as url:
        yield url


def is_clear(sentence: str) -> bool:
    """Whether a refusal is for people: a sentence, without a name of a file or of an exception."""
    return (
        sentence.endswith(".") and sentence[0].isupper() and not any(sign in sentence for sign in ("Error", "/", "0x"))
    )


# --- the library ---


@pytest.mark.filterwarnings("ignore")
def test_odd_photos_are_answered_by_the_library(model: YogaPose) -> None:
    for name, content in hostile.photos().items():
        begun = time.process_time()
        photo = load_image(content)
        if len(set(photo.shape[:2])) > 1 or photo.shape[0] == 1:  # to the networks all others look alike
            analysis = model.analyze(photo, name)
            assert json.loads(json.dumps(analysis.to_dict(), allow_nan=False))["file"] == name
        assert time.process_time() - begun < MAX_SECONDS, name


@pytest.mark.filterwarnings("ignore")
def test_what_is_no_photo_is_refused_by_the_library(model: YogaPose, tmp_path: Path) -> None:
    for name, source in {**hostile.no_photos(), **hostile.places(tmp_path), **hostile.arrays()}.items():
        begun = time.process_time()
        with pytest.raises(ImageError) as caught:
            model.analyze(source, name)
        assert time.process_time() - begun < MAX_SECONDS, name
        assert is_clear(str(caught.value)) or isinstance(source, np.ndarray | list | int), name


@pytest.mark.parametrize(("example", "kind"), [("warrior-two.jpg", "JPEG"), ("two-people.jpg", "PNG")])
def test_every_orientation_shows_the_same_people(model: YogaPose, example: str, kind: str) -> None:
    upright = Image.open(FOLDER / example)
    stored_by = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # orientation -> PIL's number for how it is stored
    expected = model.analyze(FOLDER / example)
    assert expected.people
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        turn = stored_by.get(orientation)
        stored = upright if turn is None else upright.transpose(Image.Transpose(turn))
        found = model.analyze(hostile.encode(stored, kind, quality=95, exif=exif.tobytes()))
        assert (found.width, found.height) == upright.size
        assert len(found.people) == len(expected.people)
        for one, other in zip(found.people, expected.people, strict=True):
            both = np.isfinite(one.joints[:, 0]) & np.isfinite(other.joints[:, 0])
            assert both.sum() >= np.isfinite(other.joints[:, 0]).sum() - 1
            distance = np.linalg.norm(one.joints[both, :2] - other.joints[both, :2], axis=1)
            assert np.median(distance) < 3
            assert distance.max() < 12


# --- the command line ---


def test_a_run_over_everything_ends_well_and_stays_small(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    good = {**hostile.photos(), **hostile.large_photos()}
    files = hostile.write({**hostile.no_photos(), **good}, folder)
    other_encoding = folder / os.fsdecode(b"caf\xe9.jpg")
    other_encoding.write_bytes(good["format-jpeg.jpg"])
    (tmp_path / "places").mkdir()
    nowhere = hostile.places(tmp_path / "places")
    answers = [path for path in files if path.name in good] + [other_encoding]
    arguments = [*map(str, files), str(other_encoding), *map(str, nowhere.values()), str(folder / "format-png.jpg")]
    out = tmp_path / "out.jsonl"
    with (tmp_path / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "yoga_models", *arguments, "--json", str(out), "--csv", os.devnull],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    shown = (tmp_path / "log.txt").read_text()
    assert process.returncode == 1, shown
    assert "Traceback" not in shown
    assert "\x1b" not in shown
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    # An empty folder stands for no photo at all; everything else has its line, in order.
    assert [line["file"] for line in lines] == [name for name in arguments if name != str(nowhere["folder"])]
    failed = {line["file"] for line in lines if "error" in line}
    assert failed == set(arguments) - {*map(str, answers), str(nowhere["folder"])}
    assert all(is_clear(line["error"]) for line in lines if "error" in line)
    assert used.ru_maxrss * 1024 < MAX_BYTES
    for line in lines:
        if "timing_ms" in line and Path(line["file"]).name.startswith("large"):
            assert (line["width"], line["height"]) == (7_746, 7_746)


@pytest.mark.parametrize("name", hostile.large_photos())
def test_sixty_megapixels_are_read_in_time(name: str) -> None:
    content = hostile.large_photos()[name]
    begun = time.process_time()
    assert load_image(content).shape == (7_746, 7_746, 3)
    assert time.process_time() - begun < MAX_SECONDS


# --- the page ---


@pytest.mark.filterwarnings("ignore")
def test_everything_gets_an_answer_or_a_sentence_over_http(url: str) -> None:
    good, bad = hostile.photos(), hostile.no_photos()
    for name, content in {**good, **bad}.items():
        uploaded = upload(url, content, name)
        if uploaded.status_code != 200:  # a name that no file can have
            assert uploaded.status_code == 400, name
            continue
        file = {"path": uploaded.json()[0], "orig_name": name, "meta": {"_type": "gradio.FileData"}}
        answer = send(url, file)
        if name in good:
            assert '"success":true' in answer, name
        else:
            assert '"success":false' in answer, name
            error = json.loads(answer.splitlines()[-1].removeprefix("data: "))["output"]["error"]
            assert is_clear(error), name
    assert httpx.get(url, timeout=60).status_code == 200


# --- at random ---

WHOLE = {kind: hostile.encode(hostile.smooth(12, 10), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")}


def photo_or_refusal(source: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            photo = load_image(source)
        except ImageError:
            return
    assert photo.dtype == np.uint8
    assert photo.shape[2] == 3


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from(sorted(WHOLE)), data=st.data())
def test_any_damage_to_a_photo_leaves_a_photo_or_a_refusal(kind: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    photo_or_refusal(bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0", b"P6 "]), st.binary())
def test_any_bytes_are_a_photo_or_a_refusal(start: bytes, rest: bytes) -> None:
    photo_or_refusal(start + rest)


@settings(max_examples=100, deadline=None)
@given(
    arrays_of.arrays(arrays_of.scalar_dtypes(), arrays_of.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5))
)
def test_any_array_is_a_photo_or_a_refusal(array: np.ndarray) -> None:
    photo_or_refusal(array)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_name_of_a_file_is_an_answer_or_a_refusal(name: str) -> None:
    photo_or_refusal(name)
