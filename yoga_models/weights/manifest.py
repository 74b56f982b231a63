"""Weights: safetensors files and the manifest that vouches for them.

``manifest.json`` names, for each network (``pose``, ``asana``), its file, SHA-256, size in bytes and the settings that
rebuild it. A file that does not match its entry is refused.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yoga_models.assets import ASSETS

EMBEDDED = ASSETS / "weights"
"""The folder of the weights that come with the project."""

MANIFEST = "manifest.json"

ENVIRONMENT = "YOGA_POSE_WEIGHTS"
"""The environment variable that names other weights for the page."""


class WeightsError(RuntimeError):
    """Weights are missing, or not what the manifest says."""


@dataclass(frozen=True)
class WeightsEntry:
    """One network's line in the manifest. ``settings``: the configuration that rebuilds it.

    Raises ``ValueError`` where ``file`` is anything but the name of a safetensors file in the manifest's own folder.
    """

    file: str
    sha256: str
    size: int
    settings: dict[str, Any]

    def __post_init__(self) -> None:
        if Path(self.file).name != self.file or not self.file.endswith(".safetensors"):
            raise ValueError(f"{self.file!r} is not the name of a safetensors file")


def read_manifest(folder: Path = EMBEDDED) -> dict[str, WeightsEntry]:
    """The manifest of a folder, by network. Raises ``WeightsError`` where there is none or it makes no sense."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {name: WeightsEntry(**entry) for name, entry in content["networks"].items()}
    except FileNotFoundError as error:
        raise WeightsError(
            f"There is no {MANIFEST} in {folder}: that folder holds no weights. (A name on the hub needs a revision.)"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WeightsError(f"{path} is not a manifest of weights: {error}") from error


def read_weights(entry: WeightsEntry, folder: Path = EMBEDDED) -> bytes:
    """The file of a network. Raises ``WeightsError`` where it is missing or its hash differs from the manifest's."""
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
