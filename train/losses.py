"""The loss of the joint network: masked squared error of every stage."""

from dataclasses import dataclass

import torch
from torch import Tensor

from yoga_models.network import Fields


@dataclass(frozen=True)
class LossConfig:
    """Fields are almost everywhere zero, and a plain squared error learns just that: cells count more the larger the
    target.

    A cell of a heatmap weighs ``1 + peak_emphasis * heatmap``, one of a PAF ``1 + limb_emphasis * |PAF|``.
    """

    peak_emphasis: float = 12.0
    limb_emphasis: float = 3.0


def stage_losses(
    fields: Fields,
    heatmaps: Tensor,
    heatmap_weights: Tensor,
    pafs: Tensor,
    paf_weights: Tensor,
    config: LossConfig | None = None,
) -> dict[str, Tensor]:
    """Mean over samples and cells, summed over channels, of each stage: ``paf_1`` ..., ``heatmap_1`` ...

    Shapes as in ``Targets`` with a batch in front: (N, 18, h, w) twice, (N, 46, h, w), (N, 23, h, w).
    """
    config = config or LossConfig()
    # The length of the vector, not of its component: a horizontal limb's y must be learned as well as its x.
    length = torch.hypot(pafs[:, 0::2], pafs[:, 1::2])
    paf_weights = (paf_weights * (1 + config.limb_emphasis * length)).repeat_interleave(2, dim=1)
    heatmap_weights = heatmap_weights.clone()
    heatmap_weights[:, :-1] *= 1 + config.peak_emphasis * heatmaps[:, :-1]
    losses = {}
    for name, outputs, target, weights in (
        ("paf", fields.pafs, pafs, paf_weights),
        ("heatmap", fields.heatmaps, heatmaps, heatmap_weights),
    ):
        for index, output in enumerate(outputs, start=1):
            error = weights * (output.float() - target).square()
            losses[f"{name}_{index}"] = error.sum(dim=1).mean()
    return losses
