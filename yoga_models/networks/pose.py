"""The joint network: a trunk, a feature pyramid, then stages of part affinity fields and of heatmaps.

After OpenPose (Cao et al., arXiv 1812.08008): part affinity fields (PAFs) are refined first, heatmaps then see the last
of them, and every stage is supervised. The trunk is a public one that keeps most of its weights, the convolutions are
few and 3x3, so that it runs on a CPU.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from yoga_models.body.skeleton import JOINTS, LIMBS
from yoga_models.networks.backbone import BATCHNORM_EPS, EfficientNetLite
from yoga_models.networks.movenet import MoveNetTrunk
from yoga_models.networks.settings import PoseConfig

PAF_CHANNELS = 2 * len(LIMBS)
HEATMAP_CHANNELS = len(JOINTS) + 1


class Fields(NamedTuple):
    """What the stages predict, first stage first. h, w = H / stride, W / stride.

    ``pafs``: one (N, 46, h, w) tensor a stage; channels 2k and 2k + 1 are x and y of limb k's unit vector.
    ``heatmaps``: one (N, 18, h, w) tensor a stage: 17 joints, then background.
    ``presence``: (N,) from 0 to 1, how sure it is that the picture was cut out around a person.
    """

    pafs: list[Tensor]
    heatmaps: list[Tensor]
    presence: Tensor


def _conv(channels_in: int, channels_out: int, kernel: int = 3) -> list[nn.Module]:
    return [
        nn.Conv2d(channels_in, channels_out, kernel, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(channels_out, BATCHNORM_EPS),
        nn.ReLU(inplace=True),
    ]


class Pyramid(nn.Module):
    """Feature pyramid (Lin et al., arXiv 1612.03144) that ends in one map at the finest of its inputs' strides."""

    def __init__(self, channels: tuple[int, ...], width: int) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(count, width, 1) for count in channels)
        self.smooth = nn.ModuleList(nn.Sequential(*_conv(width, width)) for _ in channels)

    def forward(self, features: list[Tensor]) -> Tensor:
        merged: Tensor | None = None
        for feature, lateral, smooth in zip(features[::-1], self.lateral[::-1], self.smooth[::-1], strict=True):
            x = lateral(feature)
            if merged is not None:
                x = x + F.interpolate(merged, size=x.shape[-2:], mode="nearest")
            merged = smooth(x)
        assert merged is not None
        return merged


class Stage(nn.Sequential):
    """One stage: (N, channels_in, h, w) of features and earlier predictions to (N, channels_out, h, w)."""

    def __init__(self, channels_in: int, width: int, convs: int, channels_out: int) -> None:
        layers: list[nn.Module] = []
        for index in range(convs):
            layers += _conv(channels_in if index == 0 else width, width)
        head = nn.Conv2d(width, channels_out, 1)
        for parameter in head.parameters():
            if not parameter.is_meta:  # on "meta" there is nothing to draw, and torch would load its compiler for it
                nn.init.normal_(parameter, std=0.01)
        super().__init__(*layers, head)


class Presence(nn.Linear):
    """Whether a picture that was cut out around somebody shows a person at all: the trunk's coarsest map (N, C, h, w),
    its means and its largest values, to (N,) from 0 to 1.

    Peaks and limbs of what only resembles a person can be as high as those of a person; the trunk sees what it is. It
    is not trained with the stages: ``python -m train presence`` fits it to what they find.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(2 * channels, 1)
        self.requires_grad_(False)

    def reset_parameters(self) -> None:
        """Know nothing, and say one half of everything."""
        if not self.weight.is_meta:
            self.weight.data.zero_()
            self.bias.data.zero_()

    def forward(self, coarsest: Tensor) -> Tensor:
        return torch.sigmoid(super().forward(self.summary(coarsest)))[:, 0]

    @staticmethod
    def summary(coarsest: Tensor) -> Tensor:
        """(N, 2 C): the mean and the largest value of each channel."""
        return torch.cat([coarsest.mean(dim=(2, 3)), coarsest.amax(dim=(2, 3))], dim=1)


def build_backbone(name: str) -> EfficientNetLite | MoveNetTrunk:
    """A trunk by its name; both kinds give three feature maps, at stride 8, 16 and 32, with ``channels``."""
    return MoveNetTrunk() if name == "movenet" else EfficientNetLite(name)


class PoseNet(nn.Module):
    """Photos to fields. Input: (N, 3, H, W) RGB, uint8 or float with values 0 to 255; H and W multiples of 32."""

    def __init__(self, config: PoseConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or PoseConfig()
        width = config.width
        self.backbone = build_backbone(config.backbone)
        self.pyramid = Pyramid(self.backbone.channels, width)
        self.paf_stages = nn.ModuleList(
            Stage(width if index == 0 else width + PAF_CHANNELS, width, config.stage_convs, PAF_CHANNELS)
            for index in range(config.paf_stages)
        )
        self.heatmap_stages = nn.ModuleList(
            Stage(
                width + PAF_CHANNELS + (0 if index == 0 else HEATMAP_CHANNELS),
                width,
                config.stage_convs,
                HEATMAP_CHANNELS,
            )
            for index in range(config.heatmap_stages)
        )
        self.presence = Presence(self.backbone.channels[-1])

    def forward(self, images: Tensor) -> Fields:
        maps = self.backbone(images)
        features = self.pyramid(maps)
        pafs: list[Tensor] = []
        for stage in self.paf_stages:
            pafs.append(stage(torch.cat([features, pafs[-1]], dim=1) if pafs else features))
        seen = torch.cat([features, pafs[-1]], dim=1)
        heatmaps: list[Tensor] = []
        for stage in self.heatmap_stages:
            heatmaps.append(stage(torch.cat([seen, heatmaps[-1]], dim=1) if heatmaps else seen))
        return Fields(pafs, heatmaps, self.presence(maps[-1]))
