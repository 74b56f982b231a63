"""The trunk of MoveNet: a MobileNetV2 with a small feature pyramid of its own; and its heatmaps of joints.

Architecture: MobileNetV2 (Sandler et al., arXiv 1801.04381), 1.5 times as wide (MultiPose) or 1.75 times (Thunder),
BatchNorm folded into biases, and a pyramid (Lin et al., arXiv 1612.03144) that goes down to stride 4 in separable
convolutions, as in CenterNet (Zhou et al., arXiv 1904.07850). Weights that were trained on people's poses fit it
(``train.fit.movenet``).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from yoga_models.body.skeleton import JOINTS
from yoga_models.networks.backbone import SameConv

#: stride and repeats of the seven groups of blocks.
_GROUPS = ((1, 1), (2, 2), (2, 3), (2, 4), (1, 3), (2, 3), (1, 1))
#: channels of the stem and of the groups' outputs: MultiPose and Thunder, by the name that settings have for them.
MOVENETS = {
    "movenet": (48, (24, 40, 48, 96, 144, 240, 480)),
    "thunder": (56, (32, 40, 56, 112, 168, 280, 560)),
}
_EXPANSION = 6
_HEAD_CHANNELS = 1280
#: the groups whose output the pyramid takes in, at stride 16, 8 and 4, and their channels there.
_PYRAMID_GROUPS = (3, 2, 1)
_PYRAMID_CHANNELS = (64, 32, 24)
#: the group with the last map at stride 16.
_LAST_AT_16 = 4
_HEATMAP_CHANNELS = 96


class _ConvBias(nn.Sequential):
    """Convolution with a bias and, unless ``activate`` is off, ReLU6."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, stride: int = 1, groups: int = 1, activate: bool = True
    ) -> None:
        conv = SameConv(channels_in, channels_out, kernel, stride, groups, bias=True)
        super().__init__(conv, *([nn.ReLU6(inplace=True)] if activate else []))


class _Block(nn.Module):
    """Inverted residual: expand by 1x1, filter by depthwise 3x3, project by 1x1; added to its input where shapes
    allow.
    """

    def __init__(self, channels_in: int, channels_out: int, stride: int, expansion: int) -> None:
        super().__init__()
        width = channels_in * expansion
        layers: list[nn.Module] = [] if expansion == 1 else [_ConvBias(channels_in, width, 1)]
        layers.append(_ConvBias(width, width, 3, stride, groups=width))
        layers.append(_ConvBias(width, channels_out, 1, activate=False))
        self.layers = nn.Sequential(*layers)
        self.residual = stride == 1 and channels_in == channels_out

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x) if self.residual else self.layers(x)


class _Merge(nn.Module):
    """One step of the pyramid: twice the coarser map's size, plus the finer map, through a separable convolution."""

    def __init__(self, channels_fine: int, channels: int, channels_out: int) -> None:
        super().__init__()
        self.lateral = nn.Conv2d(channels_fine, channels, 1)
        self.depthwise = SameConv(channels, channels, 3, groups=channels)
        self.pointwise = nn.Conv2d(channels, channels_out, 1)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        doubled = F.interpolate(coarse, size=fine.shape[-2:], mode="bilinear", align_corners=False)
        return F.relu(self.pointwise(self.depthwise(doubled + self.lateral(fine))))


class MoveNetTrunk(nn.Module):
    """The trunk: (N, 3, H, W) RGB, 0 to 255, to three feature maps, of stride 8, 16 and 32.

    Each joins what MobileNetV2 sees at its stride with the pyramid's map there; at stride 8 the pyramid's finest map
    is there too, folded into channels. ``channels`` gives their widths. H and W are multiples of 32. ``kind``: one of
    ``MOVENETS``.
    """

    def __init__(self, kind: str = "movenet") -> None:
        super().__init__()
        self.kind = kind
        channels_in, widths = MOVENETS[kind]
        self.stem = _ConvBias(3, channels_in, 3, stride=2)
        groups = []
        for index, ((stride, repeats), channels) in enumerate(zip(_GROUPS, widths, strict=True)):
            blocks = []
            for position in range(repeats):
                expansion = 1 if index == 0 else _EXPANSION
                blocks.append(_Block(channels_in, channels, stride if position == 0 else 1, expansion))
                channels_in = channels
            groups.append(nn.Sequential(*blocks))
        self.groups = nn.ModuleList(groups)
        self.head = _ConvBias(channels_in, _HEAD_CHANNELS, 1)
        self.top = nn.Conv2d(_HEAD_CHANNELS, _PYRAMID_CHANNELS[0], 1)
        self.merges = nn.ModuleList()
        outputs = (*_PYRAMID_CHANNELS[1:], _PYRAMID_CHANNELS[-1])
        for group, channels, channels_out in zip(_PYRAMID_GROUPS, _PYRAMID_CHANNELS, outputs, strict=True):
            self.merges.append(_Merge(widths[group], channels, channels_out))
        at_16, at_8, at_4 = outputs
        self.channels = (
            widths[2] + at_8 + 4 * at_4,
            widths[_LAST_AT_16] + at_16,
            widths[-1] + _PYRAMID_CHANNELS[0],
        )

    def pyramid(self, images: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """What the seven groups of blocks give, and the pyramid's maps at stride 32, 16, 8 and 4."""
        x = self.stem(images.float() / 127.5 - 1.0)
        seen = []
        for group in self.groups:
            x = group(x)
            seen.append(x)
        maps = [self.top(self.head(x))]
        for merge, index in zip(self.merges, _PYRAMID_GROUPS, strict=True):
            maps.append(merge(maps[-1], seen[index]))
        return seen, maps

    def forward(self, images: Tensor) -> list[Tensor]:
        seen, (at_32, at_16, at_8, at_4) = self.pyramid(images)
        return [
            torch.cat([seen[2], at_8, F.pixel_unshuffle(at_4, 2)], dim=1),
            torch.cat([seen[_LAST_AT_16], at_16], dim=1),
            torch.cat([seen[-1], at_32], dim=1),
        ]


class MoveNetHeatmaps(nn.Module):
    """What MoveNet itself makes of its trunk's maps: (N, 17, H / 4, W / 4), the logit at each place that somebody's
    joint is there.
    """

    def __init__(self) -> None:
        super().__init__()
        channels = _PYRAMID_CHANNELS[-1]
        self.depthwise = SameConv(channels, channels, 3, groups=channels)
        self.pointwise = nn.Conv2d(channels, _HEATMAP_CHANNELS, 1)
        self.last = nn.Conv2d(_HEATMAP_CHANNELS, len(JOINTS), 1)

    def forward(self, maps: list[Tensor]) -> Tensor:
        at_4 = F.pixel_shuffle(maps[0][:, -4 * _PYRAMID_CHANNELS[-1] :], 2)
        return self.last(F.relu(self.pointwise(self.depthwise(at_4))))
