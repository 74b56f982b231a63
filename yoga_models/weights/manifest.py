"""Weights: safetensors and ONNX files and the manifest that vouches for them.

``manifest.json`` names, for each network (``pose``, ``asana``), its file, SHA-256, size in bytes, the settings that
rebuild it, and the same network as ONNX graphs, each a file of its own. A file that does not match its entry is
refused.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yoga_models.assets import ASSETS

EMBEDDED = ASSETS / "weights"
"""The folder of the weights that come with the project."""

MANIFEST = "manifest.json"

GRAPHS = {"fields": "pose", "person": "pose", "photo": "asana", "joints": "asana", "body": "asana"}
"""The graphs, each with its network: photos to fields, a person's crop to joints, the same to logits, joint features to
logits, and these with what the second look saw to logits. Not all weights have ``body``.
"""

ENVIRONMENT = "YOGA_POSE_WEIGHTS"
"""The environment variable that names other weights for the page."""


class WeightsError(RuntimeError):
    """Weights are missing, or not what the manifest says."""


@dataclass(frozen=True)
class GraphEntry:
    """An ONNX file of a network. ``weights``: SHA-256 of the safetensors file that it was made from.

    Raises ``ValueError`` where ``file`` is anything but the name of an ONNX file in the manifest's own folder.
    """

    file: str
    sha256: str
    size: int
    weights: str

    def __post_init__(self) -> None:
        _check_name(self.file, ".onnx")


@dataclass(frozen=True)
class WeightsEntry:
    """One network's line in the manifest. ``settings``: the configuration that rebuilds it. ``graphs``: its ONNX files
    by name (``GRAPHS``); none where it was never exported.

    Raises ``ValueError`` where ``file`` is anything but the name of a safetensors file in the manifest's own folder, or
    a graph was made from other weights.
    """

    file: str
    sha256: str
    size: int
    settings: dict[str, Any]
    graphs: dict[str, GraphEntry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_name(self.file, ".safetensors")
        for graph in self.graphs.values():
            if graph.weights != self.sha256:
                raise ValueError(f"{graph.file} was made from other weights than {self.file}")


def _check_name(name: str, suffix: str) -> None:
    if Path(name).name != name or not name.endswith(suffix):
        raise ValueError(f"{name!r} is not the name of a {suffix[1:]} file")


def _entry(content: dict[str, Any]) -> WeightsEntry:
    graphs = {name: GraphEntry(**graph) for name, graph in content.get("graphs", {}).items()}
    return WeightsEntry(**{**content, "graphs": graphs})


def read_manifest(folder: Path = EMBEDDED) -> dict[str, WeightsEntry]:
    """The manifest of a folder, by network. Raises ``WeightsError`` where there is none or it makes no sense."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {name: _entry(entry) for name, entry in content["networks"].items()}
    except FileNotFoundError as error:
        raise WeightsError(
            f"There is no {MANIFEST} in {folder}: that folder holds no weights. (A name on the hub needs a revision.)"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WeightsError(f"{path} is not a manifest of weights: {error}") from error


def manifest_entry(network: str, folder: Path = EMBEDDED) -> WeightsEntry:
    """A network's line in the manifest of a folder. Raises ``WeightsError`` where there is none."""
    manifest = read_manifest(folder)
    if network not in manifest:
        raise WeightsError(f"The {MANIFEST} in {folder} names no weights called {network!r}.")
    return manifest[network]


def read_weights(entry: WeightsEntry | GraphEntry, folder: Path = EMBEDDED) -> bytes:
    """The file of a network or a graph. Raises ``WeightsError`` where it is missing or not what the manifest says."""
    path = folder / entry.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsError(f"The weights file {entry.file} is missing from {folder}.") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != entry.sha256:
        raise WeightsError(
            f"The weights file {entry.file} is not the one the manifest names (SHA-256 {digest[:12]}..., expected "
            f"{entry.sha256[:12]}...). It is damaged or was changed: fetch it again."
        )
    return content
