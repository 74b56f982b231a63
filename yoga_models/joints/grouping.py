"""From fields to people: peaks of the heatmaps, limbs scored along the part affinity fields, greedy assembly.

The scheme is OpenPose's (Cao et al., arXiv 1812.08008): a candidate limb is scored by the line integral of its PAF,
limbs of one kind are matched one to one, best first, and limbs that share a joint make a person. Two things differ.
Peaks are refined below the grid's resolution, and people are assembled over all kinds of limbs at once, best limb
first, so that a weak limb never decides before a strong one. Redundant limbs then either confirm a person, or join two
halves that share no joint.
"""

import math
from dataclasses import dataclass

import numpy as np

from yoga_models.body.skeleton import JOINTS, LIMBS, LONG_LIMBS

_LONG = np.array(LONG_LIMBS)
# The limb from one joint to another, -1 where there is none.
_LIMB_BETWEEN = np.full((len(JOINTS), len(JOINTS)), -1)
_LIMB_BETWEEN[tuple(np.array(LIMBS).T)] = np.arange(len(LIMBS))


@dataclass(frozen=True)
class GroupingConfig:
    """Thresholds of the grouping; the reference values are Lightweight OpenPose's (arXiv 1811.12004).

    ``peak``: least height of a peak. ``samples``: points on the line of a limb. ``affinity``: least dot product of PAF
    and limb at such a point, to be reached on a share of ``support`` of them. ``long_limb``: what the score of a long
    limb counts. ``min_joints`` and ``min_score``: people with fewer joints or a lower mean joint score are dropped.
    """

    peak: float = 0.1
    samples: int = 10
    affinity: float = 0.05
    support: float = 0.8
    long_limb: float = 0.7
    min_joints: int = 3
    min_score: float = 0.2
    max_peaks: int = 64


@dataclass(frozen=True)
class Grouping:
    """The outcome with everything that led to it. Coordinates are cells, (0, 0) the centre of the first.

    ``peak_joints`` (K,) int: each peak's joint; ``peaks`` (K, 3): x, y, score.
    ``limbs`` (C,) int, ``ends`` (C, 2) int peak indices, ``limb_scores`` (C,), ``accepted`` (C,) bool: the candidate
    limbs that have enough support, and whether they are part of a person.
    ``people`` (P, 17) int: peak indices, -1 where a joint was not found; ``scores`` (P,): mean joint score, best first.
    """

    peak_joints: np.ndarray
    peaks: np.ndarray
    limbs: np.ndarray
    ends: np.ndarray
    limb_scores: np.ndarray
    accepted: np.ndarray
    people: np.ndarray
    scores: np.ndarray

    def joints(self) -> np.ndarray:
        """(P, 17, 3) x, y in cells and score; NaN, NaN, 0 where a joint was not found."""
        missing = np.array([[np.nan, np.nan, 0.0]])
        return np.concatenate([self.peaks, missing])[self.people]

    def limb_support(self) -> np.ndarray:
        """(P, 23) score of each kind of limb, about 1 at best; one that a person lacks counts 0."""
        person_of = np.full(len(self.peaks), -1)
        rows, joints = np.nonzero(self.people >= 0)
        person_of[self.people[rows, joints]] = rows
        owners = person_of[self.ends[:, 0]]
        held = self.accepted & (owners >= 0)
        support = np.zeros((len(self.people), len(LIMBS)))
        support[owners[held], self.limbs[held]] = self.limb_scores[held]
        return support


def group(heatmaps: np.ndarray, pafs: np.ndarray, config: GroupingConfig | None = None) -> Grouping:
    """Group one photo's fields into people.

    ``heatmaps`` (18 or 17, h, w) and ``pafs`` (46, h, w), float, as the last stages predict them.
    """
    config = config or GroupingConfig()
    peak_joints, peaks = find_peaks(heatmaps[: len(JOINTS)], config)
    limbs, ends, limb_scores = score_limbs(peak_joints, peaks, pafs, config)
    matched = match_limbs(limbs, ends, limb_scores)
    people, accepted = assemble(peak_joints, peaks, limbs, ends, limb_scores, matched, config)
    scores = np.array([peaks[person[person >= 0], 2].mean() for person in people])
    counts = (people >= 0).sum(axis=1)
    kept = np.flatnonzero((counts >= config.min_joints) & (scores >= config.min_score))
    # A person with more joints goes before an equally certain one with fewer.
    order = kept[np.argsort(-(scores * counts)[kept], kind="stable")]
    return Grouping(peak_joints, peaks, limbs, ends, limb_scores, accepted, people[order], scores[order])


