"""The two networks that name an asana: one looks at the photo, the other at the joints."""

import math
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn

from yoga_models.body.joint_features import FEATURES
from yoga_models.networks.backbone import EfficientNetLite


@dataclass(frozen=True)
class AsanaConfig:
    """Everything needed to rebuild the asana networks and read their answers; saved beside the weights.

    ``classes``: the catalogue ids that can be named, in the order of the outputs. ``input_size``: side of the photo
    input in pixels. ``fusion`` has, for the evidence at hand (``both``, ``photo``, ``joints``), the weights of the
    photo's and of the joints' logits: they calibrate as well as combine. ``thresholds``: least probability, for the
    same cases, of a confident answer. ``without_photos``: ids among the classes that the photo network had no photos to
    learn from; beside joints it is taken to give each of them the log-probability ``neutral``, alone it rules them out.
    """

    classes: tuple[int, ...]
    backbone: str = "lite0"
    input_size: int = 224
    joint_width: int = 512
    joint_layers: int = 2
    dropout: float = 0.4
    fusion: dict[str, tuple[float, float]] | None = None
    thresholds: dict[str, float] | None = None
    without_photos: tuple[int, ...] = ()
    neutral: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class PhotoNet(nn.Module):
    """(N, 3, S, S) RGB, 0 to 255, to (N, classes) logits."""

    def __init__(self, config: AsanaConfig) -> None:
        super().__init__()
        self.backbone = EfficientNetLite(config.backbone)
        self.head = nn.Sequential(
            nn.Dropout(config.dropout), nn.Linear(self.backbone.channels[-1], len(config.classes))
        )

    def forward(self, images: Tensor) -> Tensor:
        features = self.backbone(images)[-1]
        logits: Tensor = self.head(features.float().mean(dim=(2, 3)))
        return logits


class JointNet(nn.Module):
    """(N, ``FEATURES``) joint features to (N, classes) logits."""

    def __init__(self, config: AsanaConfig) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.BatchNorm1d(FEATURES)]
        width = FEATURES
        for _ in range(config.joint_layers):
            layers += [
                nn.Linear(width, config.joint_width),
                nn.BatchNorm1d(config.joint_width),
                nn.ReLU(),
                nn.Dropout(config.dropout),
            ]
            width = config.joint_width
        self.layers = nn.Sequential(*layers, nn.Linear(width, len(config.classes)))

    def forward(self, features: Tensor) -> Tensor:
        logits: Tensor = self.layers(features)
        return logits


class AsanaNet(nn.Module):
    """Both networks, so that one file of weights holds them."""

    def __init__(self, config: AsanaConfig) -> None:
        super().__init__()
        self.config = config
        self.photo = PhotoNet(config)
        self.joints = JointNet(config)


EVIDENCE = ("both", "photo", "joints")
"""What an answer can rest on."""


def photo_evidence(photo: Tensor, unknown: Tensor, neutral: float) -> Tensor:
    """Log-probabilities (N, classes) that photo logits stand for, with ``neutral`` wherever ``unknown`` (classes,).

    A network never shown a class calls it impossible; what it says about the others is worth as much as before.
    """
    return torch.log_softmax(photo.masked_fill(unknown, -math.inf), dim=-1).masked_fill(unknown, neutral)


def combine(photo: Tensor, joints: Tensor, weights: tuple[float, float]) -> Tensor:
    """Probabilities (N, classes) from photo and joint logits (N, classes): a product of experts, each with its
    weight.
    """
    return torch.softmax(weights[0] * photo + weights[1] * joints, dim=-1)


def fuse(config: AsanaConfig, photo: Tensor | None, joints: Tensor | None) -> tuple[Tensor, str]:
    """Calibrated probabilities (N, classes) from the logits at hand, and which evidence that was."""
    if photo is None and joints is None:
        raise ValueError("no evidence: neither photo nor joints")
    evidence = "both" if photo is not None and joints is not None else "photo" if photo is not None else "joints"
    nothing = torch.zeros_like(photo if photo is not None else joints)  # type: ignore[arg-type]
    weights = (config.fusion or {}).get(evidence, (1.0, 1.0))
    if photo is not None:
        unknown = torch.tensor([asana in config.without_photos for asana in config.classes], device=photo.device)
        photo = photo_evidence(photo, unknown, -math.inf if joints is None else config.neutral)
    photo = nothing if photo is None else photo
    joints = nothing if joints is None else joints
    return combine(photo, joints, weights), evidence
