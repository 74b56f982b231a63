"""The trunk's public weights: fetched whole or refused, and computing what the graph that they come in computes."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from train.fit.movenet import FILES, load_movenet, read_graph, verify
from yoga_models.networks.movenet import MOVENETS, MoveNetHeatmaps, MoveNetTrunk

FOLDER = Path("runs/movenet")
GRAPHS = {"movenet": "movenet-multipose", "thunder": "movenet-thunder"}
HEATMAPS = {"movenet": "conv2d_7", "thunder": "conv2d_5"}


@pytest.mark.parametrize("kind", MOVENETS)
def test_the_trunk_has_a_map_at_each_of_its_strides(kind: str) -> None:
    trunk = MoveNetTrunk(kind).eval()
    with torch.inference_mode():
        maps = trunk(torch.zeros(2, 3, 64, 96, dtype=torch.uint8))
        heatmaps = MoveNetHeatmaps()(maps)
    assert heatmaps.shape == (2, 17, 16, 24)
    assert [tuple(each.shape[2:]) for each in maps] == [(8, 12), (4, 6), (2, 3)]
    assert tuple(each.shape[1] for each in maps) == trunk.channels


def test_files_that_are_not_the_expected_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="missing"):
        verify(tmp_path)
    for name in FILES:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(RuntimeError, match="not the file"):
        load_movenet(tmp_path, MoveNetTrunk())


@pytest.mark.skipif(not FOLDER.exists(), reason="python -m train fetch runs/movenet has not been run")
@pytest.mark.parametrize("kind", MOVENETS)
def test_the_port_computes_what_the_graph_computes(kind: str) -> None:
    trunk, heatmaps = MoveNetTrunk(kind).eval(), MoveNetHeatmaps().eval()
    load_movenet(FOLDER, trunk, heatmaps)
    generator = torch.Generator().manual_seed(0)
    image = torch.randint(0, 256, (1, 3, 96, 128), generator=generator).float()
    with torch.inference_mode():
        ours = heatmaps(trunk(image)).sigmoid()
        name = f"StatefulPartitionedCall/kpt_heatmap_0/{HEATMAPS[kind]}/BiasAdd"
        theirs = torch.sigmoid(_Graph(FOLDER, kind).value(name, image))
    assert ours.shape == theirs.shape
    assert torch.allclose(ours, theirs, atol=1e-4)


class _Graph:
    """A TensorFlow graph, node by node, knowing nothing of our network: as far as heatmaps need it."""

    def __init__(self, folder: Path, kind: str) -> None:
        topology = json.loads((folder / f"{GRAPHS[kind]}.json").read_text())["modelTopology"]
        self.nodes: dict[str, dict[str, Any]] = {node["name"]: node for node in topology["node"]}
        self.constants = read_graph(folder, kind)
        self.known: dict[str, Tensor] = {}

    def value(self, name: str, image: Tensor) -> Tensor:
        """What a node gives for an image (1, 3, H, W), 0 to 255; maps are (1, C, H, W)."""
        if name not in self.known:
            self.known[name] = self._compute(self.nodes[name], image)
        return self.known[name]

    def _compute(self, node: dict[str, Any], image: Tensor) -> Tensor:
        kind, inputs = node["op"], node.get("input", [])
        if kind == "Placeholder":
            return image
        if kind in ("Unpack", "ExpandDims", "Squeeze", "Pack"):  # of a batch of one: as it was
            return self.value(inputs[0], image)
        if kind == "Const":
            constant = torch.from_numpy(np.array(self.constants[node["name"]]))
            # Filters apart, constants lie along the channels, which TensorFlow has last.
            return constant if constant.ndim == 4 and constant.shape[2] > 1 else constant.reshape(1, -1, 1, 1)
        if kind == "Cast":
            return self.value(inputs[0], image)
        if kind == "ResizeBilinear":
            return F.interpolate(self.value(inputs[0], image), scale_factor=2, mode="bilinear", align_corners=False)
        values = [self.value(each, image) for each in inputs]
        if kind in ("AddV2", "Add"):
            return values[0] + values[1]
        if kind == "Sub":
            return values[0] - values[1]
        if kind == "Mul":
            return values[0] * values[1]
        assert "Conv2" in kind or "Conv2d" in kind, kind
        return self._convolve(node, values)

    def _convolve(self, node: dict[str, Any], values: list[Tensor]) -> Tensor:
        x, filters, *bias = values
        attributes = node["attr"]
        stride = int(attributes["strides"]["list"]["i"][1])
        depthwise = "Depthwise" in node["op"]
        weight = filters.permute((2, 3, 0, 1) if depthwise else (3, 2, 0, 1))
        if base64.b64decode(attributes["padding"]["s"]) == b"SAME":
            kernel = weight.shape[-1]
            pads = [max((-(-n // stride) - 1) * stride + kernel - n, 0) for n in x.shape[-2:]]
            x = F.pad(x, (pads[1] // 2, pads[1] - pads[1] // 2, pads[0] // 2, pads[0] - pads[0] // 2))
        x = F.conv2d(x, weight, stride=stride, groups=x.shape[1] if depthwise else 1)
        x = x + bias[0] if bias else x
        fused = [base64.b64decode(each) for each in attributes.get("fused_ops", {}).get("list", {}).get("s", [])]
        if b"Relu6" in fused:
            return x.clamp(0, 6)
        return x.clamp(min=0) if b"Relu" in fused else x