def find_peaks(heatmaps: np.ndarray, config: GroupingConfig) -> tuple[np.ndarray, np.ndarray]:
    """Local maxima of (17, h, w) heatmaps: their joints (K,) and (K, 3) x, y in cells and height.

    Position and height are those of the Gaussian through a maximum and its four neighbours.
    """
    padded = np.pad(heatmaps, ((0, 0), (1, 1), (1, 1)), constant_values=-1.0)
    height, width = heatmaps.shape[1:]

    def shifted(dy: int, dx: int) -> np.ndarray:
        return padded[:, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]

    above = heatmaps >= config.peak
    # Strict on one side and not on the other: a plateau of two equal cells still is one peak.
    for dy, dx in ((-1, -1), (-1, 0), (-1, 1), (0, -1)):
        above &= (heatmaps > shifted(dy, dx)) & (heatmaps >= shifted(-dy, -dx))
    joints, rows, columns = np.nonzero(above)
    if len(joints) > config.max_peaks:
        kept = _best_per_joint(joints, heatmaps[joints, rows, columns], config.max_peaks)
        joints, rows, columns = joints[kept], rows[kept], columns[kept]

    floor = 0.01
    middle = np.log(np.maximum(heatmaps[joints, rows, columns], floor))
    peaks = np.empty((len(joints), 3))
    log_height = middle.copy()
    for axis, (dy, dx) in enumerate(((0, 1), (1, 0))):
        before = np.log(np.maximum(padded[joints, 1 + rows - dy, 1 + columns - dx], floor))
        after = np.log(np.maximum(padded[joints, 1 + rows + dy, 1 + columns + dx], floor))
        slope, bend = (after - before) / 2, np.maximum(2 * middle - before - after, 1e-6)
        offset = np.clip(slope / bend, -0.5, 0.5)
        peaks[:, axis] = (columns, rows)[axis] + offset
        log_height += slope * offset - bend * offset**2 / 2
    peaks[:, 2] = np.minimum(np.exp(log_height), 1.0)
    return joints, peaks


def _best_per_joint(joints: np.ndarray, heights: np.ndarray, most: int) -> np.ndarray:
    """Indices, ascending, of the ``most`` highest entries of each joint: noise must not cost time without bound."""
    order = np.lexsort((-heights, joints))
    rank = np.arange(len(order)) - np.searchsorted(joints[order], joints[order])
    return np.sort(order[rank < most])


