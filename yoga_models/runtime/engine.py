"""The interface that all engines share, so that nothing above them knows which one answers."""

from pathlib import Path
from typing import Protocol

import numpy as np

#: What a user may ask for by name, the first where it is to be chosen for them.
CHOICES = ("auto", "openvino", "onnxruntime", "torch")

ENVIRONMENT = "YOGA_POSE_ENGINE"
"""The environment variable that names an engine where nobody else does."""

#: Half precision (bfloat16) or the reference. float32 is what every figure of accuracy is measured with.
PRECISIONS = ("bf16", "f32")


class EngineError(RuntimeError):
    """No engine can be had. The message says what to do about it."""


class Graph(Protocol):
    """A network that is ready to run."""

    def __call__(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        """A batch through the network; its outputs by name, in order, float32, the batch first.

        ``fields``: (N, H, W, 3) RGB uint8, H and W multiples of 32, to ``pafs_0``, ``pafs_1``... and ``heatmaps_0``...,
        one a stage, (N, channels, h, w), and ``presence`` (N, 1, H / 32, W / 32), log-odds. ``person``: (N, S, S, 4)
        RGB and hint, uint8, S a multiple of 32, to ``places`` (N, 17, h, w), 0 to 1, ``presence`` (N,), log-odds, and
        ``summary`` (N, C). ``photo``: (N, S, S, 3) RGB uint8 to ``logits`` (N, classes). ``joints``: (N, ``FEATURES``)
        float32, and ``body``: (N, ``FEATURES`` + C) float32, to ``logits`` (N, classes).
        """


class Engine(Protocol):
    """Something that runs networks. ``precision``: one of ``PRECISIONS``, that of what looks at pictures."""

    name: str
    precision: str

    def load(self, graph: str, folder: Path) -> Graph:
        """A graph (of ``yoga_models.weights.manifest.GRAPHS``) of a folder of weights, made ready to run.

        Joints are numbers, not pictures: their graph runs in float32 always. Raises ``WeightsError`` where a file is
        missing, damaged or does not fit.
        """
