"""Light: one key light and the sky around it, with soft shadows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from train.render.raster import rasterize
from train.render.rotation import Z, unit


@dataclass(frozen=True)
class Light:
    """The light of a scene; colours are linear RGB (3,).

    Attributes:
        direction: unit vector (3,) towards the key light.
        key: its colour and strength.
        ambient: light from above and all around.
        bounce: light from below.
        exposure: what the picture is multiplied with.
    """

    direction: np.ndarray
    key: np.ndarray
    ambient: np.ndarray
    bounce: np.ndarray
    exposure: float = 1.0

    def on_floor(self) -> np.ndarray:
        """What the key light gives the open floor, (3,)."""
        return self.key * max(float(self.direction[2]), 0.0)

    def shade(
        self, base: np.ndarray, shine: np.ndarray, normal: np.ndarray, view: np.ndarray, lit: np.ndarray
    ) -> np.ndarray:
        """Colour (N, 3) of N surface points.

        Args:
            base: (N, 3) linear colour of the surface.
            shine: (N,) strength of highlights.
            normal, view: (N, 3) unit vectors out of the surface and to the camera.
            lit: (N,) share of the key light that arrives.
        """
        facing = normal @ self.direction.astype(np.float32)
        # Light wraps a little around soft bodies.
        diffuse = np.clip((facing + 0.15) / 1.15, 0.0, 1.0) * lit
        sky = 0.5 + 0.5 * normal[:, 2:]
        around = self.ambient * sky + self.bounce * (1 - sky)
        half = view + self.direction
        half /= np.maximum(np.linalg.norm(half, axis=1, keepdims=True), 1e-6)
        gleam = np.clip(np.einsum("ij,ij->i", normal, half), 0, 1) ** 28 * shine * lit * 0.35
        edge = (1 - np.clip(np.einsum("ij,ij->i", normal, view), 0, 1)) ** 3 * 0.12
        colour = base * (around * (1 + edge[:, None]) + self.key * diffuse[:, None]) + gleam[:, None] * self.key
        return (colour * self.exposure).astype(np.float32)


def random_light(rng: np.random.Generator, azimuth: float) -> Light:
    """Light from somewhere around the camera's side.

    Args:
        rng: source of chance.
        azimuth: degrees of the camera, see :class:`train.render.camera.Camera`.
    """
    turn = np.radians(azimuth + rng.uniform(-75, 75))
    rise = np.radians(rng.uniform(30, 70))
    direction = np.array([np.sin(turn) * np.cos(rise), -np.cos(turn) * np.cos(rise), np.sin(rise)])
    strength = rng.uniform(0.5, 1.0)
    warmth = rng.uniform(-0.12, 0.12)
    key = strength * np.array([1.0 + warmth, 1.0, 1.0 - warmth])
    ambient = (1.05 - 0.62 * strength) * np.array([1.0 - warmth / 2, 1.0, 1.0 + warmth / 2])
    return Light(direction, key, ambient, ambient * rng.uniform(0.35, 0.65), float(rng.uniform(0.85, 1.2)))


class ShadowMap:
    """The scene seen from the key light."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray, light: Light, size: int) -> None:
        across = unit(np.cross(Z, light.direction) + np.array([1e-6, 0.0, 0.0]))
        self._axes = np.stack([across, np.cross(light.direction, across)])
        self._direction = light.direction
        flat = vertices @ self._axes.T
        low, high = flat.min(axis=0), flat.max(axis=0)
        # Room at the rim, so that a blurred shadow does not end at the edge of the map.
        self._low = low - 0.1 * (high - low).max()
        self._scale = (size - 1) / (1.2 * (high - low).max())
        self._size = size
        depth = (vertices @ light.direction).max() + 1.0 - vertices @ light.direction
        self._far = float((vertices @ light.direction).max() + 1.0)
        points = np.column_stack([(flat - self._low) * self._scale, depth])
        inverse = rasterize(points, faces, size, size).inverse_depth
        self._depth = np.where(inverse > 0, 1.0 / np.maximum(inverse, 1e-6), 1e6).astype(np.float32)
        blur = max(0.02 * self._scale, 0.6)
        self._mask = cv2.GaussianBlur((inverse > 0).astype(np.float32), (0, 0), blur)

    def _pixels(self, points: np.ndarray) -> np.ndarray:
        return ((points @ self._axes.T.astype(np.float32) - self._low) * self._scale).astype(np.float32)

    def on_floor(self, points: np.ndarray) -> np.ndarray:
        """How much of the key light is kept from floor points (H, W, 2): (H, W), 0 to 1."""
        lifted = np.concatenate([points, np.zeros_like(points[..., :1])], axis=-1)
        where = self._pixels(lifted.reshape(-1, 3)).reshape(*points.shape[:2], 2)
        return cv2.remap(self._mask, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderValue=0.0)

    def on_body(self, points: np.ndarray, normals: np.ndarray) -> np.ndarray:
        """How much of the key light is kept from N points (N, 3) with unit normals: (N,), 0 to 1."""
        # Lifted by about a cell of the map, so that a slanted surface does not shade itself.
        lifted = points + (0.008 + 0.8 / self._scale) * normals
        where = self._pixels(lifted)
        depth = self._far - lifted @ self._direction.astype(np.float32) - (0.012 + 0.8 / self._scale)
        total = np.zeros(len(points), dtype=np.float32)
        spread = max(0.008 * self._scale, 0.7)
        for step in ((-1, -0.4), (0.4, -1), (1, 0.4), (-0.4, 1)):
            column = np.clip(np.rint(where[:, 0] + spread * step[0]), 0, self._size - 1).astype(int)
            row = np.clip(np.rint(where[:, 1] + spread * step[1]), 0, self._size - 1).astype(int)
            total += self._depth[row, column] < depth
        return total / 4


def contact_shade(vertices: np.ndarray, faces: np.ndarray, points: np.ndarray, cell: float = 0.025) -> np.ndarray:
    """How dark the floor is right under things that stand or lie on it.

    Args:
        vertices, faces: the scene.
        points: (H, W, 2) metres on the floor.
        cell: metres of the grid this is worked out on.

    Returns:
        (H, W) float32, 0 to 1.
    """
    low_faces = faces[vertices[faces, 2].max(axis=1) < 0.4]
    if not len(low_faces):
        return np.zeros(points.shape[:2], dtype=np.float32)
    flat = vertices[:, :2][np.unique(low_faces)]
    start = flat.min(axis=0) - 0.4
    wide, tall = np.ceil((flat.max(axis=0) + 0.4 - start) / cell).astype(int)
    grid = np.column_stack([(vertices[:, :2] - start) / cell, vertices[:, 2] + 0.05])
    inverse = rasterize(grid, low_faces, int(wide), int(tall)).inverse_depth
    height = np.where(inverse > 0, 1.0 / np.maximum(inverse, 1e-6) - 0.05, 10.0)
    near = np.exp(-np.maximum(height, 0.0) / 0.08).astype(np.float32)
    shade = 0.6 * cv2.GaussianBlur(near, (0, 0), 0.03 / cell) + 0.6 * cv2.GaussianBlur(near, (0, 0), 0.10 / cell)
    where = ((points - start) / cell).astype(np.float32)
    return np.clip(cv2.remap(shade, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderValue=0.0), 0, 1)
