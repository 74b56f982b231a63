"""Weights out of checkpoints, and into the files that ship: safetensors, vouched for by a manifest."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save
from torch import Tensor

from yoga_models.networks.load import load_person_net, load_pose_net, part, without
from yoga_models.networks.person import PersonNet
from yoga_models.networks.pose import PoseNet
from yoga_models.networks.settings import PERSON, PersonConfig, PoseConfig
from yoga_models.weights.manifest import EMBEDDED, MANIFEST


def from_checkpoint(path: Path) -> PoseNet | PersonNet:
    """The joint network, or the person network, of a checkpoint, with its averaged weights."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    person = saved.get("kind") == PERSON
    net = PersonNet(PersonConfig(**saved["network"])) if person else PoseNet(PoseConfig(**saved["network"]))
    net.load_state_dict(saved["average"]["state"])
    return net


def initial_weights(path: Path, kind: str) -> dict[str, Tensor]:
    """What a run may begin with: the weights of ``pose`` or ``person`` in a shipped file (safetensors), or the averaged
    ones of a checkpoint.
    """
    if path.suffix != ".safetensors":
        state: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)["average"]["state"]
        return state
    tensors = load_file(path)
    return part(tensors, PERSON) if kind == PERSON else without(tensors, PERSON)


def joint_networks(checkpoints: Sequence[Path], folder: Path = EMBEDDED) -> tuple[PoseNet, PersonNet]:
    """The networks of the first and of the second look: those of checkpoints, else those of a folder of weights."""
    nets = [from_checkpoint(path) for path in checkpoints]
    pose = next((net for net in nets if isinstance(net, PoseNet)), None)
    person = next((net for net in nets if isinstance(net, PersonNet)), None)
    return pose or load_pose_net(folder), person or load_person_net(folder)


def write_joint_weights(pose: PoseNet, person: PersonNet, folder: Path = EMBEDDED) -> Path:
    """Write both networks of the joints into a folder, as ``write_weights`` does, as one file."""
    tensors = pose.state_dict() | {f"{PERSON}.{name}": value for name, value in person.state_dict().items()}
    return write_weights(tensors, {**pose.config.to_dict(), PERSON: person.config.to_dict()}, "pose", folder)


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
