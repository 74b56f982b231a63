"""What the joint network should answer: heatmaps, part affinity fields, and where the answer counts.

Heatmaps are Gaussians joined by their maximum, background is what is left of one; PAFs are unit vectors on a band
around the limb, averaged where people overlap (OpenPose, arXiv 1812.08008). Weights take the loss off what nobody
labelled.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from train.data.records import PoseRecord
from train.data.transforms import PoseSample
from yoga_models.body.skeleton import LIMBS
from yoga_models.imaging.geometry import apply, invert

FROM = np.array([start for start, _ in LIMBS])
TO = np.array([end for _, end in LIMBS])


@dataclass(frozen=True)
class TargetConfig:
    """Sizes in input pixels: standard deviation of a peak, half the width of a limb's band; ``box_margin``: how much
    boxes are widened, relative to their longer side.
    """

    sigma: float = 7.0
    band: float = 8.0
    box_margin: float = 0.1
    min_trust: float = 0.05


class Targets(NamedTuple):
    """h, w = input size / stride. Weights are 0 where nothing is known, else up to 1.

    ``heatmaps`` (18, h, w), ``heatmap_weights`` (18, h, w), ``pafs`` (46, h, w), ``paf_weights`` (23, h, w); float32.
    """

    heatmaps: np.ndarray
    heatmap_weights: np.ndarray
    pafs: np.ndarray
    paf_weights: np.ndarray


def cell_centres(size: int, stride: int) -> np.ndarray:
    """(h, w, 2) x and y, in input pixels, of the centres of the cells of a field."""
    axis = np.arange(size // stride) * stride + (stride - 1) / 2
    return np.stack(np.meshgrid(axis, axis), axis=-1).astype(np.float32)


def heatmap_peaks(joints: np.ndarray, cells: np.ndarray, sigma: float) -> np.ndarray:
    """(P, 17, 2) joints to (P, 17, h, w) Gaussians with a height of one."""
    along_x = np.exp(-((cells[0, :, 0] - joints[..., 0, None]) ** 2) / (2 * sigma**2))
    along_y = np.exp(-((cells[:, 0, 1] - joints[..., 1, None]) ** 2) / (2 * sigma**2))
    return along_y[..., :, None] * along_x[..., None, :]


def limb_bands(joints: np.ndarray, cells: np.ndarray, band: float) -> tuple[np.ndarray, np.ndarray]:
    """(P, 17, 2) joints to unit vectors (P, 23, 2) and the cells (P, 23, h, w) bool within ``band`` pixels of the limb.

    The band is cut off square, half its width beyond either end, so that a limb shorter than a cell still has one.
    """
    start, end = joints[:, FROM], joints[:, TO]
    length = np.linalg.norm(end - start, axis=-1, keepdims=True)
    unit = (end - start) / np.maximum(length, 1e-6)
    offset_x = cells[None, None, :, :, 0] - start[..., 0, None, None]
    offset_y = cells[None, None, :, :, 1] - start[..., 1, None, None]
    unit_x, unit_y = unit[..., 0, None, None], unit[..., 1, None, None]
    along = offset_x * unit_x + offset_y * unit_y
    across = np.abs(offset_y * unit_x - offset_x * unit_y)
    inside = (across <= band) & (along >= -band / 2) & (along <= length[..., None] + band / 2)
    return unit, inside & (length[..., None] > 1e-3)


def _inside_boxes(record: PoseRecord, matrix: np.ndarray, cells: np.ndarray, margin: float) -> np.ndarray:
    """(P, h, w) bool: the cells within each person's box, widened by ``margin`` of its longer side, however turned."""
    points = apply(invert(matrix), cells)
    x, y, width, height = (record.boxes[:, index, None, None] for index in range(4))
    wider = margin * np.maximum(width, height)
    inside_x = (points[..., 0] >= x - wider) & (points[..., 0] <= x + width + wider)
    return inside_x & (points[..., 1] >= y - wider) & (points[..., 1] <= y + height + wider)


def _outside_photo(record: PoseRecord, matrix: np.ndarray, cells: np.ndarray) -> np.ndarray:
    points = apply(invert(matrix), cells)
    return np.asarray(((points < 0) | (points > (record.width - 1, record.height - 1))).any(axis=-1))


