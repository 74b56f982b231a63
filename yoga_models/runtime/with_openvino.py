"""OpenVINO: the quickest on Intel's CPUs and on AMD's, above all where they know half precision."""

import math
import sys
import threading
from pathlib import Path

import numpy as np

# When imported, OpenVINO tells its makers so over the net, unless the package that does the telling is missing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
import openvino  # noqa: E402

from yoga_models.runtime.graphs import read_graph  # noqa: E402
from yoga_models.runtime.threads import usable_cores  # noqa: E402

# Larger batches are hardly quicker for each input, and every size of batch is prepared for, and held in memory, by
# itself.
_MOST_AT_ONCE = 2


class OpenVinoGraph:
    """A compiled graph. Calls from several threads take turns: a request uses all of its cores, and isn't shared."""

    def __init__(self, model: openvino.Model, precision: str, threads: int) -> None:
        settings = {
            "INFERENCE_PRECISION_HINT": precision,
            "INFERENCE_NUM_THREADS": threads,
            "PERFORMANCE_HINT": "LATENCY",
            "NUM_STREAMS": 1,
            # Bound to cores, every process with one thread would take the first core.
            "ENABLE_CPU_PINNING": False,
        }
        self._request = openvino.Core().compile_model(model, "CPU", settings).create_infer_request()
        self._names = [output.get_any_name() for output in model.outputs]
        self._lock = threading.Lock()

    def __call__(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        with self._lock:
            parts = [self._infer(some) for some in np.array_split(inputs, math.ceil(len(inputs) / _MOST_AT_ONCE))]
        return {name: np.concatenate([part[name] for part in parts]) for name in self._names}

    def _infer(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        self._request.infer([np.ascontiguousarray(inputs)])
        # What the request returns is its own memory: the next call writes over it.
        return {name: self._request.get_tensor(name).data.copy() for name in self._names}


class OpenVinoEngine:
    """Runs the ONNX files of a folder of weights.

    ``precision``: ``None`` picks half precision where the CPU has instructions for it. ``threads``: by default all that
    this process may use.
    """

    name = "openvino"

    def __init__(self, precision: str | None = None, threads: int | None = None) -> None:
        self.precision = precision or ("bf16" if half_precision() else "f32")
        self.threads = threads or usable_cores()

    def load(self, graph: str, folder: Path) -> OpenVinoGraph:
        """As ``Engine.load``."""
        model = openvino.Core().read_model(read_graph(graph, folder), b"")
        return OpenVinoGraph(model, "f32" if graph in ("joints", "body") else self.precision, self.threads)


def half_precision() -> bool:
    """Whether this CPU has instructions for bfloat16."""
    return "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def processor() -> str:
    """What the CPU calls itself."""
    return str(openvino.Core().get_property("CPU", "FULL_DEVICE_NAME"))
