"""Somebody who stands with arms hanging, as joints in pixels, to be moved, turned and taken apart."""

import numpy as np

from yoga_models.body.skeleton import JOINTS

STANDING = {
    "nose": (100, 20),
    "left_eye": (105, 15),
    "right_eye": (95, 15),
    "left_ear": (110, 18),
    "right_ear": (90, 18),
    "left_shoulder": (120, 50),
    "right_shoulder": (80, 50),
    "left_elbow": (120, 90),
    "right_elbow": (80, 90),
    "left_wrist": (120, 130),
    "right_wrist": (80, 130),
    "left_hip": (120, 140),
    "right_hip": (80, 140),
    "left_knee": (120, 200),
    "right_knee": (80, 200),
    "left_ankle": (120, 260),
    "right_ankle": (80, 260),
}


def body(**moved: tuple[float, float] | None) -> np.ndarray:
    """(17, 3) joints of someone who stands with arms hanging, some joints moved or (``None``) not found."""
    places = {**STANDING, **moved}
    return np.array([(*(places[name] or (np.nan, np.nan)), 0.9) for name in JOINTS])


def without(*names: str) -> np.ndarray:
    return body(**dict.fromkeys(names))


def turned(joints: np.ndarray, degrees: float) -> np.ndarray:
    """The same body, turned clockwise."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.column_stack([joints[:, :2] @ np.array([[cos, sin], [-sin, cos]]), joints[:, 2]])
