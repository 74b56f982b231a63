"""What people wear and how they look: clothes, skin, hair and faces, drawn on the body's chart.

Lengths on the chart are metres of the average body at rest. Colours are linear RGB, 0 to 1.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

import numpy as np

from train.render.anatomy import PARTS, Chart
from train.render.body import BodyModel

_HEAD = [PARTS.index(name) for name in ("head", "neck", "eyes")]
_FEET = [PARTS.index(name) for name in ("left_foot", "right_foot")]
_EYES = PARTS.index("eyes")
_SKULL = PARTS.index("head")

# From light to dark, sRGB.
_SKINS = (
    (246, 214, 193),
    (236, 196, 168),
    (224, 177, 143),
    (205, 152, 114),
    (176, 122, 86),
    (141, 92, 62),
    (104, 66, 46),
    (74, 47, 35),
)
# The first three go with any skin.
_HAIRS = (
    (28, 22, 20),
    (45, 32, 26),
    (74, 49, 33),
    (110, 74, 45),
    (160, 118, 70),
    (205, 168, 110),
    (120, 52, 30),
    (150, 148, 146),
)

# Outline of the hair seen from the side: the height z at which it begins, by y from the front to the back.
_HAIRLINE_Y = (-0.150, -0.120, -0.085, -0.062, -0.045, -0.030, 0.060)
_HAIRLINE_Z = (0.974, 0.955, 0.925, 0.915, 0.905, 0.860, 0.800)

# The upper edge of a beard in the same way, from the mouth to the ear.
_BEARD_Y = (-0.165, -0.140, -0.110, -0.085, -0.068)
_BEARD_Z = (0.856, 0.846, 0.838, 0.850, 0.885)


def linear(srgb: tuple[float, ...] | np.ndarray) -> np.ndarray:
    """sRGB values from 0 to 255 as linear light from 0 to 1."""
    return (np.asarray(srgb, dtype=np.float32) / 255.0) ** 2.2


def hue_colour(hue: float, saturation: float, value: float) -> np.ndarray:
    """A linear colour from hue, saturation and value, each 0 to 1."""
    return linear(np.array(colorsys.hsv_to_rgb(hue, saturation, value)) * 255.0)


@dataclass(frozen=True)
class Outfit:
    """The look of one person.

    Attributes:
        skin, hair, top, bottom, shoes, accent: linear RGB (3,).
        sleeve: how far down the arm the top goes (0.45 short, 1.9 long; negative: no sleeves).
        hem: height z of the lower end of the top; above 0.6: no top.
        neckline: how deep the top is cut out in front, metres.
        leg: how far down the leg the trousers go (0.4 shorts, 1.0 knee, 1.9 ankle).
        waist: height z of the upper end of the trousers.
        loose_top, loose_bottom: metres the cloth stands off.
        shod: whether shoes are worn.
        stripes: stripes a metre on the top, 0 for plain.
        band: whether the trousers have a stripe down the side.
        style: ``"bald"``, ``"short"``, ``"bun"``, ``"ponytail"`` or ``"long"``.
        beard: how dense a beard is, 0 to 1.
    """

    skin: np.ndarray
    hair: np.ndarray
    top: np.ndarray
    bottom: np.ndarray
    shoes: np.ndarray
    accent: np.ndarray
    sleeve: float
    hem: float
    neckline: float
    leg: float
    waist: float
    loose_top: float
    loose_bottom: float
    shod: bool
    stripes: float
    band: bool
    style: str
    beard: float


def random_outfit(rng: np.random.Generator, female: bool, studio: bool = True) -> Outfit:
    """Yoga clothes of random cut and colour.

    Args:
        rng: source of chance.
        female: changes how likely hair styles, cuts and beards are.
        studio: bare feet and tighter clothes, as for yoga; else also street clothes and shoes.
    """

    def cloth() -> np.ndarray:
        kind = rng.random()
        if kind < 0.25:
            return linear((rng.uniform(25, 60),) * 3)
        if kind < 0.4:
            return linear((rng.uniform(200, 240),) * 3)
        return hue_colour(rng.random(), rng.uniform(0.25, 0.8), rng.uniform(0.35, 0.9))

    place = rng.uniform(0, len(_SKINS) - 1)
    low = int(place)
    high = min(low + 1, len(_SKINS) - 1)
    skin = linear(_SKINS[low]) * (low + 1 - place) + linear(_SKINS[high]) * (place - low)
    dark = place > 3.5
    hair = linear(_HAIRS[rng.integers(0, 3 if dark else len(_HAIRS))]) * rng.uniform(0.8, 1.2)
    if female:
        style = rng.choice(["bun", "ponytail", "short", "long"], p=[0.35, 0.35, 0.12, 0.18])
    else:
        style = rng.choice(["short", "bald", "bun", "long"], p=[0.76, 0.14, 0.06, 0.04])
    bare_chest = not female and rng.random() < 0.15
    crop = female and rng.random() < 0.35
    return Outfit(
        skin=skin,
        hair=hair,
        top=cloth(),
        bottom=cloth(),
        shoes=cloth(),
        accent=cloth(),
        sleeve=float(rng.choice([-1.0, 0.3, 0.5, 0.62, 1.5, 1.92], p=[0.42, 0.1, 0.18, 0.12, 0.06, 0.12])),
        hem=1.0 if bare_chest else 0.43 if crop else float(rng.uniform(0.12, 0.24)),
        neckline=float(rng.uniform(0.02, 0.11)),
        leg=float(rng.choice([0.28, 0.5, 1.15, 1.6, 1.9], p=[0.12, 0.15, 0.1, 0.13, 0.5])),
        waist=float(rng.uniform(0.22, 0.29)),
        loose_top=float(rng.uniform(0.004, 0.008) if crop or rng.random() < 0.5 else rng.uniform(0.01, 0.025)),
        loose_bottom=float(rng.uniform(0.003, 0.007) if rng.random() < 0.65 else rng.uniform(0.012, 0.028)),
        shod=not studio and rng.random() < 0.6,
        stripes=float(rng.uniform(12, 40)) if rng.random() < 0.15 else 0.0,
        band=rng.random() < 0.15,
        style=str(style),
        beard=float(rng.uniform(0.3, 1.0)) if not female and rng.random() < 0.3 else 0.0,
    )


def _ramp(value: np.ndarray, width: float) -> np.ndarray:
    """0 below zero, 1 above ``width``, straight between."""
    return np.clip(value / width, 0.0, 1.0)


def _in_top(chart: Chart, outfit: Outfit) -> np.ndarray:
    """Where the top lies, (N,) bool."""
    if outfit.hem > 0.6:
        return np.zeros(chart.x.shape, dtype=bool)
    across = np.abs(chart.x)
    half = 0.065 + 0.3 * outfit.neckline
    depth = np.where(chart.y < -0.03, outfit.neckline, 0.015)
    cut = 0.73 - depth * 1.3 * np.sqrt(np.clip(1.0 - (across / half) ** 2, 0.0, 1.0))
    if outfit.sleeve < 0:
        armhole = np.interp(chart.z, (0.55, 0.59, 0.72), (0.21, 0.158, 0.125))
        body = (chart.arm < 0.6) & (across < armhole) & ((chart.z < 0.595) | (across > 0.055))
        return body & (chart.z > outfit.hem) & (chart.z < cut + 0.03) & (chart.leg < 0.5)
    body = (chart.arm < 0.5) & (chart.z > outfit.hem) & (chart.z < cut) & (chart.leg < 0.5)
    return body | ((chart.arm >= 0.5) & (chart.along_arm < outfit.sleeve))


def _in_bottom(chart: Chart, outfit: Outfit) -> np.ndarray:
    """Where the trousers lie, (N,) bool."""
    hips = (chart.leg < 0.5) & (chart.arm < 0.5) & (chart.z < outfit.waist)
    return hips | ((chart.leg >= 0.5) & (chart.along_leg < outfit.leg))


def _hair_depth(chart: Chart) -> np.ndarray:
    """Metres (N,) that a point of the head lies inside the hair, negative outside."""
    depth = chart.z - np.interp(chart.y, _HAIRLINE_Y, _HAIRLINE_Z)
    ear = np.hypot((chart.y + 0.056) / 0.030, (chart.z - 0.880) / 0.042)
    return np.minimum(depth, np.where(np.abs(chart.x) > 0.070, (ear - 1.0) * 0.03, 1.0))


def cloth_thickness(model: BodyModel, outfit: Outfit) -> np.ndarray:
    """Metres (V,) that clothes, shoes and hair push the skin outward."""
    chart = Chart(*model.chart.T)
    thickness = np.zeros(len(model.chart), dtype=np.float32)
    lower = _in_bottom(chart, outfit)
    flare = np.where(chart.leg >= 0.5, 0.5 + 0.5 * np.clip(chart.along_leg, 0, 1.5), 0.5)
    thickness[lower] = (0.003 + outfit.loose_bottom * flare)[lower]
    upper = _in_top(chart, outfit)
    hang = np.where(chart.arm >= 0.5, 0.45, 0.4 + 0.6 * np.clip((0.6 - chart.z) / 0.35, 0, 1))
    thickness[upper] = np.maximum(thickness, 0.004 + outfit.loose_top * hang)[upper]
    part = model.vertex_part
    if outfit.shod:
        foot = np.isin(part, _FEET) & (chart.z < -0.71)
        thickness[foot] = 0.009
    if outfit.style != "bald":
        volume = {"short": 0.013, "bun": 0.008, "ponytail": 0.010, "long": 0.018}[outfit.style]
        skull = part == _SKULL
        grown = volume * _ramp(_hair_depth(chart) + 0.004, 0.03)
        thickness[skull] = np.maximum(thickness, grown)[skull]
    return thickness


def paint(chart: Chart, part: np.ndarray, outfit: Outfit) -> tuple[np.ndarray, np.ndarray]:
    """Colour of points on a dressed body.

    Args:
        chart: where the N points are.
        part: (N,) index into :data:`PARTS`.
        outfit: the look.

    Returns:
        Linear colour (N, 3) and shininess (N,), 0 to 1.
    """
    colour = np.repeat(outfit.skin[None].astype(np.float32), len(part), axis=0)
    shine = np.full(len(part), 0.25, dtype=np.float32)

    def lay(where: np.ndarray, value: np.ndarray, gloss: float) -> None:
        colour[where], shine[where] = value, gloss

    head = np.isin(part, _HEAD)
    lower = _in_bottom(chart, outfit) & ~head
    lay(lower, outfit.bottom, 0.08)
    if outfit.band:
        side = lower & (chart.leg >= 0.5) & (np.abs(chart.y + 0.02) < 0.014) & (np.abs(chart.x) > 0.12)
        lay(side, outfit.accent, 0.08)
    upper = _in_top(chart, outfit) & ~head
    lay(upper, outfit.top, 0.05)
    if outfit.stripes:
        lay(upper & (np.mod(chart.z * outfit.stripes, 1.0) < 0.4) & (chart.arm < 0.5), outfit.accent, 0.05)
    if outfit.shod:
        foot = np.isin(part, _FEET) & (chart.z < -0.71)
        lay(foot, outfit.shoes, 0.2)
        lay(foot & (chart.z < -0.795), np.full(3, 0.75), 0.1)
    inside = np.flatnonzero(head)
    if len(inside):
        face = Chart(*(values[inside] for values in vars(chart).values()))
        colour[inside], shine[inside] = _paint_head(face, part[inside], outfit, colour[inside], shine[inside])
    return colour, shine


def _paint_head(
    chart: Chart, part: np.ndarray, outfit: Outfit, colour: np.ndarray, shine: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Lips, brows, eyes, beard and hair of the points of a head."""
    across = np.abs(chart.x)
    front = chart.y < -0.115
    blush = front & (chart.z < 0.9)
    colour[blush] *= np.array([1.02, 0.94, 0.93], dtype=np.float32)
    if outfit.beard:
        jaw = (chart.y < -0.066) & (chart.z < np.interp(chart.y, _BEARD_Y, _BEARD_Z)) & (chart.z > 0.775)
        mix = outfit.beard * 0.85
        colour[jaw] = colour[jaw] * (1 - mix) + outfit.hair * mix
    mouth = front & (np.hypot(chart.x / 0.027, (chart.z - 0.8365) / 0.0115) < 1)
    colour[mouth] = outfit.skin * (0.9, 0.48, 0.48) + (0.015, 0.0, 0.0)
    line = front & (across < 0.026) & (np.abs(chart.z - 0.8375 - across * 0.05) < 0.0014)
    colour[line] *= 0.45
    socket = front & (np.hypot((across - 0.032) / 0.024, (chart.z - 0.904) / 0.013) < 1) & (part != _EYES)
    colour[socket] *= 0.72
    brow = front & (np.abs(across - 0.034) < 0.020) & (np.abs(chart.z - 0.9265 + 8 * (across - 0.036) ** 2) < 0.0042)
    colour[brow] = outfit.hair * 0.8
    eye = part == _EYES
    pupil = np.hypot(across - 0.031, chart.z - 0.904)
    colour[eye] = 0.78
    colour[eye & (pupil < 0.0068)] = outfit.hair * 0.6 + np.array([0.02, 0.012, 0.006])
    colour[eye & (pupil < 0.0032)] = 0.005
    shine[eye] = 0.6
    if outfit.style != "bald":
        hair = (_hair_depth(chart) > 0) & (part == _SKULL)
        strand = 0.94 + 0.06 * np.sin(chart.x * 900 + 40 * chart.y + 3 * np.sin(chart.z * 130))
        colour[hair] = outfit.hair * strand[hair, None]
        shine[hair] = 0.35
    return colour, shine
