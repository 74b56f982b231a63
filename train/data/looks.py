"""What the first look sees of photos: people, and what only resembles one.

The person network learns from it what it will be told, mistakes and all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from train.data.records import PoseRecord
from yoga_models.body.boxes import bounds
from yoga_models.body.similarity import similarity
from yoga_models.body.skeleton import JOINTS

Looks = Mapping[str, np.ndarray]
"""For a photo, by ``photo_name``: (P, 17, 2) joints of whoever was seen in it, pixels, NaN where not found."""

NOBODY_SEEN = np.zeros((0, len(JOINTS), 2), np.float32)

# Somebody who is as similar as this to a labelled person, as far as that one is labelled, lies on them.
_ALIKE, _MIN_LABELLED = 0.3, 3


def photo_name(record: PoseRecord) -> str:
    """What a photo is called among photos of all sources."""
    return f"{record.source} {record.image_id}"


def on_person(people: np.ndarray, record: PoseRecord, person: int) -> np.ndarray | None:
    """Of the (P, 17, 2) joints of those seen in a photo, those who lie on its labelled ``person``; ``None`` where
    nobody does.
    """
    labelled = record.trust[person] > 0
    if labelled.sum() < _MIN_LABELLED:
        return None
    known = np.where(labelled[:, None], record.joints[person], np.nan)
    alike = [similarity(np.where(labelled[:, None], joints, np.nan), known) for joints in people]
    return people[int(np.argmax(alike))] if alike and max(alike) >= _ALIKE else None


def on_nobody(people: np.ndarray, record: PoseRecord) -> np.ndarray:
    """Of the (P, 17, 2) joints of those seen in a photo, those clear of everybody in it; nobody where not everybody is
    labelled.
    """
    if not record.exhaustive:
        return people[:0]
    starts, ends = record.boxes[:, :2], record.boxes[:, :2] + record.boxes[:, 2:]
    clear = []
    for joints in people:
        low, high = bounds(joints)
        clear.append(bool(((ends < low) | (starts > high)).any(axis=1).all()))
    return people[np.array(clear, bool)]


def save_looks(records: Sequence[PoseRecord], seen: Iterable[np.ndarray], path: Path) -> int:
    """Write who was seen in each photo to ``path``, an npz file; returns how many these are."""
    people = [*tqdm(seen, desc="looks", total=len(records), mininterval=10)]
    names = [photo_name(record) for record in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        photos=np.repeat(names, [len(some) for some in people]),
        joints=np.concatenate([NOBODY_SEEN, *people]).astype(np.float32),
    )
    return sum(map(len, people))


def load_looks(path: Path) -> Looks:
    """Who was seen, from such a file."""
    with np.load(path) as saved:
        photos, joints = saved["photos"], saved["joints"]
    found: dict[str, list[np.ndarray]] = defaultdict(list)
    for photo, one in zip(photos.tolist(), joints, strict=True):
        found[photo].append(one)
    return {photo: np.stack(people) for photo, people in found.items()}
