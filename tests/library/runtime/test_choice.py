"""Which engine answers, and what is said where it is not the one that was asked for."""

import json
import logging
import platform
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from yoga_models import YogaPose
from yoga_models.runtime import choice, trial, with_openvino
from yoga_models.runtime.choice import load_networks
from yoga_models.runtime.engine import ENVIRONMENT, EngineError
from yoga_models.weights.manifest import EMBEDDED, MANIFEST


@pytest.fixture(autouse=True)
def _no_wishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.setattr(choice, "_graphics_card", lambda: None)


def uninstall(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(choice, "find_spec", lambda name: None if name in names else find_spec(name))


def on_cpu(monkeypatch: pytest.MonkeyPatch, name: str, half: bool, works: bool, machine: str = "x86_64") -> list[str]:
    """Pretend to be on another machine; returns a list that tells whether OpenVINO was tried out."""
    tried: list[str] = []

    def passes(_: Path, processor: str, precision: str) -> bool:
        assert precision == ("bf16" if half else "f32")
        tried.append(processor)
        return works

    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(with_openvino, "processor", lambda: name)
    monkeypatch.setattr(with_openvino, "half_precision", lambda: half)
    monkeypatch.setattr(trial, "passes", passes)
    return tried


@pytest.mark.parametrize(
    ("name", "half", "works", "engine", "tried"),
    [
        ("Intel(R) Xeon(R) Platinum 8481C", True, False, "openvino", False),
        ("Intel(R) Core(TM) i5-8250U", False, False, "openvino", False),
        ("AMD EPYC 9454", True, True, "openvino", True),
        ("AMD EPYC 9454", True, False, "onnxruntime", True),
        ("AMD Ryzen 7 5800X", False, True, "openvino", True),
    ],
)
def test_the_cpu_decides(
    monkeypatch: pytest.MonkeyPatch, name: str, half: bool, works: bool, engine: str, tried: bool
) -> None:
    asked = on_cpu(monkeypatch, name, half, works)
    assert load_networks().engine == engine
    assert bool(asked) == tried


def test_apples_chips_get_onnx_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    on_cpu(monkeypatch, "Apple M3", False, True, machine="arm64")
    assert load_networks().engine == "onnxruntime"


def test_the_result_says_who_answered() -> None:
    answer = YogaPose.from_pretrained(engine="onnxruntime").analyze(np.full((64, 64, 3), 99, np.uint8)).to_dict()
    assert answer["runtime"] == {"engine": "onnxruntime", "precision": "f32"}


def test_the_environment_names_an_engine(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv(ENVIRONMENT, "onnxruntime")
    assert load_networks().engine == "onnxruntime"
    assert load_networks(engine="torch").engine == "torch", "whoever asks by name is heard first"
    assert not caplog.records
    monkeypatch.setenv(ENVIRONMENT, "abacus")
    load_networks()
    (record,) = caplog.records
    assert record.getMessage().startswith("YOGA_POSE_ENGINE=abacus: there is no such engine")


def test_an_engine_that_is_not_there_is_replaced_with_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    uninstall(monkeypatch, "openvino")
    with caplog.at_level(logging.WARNING):
        assert load_networks(engine="openvino").engine == "onnxruntime"
    (record,) = caplog.records
    assert record.getMessage() == (
        "The engine openvino can't be used: it is not installed (pip install -r requirements-light.txt). "
        "The answers come from onnxruntime in f32."
    )


def test_an_engine_that_fails_is_replaced_with_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of\nluck")

    monkeypatch.setattr(with_openvino.OpenVinoEngine, "load", fail)
    with caplog.at_level(logging.WARNING):
        assert load_networks(engine="openvino").engine == "onnxruntime"
    (record,) = caplog.records
    assert record.getMessage().startswith("The engine openvino can't be used: out of luck. The answers come from")


def test_a_precision_that_an_engine_lacks_is_said(caplog: pytest.LogCaptureFixture) -> None:
    assert load_networks(engine="onnxruntime", precision="bf16").precision == "f32"
    (record,) = caplog.records
    assert "onnxruntime knows no bf16" in record.getMessage()


def test_without_any_engine_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    uninstall(monkeypatch, "openvino", "onnxruntime", "torch")
    with pytest.raises(EngineError, match=r"pip install -r requirements-light.txt"):
        load_networks()


def test_weights_without_onnx_files_need_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(EMBEDDED, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.glob("*.onnx"):
        path.unlink()
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    for network in manifest["networks"].values():
        del network["graphs"]
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    assert load_networks(tmp_path).engine == "torch"
    assert not caplog.records
    assert load_networks(tmp_path, "onnxruntime").engine == "torch"
    assert "these weights have no ONNX files" in caplog.records[0].getMessage()
    uninstall(monkeypatch, "torch")
    with pytest.raises(EngineError, match="no ONNX files"):
        load_networks(tmp_path, "onnxruntime")


def test_names_that_there_are_not() -> None:
    with pytest.raises(ValueError, match="abacus"):
        load_networks(engine="abacus")
    with pytest.raises(ValueError, match="f16"):
        load_networks(precision="f16")
    with pytest.raises(EngineError, match="runs on the CPU only"):
        load_networks(engine="openvino", device="cuda")