def make_targets(record: PoseRecord, sample: PoseSample, stride: int, config: TargetConfig) -> Targets:
    """The targets of one sample. A joint trusted less than ``min_trust`` counts as not labelled."""
    people = np.flatnonzero(~record.ignored & (sample.trust >= config.min_trust).any(axis=1))
    trust = np.where(sample.trust[people] >= config.min_trust, sample.trust[people], 0)
    joints = sample.joints[people]
    # How much nothing is known of each joint within its person's box.
    unknown = np.where(trust > 0, 0, 1 - sample.absent[people])

    cells, known, mine = _known_cells(record, sample, people, stride, config)
    heatmaps, heatmap_weights = _heatmap_targets(joints, trust, unknown, mine, known, cells, config.sigma)
    # A limb is unknown where one of its ends is, unless the other is known to be absent: then it can't be seen whole.
    limb_unknown = np.where(
        np.minimum(trust[:, FROM], trust[:, TO]) > 0,
        0,
        np.minimum(1 - sample.absent[people][:, FROM], 1 - sample.absent[people][:, TO]),
    )
    pafs, paf_weights = _paf_targets(joints, trust, limb_unknown, mine, known, cells, config.band)
    return Targets(heatmaps, heatmap_weights, pafs, paf_weights)


def _known_cells(
    record: PoseRecord, sample: PoseSample, people: np.ndarray, stride: int, config: TargetConfig
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The cells' centres (h, w, 2), where the photo's people are known (h, w) bool, and the boxes (P, h, w) bool of
    those who are labelled.
    """
    cells = cell_centres(sample.image.shape[0], stride)
    boxes = _inside_boxes(record, sample.matrix, cells, config.box_margin)
    mine = boxes[people]
    known = np.ones(cells.shape[:2], bool)
    if not record.exhaustive:
        known = mine.any(axis=0) | _outside_photo(record, sample.matrix, cells)
    known &= ~boxes[record.ignored].any(axis=0) | mine.any(axis=0)
    return cells, known, mine


def _known_in_boxes(unknown: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """(P, C) how much nothing is known of a channel and (P, h, w) boxes to (C, h, w): what a cell then counts."""
    return 1 - (unknown[..., None, None] * boxes[:, None]).max(axis=0)


def _heatmap_targets(
    joints: np.ndarray,
    trust: np.ndarray,
    unknown: np.ndarray,
    boxes: np.ndarray,
    known: np.ndarray,
    cells: np.ndarray,
    sigma: float,
) -> tuple[np.ndarray, np.ndarray]:
    shape = (joints.shape[1], *known.shape)
    weights = np.broadcast_to(known, shape).astype(np.float32)
    if len(joints) == 0:
        peaks = np.zeros(shape, np.float32)
    else:
        each = heatmap_peaks(joints, cells, sigma) * (trust > 0)[..., None, None]
        peaks = each.max(axis=0)
        weights *= _known_in_boxes(unknown, boxes)
        owner_trust = trust[each.argmax(axis=0), np.arange(shape[0])[:, None, None]]
        weights = np.where(peaks > 0.05, owner_trust, weights)
    background = 1 - peaks.max(axis=0, keepdims=True)
    background_weight = weights.min(axis=0, keepdims=True)
    return (
        np.concatenate([peaks, background]).astype(np.float32),
        np.concatenate([weights, background_weight]).astype(np.float32),
    )


def _paf_targets(
    joints: np.ndarray,
    trust: np.ndarray,
    unknown: np.ndarray,
    boxes: np.ndarray,
    known: np.ndarray,
    cells: np.ndarray,
    band: float,
) -> tuple[np.ndarray, np.ndarray]:
    shape = (len(LIMBS), *known.shape)
    weights = np.broadcast_to(known, shape).astype(np.float32)
    pafs = np.zeros((len(LIMBS), 2, *known.shape), np.float32)
    if len(joints):
        limb_trust = np.minimum(trust[:, FROM], trust[:, TO])
        unit, bands = limb_bands(joints, cells, band)
        inside = (bands & (limb_trust > 0)[..., None, None]).astype(np.float32)
        count = np.maximum(inside.sum(axis=0), 1)
        pafs = np.einsum("plhw,pld->ldhw", inside, unit.astype(np.float32)) / count[:, None]
        weights *= _known_in_boxes(unknown, boxes)
        covered = inside.any(axis=0)
        weights = np.where(covered, np.einsum("plhw,pl->lhw", inside, limb_trust) / count, weights)
    return pafs.reshape(-1, *known.shape).astype(np.float32), weights.astype(np.float32)
