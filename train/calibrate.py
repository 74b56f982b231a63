"""Calibration: weights that turn two networks' logits into honest probabilities, and when to be sure.

Temperature scaling (Guo et al., arXiv 1706.04599), with one temperature for each source of evidence: their logits are
weighted and added, which also decides how much each is trusted.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from yoga_models.asana_network import EVIDENCE, combine


def fit_weights(parts: list[Tensor], labels: Tensor) -> list[float]:
    """Positive weights, one for each (N, classes) tensor of logits, under which their sum has the least
    cross-entropy.
    """
    logarithms = torch.zeros(len(parts), dtype=torch.float64, requires_grad=True)
    stacked = torch.stack(parts).double()
    optimizer = torch.optim.LBFGS([logarithms], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy((logarithms.exp()[:, None, None] * stacked).sum(dim=0), labels)
        loss.backward()
        return loss

    optimizer.step(closure)
    return [float(value) for value in logarithms.detach().exp()]


def least_threshold(confidence: np.ndarray, right: np.ndarray, least_right: float) -> float:
    """The lowest probability from which on, and on average above it, answers are right often enough; 1 if none is."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= least_right)
    return float(confidence[order[enough[-1]]]) if len(enough) else 1.0


def calibrate(
    photo: Tensor, joints: Tensor, found: np.ndarray, labels: np.ndarray, least_right: float = 0.95
) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """Weights of the logits, and thresholds for a confident answer, for each kind of evidence.

    ``photo``, ``joints``: (N, classes) logits; ``found`` (N,) bool: whether there are joints; ``labels`` (N,): index of
    the class, -1 for a photo of something else, which counts as wrong whatever is answered and has no part in the
    weights.
    """
    weights: dict[str, tuple[float, float]] = {}
    thresholds: dict[str, float] = {}
    for evidence in EVIDENCE:
        rows = np.ones(len(labels), bool) if evidence == "photo" else found
        named = torch.from_numpy(rows & (labels >= 0))
        parts = {"both": [photo, joints], "photo": [photo], "joints": [joints]}[evidence]
        fitted = fit_weights([part[named] for part in parts], torch.from_numpy(labels)[named])
        pair = {"both": tuple(fitted), "photo": (fitted[0], 0.0), "joints": (0.0, fitted[0])}[evidence]
        weights[evidence] = (float(pair[0]), float(pair[1]))
        probabilities = combine(photo, joints, weights[evidence]).numpy()[rows]
        right = probabilities.argmax(axis=1) == labels[rows]
        thresholds[evidence] = least_threshold(probabilities.max(axis=1), right, least_right)
    return weights, thresholds
