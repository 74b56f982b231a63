"""What somebody looks like, in a few numbers: the colours of their clothes, to know them again by."""

import cv2
import numpy as np

from yoga_models.body.skeleton import JOINT_INDEX, TRUNK

# What is looked at between two joints each: both sleeves, both thighs, both shins.
_LIMBS = [
    [(JOINT_INDEX[f"{side}_{start}"], JOINT_INDEX[f"{side}_{end}"]) for side in ("left", "right")]
    for start, end in (("shoulder", "elbow"), ("hip", "knee"), ("knee", "ankle"))
]
_ALONG = np.linspace(0.25, 0.75, 6)
_CORNERS = [JOINT_INDEX[name] for name in TRUNK]
# Light changes from place to place more than colour does.
_WEIGHTS = np.array([0.5, 1.0, 1.0])
# Colours this far apart, in units of CIE Lab, are hardly the same clothes'.
_APART = 20.0


def appearance(image: np.ndarray, joints: np.ndarray) -> np.ndarray:
    """(4, 3) mean colours, CIE Lab, of somebody's trunk, sleeves, thighs and shins; NaN where these are not seen.

    ``image``: (H, W, 3) uint8 RGB. ``joints``: (17, 2 or 3) in pixels, NaN where not found.
    """
    points = joints[:, :2]
    left_shoulder, right_shoulder, left_hip, right_hip = points[_CORNERS]
    sides = _between(left_shoulder, left_hip), _between(right_shoulder, right_hip)
    trunk = np.concatenate([_between(left, right) for left, right in zip(*sides, strict=True)])
    limbs = [np.concatenate([_between(points[a], points[b]) for a, b in limb]) for limb in _LIMBS]
    return np.stack([_mean_colour(image, part) for part in (trunk, *limbs)])


def _between(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(n, 2) points from one joint to another, the ends left out."""
    return first + _ALONG[:, None] * (second - first)


def _mean_colour(image: np.ndarray, points: np.ndarray) -> np.ndarray:
    columns, rows = np.round(np.nan_to_num(points, nan=-1.0)).astype(int).T
    inside = (columns >= 0) & (rows >= 0) & (columns < image.shape[1]) & (rows < image.shape[0])
    if not inside.any():
        return np.full(3, np.nan)
    colours = image[rows[inside], columns[inside]][None].astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2Lab)[0].mean(axis=0), float)


def alike(first: np.ndarray | None, second: np.ndarray | None) -> float | None:
    """How much two appearances look like one person's, 0 to 1; ``None`` where nothing tells.

    A single part that differs much makes two people of them.
    """
    if first is None or second is None:
        return None
    apart = np.linalg.norm(_WEIGHTS * (first - second), axis=1)
    known = apart[np.isfinite(apart)]
    return float(np.exp(-np.mean(known**2) / (2 * _APART**2))) if len(known) else None
