"""The networks that name an asana: one looks at the photo, one at the joints, one at what the second look saw."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from yoga_models.body.joint_features import FEATURES
from yoga_models.networks.backbone import EfficientNetLite
from yoga_models.networks.settings import AsanaConfig

# Of what the body network sees a part is hidden in training, and the rest is off by a part of its standard deviation:
# there is much of it, and photos are few.
_HIDDEN, _OFF = 0.1, 0.3


class PhotoNet(nn.Module):
    """(N, 3, S, S) RGB, 0 to 255, to (N, ``config.outputs``) logits."""

    def __init__(self, config: AsanaConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = EfficientNetLite(config.backbone)
        self.head = nn.Sequential(nn.Dropout(config.dropout), nn.Linear(self.backbone.channels[-1], config.outputs))

    def features(self, images: Tensor) -> Tensor:
        """What the logits are made of: (N, channels)."""
        maps: Tensor = self.backbone(images)[-1]
        return maps.float().mean(dim=(2, 3))

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(self.features(images))
        return logits


class JointNet(nn.Module):
    """(N, ``FEATURES``) joint features to (N, ``config.outputs``) logits."""

    def __init__(self, config: AsanaConfig) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.BatchNorm1d(FEATURES), *_layers(FEATURES, config, config.dropout))

    def forward(self, features: Tensor) -> Tensor:
        logits: Tensor = self.layers(features)
        return logits


class _Shaken(nn.Module):
    """Features of unit variance as they are; in training, not quite."""

    def forward(self, features: Tensor) -> Tensor:
        return F.dropout(features + _OFF * torch.randn_like(features), _HIDDEN) if self.training else features


class BodyNet(nn.Module):
    """(N, ``FEATURES`` + ``config.body_inputs``) joint features and the person network's summary of the crop to
    (N, ``config.outputs``) logits.
    """

    def __init__(self, config: AsanaConfig) -> None:
        super().__init__()
        inputs = FEATURES + config.body_inputs
        self.layers = nn.Sequential(nn.BatchNorm1d(inputs), _Shaken(), *_layers(inputs, config, config.body_dropout))

    def forward(self, features: Tensor) -> Tensor:
        logits: Tensor = self.layers(features)
        return logits


def _layers(inputs: int, config: AsanaConfig, dropout: float) -> list[nn.Module]:
    width = inputs
    layers: list[nn.Module] = []
    for _ in range(config.joint_layers):
        parts = nn.Linear(width, config.joint_width), nn.BatchNorm1d(config.joint_width), nn.ReLU(), nn.Dropout(dropout)
        layers += parts
        width = config.joint_width
    return [*layers, nn.Linear(width, config.outputs)]


class AsanaNet(nn.Module):
    """All networks, so that one file of weights holds them; ``body`` only where there are ``config.body_inputs``."""

    def __init__(self, config: AsanaConfig) -> None:
        super().__init__()
        self.config = config
        self.photo = PhotoNet(config)
        self.joints = JointNet(config)
        self.body = BodyNet(config) if config.body_inputs else None
