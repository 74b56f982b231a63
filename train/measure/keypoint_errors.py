"""Kinds of keypoint errors: every limb joint of a labelled person sorted by where it was looked for.

Ronchi and Perona (arXiv 1707.05388) call ours jitter (just outside), inversion (left and right swapped) and miss (far
away); what they call a swap, the joint of another person, is among the far away ones here.
"""

import numpy as np

from train.measure.metrics import LIMB_JOINTS, PCK_SHARE, Pair, pck_reference
from yoga_models.body.skeleton import DRAWN_LIMBS, MIRROR_JOINTS

KINDS = (
    "right",
    "nobody found",
    "joint not found",
    "left and right swapped",
    "just outside",
    "elsewhere on the body",
    "far away",
)
"""Swapped: where the same joint of the other side is. Just outside: within twice the distance that counts as right.
Elsewhere on the body: on any limb of the labelled person.
"""

UNLABELLED = -1


def classify_joints(pair: Pair) -> np.ndarray:
    """(12,) int: for each limb joint the index of its kind in ``KINDS``, or ``UNLABELLED``."""
    kinds = np.full(len(LIMB_JOINTS), UNLABELLED)
    limit = PCK_SHARE * pck_reference(pair.joints, pair.labelled, pair.box)
    for row, joint in enumerate(LIMB_JOINTS):
        if pair.labelled[joint]:
            kinds[row] = KINDS.index(_kind(pair, int(joint), limit))
    return kinds


def _kind(pair: Pair, joint: int, limit: float) -> str:
    if pair.predicted is None:
        return "nobody found"
    point = pair.predicted[joint, :2]
    if not np.isfinite(point).all():
        return "joint not found"
    distances = np.linalg.norm(pair.joints - point, axis=1)
    other_side = MIRROR_JOINTS[joint]
    if distances[joint] <= limit:
        return "right"
    if pair.labelled[other_side] and distances[other_side] <= limit:
        return "left and right swapped"
    if distances[joint] <= 2 * limit:
        return "just outside"
    limbs = [(a, b) for a, b in DRAWN_LIMBS if pair.labelled[a] and pair.labelled[b]]
    gaps = [_distance_to_limb(point, pair.joints[a], pair.joints[b]) for a, b in limbs]
    near = min([*gaps, float(distances[pair.labelled].min())]) <= limit
    return "elsewhere on the body" if near else "far away"


def _distance_to_limb(point: np.ndarray, start: np.ndarray, end: np.ndarray) -> float:
    along = end - start
    share = np.clip((point - start) @ along / max(float(along @ along), 1e-9), 0, 1)
    return float(np.linalg.norm(point - start - share * along))


def error_shares(pairs: list[Pair]) -> dict[str, float]:
    """Share of the labelled limb joints of many people that is of each kind; the shares add up to 1."""
    kinds = np.concatenate([classify_joints(pair) for pair in pairs]) if pairs else np.empty(0, int)
    kinds = kinds[kinds != UNLABELLED]
    return {name: float((kinds == index).mean()) for index, name in enumerate(KINDS)} if len(kinds) else {}
