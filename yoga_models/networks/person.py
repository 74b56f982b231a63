"""The person network: where the joints of the one person are whom a crop was cut out around.

It sees a crop (top-down, as in SimpleBaseline, Xiao et al., arXiv 1804.06208) and a hint: where the first look saw
joints of that person. So it need not tell people apart by fields; each joint is one choice among all places of the
crop, or that it is not there at all. ``presence`` says whether anybody is there: the peaks of a statue or of a coat on
a hook can be as high as those of a person; the trunk's coarsest map knows better.

MoveNet's trunk has heatmaps of its own, which say where joints are, anybody's. The choice can begin with them, and
learn what to add (``own_heatmaps``).
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from yoga_models.body.skeleton import JOINTS
from yoga_models.networks.movenet import MoveNetHeatmaps
from yoga_models.networks.pose import Pyramid, build_backbone, convolution
from yoga_models.networks.settings import PersonConfig

# Of the trunk's three maps.
_STRIDES = (8, 16, 32)
# A cell of the shared features is this many places along each side.
_FINER = 2


class Choice(NamedTuple):
    """One choice a joint: logits of all places ``places`` (N, 17, h, w), and that it is in none of them, ``nowhere``
    (N, 17).
    """

    places: Tensor
    nowhere: Tensor

    def probabilities(self) -> Tensor:
        """(N, 17, h, w): how probable each place is; what is missing from one is that the joint is nowhere."""
        logits = torch.cat([self.places.flatten(2), self.nowhere[..., None]], dim=2).float()
        return logits.softmax(dim=2)[..., :-1].view(self.places.shape)


class SecondLook(NamedTuple):
    """What the network says of N crops. ``presence`` (N,): the logit that the hint lies on a person. ``summary``
    (N, ``summary_size``): what presence is made of, the body as a whole, for other networks to learn from.
    """

    choice: Choice
    presence: Tensor
    summary: Tensor


def pooled(features: Tensor) -> Tensor:
    """(N, 2 C): the mean and the largest value of each channel of a map (N, C, h, w)."""
    return torch.cat([features.mean(dim=(2, 3)), features.amax(dim=(2, 3))], dim=1)


class PersonNet(nn.Module):
    """Crops to choices. Input: (N, 4, S, S) uint8 or float, RGB and the hint, 0 to 255; S a multiple of 32."""

    def __init__(self, config: PersonConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or PersonConfig()
        width = config.width
        self.backbone = build_backbone(config.backbone)
        self.heatmaps = MoveNetHeatmaps() if config.own_heatmaps else None
        self.pyramid = Pyramid(self.backbone.channels, width)
        self.hints = nn.ModuleList(nn.Conv2d(1, width, 3, padding=1) for _ in self.backbone.channels)
        layers = [convolution(width, width) for _ in range(config.convs)]
        self.layers = nn.Sequential(*(layer for block in layers for layer in block))
        self.places = nn.Conv2d(width, len(JOINTS) * _FINER**2, 1)
        self.nowhere = nn.Linear(2 * width, len(JOINTS))
        self.summary_size = 2 * (self.backbone.channels[-1] + width)
        self.presence = nn.Linear(self.summary_size, 1)

    def forward(self, crops: Tensor) -> SecondLook:
        maps = self.backbone(crops[:, :3])
        hint = crops[:, 3:].float() / 255
        added = [layer(F.avg_pool2d(hint, stride)) for layer, stride in zip(self.hints, _STRIDES, strict=True)]
        seen = self.layers(self.pyramid(maps, added))
        told = pooled(seen)
        places = F.pixel_shuffle(self.places(seen), _FINER)
        if self.heatmaps:
            places = places + self.heatmaps(maps)
        choice = Choice(places, self.nowhere(told))
        summary = torch.cat([pooled(maps[-1]), told], dim=1)
        return SecondLook(choice, self.presence(summary)[:, 0], summary)
