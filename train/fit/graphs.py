"""The networks as ONNX files, which engines without torch run: written beside the weights and entered in the manifest.

Batch, height and width stay open in the files of the joints, since photos differ in shape; every stage is an
output, so that "Behind the scenes" needs nothing else. The values are those of the safetensors file, to the bit:
matrices in half precision, which the engines turn back into float32 when they load the file.
"""

import hashlib
import io
import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from yoga_models.body.joint_features import FEATURES
from yoga_models.networks.graphs import FeaturesGraph, FieldsGraph, PersonGraph, PhotoGraph
from yoga_models.networks.load import load_asana_net, load_person_net, load_pose_net
from yoga_models.networks.settings import read_asana_config
from yoga_models.runtime.with_onnxruntime import OnnxRuntimeGraph
from yoga_models.weights.manifest import EMBEDDED, MANIFEST, manifest_entry

OPSET = 17
TOLERANCE = 2e-3
"""How far, at most, an output may lie from what torch says; heatmaps and PAFs reach from -1 to 1, logits further."""


class _Listed(nn.Module):
    """Outputs in a row: the exporter takes no names."""

    def __init__(self, graph: nn.Module) -> None:
        super().__init__()
        self.graph = graph

    def forward(self, inputs: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.graph(inputs).values())


def write_graphs(network: str, folder: Path = EMBEDDED) -> list[Path]:
    """Write the ONNX files of a network (``pose`` or ``asana``) of a folder and enter them in its manifest.

    Raises ``ValueError``, and leaves the manifest as it was, where a file does not say what torch says.
    """
    weights = manifest_entry(network, folder).sha256
    entries, paths = {}, []
    for name, graph in _graphs(network, folder):
        content = to_onnx(graph, examples(name, folder)[0])
        check(content, graph, examples(name, folder))
        path = folder / (f"{network}.onnx" if name == "fields" else f"{network}-{name}.onnx")
        path.write_bytes(content)
        paths.append(path)
        digest = hashlib.sha256(content).hexdigest()
        entries[name] = {"file": path.name, "sha256": digest, "size": len(content), "weights": weights}
    manifest = folder / MANIFEST
    everything = json.loads(manifest.read_text())
    everything["networks"][network]["graphs"] = entries
    manifest.write_text(json.dumps(everything, indent=2) + "\n")
    return paths


def _graphs(network: str, folder: Path) -> Iterator[tuple[str, nn.Module]]:
    if network == "pose":
        yield "fields", FieldsGraph(load_pose_net(folder)).eval()
        yield "person", PersonGraph(load_person_net(folder)).eval()
        return
    net = load_asana_net(folder)
    yield "photo", PhotoGraph(net.photo).eval()
    yield "joints", FeaturesGraph(net.joints).eval()
    if net.body:
        yield "body", FeaturesGraph(net.body).eval()


def examples(graph: str, folder: Path = EMBEDDED) -> list[np.ndarray]:
    """Batches that differ in every size that a graph leaves open."""
    rng = np.random.default_rng(0)
    if graph in ("joints", "body"):
        width = FEATURES + (read_asana_config(folder).body_inputs if graph == "body" else 0)
        return [rng.standard_normal((count, width)).astype(np.float32) for count in (2, 1)]
    if graph == "photo":
        side = read_asana_config(folder).input_size
        shapes = [(2, side, side), (1, side, side)]
    elif graph == "person":
        shapes = [(2, 64, 64), (1, 96, 96)]
    else:
        shapes = [(2, 64, 96), (1, 160, 64), (3, 96, 96)]
    channels = 4 if graph == "person" else 3
    return [rng.integers(0, 256, (*shape, channels), dtype=np.uint8) for shape in shapes]


def to_onnx(graph: nn.Module, example: np.ndarray) -> bytes:
    """A module of ``yoga_models.networks.graphs``, in eval mode, as an ONNX file. ``example``: an input for it."""
    inputs = torch.from_numpy(example)
    with torch.inference_mode():
        outputs = graph(inputs)
    axes = {"inputs": {0: "batch"}, **{name: {0: "batch"} for name in outputs}}
    for name, output in outputs.items():
        if output.ndim == 4:
            axes["inputs"] |= {1: "height", 2: "width"}
            axes[name] |= {2: f"{name}_height", 3: f"{name}_width"}
    file = io.BytesIO()
    with warnings.catch_warnings():
        # The exporter calls itself old, and the padding of convolutions a constant: it is, for multiples of 32.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Listed(graph).eval(),
            (inputs,),
            file,  # type: ignore[arg-type]  # it takes a file as well
            opset_version=OPSET,
            dynamo=False,
            # Neither folded nor fused: engines do that for themselves, and the values stay those of the weights.
            training=torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=False,
            input_names=["inputs"],
            output_names=list(outputs),
            dynamic_axes=axes,
        )
    return bytes(halve(onnx.load_from_string(file.getvalue())).SerializeToString())


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store matrices that hold nothing beyond half precision in it, in place, each cast back where it is used."""
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        half = values.astype(np.float16) if values.dtype == np.float32 and values.ndim > 1 else values
        if half.dtype == np.float16 and np.array_equal(half.astype(np.float32), values):
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
            casts.append(onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def check(content: bytes, graph: nn.Module, batches: list[np.ndarray]) -> None:
    """Raises ``ValueError`` where ONNX Runtime's outputs are not those of torch, in shape or by ``TOLERANCE``."""
    engine = OnnxRuntimeGraph(content, threads=1)
    for batch in batches:
        with torch.inference_mode():
            expected = {name: output.numpy() for name, output in graph(torch.from_numpy(batch)).items()}
        for name, found in engine(batch).items():
            if found.shape != expected[name].shape:
                raise ValueError(f"{name} of {batch.shape} has the shape {found.shape}, not {expected[name].shape}")
            apart = float(np.abs(found - expected[name]).max())
            if not apart <= TOLERANCE:
                raise ValueError(f"{name} of {batch.shape} is {apart:.4f} away from what torch says")
