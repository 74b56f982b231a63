"""The two networks that name an asana: one looks at the photo, the other at the joints."""

from torch import Tensor, nn

from yoga_models.body.joint_features import FEATURES
from yoga_models.networks.backbone import EfficientNetLite
from yoga_models.networks.settings import AsanaConfig


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
        self.layers = nn.Sequential(*layers, nn.Linear(width, config.outputs))

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
