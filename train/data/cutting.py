"""Photos cut through people, as most photos of people are: at the waist, the knees, the chest, at one side."""

from dataclasses import dataclass, replace

import numpy as np

from train.data.records import PoseRecord


@dataclass(frozen=True)
class Bounds:
    """The part of a photo that is kept: whole pixels, ``right`` and ``bottom`` not included."""

    left: int
    top: int
    right: int
    bottom: int

    def cut(self, image: np.ndarray) -> np.ndarray:
        """That part of an image (H, W, ...), as a view."""
        return image[self.top : self.bottom, self.left : self.right]


def cut_record(record: PoseRecord, bounds: Bounds) -> PoseRecord:
    """What is known of a photo once only ``bounds`` of it are left.

    Joints beyond them are not labelled any more but known to be absent; people who are gone altogether are left out.
    """
    corner, limit = np.array([bounds.left, bounds.top]), np.array([bounds.right, bounds.bottom])
    size = limit - corner
    joints = record.joints - corner
    outside = ((joints < -0.5) | (joints >= size - 0.5)).any(axis=-1)
    labelled = record.trust > 0
    low = np.maximum(record.boxes[:, :2], corner) - corner
    high = np.minimum(record.boxes[:, :2] + record.boxes[:, 2:], limit) - corner
    left = (high - low >= 1).all(axis=1)
    return replace(
        record,
        width=int(size[0]),
        height=int(size[1]),
        boxes=np.concatenate([low, high - low], axis=1)[left].astype(np.float32),
        joints=joints[left].astype(np.float32),
        trust=np.where(outside, 0, record.trust)[left].astype(np.float32),
        absent=np.where(outside & labelled, 1, record.absent)[left].astype(np.float32),
        ignored=record.ignored[left],
    )


# Of parts without anybody: their shortest side in pixels, how far they stay from people, in sizes of these, how much of
# one may lie in another, and how many are drawn to find the largest.
_MIN_FREE = 112
_ROOM = 0.06
_SHARED = 0.3
_DRAWN = 600


def free_parts(record: PoseRecord, rng: np.random.Generator, most: int = 3) -> list[Bounds]:
    """Parts that show nobody of a photo in which everybody is labelled: the largest of many drawn, at most ``most``."""
    if min(record.width, record.height) < _MIN_FREE:
        return []
    low, high = record.boxes[:, :2], record.boxes[:, :2] + record.boxes[:, 2:]
    room = _ROOM * record.boxes[:, 2:].max(axis=1, keepdims=True)
    size = rng.uniform(_MIN_FREE, (record.width, record.height), (_DRAWN, 2))
    corner = rng.uniform(0, 1, (_DRAWN, 2)) * ((record.width, record.height) - size)
    ends = corner + size
    clear = ((corner[:, None] > high + room) | (ends[:, None] < low - room)).any(axis=2).all(axis=1)
    shapely = size.max(axis=1) <= 1.7 * size.min(axis=1)
    kept: list[int] = []
    for index in np.flatnonzero(clear & shapely)[np.argsort(-size[clear & shapely].prod(axis=1))].tolist():
        shared = [
            np.clip(np.minimum(ends[index], ends[one]) - np.maximum(corner[index], corner[one]), 0, None).prod()
            for one in kept
        ]
        if len(kept) < most and all(area < _SHARED * size[index].prod() for area in shared):
            kept.append(index)
    return [Bounds(*corner[index].astype(int).tolist(), *ends[index].astype(int).tolist()) for index in kept]


def draw_cut(record: PoseRecord, rng: np.random.Generator, min_joints: int = 3, min_side: int = 32) -> Bounds | None:
    """Draw a cut through one of the people: from one side, sometimes from two; ``None`` where there is nobody to cut.

    It takes away 15 to 80 of 100 of their joints and leaves ``min_joints``; the part that is left measures
    ``min_side`` pixels or more.
    """
    counts = (record.trust > 0).sum(axis=1)
    people = np.flatnonzero(counts >= 2 * min_joints)
    if not len(people):
        return None
    person = rng.choice(people)
    joints = record.joints[person][record.trust[person] > 0]
    bounds = [0, 0, record.width, record.height]
    # Below far more often than elsewhere: tables, portraits.
    sides = rng.choice(4, size=2 if rng.random() < 0.25 else 1, replace=False, p=[0.2, 0.15, 0.2, 0.45])
    for side in sides:
        axis = side % 2
        places = np.sort(joints[:, axis])
        if side < 2:
            places = places[::-1]
        # Between the last joint that stays and the first that goes, counted from the side that stays.
        staying = max(min_joints, round(len(places) * (1 - rng.uniform(0.15, 0.8) / len(sides))))
        if staying >= len(places):
            continue
        between = places[staying - 1] + rng.random() * (places[staying] - places[staying - 1])
        bounds[side] = int(np.clip(round(between), 0, (record.width, record.height)[axis]))
    cut = Bounds(*bounds)
    if min(cut.right - cut.left, cut.bottom - cut.top) < min_side or bounds == [0, 0, record.width, record.height]:
        return None
    return cut
