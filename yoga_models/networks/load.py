"""Networks rebuilt from the weights that the manifest vouches for."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from yoga_models.networks.asana import AsanaNet
from yoga_models.networks.person import PersonNet
from yoga_models.networks.pose import PoseNet
from yoga_models.networks.settings import PERSON, read_asana_config, read_person_config, read_pose_config
from yoga_models.weights.manifest import EMBEDDED, WeightsEntry, WeightsError, manifest_entry, read_weights

Net = TypeVar("Net", bound=torch.nn.Module)
Tensors = dict[str, Tensor]


def load_weights(entry: WeightsEntry, folder: Path = EMBEDDED) -> dict[str, Tensor]:
    """The tensors of a network by name. Raises ``WeightsError`` where the file is missing, changed or damaged."""
    try:
        return load(read_weights(entry, folder))
    except SafetensorError as error:
        raise WeightsError(f"The weights file {entry.file} is not in the safetensors format: {error}") from error


def load_pose_net(folder: Path = EMBEDDED) -> PoseNet:
    """The joint network of a folder of weights, the one of the first look. Raises ``WeightsError``."""
    return _rebuild("pose", folder, lambda: PoseNet(read_pose_config(folder)), lambda tensors: without(tensors, PERSON))


def load_person_net(folder: Path = EMBEDDED) -> PersonNet:
    """The person network of a folder of weights, the one of the second look. Raises ``WeightsError``."""
    return _rebuild(
        "pose", folder, lambda: PersonNet(read_person_config(folder)), lambda tensors: part(tensors, PERSON)
    )


def load_asana_net(folder: Path = EMBEDDED) -> AsanaNet:
    """The asana networks of a folder of weights. Raises ``WeightsError``."""
    return _rebuild("asana", folder, lambda: AsanaNet(read_asana_config(folder)), dict)


def part(tensors: Tensors, name: str) -> Tensors:
    """Those of the tensors whose names begin with ``name`` and a dot, without it."""
    return {key.removeprefix(f"{name}."): tensor for key, tensor in tensors.items() if key.startswith(f"{name}.")}


def without(tensors: Tensors, name: str) -> Tensors:
    """The others."""
    return {key: tensor for key, tensor in tensors.items() if not key.startswith(f"{name}.")}


def _rebuild(network: str, folder: Path, build: Callable[[], Net], choose: Callable[[Tensors], Tensors]) -> Net:
    entry = manifest_entry(network, folder)
    tensors = {name: tensor.float() for name, tensor in choose(load_weights(entry, folder)).items()}
    try:
        # On "meta" nothing is allocated and nothing drawn at random: the tensors of the file become the network's own.
        with torch.device("meta"):
            net = build()
        # Files leave out BatchNorm's step counters, which nothing reads; anything else missing is an error.
        counters = {name: torch.tensor(0) for name in net.state_dict() if name.endswith("num_batches_tracked")}
        net.load_state_dict({**counters, **tensors}, assign=True)
    except WeightsError:
        raise
    except (ValueError, KeyError, TypeError, RuntimeError) as error:
        raise WeightsError("The weights do not fit the settings that the manifest gives for them.") from error
    return net
