"""OpenVINO keeps to itself what it is used for."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.support.checkout import ROOT
from yoga_models.weights.manifest import EMBEDDED


def test_nobody_is_told_that_it_is_used(tmp_path: Path) -> None:
    pytest.importorskip("yoga_models.runtime.with_openvino")
    program = """
import socket, sys

def refuse(*_):
    raise AssertionError("a connection was tried")

socket.socket.connect = socket.getaddrinfo = refuse
from yoga_models import YogaPose
YogaPose.from_pretrained(engine="openvino")
print([name for name in sys.modules if name.startswith("openvino_telemetry.")])
"""
    # Automatic runs are not reported anyway: this is to be as on a user's machine.
    settings = {name: value for name, value in os.environ.items() if name not in ("CI", "TF_BUILD", "JENKINS_URL")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**settings, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
    assert not list(tmp_path.iterdir()), "it keeps an identity and statistics there"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells where threads may run")
def test_several_processes_do_not_meet_on_one_core() -> None:
    """With one thread each, OpenVINO would bind the first one of every process to the first core."""
    engine = pytest.importorskip("yoga_models.runtime.with_openvino").OpenVinoEngine(threads=1)
    engine.load("person", EMBEDDED)(np.zeros((1, 192, 192, 4), np.uint8))
    mine = os.sched_getaffinity(0)
    assert all(os.sched_getaffinity(int(task.name)) == mine for task in Path("/proc/self/task").iterdir())


def test_a_large_batch_is_seen_as_its_inputs_are_alone() -> None:
    person = pytest.importorskip("yoga_models.runtime.with_openvino").OpenVinoEngine("f32").load("person", EMBEDDED)
    crops = np.random.default_rng(0).integers(0, 256, (9, 192, 192, 4), np.uint8)
    together = person(crops)
    for index, crop in enumerate(crops):
        for name, values in person(crop[None]).items():
            np.testing.assert_allclose(together[name][index], values[0], rtol=1e-3, atol=1e-3)
