"""Boxes around bodies, in pixels."""

import numpy as np


def bounds(joints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The (2,) corners, low and high, of the box around the joints (17, 2 or 3; NaN where not found) of somebody."""
    points = joints[np.isfinite(joints[:, 0]), :2]
    return points.min(axis=0), points.max(axis=0)


def extent(joints: np.ndarray) -> float:
    """The longer side of that box."""
    low, high = bounds(joints)
    return float((high - low).max())


def areas(first: np.ndarray, second: np.ndarray) -> tuple[float, float, float]:
    """The areas of the boxes around two people's joints, and the area that both share, in square pixels."""
    (low, high), (other_low, other_high) = bounds(first), bounds(second)
    sides = np.clip(np.minimum(high, other_high) - np.maximum(low, other_low), 0, None)
    return float(np.prod(high - low)), float(np.prod(other_high - other_low)), float(np.prod(sides))
