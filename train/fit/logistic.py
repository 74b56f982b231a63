"""Logistic regression: one more answer out of features that a network has already."""

import numpy as np
import torch
from torch import Tensor, nn

PENALTY = 0.01
"""Of the squared weights, where every feature varies by 1."""
_STEPS = 150


def learn_logit(features: Tensor, truth: np.ndarray, share: float) -> tuple[Tensor, Tensor]:
    """Weights (channels,) and bias of a logit that is high where ``truth`` (N,) bool holds: logistic regression on
    (N, channels) features. ``share``: what the true ones count for together, 0 to 1.

    Raises ``ValueError`` where all are true or none is.
    """
    if truth.all() or not truth.any():
        raise ValueError("two kinds can't be told apart where there is only one of them")
    mean, deviation = features.mean(dim=0), features.std(dim=0)
    deviation = deviation + 1e-2 * deviation.mean()  # what hardly varies is no evidence
    scaled, labels = (features - mean) / deviation, torch.from_numpy(truth).float()
    rows = torch.where(labels > 0, share / labels.sum(), (1 - share) / (1 - labels).sum())
    layer = nn.Linear(features.shape[1], 1)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        logits = layer(scaled)[:, 0]
        missed = nn.functional.binary_cross_entropy_with_logits(logits, labels, rows, reduction="sum")
        value: Tensor = missed + PENALTY * layer.weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    weight = layer.weight.detach()[0] / deviation
    return weight, layer.bias.detach()[0] - (weight * mean).sum()
