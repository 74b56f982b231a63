"""How large a body is, which way it points, and how alike two of them are."""

import math

import numpy as np

from yoga_models.body.skeleton import HEAD, JOINT_INDEX, JOINTS, LEGS, TRUNK

_KNEES_AND_ANKLES = [index for index in LEGS if not JOINTS[index].endswith("_hip")]


def torso(joints: np.ndarray, larger: float | None = None) -> float:
    """The size of a body in pixels: middle of the shoulders to middle of the hips.

    0.3 x the larger side of the box around the joints where a corner of the trunk is missing, and never under 0.15 x
    that side: a torso that points at the camera is short. ``joints``: (17, 2 or 3), NaN where not found. ``larger``:
    that side, where a better box is known. Raises ``ValueError`` where no joint was found and it is not given.
    """
    if larger is None:
        known = joints[np.isfinite(joints[:, 0]), :2]
        if not len(known):
            raise ValueError("nobody is here: no joint was found")
        larger = float(np.ptp(known, axis=0).max())
    corners = joints[[JOINT_INDEX[name] for name in TRUNK], :2]
    if not np.isfinite(corners).all():
        return 0.3 * larger
    return max(float(np.linalg.norm(corners[:2].mean(axis=0) - corners[2:].mean(axis=0))), 0.15 * larger)


def trunk_angle(joints: np.ndarray) -> float:
    """Direction, in degrees clockwise from up, from the middle of the hips to that of the shoulders; 0 if unknown.

    Where the hips or the shoulders are missing, the head and the legs stand in.
    """
    shoulders, hips = (joints[[JOINT_INDEX[name] for name in TRUNK[part]], :2] for part in (slice(0, 2), slice(2, 4)))
    upper, lower = _mean(shoulders), _mean(hips)
    if upper is None:
        upper = _mean(joints[list(HEAD), :2])
    if lower is None:
        lower = _mean(joints[_KNEES_AND_ANKLES, :2])
    if upper is None or lower is None or np.allclose(upper, lower):
        return 0.0
    right, down = upper - lower
    return math.degrees(math.atan2(right, -down))


def _mean(points: np.ndarray) -> np.ndarray | None:
    known = points[np.isfinite(points[:, 0])]
    return known.mean(axis=0) if len(known) else None


def similarity(first: np.ndarray, second: np.ndarray) -> float:
    """How alike two people's joints (17, 2 or 3) are: 1 for the same, 0 for strangers.

    Mean over the joints of either of ``exp(-d^2 / 2 s^2)``, s being a tenth of the larger person's size; a joint that
    only one of them has counts nothing.
    """
    points = np.stack([first[:, :2], second[:, :2]])
    either = np.isfinite(points[..., 0]).any(axis=0)
    both = np.isfinite(points[..., 0]).all(axis=0)
    if not both.any():
        return 0.0
    extent = np.nanmax(points[:, either], axis=1) - np.nanmin(points[:, either], axis=1)
    scale = max(0.1 * float(extent.max()), 1.0)
    distance = np.linalg.norm(points[0, both] - points[1, both], axis=-1)
    return float(np.exp(-(distance**2) / (2 * scale**2)).sum() / either.sum())


def largest_step(first: np.ndarray, second: np.ndarray) -> float:
    """How far, in lengths of the torso, that joint has gone which has gone furthest; infinite where one of the two
    people's joints (17, 2 or 3) has a joint that the other lacks.
    """
    if (np.isfinite(first[:, 0]) != np.isfinite(second[:, 0])).any():
        return math.inf
    return float(np.nanmax(np.linalg.norm(first[:, :2] - second[:, :2], axis=1))) / torso(first)
