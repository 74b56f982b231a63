"""EfficientNet-Lite, the convolutional trunk that both networks share in kind.

Architecture: EfficientNet (Tan and Le, arXiv 1905.11946) in its Lite form: no squeeze-and-excite, ReLU6 instead of
swish, stem and head of fixed width. Padding is TensorFlow's "same", so that the public ImageNet weights fit.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

#: kernel, stride, expansion, output channels, repeats: the seven groups of blocks of EfficientNet-B0.
_GROUPS = (
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)
#: width and depth multipliers.
_SCALES = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2), "lite3": (1.2, 1.4), "lite4": (1.4, 1.8)}
#: the groups whose output has stride 8, 16 and 32.
_OUTPUT_GROUPS = (2, 4, 6)

BATCHNORM_EPS = 1e-3
_BATCHNORM_MOMENTUM = 0.01


@dataclass(frozen=True)
class BlockSpec:
    """One inverted-residual block: depthwise kernel and stride, expansion ratio, channels in and out."""

    kernel: int
    stride: int
    expand: int
    channels_in: int
    channels_out: int


def _round_channels(channels: float, divisor: int = 8) -> int:
    rounded = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels else rounded


def block_specs(variant: str) -> list[list[BlockSpec]]:
    """The blocks of a variant (``lite0`` to ``lite4``), grouped as in the paper."""
    if variant not in _SCALES:
        raise ValueError(f"unknown backbone {variant!r}; choose one of {', '.join(_SCALES)}")
    width, depth = _SCALES[variant]
    groups: list[list[BlockSpec]] = []
    channels_in = 32
    last = len(_GROUPS) - 1
    for index, (kernel, stride, expand, channels, repeats) in enumerate(_GROUPS):
        channels_out = _round_channels(channels * width)
        # The Lite variants leave the first and the last group at one block.
        count = repeats if index in (0, last) else math.ceil(repeats * depth)
        group = []
        for position in range(count):
            group.append(BlockSpec(kernel, stride if position == 0 else 1, expand, channels_in, channels_out))
            channels_in = channels_out
        groups.append(group)
    return groups


class SameConv(nn.Conv2d):
    """A convolution whose output is ``ceil(input / stride)`` wide, padded as TensorFlow pads: the odd pixel goes
    last.
    """

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, stride: int = 1, groups: int = 1, bias: bool = False
    ) -> None:
        # With stride 1 and an odd kernel, "same" padding is symmetric and the convolution does it by itself.
        padding = kernel // 2 if stride == 1 else 0
        super().__init__(channels_in, channels_out, kernel, stride, padding, groups=groups, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        stride, kernel = self.stride[0], self.kernel_size[0]
        if stride > 1:
            pad_y, pad_x = (max((math.ceil(n / stride) - 1) * stride + kernel - n, 0) for n in map(int, x.shape[-2:]))
            x = F.pad(x, (pad_x // 2, pad_x - pad_x // 2, pad_y // 2, pad_y - pad_y // 2))
        return super().forward(x)


class ConvNorm(nn.Sequential):
    """Convolution, BatchNorm and, unless ``activate`` is off, ReLU6."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int, stride: int = 1, groups: int = 1, activate: bool = True
    ) -> None:
        layers: list[nn.Module] = [
            SameConv(channels_in, channels_out, kernel, stride, groups),
            nn.BatchNorm2d(channels_out, BATCHNORM_EPS, _BATCHNORM_MOMENTUM),
        ]
        if activate:
            layers.append(nn.ReLU6(inplace=True))
        super().__init__(*layers)


class Block(nn.Module):
    """Inverted residual: expand by 1x1, filter by depthwise k x k, project by 1x1; added to its input where shapes
    allow.
    """

    def __init__(self, spec: BlockSpec) -> None:
        super().__init__()
        width = spec.channels_in * spec.expand
        layers: list[nn.Module] = [] if spec.expand == 1 else [ConvNorm(spec.channels_in, width, 1)]
        layers.append(ConvNorm(width, width, spec.kernel, spec.stride, groups=width))
        layers.append(ConvNorm(width, spec.channels_out, 1, activate=False))
        self.layers = nn.Sequential(*layers)
        self.residual = spec.stride == 1 and spec.channels_in == spec.channels_out

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x) if self.residual else self.layers(x)


class EfficientNetLite(nn.Module):
    """The trunk: (N, 3, H, W) RGB, 0 to 255, to three feature maps, of stride 8, 16 and 32.

    ``channels`` gives their widths.
    """

    def __init__(self, variant: str = "lite0") -> None:
        super().__init__()
        specs = block_specs(variant)
        self.stem = ConvNorm(3, 32, 3, stride=2)
        self.groups = nn.ModuleList(nn.Sequential(*(Block(spec) for spec in group)) for group in specs)
        self.channels = tuple(specs[index][-1].channels_out for index in _OUTPUT_GROUPS)

    def forward(self, images: Tensor) -> list[Tensor]:
        x = self.stem((images.float() - 127.0) / 128.0)
        features = []
        for index, group in enumerate(self.groups):
            x = group(x)
            if index in _OUTPUT_GROUPS:
                features.append(x)
        return features


def fold_batchnorm(module: nn.Module) -> nn.Module:
    """Merge every BatchNorm into the convolution before it, in place, for inference.

    Works on any ``nn.Sequential`` in which a BatchNorm directly follows a convolution; returns ``module`` in eval mode.
    """
    module.eval()
    for sequence in [m for m in module.modules() if isinstance(m, nn.Sequential)]:
        for index in range(1, len(sequence)):
            conv, norm = sequence[index - 1], sequence[index]
            if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                fused = torch.nn.utils.fuse_conv_bn_eval(conv, norm)
                sequence[index - 1] = fused
                sequence[index] = nn.Identity()
    return module
