"""The joint network's joints of photos: what the asana networks are trained and measured on."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from tqdm import tqdm

from train.data.records import AsanaRecord
from yoga_models.body.skeleton import JOINTS
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import PoseEstimator


def main_person(path: Path, estimator: PoseEstimator) -> np.ndarray:
    """(17, 3) float32 joints of the main person in a photo, NaN where nobody is found."""
    people = estimator(load_image(path))
    joints = people[0].joints if people else np.full((len(JOINTS), 3), np.nan)
    return joints.astype(np.float32)


def save_joints(records: list[AsanaRecord], joints: Iterable[np.ndarray], weights: str, path: Path) -> None:
    """Write the joints (17, 3) of each record's main person to ``path``, an npz file.

    ``weights``: what the weights that found them are called, so that joints of others are not taken for theirs.
    """
    found = np.stack([*tqdm(joints, desc="joints", total=len(records), mininterval=10)])
    path.parent.mkdir(parents=True, exist_ok=True)
    files = np.array([record.file for record in records])
    np.savez_compressed(path, files=files, joints=found, weights=np.array(weights))


def made_by(path: Path) -> str | None:
    """The weights that found the joints in a file; ``None`` where there is no file, or it does not say."""
    if not path.exists():
        return None
    with np.load(path) as saved:
        return str(saved["weights"]) if "weights" in saved else None


def load_extracted(path: Path, records: list[AsanaRecord]) -> np.ndarray:
    """The (N, 17, 3) joints in such a file, in the order of the records; NaN where nobody was found.

    Raises ``ValueError`` where a record's photo is not in it.
    """
    with np.load(path) as saved:
        by_file = dict(zip(saved["files"].tolist(), saved["joints"], strict=True))
    missing = [record.file for record in records if record.file not in by_file]
    if missing:
        raise ValueError(
            f"{path} has no joints of {missing[0]} and {len(missing) - 1} other photos: extract them again"
        )
    return np.stack([by_file[record.file] for record in records])
