"""From the logits of two networks to calibrated probabilities."""

import math

import numpy as np

from yoga_models.networks.settings import AsanaConfig

EVIDENCE = ("both", "photo", "joints")
"""What an answer can rest on."""


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities over the last axis; a logit of minus infinity gives 0."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def photo_evidence(photo: np.ndarray, unknown: np.ndarray, neutral: float) -> np.ndarray:
    """Log-probabilities (N, classes) that photo logits stand for, with ``neutral`` wherever ``unknown`` (classes,).

    A network never shown a class calls it impossible; what it says about the others is worth as much as before.
    """
    known = np.where(unknown, -np.inf, photo)
    highest = known.max(axis=-1, keepdims=True)
    total = highest + np.log(np.exp(known - highest).sum(axis=-1, keepdims=True))
    return np.where(unknown, neutral, photo - total)


def combine(photo: np.ndarray, joints: np.ndarray, weights: tuple[float, float]) -> np.ndarray:
    """Probabilities (N, classes) from photo and joint logits (N, classes): a product of experts, each with its
    weight.
    """
    return softmax(weights[0] * photo + weights[1] * joints)


def fuse(config: AsanaConfig, photo: np.ndarray | None, joints: np.ndarray | None) -> tuple[np.ndarray, str]:
    """Calibrated probabilities (N, classes) from the logits at hand, and which evidence that was."""
    if photo is None and joints is None:
        raise ValueError("no evidence: neither photo nor joints")
    evidence = "both" if photo is not None and joints is not None else "photo" if photo is not None else "joints"
    nothing = np.zeros_like(photo if photo is not None else joints)
    weights = (config.fusion or {}).get(evidence, (1.0, 1.0))
    if photo is not None:
        unknown = np.isin(config.classes, config.without_photos)
        photo = photo_evidence(photo, unknown, -math.inf if joints is None else config.neutral)
    photo = nothing if photo is None else photo
    joints = nothing if joints is None else joints
    return combine(photo, joints, weights), evidence
