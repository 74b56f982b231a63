"""Procedural places: a floor at z = 0 and what stands behind it. Colours are linear RGB."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from train.render.camera import Camera

_TILE = 256


@dataclass
class Noise:
    """Smooth noise that repeats every 256 cells, drawn once from a seed."""

    rng: np.random.Generator
    tile: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        tile = self.rng.random((_TILE, _TILE), dtype=np.float32)
        self.tile = np.pad(tile, (0, 1), mode="wrap")

    def __call__(self, u: np.ndarray, v: np.ndarray, octaves: int = 3) -> np.ndarray:
        """Values around 0, mostly within -0.5 to 0.5, one cell a unit of ``u`` and ``v`` (same shape, 2-D)."""
        total = np.zeros(u.shape, dtype=np.float32)
        for octave in range(octaves):
            scale = 2.0**octave
            x = np.mod(u * scale + 37.1 * octave, _TILE).astype(np.float32)
            y = np.mod(v * scale + 11.7 * octave, _TILE).astype(np.float32)
            total += (cv2.remap(self.tile, x, y, cv2.INTER_LINEAR) - 0.5) / scale
        return total


Pattern = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""From metres (u, v) on a surface, each (H, W), to linear colour (H, W, 3)."""

Panel = tuple[int, float, float, float, float, np.ndarray]


@dataclass
class Backdrop:
    """A place to stand in.

    Attributes:
        floor: pattern of the floor.
        wall: pattern of the four walls by (metres along, metres up), or ``None`` outdoors and in an endless studio.
        sky: (zenith, horizon) colours where there is no wall.
        half: half the length and width of the room, metres.
        ceiling: height of the room, metres.
        yaw: degrees the room is turned about z.
        haze: metres over which the floor fades into the horizon outdoors; 0: never.
        noise: for clouds.
        clouds: how much of them.
        panels: pictures and windows on the walls as (wall, left, right, bottom, top, colour), metres.
    """

    noise: Noise
    floor: Pattern
    yaw: float
    sky: tuple[np.ndarray, np.ndarray] = field(default_factory=lambda: (np.ones(3), np.ones(3)))
    wall: Pattern | None = None
    half: tuple[float, float] = (0.0, 0.0)
    ceiling: float = 3.0
    haze: float = 0.0
    clouds: float = 0.0
    panels: list[Panel] = field(default_factory=list)

    def draw(self, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
        """The empty place.

        Returns:
            colour (H, W, 3) float32 linear, and floor (H, W, 2) float32: the metres (x, y) of the floor's point in each
            pixel, not a number where no floor is seen.
        """
        rays = camera.rays()
        turn = np.radians(self.yaw)
        spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        origin = camera.position
        place, heading = origin[:2] @ spin, rays[..., :2] @ spin
        up = rays[..., 2]
        down = np.where(up < -1e-6, -origin[2] / np.minimum(up, -1e-6), np.inf)
        if self.wall is not None:
            colour, reach = self._walls(place, origin[2], heading, up)
        else:
            colour, reach = self._sky(rays), np.full(up.shape, 1e9)
        seen = down < reach
        distance = np.where(seen, down, 0.0)
        u = place[0] + heading[..., 0] * distance
        v = place[1] + heading[..., 1] * distance
        ground = self.floor(u, v)
        if self.haze:
            far = 1.0 - np.exp(-np.maximum(distance - 6.0, 0.0) / self.haze)
            ground = ground * (1 - far[..., None]) + self.sky[1] * far[..., None]
        colour = np.where(seen[..., None], ground, colour)
        floor = np.where(seen[..., None], np.stack([u, v], axis=-1) @ spin.T, np.nan)
        return colour.astype(np.float32), floor.astype(np.float32)

    def _sky(self, rays: np.ndarray) -> np.ndarray:
        rise = rays[..., 2] / np.linalg.norm(rays, axis=-1)
        share = np.clip(rise * 1.6, 0.0, 1.0)[..., None] ** 0.6
        colour = self.sky[1] * (1 - share) + self.sky[0] * share
        if self.clouds:
            flat = np.maximum(rise, 0.0) + 0.12
            level = rays[..., :2] / np.linalg.norm(rays, axis=-1, keepdims=True) * 1.6 / flat[..., None]
            cloud = self.noise(level[..., 0], level[..., 1], 5)
            cover = np.clip(cloud * 2.2 + self.clouds - 0.5, 0, 1) * np.clip(rise * 7, 0, 1)
            colour = colour * (1 - cover[..., None]) + 0.9 * cover[..., None]
        return colour

    def _walls(
        self, place: np.ndarray, height: float, heading: np.ndarray, up: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Colour of walls and ceiling, and how far along the ray they are."""
        assert self.wall is not None
        reach = np.full(up.shape, np.inf)
        side = np.zeros(up.shape, dtype=int)
        for axis in range(2):
            for number, sign in ((2 * axis, 1.0), (2 * axis + 1, -1.0)):
                towards = heading[..., axis] * sign
                gap = self.half[axis] - sign * place[axis]
                far = np.where(towards > 1e-9, gap / np.maximum(towards, 1e-9), np.inf)
                nearer = far < reach
                reach, side = np.where(nearer, far, reach), np.where(nearer, number, side)
        along = np.where(side < 2, place[1] + heading[..., 1] * reach, place[0] + heading[..., 0] * reach)
        level = height + up * reach
        colour = self.wall(along + side * 13.0, level)
        for wall, left, right, bottom, top, paint in self.panels:
            inside = (side == wall) & (along > left) & (along < right) & (level > bottom) & (level < top)
            colour[inside] = paint
            frame = (side == wall) & (along > left - 0.04) & (along < right + 0.04)
            frame &= (level > bottom - 0.04) & (level < top + 0.04) & ~inside
            colour[frame] = 0.6 * paint.mean() + 0.25
        colour[level < 0.09] *= 0.7
        colour *= np.array([1.0, 0.9, 0.96, 0.86])[side][..., None]
        colour[level > self.ceiling] = 0.75
        corner = np.clip(np.minimum(level, self.ceiling - level) / 0.5, 0, 1)[..., None]
        return colour * (0.8 + 0.2 * corner), reach
