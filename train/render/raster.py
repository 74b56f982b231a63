"""A z-buffer rasteriser in numpy: triangles in, the front triangle of every pixel out.

Pixel centres are at whole numbers: pixel (x, y) of a picture covers x - 0.5 to x + 0.5. Depth is kept as 1 / z, which
is linear on the screen, so large triangles (floors, boxes) are exact too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_BUCKETS = (2, 3, 4, 6, 8, 12, 16, 24, 32)
"""Sides in pixels of the boxes that small triangles are tested in, many at a time."""


@dataclass
class Fragments:
    """What the camera sees, pixel by pixel.

    Attributes:
        face: (H, W) int32, index of the front triangle, -1 where there is none.
        weights: (H, W, 3) float32, the share of each corner of that triangle, corrected for perspective.
        inverse_depth: (H, W) float32, 1 / metres, 0 where there is nothing.
    """

    face: np.ndarray
    weights: np.ndarray
    inverse_depth: np.ndarray


def rasterize(points: np.ndarray, faces: np.ndarray, width: int, height: int, front_only: bool = False) -> Fragments:
    """The front triangle of every pixel.

    Args:
        points: (V, 3) float, screen x, screen y in pixels, and depth z in metres along the view (not positive: behind).
        faces: (F, 3) int, corners of the triangles. Triangles with a corner behind the camera are left out.
        width, height: size of the picture in pixels.
        front_only: leave out triangles whose corners run clockwise on the screen (y down): the far sides of closed
            bodies. Otherwise triangles are drawn from both sides.
    """
    inverse = np.where(points[:, 2] > 1e-3, 1.0 / np.maximum(points[:, 2], 1e-3), 0.0)
    corners = points[:, :2][faces].astype(np.float32)  # (F, 3, 2)
    inverse_corners = inverse[faces].astype(np.float32)  # (F, 3)
    # Three named corners: numpy is slow at the least of a short axis.
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    low = np.maximum(np.ceil(np.minimum(np.minimum(a, b), c)), 0).astype(np.int32)
    high = np.minimum(np.floor(np.maximum(np.maximum(a, b), c)), (width - 1, height - 1)).astype(np.int32)
    area = _cross(b - a, c - a)
    size = np.maximum(high[:, 0] - low[:, 0], high[:, 1] - low[:, 1]) + 1
    drawn = (area < -1e-9) if front_only else (np.abs(area) > 1e-9)
    drawn &= (high[:, 0] >= low[:, 0]) & (high[:, 1] >= low[:, 1])
    drawn &= (inverse_corners[:, 0] > 0) & (inverse_corners[:, 1] > 0) & (inverse_corners[:, 2] > 0)

    pieces = []
    smallest = 0
    for bucket in _BUCKETS:
        chosen = np.flatnonzero(drawn & (size > smallest) & (size <= bucket))
        smallest = bucket
        if len(chosen):
            pieces.append(_candidates(chosen, bucket, bucket, low, high, corners, inverse_corners, area, width))
    for index in np.flatnonzero(drawn & (size > smallest)):
        wide, tall = (high[index] - low[index] + 1).tolist()
        pieces.append(_candidates(np.array([index]), wide, tall, low, high, corners, inverse_corners, area, width))
    return _resolve(pieces, inverse_corners, width, height)


def _cross(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]


def _candidates(
    chosen: np.ndarray,
    wide: int,
    tall: int,
    low: np.ndarray,
    high: np.ndarray,
    corners: np.ndarray,
    inverse_corners: np.ndarray,
    area: np.ndarray,
    width: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pixels inside the chosen triangles: (pixel, face, share of the second and third corner, 1 / z), each (N,)."""
    step_y, step_x = np.divmod(np.arange(wide * tall, dtype=np.int32), wide)
    x = low[chosen, 0, None] + step_x
    y = low[chosen, 1, None] + step_y
    a, b, c = (corners[chosen, k] for k in range(3))
    along_x, along_y = x.astype(np.float32) - a[:, 0, None], y.astype(np.float32) - a[:, 1, None]
    ab, ac = b - a, c - a
    scale = 1.0 / area[chosen, None]
    second = (along_x * ac[:, 1, None] - along_y * ac[:, 0, None]) * scale
    third = (ab[:, 0, None] * along_y - ab[:, 1, None] * along_x) * scale
    inside = (second >= 0) & (third >= 0) & (second + third <= 1)
    inside &= (x <= high[chosen, 0, None]) & (y <= high[chosen, 1, None])
    row, column = np.nonzero(inside)
    second, third = second[row, column], third[row, column]
    near = inverse_corners[chosen[row]]
    depth = near[:, 0] + second * (near[:, 1] - near[:, 0]) + third * (near[:, 2] - near[:, 0])
    return y[row, column] * width + x[row, column], chosen[row], second, third, depth


def _resolve(
    pieces: Sequence[tuple[np.ndarray, ...]], inverse_corners: np.ndarray, width: int, height: int
) -> Fragments:
    """Keep the nearest candidate of every pixel."""
    depth = np.zeros(height * width, dtype=np.float32)
    face = np.full(height * width, -1, dtype=np.int32)
    weights = np.zeros((height * width, 3), dtype=np.float32)
    if pieces:
        pixel, owner, second, third, inverse = (np.concatenate(part) for part in zip(*pieces, strict=True))
        np.maximum.at(depth, pixel, inverse)
        front = inverse == depth[pixel]
        pixel, owner, second, third = pixel[front], owner[front], second[front], third[front]
        face[pixel] = owner
        shares = np.stack([1 - second - third, second, third], axis=1) * inverse_corners[owner]
        weights[pixel] = shares / shares.sum(axis=1, keepdims=True)
    return Fragments(face.reshape(height, width), weights.reshape(height, width, 3), depth.reshape(height, width))


def interpolate(values: np.ndarray, faces: np.ndarray, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Values at the corners carried to pixels.

    Args:
        values: (V, C) float per vertex.
        faces: (F, 3) int.
        face: (N,) int, a triangle for each pixel.
        weights: (N, 3) float, shares of its corners.

    Returns:
        (N, C) float32.
    """
    corners = faces[face]
    result = values[corners[:, 0]] * weights[:, 0, None]
    result += values[corners[:, 1]] * weights[:, 1, None]
    result += values[corners[:, 2]] * weights[:, 2, None]
    return result


def vertex_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Unit normals (V, 3) of a mesh, averaged over the triangles of each vertex by their area."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    (ux, uy, uz), (vx, vy, vz) = (b - a).T, (c - a).T
    flat = (uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx)
    corner = faces.ravel()
    total = np.stack([np.bincount(corner, np.repeat(part, 3), minlength=len(vertices)) for part in flat], axis=1)
    return (total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)).astype(np.float32)
