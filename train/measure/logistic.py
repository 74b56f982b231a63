"""Logistic regression: one more answer out of features that a network has already."""

import numpy as np
import torch
from torch import Tensor, nn

STEPS, RATE, DECAY = 2000, 1e-3, 0.05


def learn_logit(features: Tensor, truth: np.ndarray, share: float) -> tuple[Tensor, Tensor]:
    """Weights (channels,) and bias of a logit that is high where ``truth`` (N,) bool holds: logistic regression on
    (N, channels) features, with a decay of the weights. ``share``: what the true ones count for together, 0 to 1.

    Raises ``ValueError`` where all are true or none is.
    """
    if truth.all() or not truth.any():
        raise ValueError("two kinds can't be told apart where there is only one of them")
    mean, deviation = features.mean(dim=0), features.std(dim=0)
    deviation = deviation + 1e-3 * deviation.mean()  # what hardly varies is no evidence
    scaled, labels = (features.clone() - mean) / deviation, torch.from_numpy(truth).float()
    rows = torch.where(labels > 0, share / labels.sum(), (1 - share) / (1 - labels).sum())
    layer = nn.Linear(features.shape[1], 1)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.AdamW(layer.parameters(), RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        loss = nn.functional.binary_cross_entropy_with_logits(layer(scaled)[:, 0], labels, rows, reduction="sum")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    weight = layer.weight.detach()[0] / deviation
    return weight, layer.bias.detach()[0] - (weight * mean).sum()
