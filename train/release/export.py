"""Turn a checkpoint into weights that ship: ``python -m train release weights runs/pose/last.pt``.

Writes the moving average as safetensors and updates the manifest beside it.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from yoga_models.networks.pose import PoseConfig, PoseNet
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
    """Write ``network``.safetensors into a folder and enter it in the folder's manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    content = save(
        {name: value.contiguous() for name, value in tensors.items() if not name.endswith("num_batches_tracked")}
    )
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


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m train release weights", description="Ship the weights of a joint network."
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, default=EMBEDDED, help="folder of weights and manifest")
    options = parser.parse_args(arguments)
    net = pose_from_checkpoint(options.checkpoint)
    path = write_weights(net.state_dict(), net.config.to_dict(), "pose", options.out)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
