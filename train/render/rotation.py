"""Rotation matrices in degrees. World axes: x is the person's left, -y their front, z up."""

from __future__ import annotations

import numpy as np

X = np.array([1.0, 0.0, 0.0])
Y = np.array([0.0, 1.0, 0.0])
Z = np.array([0.0, 0.0, 1.0])
FRONT = -Y
UP = Z
DOWN = -Z


def about(axis: np.ndarray, degrees: float) -> np.ndarray:
    """The (3, 3) rotation by ``degrees`` about a unit axis (3,), right-handed."""
    angle = np.radians(degrees)
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * (cross @ cross)


def unit(vector: np.ndarray) -> np.ndarray:
    """The vector (..., 3) at length 1; a vector of length 0 stays 0."""
    return vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-12)


def between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The smallest rotation (3, 3) that turns direction ``start`` (3,) into direction ``end`` (3,)."""
    start, end = unit(start), unit(end)
    axis = np.cross(start, end)
    sine, cosine = float(np.linalg.norm(axis)), float(start @ end)
    if sine < 1e-9:
        if cosine > 0:
            return np.eye(3)
        axis = np.cross(start, X if abs(start[0]) < 0.9 else Y)
    return about(unit(axis), np.degrees(np.arctan2(sine, cosine)))


def flat_heading(vector: np.ndarray) -> np.ndarray:
    """The rotation about z that turns the front to where ``vector`` (3,) points on the floor."""
    return about(Z, np.degrees(np.arctan2(vector[0], -vector[1])))
