"""Random places to stand in: what the floors and walls look like. Colours are linear RGB."""

from __future__ import annotations

import numpy as np

from train.render.backdrop import Backdrop, Noise, Panel, Pattern
from train.render.wardrobe import hue_colour, linear

_WOODS = ((186, 140, 96), (150, 104, 66), (212, 178, 138), (110, 78, 56), (176, 160, 142))


def _plain(noise: Noise, base: np.ndarray, grain: float = 0.06, cell: float = 40.0) -> Pattern:
    return lambda u, v: base * (1.0 + grain * noise(u * cell, v * cell))[..., None]


def _planks(rng: np.random.Generator, noise: Noise, base: np.ndarray) -> Pattern:
    width = rng.uniform(0.09, 0.2)
    shades = rng.uniform(0.78, 1.15, 1024).astype(np.float32)

    def draw(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        row = np.floor(v / width)
        board = np.floor(u / 1.6 + np.mod(row * 0.37, 1.0))
        shade = shades[np.mod(row * 31 + board * 7, 1024).astype(int)]
        grain = 1.0 + 0.22 * noise(u * 3.0, v * 55.0)
        seam = np.minimum(np.mod(v / width, 1.0), 1.0 - np.mod(v / width, 1.0)) * width
        end = np.mod(u / 1.6 + np.mod(row * 0.37, 1.0), 1.0) * 1.6
        gap = np.where((seam < 0.0022) | (end < 0.003), 0.6, 1.0)
        return base * (shade * grain * gap)[..., None]

    return draw


def _tiles(rng: np.random.Generator, noise: Noise, base: np.ndarray) -> Pattern:
    size = rng.uniform(0.25, 0.7)
    shades = rng.uniform(0.93, 1.07, 1024).astype(np.float32)
    joint = rng.uniform(0.55, 0.85)

    def draw(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        column, row = np.floor(u / size), np.floor(v / size)
        shade = shades[np.mod(row * 31 + column * 17, 1024).astype(int)] * (1.0 + 0.08 * noise(u * 9, v * 9))
        near = np.minimum(np.abs(np.mod(u / size + 0.5, 1.0) - 0.5), np.abs(np.mod(v / size + 0.5, 1.0) - 0.5)) * size
        return base * np.where(near < 0.004, shade * joint, shade)[..., None]

    return draw


def _grass(noise: Noise, base: np.ndarray) -> Pattern:
    other = base * np.array([1.5, 1.15, 0.6])

    def draw(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        patch = np.clip(0.5 + noise(u * 0.8, v * 0.8), 0, 1)[..., None]
        blade = (1.0 + 0.7 * noise(u * 45, v * 45, 2))[..., None]
        return (base * (1 - patch) + other * patch) * np.maximum(blade, 0.2)

    return draw


def _speckled(noise: Noise, base: np.ndarray) -> Pattern:
    return lambda u, v: base * (1.0 + 0.12 * noise(u * 1.5, v * 1.5) + 0.3 * noise(u * 90, v * 90, 1))[..., None]


def _bricks(rng: np.random.Generator, noise: Noise, base: np.ndarray) -> Pattern:
    shades = rng.uniform(0.75, 1.2, 1024).astype(np.float32)

    def draw(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        row = np.floor(v / 0.075)
        shifted = u / 0.22 + 0.5 * np.mod(row, 2)
        shade = shades[np.mod(row * 31 + np.floor(shifted) * 17, 1024).astype(int)] * (1 + 0.2 * noise(u * 30, v * 30))
        mortar = (np.mod(v / 0.075, 1.0) < 0.13) | (np.mod(shifted, 1.0) < 0.05)
        return np.where(mortar[..., None], 0.45, base * shade[..., None])

    return draw


def random_backdrop(rng: np.random.Generator, kind: str = "any") -> Backdrop:
    """A place of random make.

    Args:
        rng: source of chance.
        kind: ``"studio"`` (endless and plain), ``"room"``, ``"outdoor"``, or ``"any"`` of them.
    """
    noise = Noise(rng)
    if kind == "any":
        kind = str(rng.choice(["studio", "room", "outdoor"], p=[0.2, 0.5, 0.3]))
    return {"studio": _studio, "room": _room, "outdoor": _outdoor}[kind](rng, noise)


def _pale(rng: np.random.Generator) -> np.ndarray:
    return hue_colour(rng.random(), rng.uniform(0.02, 0.22), rng.uniform(0.72, 0.95))


def _bright(rng: np.random.Generator) -> np.ndarray:
    return hue_colour(rng.random(), rng.uniform(0.15, 0.6), rng.uniform(0.35, 0.85))


def _grey(rng: np.random.Generator) -> np.ndarray:
    return linear(rng.uniform(90, 225) + rng.uniform(-14, 14, 3))


def _wood(rng: np.random.Generator) -> np.ndarray:
    return linear(_WOODS[rng.integers(len(_WOODS))])


def _yaw(rng: np.random.Generator) -> float:
    return float(rng.uniform(0, 360))


def _studio(rng: np.random.Generator, noise: Noise) -> Backdrop:
    return _endless(rng, noise, _pale(rng) if rng.random() < 0.7 else _bright(rng))


def pale_studio(rng: np.random.Generator) -> Backdrop:
    """An endless studio in which nothing draws the eye from the person."""
    return _endless(rng, Noise(rng), _pale(rng))


def _endless(rng: np.random.Generator, noise: Noise, wall: np.ndarray) -> Backdrop:
    floor = _plain(noise, wall * rng.uniform(0.72, 0.95), grain=0.02)
    return Backdrop(noise, floor, _yaw(rng), (wall * rng.uniform(0.7, 1.0), wall), haze=3.0)


def _room(rng: np.random.Generator, noise: Noise) -> Backdrop:
    share = rng.random()
    if share < 0.4:
        floor = _planks(rng, noise, _wood(rng))
    elif share < 0.6:
        floor = _tiles(rng, noise, _grey(rng))
    elif share < 0.8:
        floor = _speckled(noise, 0.4 * _bright(rng) + 0.4 * _grey(rng))
    else:
        floor = _plain(noise, _grey(rng))
    if rng.random() < 0.12:
        wall = _bricks(rng, noise, linear((168, 92, 70)) * rng.uniform(0.7, 1.2))
    else:
        wall = _plain(noise, _pale(rng) if rng.random() < 0.75 else _bright(rng), 0.04, 6.0)
    half = (float(rng.uniform(4.5, 7.0)), float(rng.uniform(4.5, 7.0)))
    return Backdrop(
        noise,
        floor,
        _yaw(rng),
        wall=wall,
        half=half,
        ceiling=float(rng.uniform(2.8, 3.8)),
        panels=[_panel(rng, half) for _ in range(int(rng.integers(0, 6)))],
    )


def _panel(rng: np.random.Generator, half: tuple[float, float]) -> Panel:
    """A window or a picture on one of the walls."""
    side = int(rng.integers(4))
    span = half[1] if side < 2 else half[0]
    left, bottom = float(rng.uniform(-span + 0.3, span - 1.8)), float(rng.uniform(0.5, 1.5))
    colour = linear((226, 236, 246)) * 1.1 if rng.random() < 0.5 else hue_colour(*rng.uniform(0.1, 0.8, 3))
    return side, left, left + float(rng.uniform(0.5, 1.6)), bottom, bottom + float(rng.uniform(0.5, 1.3)), colour


def _outdoor(rng: np.random.Generator, noise: Noise) -> Backdrop:
    share = rng.random()
    if share < 0.4:
        floor = _grass(noise, linear((92, 124, 48)) * rng.uniform(0.6, 1.3))
    elif share < 0.65:
        floor = _speckled(noise, linear((214, 192, 150)))
    elif share < 0.82:
        floor = _tiles(rng, noise, _grey(rng))
    else:
        floor = _planks(rng, noise, _wood(rng))
    blue = hue_colour(rng.uniform(0.54, 0.63), rng.uniform(0.3, 0.65), rng.uniform(0.75, 0.98))
    return Backdrop(
        noise,
        floor,
        _yaw(rng),
        (blue, blue * 0.4 + 0.5),
        haze=float(rng.uniform(15, 40)),
        clouds=float(rng.uniform(0.0, 0.7)),
    )
