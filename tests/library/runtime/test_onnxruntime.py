"""ONNX Runtime keeps to itself what it is used for."""

import subprocess
import sys
from pathlib import Path

from tests.support.checkout import ROOT


def test_nobody_is_told_that_it_is_used(tmp_path: Path) -> None:
    program = 'from yoga_models import YogaPose; YogaPose.from_pretrained(engine="onnxruntime").warm_up()'
    # What it sends it keeps in a file first, and an identity beside it. Nothing of this run's environment: automatic
    # runs are not reported anyway, and this is to be as on a user's machine.
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())
