"""A reference that a visitor's browser keeps: only its joints ever come here, and nothing of them stays."""

from typing import Any

import numpy as np

from yoga_models.body.skeleton import JOINTS
from yoga_models.drawing.people import PAPER
from yoga_models.results import Analysis, Person

#: The longer side, in pixels, of the paper on which such a reference is drawn, and what is left free around it.
_SIDE, _MARGIN = 640, 64
#: Further out than this many pixels no joint of a photo lies.
_FURTHEST = 1e5


def joints_of(kept: Any) -> np.ndarray | None:
    """(17, 3) joints x, y and score, NaN where not found, of what a browser sent: a list of such, or of ``null``.

    ``None`` for anything else.
    """
    try:
        joints = np.array([place or (np.nan, np.nan, 0.0) for place in kept], float)
    except (TypeError, ValueError):
        return None
    if joints.shape != (len(JOINTS), 3) or not np.isfinite(joints[:, :2]).all(axis=1).any():
        return None
    return None if (np.abs(joints[np.isfinite(joints)]) > _FURTHEST).any() else joints


def on_paper(joints: np.ndarray) -> tuple[Analysis, np.ndarray]:
    """Somebody of whom nothing is known but the joints, as if on a photo of a sheet of paper; and the paper, (H, W, 3)
    uint8 RGB.
    """
    low, high = np.nanmin(joints[:, :2], axis=0), np.nanmax(joints[:, :2], axis=0)
    scale = (_SIDE - 2 * _MARGIN) / max(float((high - low).max()), 1e-6)
    placed = joints.copy()
    placed[:, :2] = scale * (joints[:, :2] - low) + _MARGIN
    width, height = (max(1, round(float(length))) for length in scale * (high - low) + 2 * _MARGIN)
    paper = np.full((height, width, 3), PAPER, dtype=np.uint8)
    return Analysis(None, width, height, "unsure", (), (Person(placed, 1.0),)), paper
