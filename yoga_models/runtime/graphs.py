"""The ONNX files of a folder of weights."""

from pathlib import Path

from yoga_models.weights.manifest import GRAPHS, WeightsError, manifest_entry, read_weights


def read_graph(graph: str, folder: Path) -> bytes:
    """The ONNX file of a graph. Raises ``WeightsError`` where there is none, or it is not what the manifest says."""
    network = GRAPHS[graph]
    entry = manifest_entry(network, folder)
    if graph not in entry.graphs:
        raise WeightsError(
            f"The weights in {folder} have no ONNX file for {graph!r}: use the engine torch, or write it with "
            "python -m train release weights."
        )
    return read_weights(entry.graphs[graph], folder)
