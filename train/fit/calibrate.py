"""Calibration: weights that turn two networks' logits into honest probabilities, and when to be sure.

Temperature scaling (Guo et al., arXiv 1706.04599), with one temperature for each source of evidence: their logits are
weighted and added, which also decides how much each is trusted.
"""

import math
from dataclasses import replace

import numpy as np
import torch
from torch.nn import functional as F

from yoga_models.asanas.fusion import EVIDENCE, combine, fuse, photo_evidence
from yoga_models.networks.settings import AsanaConfig


def fit_weights(parts: list[np.ndarray], labels: np.ndarray) -> list[float]:
    """Positive weights, one for each (N, classes) array of logits, under which their sum has the least cross-entropy
    with (N,) labels.
    """
    logarithms = torch.zeros(len(parts), dtype=torch.float64, requires_grad=True)
    stacked, truth = torch.from_numpy(np.stack(parts)).double(), torch.from_numpy(labels)
    optimizer = torch.optim.LBFGS([logarithms], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy((logarithms.exp()[:, None, None] * stacked).sum(dim=0), truth)
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
    photo: np.ndarray,
    joints: np.ndarray,
    labels: np.ndarray,
    weights: tuple[float, float],
    unknown: np.ndarray,
    parts: int = 12,
) -> float:
    """What log-probability the photo network is best taken to give a class it had no photos of.

    There are no photos to fit it on, so classes that it does know stand in: a part of them at a time is treated as
    ``unknown`` (classes,) too, and the value with the least cross-entropy over all N photos and all parts is taken.
    ``photo``, ``joints``: (N, classes) logits; ``labels`` (N,): none of the unknown.
    """
    shuffled = np.random.default_rng(0).permutation(np.flatnonzero(~unknown))
    size = math.ceil(len(shuffled) / parts)

    def loss(neutral: float) -> float:
        total = 0.0
        for start in range(0, len(shuffled), size):
            masked = unknown.copy()
            masked[shuffled[start : start + size]] = True
            probabilities = combine(photo_evidence(photo, masked, neutral), joints, weights)
            right = probabilities[np.arange(len(labels)), labels]
            total -= float(np.log(np.maximum(right, 1e-12)).mean())
        return total

    return float(min(np.arange(-12.0, 0.0, 0.25), key=loss))


def calibrate(
    config: AsanaConfig,
    photo: np.ndarray,
    joints: np.ndarray,
    found: np.ndarray,
    labels: np.ndarray,
    min_right: float = 0.95,
) -> AsanaConfig:
    """The settings with ``fusion``, ``neutral`` and ``thresholds`` fitted on N validation photos.

    ``photo``, ``joints``: (N, classes) logits; ``found`` (N,) bool: whether there are joints; ``labels`` (N,): index of
    the class, -1 for a photo of something else, which counts as wrong whatever is answered and has no part in the
    weights. Confident answers are to be right in ``min_right`` of the cases.
    """
    unknown = np.isin(config.classes, config.without_photos)
    # Weights are fitted among the classes that both networks know.
    position = np.cumsum(~unknown) - 1
    named = (labels >= 0) & ~unknown[labels]
    fusion: dict[str, tuple[float, float]] = {}
    for evidence in EVIDENCE:
        rows = named if evidence == "photo" else named & found
        parts = {"both": [photo, joints], "photo": [photo], "joints": [joints]}[evidence]
        fitted = fit_weights([part[rows][:, ~unknown] for part in parts], position[labels[rows]])
        pair = {"both": tuple(fitted), "photo": (fitted[0], 0.0), "joints": (0.0, fitted[0])}[evidence]
        fusion[evidence] = (float(pair[0]), float(pair[1]))
    rows = named & found
    neutral = fit_neutral(photo[rows], joints[rows], labels[rows], fusion["both"], unknown)
    config = replace(config, fusion=fusion, neutral=neutral)
    thresholds: dict[str, float] = {}
    for evidence in EVIDENCE:
        rows = found | (evidence == "photo")
        given = (None if evidence == "joints" else photo[rows], None if evidence == "photo" else joints[rows])
        probabilities, _ = fuse(config, *given)
        right = probabilities.argmax(axis=1) == labels[rows]
        thresholds[evidence] = min_threshold(probabilities.max(axis=1), right, min_right)
    return replace(config, thresholds=thresholds)