def score_limbs(
    peak_joints: np.ndarray, peaks: np.ndarray, pafs: np.ndarray, config: GroupingConfig
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All pairs of peaks that may be a limb, by the line integral of the limb's PAF from one to the other.

    Returns, for the C candidates with enough support, the limb (C,), the two peaks (C, 2) and the mean dot product
    (C,).
    """
    between = _LIMB_BETWEEN[peak_joints[:, None], peak_joints]
    ends = np.argwhere(between >= 0)
    limbs = between[ends[:, 0], ends[:, 1]]
    # Vectors last, so that each look-up reads both components at once.
    fields = np.ascontiguousarray(pafs.reshape(len(LIMBS), 2, *pafs.shape[1:]).transpose(0, 2, 3, 1), np.float32)
    origin = peaks[ends[:, 0], :2].astype(np.float32)
    line = peaks[ends[:, 1], :2].astype(np.float32) - origin
    length = np.linalg.norm(line, axis=1)
    # Two joints in one spot have no direction: neither for nor against.
    kept = np.flatnonzero(length > 1e-3)
    steps = np.linspace(0, 1, config.samples, dtype=np.float32)
    failures = config.samples - math.ceil(config.support * config.samples - 1e-9)
    # Most pairs are no limb at all. A few points between the ends, one more than may fail, tell: only pairs that do not
    # fail at all of them are sampled in full.
    few = np.unique(np.linspace(0, config.samples - 1, failures + 3)[1:-1].round().astype(int))
    for chosen in (steps[few], steps):
        unit = line[kept] / length[kept, None]
        points = origin[kept, None] + line[kept, None] * chosen[:, None]
        dots = np.einsum("csd,cd->cs", _sample_vectors(fields, limbs[kept], points), unit)
        passed = (dots <= config.affinity).sum(axis=1) <= failures
        kept, dots = kept[passed], dots[passed]
    return limbs[kept], ends[kept], dots.mean(axis=1)


def _sample_vectors(fields: np.ndarray, limbs: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Bilinear (C, S, 2) vectors of limbs (C,) at (C, S, 2) points in cells; ``fields`` (23, h, w, 2)."""
    _, height, width, _ = fields.shape
    x = np.clip(points[..., 0], 0, width - 1)
    y = np.clip(points[..., 1], 0, height - 1)
    left, top = x.astype(np.intp), y.astype(np.intp)
    to_right, to_bottom = (left < width - 1).astype(np.intp), (top < height - 1) * width
    fx, fy = (x - left)[..., None], (y - top)[..., None]
    flat = fields.reshape(-1, 2)
    corner = (limbs[:, None] * height + top) * width + left
    upper = flat[corner] * (1 - fx) + flat[corner + to_right] * fx
    corner += to_bottom
    lower = flat[corner] * (1 - fx) + flat[corner + to_right] * fx
    return upper * (1 - fy) + lower * fy


def match_limbs(limbs: np.ndarray, ends: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Greedy bipartite matching: within each kind of limb, best score first, every peak is used at most once.

    Returns (C,) bool: the candidates chosen.
    """
    chosen = np.zeros(len(limbs), bool)
    used: set[tuple[int, int]] = set()
    for index in np.argsort(-scores, kind="stable").tolist():
        limb = int(limbs[index])
        first, second = (limb, int(ends[index, 0])), (limb, int(ends[index, 1]))
        # A peak belongs to one joint, and no limb joins a joint to itself: one set serves both ends.
        if first not in used and second not in used:
            chosen[index] = True
            used.update((first, second))
    return chosen


def assemble(
    peak_joints: np.ndarray,
    peaks: np.ndarray,
    limbs: np.ndarray,
    ends: np.ndarray,
    scores: np.ndarray,
    matched: np.ndarray,
    config: GroupingConfig,
) -> tuple[np.ndarray, np.ndarray]:
    """Join matched limbs into people, best first; a limb that would give a person two of one joint is refused.

    Returns (P, 17) peak indices, -1 where missing, of every group of two joints or more, and (C,) bool: limbs in a
    person.
    """
    weight = (
        scores * np.where(_LONG[limbs], config.long_limb, 1.0) * np.sqrt(peaks[ends[:, 0], 2] * peaks[ends[:, 1], 2])
    )
    owner = list(range(len(peaks)))
    members: list[dict[int, int]] = [{int(joint): index} for index, joint in enumerate(peak_joints)]
    accepted = np.zeros(len(limbs), bool)
    for index in np.argsort(-weight, kind="stable").tolist():
        if not matched[index]:
            continue
        mine, other = owner[ends[index, 0]], owner[ends[index, 1]]
        if mine != other:
            if members[mine].keys() & members[other].keys():
                continue
            for peak in members[other].values():
                owner[peak] = mine
            members[mine] |= members[other]
            members[other] = {}
        accepted[index] = True
    groups = [group for group in members if len(group) > 1]
    people = np.full((len(groups), len(JOINTS)), -1)
    for row, person in zip(people, groups, strict=True):
        row[list(person.keys())] = list(person.values())
    return people, accepted
