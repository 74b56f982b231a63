"""Heatmaps, part affinity fields and candidate limbs drawn over a dimmed photo."""

import math

import cv2
import numpy as np

from yoga_models.body.skeleton import JOINTS, LIMBS, side
from yoga_models.drawing.ink import WHITE, Colour, Texts, disc, fill, lay_over, stroke
from yoga_models.drawing.people import COLOURS, TEXT_COLOURS
from yoga_models.joints.inspection import END_NAMES, START_NAMES, Inspection

REJECTED: Colour = (150, 150, 150)
"""RGB of a candidate limb that became part of nobody; it is also drawn dashed."""

# Lightness and chroma, in CIELAB, of the colours that stand for directions: equal ones all around the circle.
_LIGHTNESS, _CHROMA = 72.0, 48.0

# What a heatmap says where nothing is.
_NOISE = 0.03

# Vectors shorter than this get no arrow.
_FAINT = 0.2


def draw_heatmap(inspection: Inspection, joint: int | None, stage: int = -1) -> np.ndarray:
    """The heatmap of a joint, or of all joints together (``None``), as a stage predicts it; (H, W, 3) uint8 RGB."""
    maps = inspection.heatmaps[stage, : len(JOINTS)]
    field = maps.max(axis=0) if joint is None else maps[joint]
    values = np.clip(_spread(inspection, field) - _NOISE, 0, 1)
    colours = heat_colours()[np.round(values * 255).astype(np.uint8)]
    return _blend(inspection.photo, colours, np.sqrt(values) * 0.9)


def draw_paf(inspection: Inspection, limb: int, stage: int = -1) -> np.ndarray:
    """The part affinity field of a limb as a stage predicts it: hue for direction, opacity for strength, and an arrow
    where a cell's vector is not faint; (H, W, 3) uint8 RGB.
    """
    field = inspection.pafs[stage, limb].astype(np.float32)
    x, y = (_spread(inspection, part) for part in field)
    strength = np.clip(np.hypot(x, y), 0, 1)
    picture = _blend(inspection.photo, direction_colours(np.arctan2(y, x)), strength * 0.8)
    rows, columns = np.nonzero(np.hypot(*field) > _FAINT)
    cell = float(np.linalg.norm(inspection.to_photo[:, 0]))
    layer = np.zeros((*picture.shape[:2], 4), np.uint8)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        middle = inspection.to_photo[:, :2] @ (column, row) + inspection.to_photo[:, 2]
        _arrow(layer, middle, 0.8 * cell * field[:, row, column].astype(float))
    return lay_over(picture, layer)


def draw_candidates(inspection: Inspection, limb: int) -> np.ndarray:
    """The peaks of a limb's two joints with their names, and its candidates with their scores: white the
    accepted ones, grey and dashed the others; (H, W, 3) uint8 RGB.
    """
    picture = _dimmed(inspection.photo)
    layer = np.zeros((*picture.shape[:2], 4), np.uint8)
    size = max(picture.shape[:2])
    width = max(1.0, size / 160)
    starts, ends = (inspection.peaks(joint) for joint in LIMBS[limb])
    candidates = sorted(inspection.candidates(limb), key=lambda candidate: candidate.accepted)
    lines = [
        (candidate, starts[START_NAMES.index(candidate.start), :2], ends[END_NAMES.index(candidate.end), :2])
        for candidate in candidates
    ]
    for candidate, start, end in lines:
        if candidate.accepted:
            stroke(layer, np.array([start, end]), WHITE, width)
        else:
            for dash in _dashes(start, end, 3 * width):
                stroke(layer, dash, REJECTED, width / 2)
    for joint, peaks in zip(LIMBS[limb], (starts, ends), strict=True):
        for peak in peaks:
            fill(layer, disc(peak[:2], 1.7 * width), WHITE, 1.0)
            fill(layer, disc(peak[:2], 1.2 * width), COLOURS[side(joint)], 1.0)
    picture = lay_over(picture, layer)
    texts = Texts(picture)
    font = max(11, round(size / 42))
    for peak in np.concatenate([starts, ends]):
        texts.keep_free(peak[:2], 1.7 * width)
    for joint, peaks, names in zip(LIMBS[limb], (starts, ends), (START_NAMES, END_NAMES), strict=True):
        for name, peak in zip(names, peaks, strict=False):
            texts.write(name, _around(peak[:2], 1.3 * font), TEXT_COLOURS[side(joint)], font)
    for candidate, start, end in reversed(lines):
        texts.write(f"{candidate.score:.2f}", _around((start + end) / 2, 1.6 * font), TEXT_COLOURS["middle"], font)
    return picture


