"""What the joint networks see of photos: what the asana networks are trained and measured on."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from train.data.records import AsanaRecord
from yoga_models.body.skeleton import JOINTS
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import PoseEstimator, summaries_of


class Seen(NamedTuple):
    """The main person of a photo: ``joints`` (17, 3) float32, and ``summaries`` (2, C) float16 of the second look at
    them and at their mirror image. Joints are NaN, and C is 0, where nobody is found.
    """

    joints: np.ndarray
    summaries: np.ndarray


def main_person(path: Path, estimator: PoseEstimator) -> Seen:
    """What is seen of the main person in a photo."""
    people = estimator(load_image(path))
    summaries = summaries_of(people[:1])
    if summaries is None:
        return Seen(np.full((len(JOINTS), 3), np.nan, np.float32), np.empty((2, 0), np.float16))
    return Seen(people[0].joints.astype(np.float32), summaries[0].astype(np.float16))


def save_seen(records: list[AsanaRecord], seen: Iterable[Seen], weights: str, path: Path) -> None:
    """Write what was seen in each record's photo to ``path``, an npz file.

    ``weights``: what the weights that saw it are called, so that joints of others are not taken for theirs.
    """
    found = [*tqdm(seen, desc="joints", total=len(records), mininterval=10)]
    nothing = np.full((2, max(one.summaries.shape[1] for one in found)), np.nan, np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        files=np.array([record.file for record in records]),
        joints=np.stack([one.joints for one in found]),
        summaries=np.stack([one.summaries if one.summaries.size else nothing for one in found]),
        weights=np.array(weights),
    )


def made_by(path: Path) -> str | None:
    """The weights that saw what is in a file; ``None`` where there is no file, or it does not say."""
    if not path.exists():
        return None
    with np.load(path) as saved:
        return str(saved["weights"]) if "weights" in saved and "summaries" in saved else None


def load_joints(path: Path, records: list[AsanaRecord]) -> np.ndarray:
    """The (N, 17, 3) joints in such a file, in the order of the records; NaN where nobody was found.

    Raises ``ValueError`` where a record's photo is not in it.
    """
    return _load(path, records, "joints")


def load_summaries(path: Path, records: list[AsanaRecord]) -> np.ndarray:
    """The (N, 2, C) summaries of the main person and of their mirror image, as ``load_joints``; C is 0 where nobody was
    found in any photo.
    """
    return _load(path, records, "summaries").astype(np.float32)


def _load(path: Path, records: list[AsanaRecord], name: str) -> np.ndarray:
    with np.load(path) as saved:
        rows = {file: row for row, file in enumerate(saved["files"].tolist())}
        missing = [record.file for record in records if record.file not in rows]
        if missing:
            raise ValueError(
                f"{path} has no joints of {missing[0]} and {len(missing) - 1} other photos: extract them again"
            )
        return np.asarray(saved[name][[rows[record.file] for record in records]])
