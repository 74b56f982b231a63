"""The loss of the joint network: masked squared error of every stage."""

from dataclasses import dataclass

import torch
from torch import Tensor

from yoga_models.networks.pose import Fields


@dataclass(frozen=True)
class LossConfig:
    """Fields are almost everywhere zero, and a plain squared error learns just that: cells count more the larger the
    target.

    A cell of a heatmap weighs ``1 + peak_emphasis * heatmap + false_positive_emphasis * excess``, one of a PAF ``1 +
    limb_emphasis * |PAF|``. The excess is how far the prediction lies above the heatmap: without it a joint that is
    seen where none is costs little, and the network sees people in trees.
    """

    peak_emphasis: float = 12.0
    false_positive_emphasis: float = 4.0
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
    losses = {}
    for index, output in enumerate(fields.pafs, start=1):
        losses[f"paf_{index}"] = _squared_error(output.float() - pafs, paf_weights)
    for index, output in enumerate(fields.heatmaps, start=1):
        losses[f"heatmap_{index}"] = _heatmap_error(output, heatmaps, heatmap_weights, config)
    return losses


def _heatmap_error(output: Tensor, target: Tensor, weights: Tensor, config: LossConfig) -> Tensor:
    peaks = target.clone()
    peaks[:, -1] = 0  # the background is no joint
    error = output.float() - target
    excess = error.detach().clamp(0, 1)
    excess[:, -1] = 0
    return _squared_error(error, weights * (1 + config.peak_emphasis * peaks + config.false_positive_emphasis * excess))


def _squared_error(error: Tensor, weights: Tensor) -> Tensor:
    return (weights * error.square()).sum(dim=1).mean()