def heat_colours() -> np.ndarray:
    """(256, 3) uint8 RGB from 0 to 1: viridis, whose steps look equally large and which reads in grey as well."""
    table = cv2.applyColorMap(np.arange(256, dtype=np.uint8), cv2.COLORMAP_VIRIDIS)
    return np.ascontiguousarray(table.reshape(256, 3)[:, ::-1])


def direction_colours(angles: np.ndarray) -> np.ndarray:
    """(..., 3) uint8 RGB of directions in radians, clockwise from right: hues of equal lightness around the circle."""
    lab = np.stack([np.full_like(angles, _LIGHTNESS), _CHROMA * np.cos(angles), _CHROMA * np.sin(angles)], axis=-1)
    rgb = cv2.cvtColor(lab.reshape(1, -1, 3).astype(np.float32), cv2.COLOR_Lab2RGB)
    return np.round(255 * np.clip(rgb, 0, 1)).astype(np.uint8).reshape(*angles.shape, 3)


def direction_wheel(side: int = 96) -> np.ndarray:
    """(side, side, 4) uint8 RGBA: the colour of each direction, as a ring to read ``draw_paf`` by."""
    middle = (side - 1) / 2
    y, x = np.mgrid[:side, :side] - middle
    radius = np.hypot(x, y) / (side / 2)
    # Edges fade over a pixel.
    opacity = np.clip((1 - radius) * side / 2, 0, 1) * np.clip((radius - 0.45) * side / 2, 0, 1)
    return np.dstack([direction_colours(np.arctan2(y, x)), np.round(255 * opacity).astype(np.uint8)])


def _spread(inspection: Inspection, field: np.ndarray) -> np.ndarray:
    """An (h, w) field over the photo: (H, W) float32."""
    height, width = inspection.photo.shape[:2]
    return cv2.warpAffine(field.astype(np.float32), inspection.to_photo, (width, height), flags=cv2.INTER_CUBIC)


def _dimmed(photo: np.ndarray) -> np.ndarray:
    """The photo dark and without most of its colour, so that what lies over it stands out."""
    grey = photo.mean(axis=2, keepdims=True)
    return np.round(0.45 * (0.75 * grey + 0.25 * photo)).astype(np.uint8)


def _blend(photo: np.ndarray, colours: np.ndarray, opacity: np.ndarray) -> np.ndarray:
    weight = opacity[..., None]
    return np.round(_dimmed(photo) * (1 - weight) + colours * weight).astype(np.uint8)


def _arrow(layer: np.ndarray, middle: np.ndarray, vector: np.ndarray) -> None:
    tail, tip = middle - vector / 2, middle + vector / 2
    barbs = [tip - 0.4 * (vector * math.cos(turn) + vector[::-1] * (-1, 1) * math.sin(turn)) for turn in (-0.6, 0.6)]
    stroke(layer, np.array([tail, tip]), WHITE, 1)
    stroke(layer, np.array([barbs[0], tip, barbs[1]]), WHITE, 1)


def _dashes(start: np.ndarray, end: np.ndarray, length: float) -> np.ndarray:
    """(n, 2, 2) pieces of a line, about as long as the gaps between them."""
    count = max(1, round(float(np.linalg.norm(end - start)) / (2 * length)))
    at = np.linspace(0, 1, 2 * count + 1)
    points = start + (end - start) * at[:, None]
    return np.stack([points[:-1:2], points[1::2]], axis=1)


def _around(point: np.ndarray, distance: float) -> list[np.ndarray]:
    """Places for a text near a point, best first."""
    turns = np.radians([-90, 90, 0, 180, -45, 45, -135, 135])
    return [point + reach * distance * np.array([math.cos(t), math.sin(t)]) for reach in (1.0, 1.7) for t in turns]
