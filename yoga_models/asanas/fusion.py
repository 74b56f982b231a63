"""From the logits of several networks to calibrated probabilities."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from yoga_models.networks.settings import AsanaConfig

EVIDENCE = ("both", "photo", "joints")
"""What an answer can rest on; the body network's logits go with both."""


class Logits(NamedTuple):
    """What the networks say of N people or photos, (N, outputs) each; ``None`` where one has nothing to go by."""

    photo: np.ndarray | None = None
    joints: np.ndarray | None = None
    body: np.ndarray | None = None

    @property
    def evidence(self) -> str:
        """Which of ``EVIDENCE`` is at hand. Raises ``ValueError`` where it is nothing."""
        if self.photo is None and self.joints is None:
            raise ValueError("no evidence: neither photo nor joints")
        return "joints" if self.photo is None else "photo" if self.joints is None else "both"

    @property
    def people(self) -> int:
        """N."""
        return len(next(part for part in self if part is not None))

    def of(self, evidence: str) -> "Logits":
        """What one of the kinds of ``EVIDENCE`` is made of."""
        return {"both": self, "photo": Logits(photo=self.photo), "joints": Logits(joints=self.joints)}[evidence]

    def take(self, rows: np.ndarray | slice, columns: np.ndarray | slice = slice(None)) -> "Logits":
        """Some of the people, and of the outputs."""
        return Logits(*(None if part is None else part[rows][:, columns] for part in self))


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities over the last axis; a logit of minus infinity gives 0."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def photo_evidence(photo: np.ndarray, unknown: np.ndarray, neutral: float) -> np.ndarray:
    """Log-probabilities (N, classes) that photo logits stand for, with ``neutral`` wherever ``unknown`` (classes,).

    A network never shown a class calls it impossible; what it says about the others is worth as much as before.
    """
    return np.where(unknown, neutral, _log_softmax(np.where(unknown, -np.inf, photo)))


def body_evidence(body: np.ndarray, joints: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    """Log-probabilities (N, classes) that the body network's logits stand for, which never saw those ``unknown``
    (classes,).

    It sees the joints too, so of these it is taken to say what the joint network says; the others share the rest.
    """
    by_joints = _log_softmax(joints)
    rest = 1 - np.exp(by_joints[:, unknown]).sum(axis=1, keepdims=True)
    known = _log_softmax(np.where(unknown, -np.inf, body)) + np.log(np.maximum(rest, 1e-6))
    return np.where(unknown, by_joints, known)


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    highest = logits.max(axis=-1, keepdims=True)
    return np.asarray(logits - highest - np.log(np.exp(logits - highest).sum(axis=-1, keepdims=True)))


def combine(logits: Logits, weights: Sequence[float], unknown: np.ndarray, neutral: float) -> np.ndarray:
    """Probabilities (N, classes) from logits (N, classes): a product of experts, each with its weight.

    ``unknown`` (classes,): those without photos, which the photo gives ``neutral``.
    """
    photo, joints, body = logits
    parts = (
        None if photo is None else photo_evidence(photo, unknown, neutral),
        joints,
        None if body is None or joints is None else body_evidence(body, joints, unknown),
    )
    # Weights of two networks know nothing of a third.
    weighted = [weight * part for weight, part in zip(weights, parts, strict=False) if part is not None]
    return softmax(np.sum(weighted, axis=0))


def fuse(config: AsanaConfig, logits: Logits) -> np.ndarray:
    """Calibrated probabilities (N, classes), given that it is one of these, from what is at hand."""
    weights = (config.fusion or {}).get(logits.evidence, (1.0, 1.0, 1.0))
    unknown = np.isin(config.classes, config.without_photos)
    neutral = -math.inf if logits.joints is None else config.neutral
    return combine(logits.take(slice(None), slice(len(config.classes))), weights, unknown, neutral)


def lead(probabilities: np.ndarray) -> np.ndarray:
    """(N,) how far the most probable of (N, classes), two at least, is ahead of the next, relative to it: 0 where both
    are equal, 1 where the next is impossible.
    """
    second, first = np.partition(probabilities, -2, axis=1)[:, -2:].T
    return np.asarray(1 - second / np.maximum(first, 1e-12))


def sure(config: AsanaConfig, evidence: str, probabilities: np.ndarray) -> np.ndarray:
    """(N,) bool: which answers, probabilities (N, classes) of the asanas, are confident ones."""
    probable = probabilities.max(axis=1) >= (config.thresholds or {}).get(evidence, math.inf)
    return np.asarray(probable & (lead(probabilities) >= (config.leads or {}).get(evidence, 0.0)))


def other_probability(config: AsanaConfig, logits: Logits) -> np.ndarray:
    """Calibrated probability (N,) that it is none of the classes, from what is at hand.

    0 where the networks have never learned to tell.
    """
    if not config.other_output or config.other is None:
        return np.zeros(logits.people)
    *weights, constant = config.other[logits.evidence]
    logit = constant + sum(
        weight * part[:, -1].astype(float) for weight, part in zip(weights, logits, strict=False) if part is not None
    )
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -50, 50))))
