"""Whether OpenVINO can be trusted on a CPU that it is not made for, found out where a crash does no harm.

It is made for Intel's CPUs. On AMD's it works too and is the quickest there is, but with some it has ended the whole
process with an arithmetic fault (https://github.com/openvinotoolkit/openvino/issues/35943), which nothing inside the
process can catch. So another process tries first, once for each CPU, precision, version and file of weights.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import numpy as np

from yoga_models.weights.manifest import manifest_entry, read_weights

_SECONDS = 60
_ENDED_BY_OTHERS = (signal.SIGINT, signal.SIGTERM, 9)  # 9, kill, has no name on Windows
_MOST_DIFFERENCE = {"presence": 0.2}  # of log-odds
_MOST_ELSEWHERE = 0.02  # of what reaches from -1 to 1
"""Of the mean over all cells, from float32; half precision rounds to some 0.002."""


def passes(folder: Path, processor: str, precision: str) -> bool:
    """Whether another process ran the joint network of ``folder`` and came to the same fields as ONNX Runtime.

    ``processor``: what the CPU calls itself. ``precision``: one of ``PRECISIONS``, which the other process tries. The
    answer is kept in the user's cache. Raises ``WeightsError`` where the network's file is missing or damaged.
    """
    graph = manifest_entry("pose", folder).graphs["fields"]
    question = "|".join((processor, precision, version("openvino"), graph.sha256))
    key = hashlib.sha256(question.encode()).hexdigest()
    known = _known()
    if key not in known:
        read_weights(graph, folder)
        answer = _try(folder, precision)
        if answer is None:
            return False
        known[key] = answer
        _remember(known)
    return known[key]


def _try(folder: Path, precision: str) -> bool | None:
    """``None`` where it could not be found out: too little time, or somebody ended the other process."""
    package = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(folder), precision],
            env={**os.environ, "PYTHONPATH": paths},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if -done.returncode in _ENDED_BY_OTHERS else done.returncode == 0


def _record() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "yoga-pose" / "openvino.json"


def _known() -> dict[str, bool]:
    with suppress(OSError, RuntimeError, ValueError):  # RuntimeError: there is no home
        known = json.loads(_record().read_text(encoding="utf-8"))
        if isinstance(known, dict):
            return {key: value is True for key, value in known.items()}
    return {}


def _remember(known: dict[str, bool]) -> None:
    with suppress(OSError, RuntimeError):
        path = _record()
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(known), encoding="utf-8")
        partial.replace(path)


def main(arguments: Sequence[str]) -> int:
    """What the other process does. Its status is 0 where both engines agree."""
    from yoga_models.runtime.with_onnxruntime import OnnxRuntimeEngine
    from yoga_models.runtime.with_openvino import OpenVinoEngine

    folder, precision = Path(arguments[0]), arguments[1]
    # Two sizes: what depends on a shape is compiled for each.
    rows, columns = np.mgrid[:128, :96]
    picture = np.stack([rows * 2, columns * 2, (rows + columns) % 256], axis=-1).astype(np.uint8)
    tried, sure = OpenVinoEngine(precision).load("fields", folder), OnnxRuntimeEngine().load("fields", folder)
    for batch in (picture[None], np.stack([picture[:96], picture[32:]])):
        one, other = tried(batch), sure(batch)
        for name, values in other.items():
            if not np.abs(one[name] - values).mean() < _MOST_DIFFERENCE.get(name, _MOST_ELSEWHERE):
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
