"""Measures of names: accuracy, F1, calibration, near-synonyms merged, and the table of the asanas."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from train.measure.bootstrap import draw_counts, interval, mean_interval
from yoga_models.asanas.catalogue import load_catalogue

BINS = 15
CONFUSED_SHARE = 0.15
CONFUSED_TIMES = 3
"""Two asanas count as confused when so large a share of their photos, and so many, are taken for the other one."""


def _bin(confidence: np.ndarray) -> np.ndarray:
    return np.minimum((confidence * BINS).astype(int), BINS - 1)


def reliability(confidence: np.ndarray, right: np.ndarray) -> list[dict[str, float]]:
    """The filled ones of 15 equal bins of the probability: its mean ``confidence``, ``accuracy``, and ``photos``."""
    bins = _bin(confidence)
    return [
        {
            "confidence": float(confidence[bins == b].mean()),
            "accuracy": float(right[bins == b].mean()),
            "photos": int((bins == b).sum()),
        }
        for b in np.unique(bins)
    ]


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, weights: np.ndarray | None = None) -> float:
    """ECE over 15 equal bins: mean distance of confidence and accuracy, weighted by the bins' sizes, in which photos
    may count by (N,) ``weights``.
    """
    weights = np.ones(len(confidence)) if weights is None else weights
    gaps = np.bincount(_bin(confidence), weights * (confidence - right), minlength=BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def macro_f1(answers: np.ndarray, labels: np.ndarray, classes: int) -> float:
    """F1 of every class that has a label, averaged over these classes."""
    counts = [np.bincount(rows, minlength=classes) for rows in (labels[answers == labels], answers, labels)]
    return float(_f1(*(count[None] for count in counts))[0])


def _f1(hits: np.ndarray, said: np.ndarray, labelled: np.ndarray) -> np.ndarray:
    """(K,) macro-F1 of K rows of counts (K, classes)."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nanmean(np.where(labelled > 0, 2 * hits / (said + labelled), np.nan), axis=1))


def macro_f1_interval(
    answers: np.ndarray, labels: np.ndarray, groups: np.ndarray, classes: int, draws: int = 1000
) -> tuple[float, float]:
    """95 % interval of macro-F1, drawn by (N,) ``groups``."""
    _, inverse = np.unique(groups, return_inverse=True)
    tables = []
    for chosen, column in ((answers == labels, labels), (answers >= 0, answers), (labels >= 0, labels)):
        table = np.zeros((int(inverse.max()) + 1, classes))
        np.add.at(table, (inverse[chosen], column[chosen]), 1)
        tables.append(table)
    drawn = [_f1(*(counts @ table for table in tables)) for counts in draw_counts(len(tables[0]), draws, seed=0)]
    return interval(np.concatenate(drawn))


def measure(probabilities: np.ndarray, labels: np.ndarray, groups: np.ndarray, sure: np.ndarray) -> dict[str, Any]:
    """Figures of (N, classes) probabilities against (N,) class indices, all of them known.

    ``groups`` (N,): the source of each photo; ``sure`` (N,) bool: which answers are given as confident.
    """
    order = np.argsort(-probabilities, axis=1)
    answers, confidence = order[:, 0], probabilities.max(axis=1)
    right, classes = answers == labels, probabilities.shape[1]
    among_five = (order[:, :5] == labels[:, None]).any(axis=1)
    return {
        "photos": len(labels),
        "classes": len(np.unique(labels)),
        "top-1": float(right.mean()),
        "top-1 interval": mean_interval(right, groups),
        "top-5": float(among_five.mean()),
        "top-5 interval": mean_interval(among_five, groups),
        "macro-F1": macro_f1(answers, labels, classes),
        "macro-F1 interval": macro_f1_interval(answers, labels, groups, classes),
        "ECE": expected_calibration_error(confidence, right),
        "NLL": float(-np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-9)).mean()),
        "confident": float(sure.mean()),
        "confident interval": mean_interval(sure, groups),
        "confident and right": float(right[sure].mean()) if sure.any() else None,
        "confident and right interval": mean_interval(right[sure], groups[sure]) if sure.any() else None,
    }


