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
    """Calibrated probabilities (N, classes), given that it is one of these, from the logits (N, outputs) at hand, and
    which evidence that was.
    """
    evidence = evidence_of(photo, joints)
    classes = len(config.classes)
    nothing = np.zeros_like(photo if photo is not None else joints)[:, :classes]
    weights = (config.fusion or {}).get(evidence, (1.0, 1.0))
    if photo is not None:
        unknown = np.isin(config.classes, config.without_photos)
        photo = photo_evidence(photo[:, :classes], unknown, -math.inf if joints is None else config.neutral)
    photo = nothing if photo is None else photo
    joints = nothing if joints is None else joints[:, :classes]
    return combine(photo, joints, weights), evidence


def other_probability(config: AsanaConfig, photo: np.ndarray | None, joints: np.ndarray | None) -> np.ndarray:
    """Calibrated probability (N,) that it is none of the classes, from the logits (N, outputs) at hand.

    0 where the networks have never learned to tell.
    """
    evidence = evidence_of(photo, joints)
    if not config.other_output or config.other is None:
        return np.zeros(len(photo if photo is not None else joints))  # type: ignore[arg-type]
    of_photo, of_joints, constant = config.other[evidence]
    logit = constant + sum(
        weight * logits[:, -1].astype(float)
        for weight, logits in ((of_photo, photo), (of_joints, joints))
        if logits is not None
    )
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -50, 50))))


def evidence_of(photo: np.ndarray | None, joints: np.ndarray | None) -> str:
    """Which of ``EVIDENCE`` is at hand. Raises ``ValueError`` where it is nothing."""
    if photo is None and joints is None:
        raise ValueError("no evidence: neither photo nor joints")
    return "joints" if photo is None else "photo" if joints is None else "both"
