"""Calibration: weights that turn the networks' logits into honest probabilities, and when to be sure.

Temperature scaling (Guo et al., arXiv 1706.04599), with one temperature for each source of evidence: their logits are
weighted and added, which also decides how much each is trusted.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch.nn import functional as F

from yoga_models.asanas.fusion import EVIDENCE, Logits, combine, fuse, lead, other_probability
from yoga_models.networks.settings import AsanaConfig

OTHER_SHARE = 0.2
"""How many of the people that are looked at are taken to do no asana of these."""

MIN_PROBABILITY = 0.5
"""A confident answer is more probable than everything else together."""

MIN_RIGHT = 0.983
"""The share of confident answers that are to be right, where labels are not in doubt."""

MAX_NAMED, MAX_REFUSED = 0.02, 0.02
"""The share of people doing something else who may be named with confidence, and of asanas that may be called none."""


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
    """The lowest confidence from which on, and on average above it, answers are right often enough; 1 if none is."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= min_right)
    return float(confidence[order[enough[-1]]]) if len(enough) else 1.0


def fit_neutral(
    logits: Logits, labels: np.ndarray, weights: Sequence[float], unknown: np.ndarray, parts: int = 12
) -> float:
    """What log-probability the photo network is best taken to give a class it had no photos of.

    There are no photos to fit it on, so classes that it does know stand in: a part of them at a time is treated as
    ``unknown`` (classes,) too, and the value with the least cross-entropy over all N photos and all parts is taken.
    ``logits``: (N, classes) each; ``labels`` (N,): none of the unknown.
    """
    shuffled = np.random.default_rng(0).permutation(np.flatnonzero(~unknown))
    size = math.ceil(len(shuffled) / parts)

    def loss(neutral: float) -> float:
        total = 0.0
        for start in range(0, len(shuffled), size):
            masked = unknown.copy()
            masked[shuffled[start : start + size]] = True
            probabilities = combine(logits, weights, masked, neutral)
            right = probabilities[np.arange(len(labels)), labels]
            total -= float(np.log(np.maximum(right, 1e-12)).mean())
        return total

    return float(min(np.arange(-12.0, 0.0, 0.25), key=loss))


def fit_other(parts: list[np.ndarray], is_other: np.ndarray, share: float = OTHER_SHARE) -> list[float]:
    """A weight for each (N,) logit that it's no asana, and what is added to their sum: logistic regression (Platt) on
    whether it is none, (N,) bool, with these taken to be ``share`` of all people.
    """
    truth = torch.from_numpy(is_other).double()
    rows = torch.where(truth > 0, share / truth.sum(), (1 - share) / (1 - truth).sum())
    values = torch.zeros(len(parts) + 1, dtype=torch.float64, requires_grad=True)
    stacked = torch.from_numpy(np.stack([*parts, np.ones(len(truth))])).double()
    optimizer = torch.optim.LBFGS([values], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        losses = F.binary_cross_entropy_with_logits(values @ stacked, truth, reduction="none")
        loss = (rows * losses).sum() + 1e-4 * (values**2).sum()  # there is an end where they part without a mistake
        loss.backward()
        return loss

    optimizer.step(closure)
    return [float(value) for value in values.detach()]


def calibrate(
    config: AsanaConfig, logits: Logits, found: np.ndarray, labels: np.ndarray, min_right: float = MIN_RIGHT
) -> AsanaConfig:
    """The settings with ``fusion``, ``neutral``, ``other``, ``leads`` and thresholds fitted on N validation photos.

    ``logits``: (N, outputs) each; ``found`` (N,) bool: whether there are joints; ``labels`` (N,): index of the class,
    -1 for something else, which has no part in the weights of the classes. Confident answers are to be right in
    ``min_right`` of the cases, and to name no more than ``MAX_NAMED`` of something else.
    """
    unknown, classes = np.isin(config.classes, config.without_photos), len(config.classes)
    # Weights are fitted among the classes that all networks know.
    position = np.cumsum(~unknown) - 1
    named = (labels >= 0) & ~unknown[labels]
    fusion: dict[str, tuple[float, ...]] = {}
    for evidence in EVIDENCE:
        rows = named if evidence == "photo" else named & found
        given = logits.of(evidence).take(rows, np.flatnonzero(~unknown))
        fusion[evidence] = _in_place(given, fit_weights([*_at_hand(given)], position[labels[rows]]))
    rows = named & found
    neutral = fit_neutral(logits.take(rows, slice(classes)), labels[rows], fusion["both"], unknown)
    config = replace(config, fusion=fusion, neutral=neutral)
    if config.other_output:
        config = replace(config, other=_other_weights(logits, found, labels))
    thresholds: dict[str, float] = {}
    leads: dict[str, float] = {}
    other_thresholds: dict[str, float] = {}
    for evidence in EVIDENCE:
        rows = found | (evidence == "photo")
        given = logits.of(evidence).take(rows)
        other, truth = other_probability(config, given), labels[rows]
        probabilities = fuse(config, given) * (1 - other)[:, None]
        best, known = probabilities.max(axis=1), truth >= 0
        thresholds[evidence] = MIN_PROBABILITY
        if config.other_output:
            thresholds[evidence] = max(MIN_PROBABILITY, float(np.quantile(best[~known], 1 - MAX_NAMED)))
            other_thresholds[evidence] = max(0.5, float(np.quantile(other[known], 1 - MAX_REFUSED)))
        probable = known & (best >= thresholds[evidence])
        right = probabilities.argmax(axis=1) == truth
        leads[evidence] = min_threshold(lead(probabilities)[probable], right[probable], min_right)
    return replace(config, thresholds=thresholds, leads=leads, other_thresholds=other_thresholds or None)


def _at_hand(logits: Logits) -> Iterator[np.ndarray]:
    return (part for part in logits if part is not None)


def _in_place(logits: Logits, fitted: Sequence[float]) -> tuple[float, ...]:
    """Weights of the logits that are at hand, in the places of all: 0 for the others."""
    weights = iter(fitted)
    return tuple(0.0 if part is None else next(weights) for part in logits)


def _other_weights(logits: Logits, found: np.ndarray, labels: np.ndarray) -> dict[str, tuple[float, ...]]:
    weights: dict[str, tuple[float, ...]] = {}
    for evidence in EVIDENCE:
        rows = found | (evidence == "photo")
        given = logits.of(evidence).take(rows)
        *fitted, constant = fit_other([part[:, -1] for part in _at_hand(given)], labels[rows] < 0)
        weights[evidence] = (*_in_place(given, fitted), constant)
    return weights
