"""Joints as numbers for a classifier: free of where, how large and how far away the person is.

Orientation stays in: a handstand is not a mountain pose.
"""

import numpy as np

from yoga_models.body.angles import ANGLE_JOINTS
from yoga_models.body.skeleton import JOINTS, LIMB_JOINTS, joint_indices

_BONES = tuple(
    joint_indices(start, end)
    for start, end in (
        ("left_shoulder", "left_elbow"),
        ("left_elbow", "left_wrist"),
        ("right_shoulder", "right_elbow"),
        ("right_elbow", "right_wrist"),
        ("left_hip", "left_knee"),
        ("left_knee", "left_ankle"),
        ("right_hip", "right_knee"),
        ("right_knee", "right_ankle"),
        ("left_shoulder", "left_hip"),
        ("right_shoulder", "right_hip"),
        ("left_shoulder", "right_shoulder"),
        ("left_hip", "right_hip"),
    )
)
_ANGLES = tuple(ANGLE_JOINTS.values())
_BODY = LIMB_JOINTS + joint_indices("nose")
_PAIRS = tuple((a, b) for index, a in enumerate(_BODY) for b in _BODY[index + 1 :])

FEATURES = 3 * len(JOINTS) + 3 * len(_BONES) + 3 * len(_ANGLES) + 2 * len(_PAIRS)
"""Length of the vector that ``joint_features`` returns."""


def centre_and_scale(joints: np.ndarray) -> np.ndarray:
    """(N, 17, 2 or more) joints to (N, 17, 2): about the middle of the body, in units of its size; NaN stays NaN.

    The unit is the root mean square distance from the middle over shoulders, hips, knees and the rest that was found:
    it is steadier than the torso, which vanishes when somebody bends towards the camera.
    """
    points = joints[..., :2].astype(np.float64)
    with np.errstate(invalid="ignore"):
        count = np.maximum(np.isfinite(points[..., 0]).sum(axis=-1), 1)[:, None]
        middle = np.nansum(points, axis=-2) / count
        centred = points - middle[:, None]
        size = np.sqrt(np.nansum(centred**2, axis=(-2, -1))[:, None] / count)
    return centred / np.maximum(size, 1e-6)[..., None]


def joint_features(joints: np.ndarray) -> np.ndarray:
    """(N, 17, 2 or more) joints, NaN where not found, to (N, ``FEATURES``) float32.

    Positions, bone directions, angles (cosine and sine) and pairwise offsets, each followed by a flag for "known"; what
    is not known is 0. Confidences are left out: every detector has a scale of its own.
    """
    points = centre_and_scale(joints)
    parts = []

    def add(values: np.ndarray) -> None:
        known = np.isfinite(values).all(axis=-1, keepdims=True)
        parts.append(np.where(known, values, 0.0).reshape(len(values), -1))
        parts.append(known.reshape(len(values), -1))

    add(points)
    start, end = np.array(_BONES).T
    add(_unit(points[:, end] - points[:, start]))
    first, corner, last = np.array(_ANGLES).T
    one, other = _unit(points[:, first] - points[:, corner]), _unit(points[:, last] - points[:, corner])
    cosine = (one * other).sum(axis=-1)
    sine = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    add(np.stack([cosine, sine], axis=-1))
    start, end = np.array(_PAIRS).T
    offsets = points[:, end] - points[:, start]
    parts.append(np.nan_to_num(offsets).reshape(len(points), -1))
    return np.concatenate(parts, axis=1).astype(np.float32)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)
