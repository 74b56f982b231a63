"""OpenVINO is tried out in another process, whose end harms nobody."""

import sys
from pathlib import Path

import pytest

from yoga_models.runtime import trial
from yoga_models.weights.manifest import EMBEDDED, WeightsError


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In place of Python, a script that dies of an arithmetic fault; it leaves a line a run in ``runs``."""
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\necho run >> {tmp_path / 'runs'}\nkill -FPE $$\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    return tmp_path / "runs"


def test_a_crash_is_no_recommendation_and_happens_once(stand_in: Path) -> None:
    assert not trial.passes(EMBEDDED, "AMD EPYC 9454", "f32")
    assert not trial.passes(EMBEDDED, "AMD EPYC 9454", "f32")
    assert len(stand_in.read_text().splitlines()) == 1
    assert not trial.passes(EMBEDDED, "another CPU", "f32")
    assert len(stand_in.read_text().splitlines()) == 2, "another CPU is another question"
    assert not trial.passes(EMBEDDED, "AMD EPYC 9454", "bf16")
    assert len(stand_in.read_text().splitlines()) == 3, "and so is another precision"


def test_an_end_that_others_made_says_nothing(stand_in: Path) -> None:
    script = Path(sys.executable)
    script.write_text(script.read_text().replace("-FPE", "-TERM"))
    assert not trial.passes(EMBEDDED, "AMD EPYC 9454", "f32")
    assert not trial.passes(EMBEDDED, "AMD EPYC 9454", "f32")
    assert len(stand_in.read_text().splitlines()) == 2


@pytest.mark.usefixtures("stand_in")
def test_damaged_weights_are_not_held_against_openvino(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes((EMBEDDED / "manifest.json").read_bytes())
    (tmp_path / "pose.onnx").write_bytes(b"damaged")
    with pytest.raises(WeightsError, match=r"pose.onnx is not the one"):
        trial.passes(tmp_path, "AMD EPYC 9454", "f32")


@pytest.mark.usefixtures("stand_in")
def test_a_cache_that_cannot_be_used_does_not_matter(cache: Path) -> None:
    cache.write_text("in the way")
    assert not trial.passes(EMBEDDED, "AMD EPYC 9454", "f32")


def test_what_works_here_passes(cache: Path) -> None:
    openvino = pytest.importorskip("yoga_models.runtime.with_openvino")
    assert trial.passes(EMBEDDED, openvino.processor(), "f32")
    assert (cache / "yoga-pose" / "openvino.json").is_file()
