"""Simple shapes for the scene: hair that hangs, balls, boxes and posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from train.render.body import BodyModel, PosedBody
from train.render.rotation import unit
from train.render.wardrobe import Outfit


@dataclass
class Solid:
    """A mesh of one colour: vertices (V, 3) metres, faces (F, 3), linear RGB (3,)."""

    vertices: np.ndarray
    faces: np.ndarray
    colour: np.ndarray


def _skin(rings: int, around: int) -> np.ndarray:
    """Faces (F, 3) of ``rings`` rings of ``around`` points, one after another."""
    ring, side = np.meshgrid(np.arange(rings - 1), np.arange(around), indexing="ij")
    a = (ring * around + side).ravel()
    b = (ring * around + (side + 1) % around).ravel()
    return np.concatenate([np.stack([a, b, a + around], 1), np.stack([b, b + around, a + around], 1)]).astype(np.int32)


def ball(centre: np.ndarray, radius: float, colour: np.ndarray) -> Solid:
    """A sphere."""
    rise, turn = np.meshgrid(np.linspace(-90, 90, 10), np.arange(12) * 30.0, indexing="ij")
    rise, turn = np.radians(rise.ravel()), np.radians(turn.ravel())
    unit_ball = np.stack([np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise)], axis=1)
    return Solid(centre + radius * unit_ball, _skin(10, 12), colour)


def tube(path: np.ndarray, radius: np.ndarray, flat: float, across: np.ndarray, colour: np.ndarray) -> Solid:
    """A tube along points (N, 3) with a radius (N,) at each, ``flat`` times as wide along ``across`` (3,)."""
    along = unit(np.gradient(path, axis=0))
    wide = unit(across - along * (along @ across)[:, None])
    thick = np.cross(along, wide)
    turn = np.arange(10) * (2 * np.pi / 10)
    rim = np.cos(turn)[None, :, None] * wide[:, None] * flat + np.sin(turn)[None, :, None] * thick[:, None]
    return Solid((path[:, None] + radius[:, None, None] * rim).reshape(-1, 3), _skin(len(path), 10), colour)


def box(centre: np.ndarray, size: np.ndarray, yaw: float, colour: np.ndarray) -> Solid:
    """A box with its own corners to every side, so that it shades with sharp edges; ``yaw`` in degrees."""
    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)]) * size
    turn = np.radians(yaw)
    spin = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    corners = corners @ spin.T + centre
    sides = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    vertices = np.concatenate([corners[list(side)] for side in sides])
    faces = np.concatenate([np.array([[0, 1, 2], [0, 2, 3]]) + 4 * number for number in range(6)]).astype(np.int32)
    return Solid(vertices, faces, colour)


def hair_piece(model: BodyModel, body: PosedBody, outfit: Outfit, rng: np.random.Generator) -> list[Solid]:
    """The bun, ponytail or long hair of a posed head; hanging hair follows gravity."""
    turn = body.rotations[model.index["head"]]
    back, side = turn @ (0.0, 1.0, 0.0), turn @ (1.0, 0.0, 0.0)

    def on_head(height: float) -> np.ndarray:
        distance = np.hypot(model.template[:, 0], model.template[:, 2] - height) + 0.2 * (model.template[:, 1] < -0.02)
        return body.vertices[int(distance.argmin())].astype(float)

    if outfit.style == "bun":
        radius = rng.uniform(0.032, 0.05)
        return [ball(on_head(rng.uniform(0.90, 1.0)) + back * radius * 0.6, radius, outfit.hair)]
    if outfit.style not in ("ponytail", "long"):
        return []
    loose = outfit.style == "long"
    count = 12
    step = rng.uniform(0.2, 0.42) / count
    heading = unit(back + 0.3 * (turn @ (0.0, 0.0, 1.0))) if not loose else unit(back * 0.4 - turn @ (0.0, 0.0, 1.0))
    points = [on_head(0.90 if loose else rng.uniform(0.92, 0.98)) + back * (-0.03 if loose else -0.005)]
    for _ in range(count - 1):
        heading = unit(heading + np.array([0.0, 0.0, -0.55]))
        following = points[-1] + heading * step
        following[2] = max(following[2], 0.03)
        points.append(following)
    share = np.linspace(0, 1, count)
    if loose:
        widths = 0.034 * np.sqrt(np.clip(1.05 - share, 0, 1))
        return [tube(np.array(points), widths, 2.4, side, outfit.hair)]
    widths = np.interp(share, [0, 0.15, 0.5, 1.0], [0.016, 0.026, 0.024, 0.003])
    return [tube(np.array(points), widths, 1.0, side, outfit.hair)]
