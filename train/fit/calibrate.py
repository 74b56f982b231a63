"""Calibration: weights that turn two networks' logits into honest probabilities, and when to be sure.

Temperature scaling (Guo et al., arXiv 1706.04599), with one temperature for each source of evidence: their logits are
weighted and added, which also decides how much each is trusted.
"""

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from yoga_models.networks.asana import EVIDENCE, AsanaConfig, combine, fuse, photo_evidence


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


def min_threshold(confidence: np.ndarray, right: np.ndarray, min_right: float) -> float:
    """The lowest probability from which on, and on average above it, answers are right often enough; 1 if none is."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= min_right)
    return float(confidence[order[enough[-1]]]) if len(enough) else 1.0


def fit_neutral(
    photo: Tensor, joints: Tensor, labels: Tensor, weights: tuple[float, float], unknown: Tensor, parts: int = 12
) -> float:
    """What log-probability the photo network is best taken to give a class it had no photos of.

    There are no photos to fit it on, so classes that it does know stand in: a part of them at a time is treated as
    ``unknown`` (classes,) too, and the value with the least cross-entropy over all N photos and all parts is taken.
    ``photo``, ``joints``: (N, classes) logits; ``labels`` (N,): none of the unknown.
    """
    shuffled = torch.from_numpy(np.random.default_rng(0).permutation(torch.nonzero(~unknown)[:, 0].numpy()))

    def loss(neutral: float) -> float:
        total = 0.0
        for hidden in shuffled.chunk(parts):
            masked = unknown.index_fill(0, hidden, True)
            probabilities = combine(photo_evidence(photo, masked, neutral), joints, weights)
            total += float(F.nll_loss(probabilities.clamp_min(1e-12).log(), labels))
        return total

    return float(min(np.arange(-12.0, 0.0, 0.25), key=loss))


def calibrate(
    config: AsanaConfig, photo: Tensor, joints: Tensor, found: np.ndarray, labels: np.ndarray, min_right: float = 0.95
) -> AsanaConfig:
    """The settings with ``fusion``, ``neutral`` and ``thresholds`` fitted on N validation photos.

    ``photo``, ``joints``: (N, classes) logits; ``found`` (N,) bool: whether there are joints; ``labels`` (N,): index of
    the class, -1 for a photo of something else, which counts as wrong whatever is answered and has no part in the
    weights. Confident answers are to be right in ``min_right`` of the cases.
    """
    unknown = np.isin(config.classes, config.without_photos)
    # Weights are fitted among the classes that both networks know.
    hidden, position = torch.from_numpy(unknown), torch.from_numpy(np.cumsum(~unknown) - 1)
    named = (labels >= 0) & ~unknown[labels]
    fusion: dict[str, tuple[float, float]] = {}
    for evidence in EVIDENCE:
        rows = torch.from_numpy(named if evidence == "photo" else named & found)
        parts = {"both": [photo, joints], "photo": [photo], "joints": [joints]}[evidence]
        fitted = fit_weights([part[rows][:, ~hidden] for part in parts], position[torch.from_numpy(labels)[rows]])
        pair = {"both": tuple(fitted), "photo": (fitted[0], 0.0), "joints": (0.0, fitted[0])}[evidence]
        fusion[evidence] = (float(pair[0]), float(pair[1]))
    rows = torch.from_numpy(named & found)
    neutral = fit_neutral(photo[rows], joints[rows], torch.from_numpy(labels)[rows], fusion["both"], hidden)
    config = replace(config, fusion=fusion, neutral=neutral)
    thresholds: dict[str, float] = {}
    for evidence in EVIDENCE:
        rows = torch.from_numpy(found | (evidence == "photo"))
        given = (None if evidence == "joints" else photo[rows], None if evidence == "photo" else joints[rows])
        confidence, best = fuse(config, *given)[0].max(dim=1)
        right = best.numpy() == labels[rows.numpy()]
        thresholds[evidence] = min_threshold(confidence.numpy(), right, min_right)
    return replace(config, thresholds=thresholds)
