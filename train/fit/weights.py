"""Weights out of checkpoints, and into the files that ship: safetensors, vouched for by a manifest."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from yoga_models.networks.pose import PoseNet
from yoga_models.networks.settings import PoseConfig
from yoga_models.weights.manifest import EMBEDDED, MANIFEST


def pose_from_checkpoint(path: Path) -> PoseNet:
    """The joint network of a checkpoint, with its averaged weights."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    net = PoseNet(PoseConfig(**saved["network"]))
    net.load_state_dict(saved["average"]["state"])
    return net


def write_weights(
    tensors: Mapping[str, Tensor], settings: dict[str, Any], network: str, folder: Path = EMBEDDED
) -> Path:
    """Write ``network``.safetensors into a folder and enter it in the folder's manifest.

    Matrices and filters are stored in half precision. Raises ``ValueError`` where one holds what that can't. ONNX files
    of the weights before are out of date and no longer entered: ``train.fit.graphs.write_graphs`` makes new ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stored = {name: _halved(value) for name, value in tensors.items() if not name.endswith("num_batches_tracked")}
    broken = [name for name, value in stored.items() if not torch.isfinite(value).all()]
    if broken:
        raise ValueError(f"not finite, or too large for half precision: {', '.join(broken)}")
    content = save(stored)
    path = folder / f"{network}.safetensors"
    path.write_bytes(content)
    manifest = folder / MANIFEST
    entries = json.loads(manifest.read_text())["networks"] if manifest.exists() else {}
    entries[network] = {
        "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "settings": settings,
    }
    manifest.write_text(json.dumps({"networks": entries}, indent=2) + "\n")
    return path


def _halved(value: Tensor) -> Tensor:
    # Vectors (biases, and what BatchNorm counts) hardly weigh anything, and variances may be large.
    return (value.half() if value.ndim > 1 else value).contiguous()