def detection(positive: np.ndarray, negative: np.ndarray, least_found: float = 0.95) -> dict[str, float]:
    """How well a score parts positives (N,), which should have a high one, from negatives (M,): ``AUROC``, and the
    share of negatives at or above the score that ``least_found`` of the positives reach.
    """
    ranked = np.sort(negative)
    below, upto = (np.searchsorted(ranked, positive, side).mean() / len(negative) for side in ("left", "right"))
    least = np.quantile(positive, 1 - least_found, method="lower")
    return {"AUROC": float(below + upto) / 2, "false positives at 0.95": float((negative >= least).mean())}


def by_difficulty(answers: np.ndarray, labels: np.ndarray, classes: Sequence[int]) -> dict[str, dict[str, float]]:
    """Top-1 by the catalogue's difficulty, 1 to 3, of the labelled asana."""
    difficulty = np.array([load_catalogue()[asana].difficulty for asana in classes])[labels]
    return {
        str(level): {
            "photos": int((difficulty == level).sum()),
            "top-1": float((answers == labels)[difficulty == level].mean()),
        }
        for level in np.unique(difficulty)
    }


def relatives(classes: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of class indices that the catalogue calls near-synonyms."""
    index = {asana: position for position, asana in enumerate(classes)}
    return [
        (index[asana], index[other])
        for asana in classes
        for other in load_catalogue()[asana].relatives
        if other in index and asana < other
    ]


def confused(confusion: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of class indices that (classes, classes) counts of answers by label show to be hardly told apart."""
    either = confusion + confusion.T
    photos = confusion.sum(axis=1)
    both = np.maximum(photos[:, None] + photos[None], 1)
    pairs = np.argwhere(np.triu((either >= CONFUSED_TIMES) & (either / both >= CONFUSED_SHARE), 1))
    return [(int(a), int(b)) for a, b in pairs]


def merged_accuracy(answers: np.ndarray, labels: np.ndarray, pairs: Sequence[tuple[int, int]]) -> float:
    """Top-1 where an answer also counts as right if it makes a pair with the label."""
    alike = {*pairs, *((b, a) for a, b in pairs)}
    right = [a == b or (a, b) in alike for a, b in zip(answers.tolist(), labels.tolist(), strict=True)]
    return float(np.mean(right))


def confusion_counts(answers: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """(classes, classes) int: how often each label (row) got each answer (column)."""
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (labels, answers), 1)
    return counts


def class_table(answers: np.ndarray, labels: np.ndarray, classes: Sequence[int]) -> list[dict[str, Any]]:
    """A row for each asana that can be named: photos, recall, precision, F1 and the most frequent confusion.

    Figures are ``None`` where there is nothing to measure them on. ``trained on``: photos and skeletons.
    """
    catalogue, rows = load_catalogue(), []
    for index, id_ in enumerate(classes):
        asana, mine, said = catalogue[id_], labels == index, answers == index
        hits = int((mine & said).sum())
        taken = Counter(answers[mine & ~said].tolist()).most_common(1)
        rows.append(
            {
                "id": id_,
                "sanskrit": asana.sanskrit,
                "english": asana.english,
                "trained on": [asana.photos, asana.skeletons],
                "photos": int(mine.sum()),
                "recall": hits / int(mine.sum()) if mine.any() else None,
                "precision": hits / int(said.sum()) if said.any() else None,
                "F1": 2 * hits / int(mine.sum() + said.sum()) if mine.any() else None,
                "most often taken for": catalogue[classes[taken[0][0]]].sanskrit if taken else "",
                "times": taken[0][1] if taken else 0,
            }
        )
    return rows
