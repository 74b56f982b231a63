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
from yoga_models.networks.movenet import MOVENETS, MoveNetTrunk
from yoga_models.networks.settings import PoseConfig

PAF_CHANNELS = 2 * len(LIMBS)
HEATMAP_CHANNELS = len(JOINTS) + 1


class Fields(NamedTuple):
    """What the stages predict, first stage first. h, w = H / stride, W / stride.

    ``pafs``: one (N, 46, h, w) tensor a stage; channels 2k and 2k + 1 are x and y of limb k's unit vector.
    ``heatmaps``: one (N, 18, h, w) tensor a stage: 17 joints, then background. ``presence``: (N, 1, H / 32, W / 32), of
    which the mean around a body is what its surroundings add to the log-odds that it is a person.
    """

    pafs: list[Tensor]
    heatmaps: list[Tensor]
    presence: Tensor


def convolution(channels_in: int, channels_out: int, kernel: int = 3) -> list[nn.Module]:
    """A convolution without bias, BatchNorm and ReLU."""
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
        self.smooth = nn.ModuleList(nn.Sequential(*convolution(width, width)) for _ in channels)

    def forward(self, features: list[Tensor], added: list[Tensor] | None = None) -> Tensor:
        """``added``: what is added to the features of each stride, (N, width, h, w)."""
        merged: Tensor | None = None
        laterals = [lateral(feature) for feature, lateral in zip(features, self.lateral, strict=True)]
        if added:
            laterals = [one + other for one, other in zip(laterals, added, strict=True)]
        for x, smooth in zip(laterals[::-1], self.smooth[::-1], strict=True):
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
            layers += convolution(channels_in if index == 0 else width, width)
        head = nn.Conv2d(width, channels_out, 1)
        for parameter in head.parameters():
            if not parameter.is_meta:  # on "meta" there is nothing to draw, and torch would load its compiler for it
                nn.init.normal_(parameter, std=0.01)
        super().__init__(*layers, head)


class Presence(nn.Module):
    """Whether a body is one, as far as the trunk's maps around it, and of the whole picture, tell.

    It is learned by regression once the rest is (``python -m train presence``): nothing but a weight a channel.
    """

    def __init__(self, channels: tuple[int, ...]) -> None:
        super().__init__()
        self.weigh = nn.Conv2d(channels[1] + 2 * channels[2], 1, 1)
        for parameter in self.weigh.parameters():
            parameter.requires_grad_(False)
            if not parameter.is_meta:
                nn.init.zeros_(parameter)

    @staticmethod
    def told_by(maps: list[Tensor]) -> Tensor:
        """What is weighed, (N, C, h, w) at stride 32, of the trunk's maps at stride 8, 16 and 32."""
        whole = maps[2].mean(dim=(2, 3), keepdim=True)
        return torch.cat([F.avg_pool2d(maps[1], 2), maps[2], whole.expand_as(maps[2])], dim=1)

    def forward(self, maps: list[Tensor]) -> Tensor:
        weighed: Tensor = self.weigh(self.told_by(maps))
        return weighed


def build_backbone(name: str) -> EfficientNetLite | MoveNetTrunk:
    """A trunk by its name; both kinds give three feature maps, at stride 8, 16 and 32, with ``channels``."""
    return MoveNetTrunk(name) if name in MOVENETS else EfficientNetLite(name)


class PoseNet(nn.Module):
    """Photos to fields. Input: (N, 3, H, W) RGB, uint8 or float with values 0 to 255; H and W multiples of 32."""

    def __init__(self, config: PoseConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or PoseConfig()
        width = config.width
        self.backbone = build_backbone(config.backbone)
        self.presence = Presence(self.backbone.channels)
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
        return Fields(pafs, heatmaps, self.presence(maps))
