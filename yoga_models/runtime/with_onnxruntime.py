"""ONNX Runtime: float32 on any CPU."""

import os
from pathlib import Path

import numpy as np

# ONNX Runtime tells its makers over the net as soon as it is imported; disable_telemetry_events() would be too late.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from yoga_models.runtime.graphs import read_graph
from yoga_models.runtime.threads import usable_cores

# On Windows it would report what it runs, too.
onnxruntime.disable_telemetry_events()


class OnnxRuntimeGraph:
    """A graph in a session of its own; may be called from several threads at once."""

    def __init__(self, model: bytes, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Waiting threads would keep the cores busy that the page, or another program, could use meanwhile.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # errors; it warns of what it optimises away
        # Photos differ in size: an arena would keep room for the largest of every kind.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        self._outputs = [output.name for output in self._session.get_outputs()]

    def __call__(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        answers = self._session.run(self._outputs, {self._input: np.ascontiguousarray(inputs)})
        return dict(zip(self._outputs, answers, strict=True))


class OnnxRuntimeEngine:
    """Runs the ONNX files of a folder of weights. ``threads``: by default all that this process may use."""

    name = "onnxruntime"
    precision = "f32"

    def __init__(self, threads: int | None = None) -> None:
        self.threads = threads or usable_cores()

    def load(self, graph: str, folder: Path) -> OnnxRuntimeGraph:
        """As ``Engine.load``."""
        return OnnxRuntimeGraph(read_graph(graph, folder), self.threads)
