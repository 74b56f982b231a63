"""Look at what the joint network is taught: ``python -m train.fit.show DATA/pose/train.json --images DATA --out
samples.png``.

A row a sample: the augmented photo with its joints and limbs, its heatmaps, its part affinity fields (hue is the
direction), and where nothing is known (dark). Most faults of a data set or a transform are seen here first.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from train.data.records import PoseRecord, load_pose_records
from train.data.targets import TargetConfig, Targets, make_targets
from train.data.transforms import Augmentation, PoseSample, cut_at_random, draw_matrix, transform, vary_colours
from yoga_models.drawing.people import draw_people
from yoga_models.imaging.read import load_image
from yoga_models.networks.pose import PoseConfig
from yoga_models.results import Person


def _enlarge(field: np.ndarray, size: int) -> np.ndarray:
    return cv2.resize(field, (size, size), interpolation=cv2.INTER_CUBIC)


def paf_picture(pafs: np.ndarray, size: int) -> np.ndarray:
    """(46, h, w) PAFs to a (size, size, 3) RGB uint8 picture: hue is the direction, brightness the length, of the
    longest vector.
    """
    vectors = pafs.reshape(-1, 2, *pafs.shape[1:])
    longest = np.linalg.norm(vectors, axis=1).argmax(axis=0)
    x, y = (_enlarge(np.take_along_axis(vectors[:, axis], longest[None], axis=0)[0], size) for axis in (0, 1))
    hue = (np.degrees(np.arctan2(y, x)) % 360) / 2
    value = np.clip(np.hypot(x, y), 0, 1) * 255
    hsv = np.stack([hue, np.full_like(hue, 200), value], axis=-1).astype(np.uint8)
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)


def heatmap_picture(heatmaps: np.ndarray, size: int) -> np.ndarray:
    """(C, h, w) heatmaps to a (size, size, 3) RGB uint8 picture of their maximum."""
    highest = np.clip(_enlarge(heatmaps.max(axis=0), size), 0, 1)
    return cv2.cvtColor(cv2.applyColorMap((highest * 255).astype(np.uint8), cv2.COLORMAP_VIRIDIS), cv2.COLOR_BGR2RGB)


def sample_row(sample: PoseSample, targets: Targets) -> np.ndarray:
    """One sample as four pictures side by side, RGB uint8."""
    size = sample.image.shape[0]
    people = []
    for joints, trust in zip(sample.joints, sample.trust, strict=True):
        inside = (trust > 0) & (joints >= 0).all(axis=1) & (joints < size).all(axis=1)
        if inside.sum() >= 2:
            placed = np.where(inside[:, None], joints, np.nan)
            people.append(Person(np.concatenate([placed, trust[:, None]], axis=1), 1.0))
    known = _enlarge(targets.heatmap_weights[:-1].mean(axis=0), size)[..., None]
    return np.hstack(
        [
            draw_people(sample.image, people, labels=False),
            cv2.addWeighted(sample.image, 0.35, heatmap_picture(targets.heatmaps[:-1], size), 0.65, 0),
            cv2.addWeighted(sample.image, 0.35, paf_picture(targets.pafs, size), 0.65, 0),
            (sample.image * np.clip(0.15 + 0.85 * known, 0, 1)).astype(np.uint8),
        ]
    )


def sample_sheet(records: list[PoseRecord], count: int, network: PoseConfig, seed: int) -> np.ndarray:
    """Rows of random samples, as training sees them; RGB uint8."""
    augmentation, rng, rows = Augmentation(), np.random.default_rng(seed), []
    for whole in (records[index] for index in rng.integers(len(records), size=count)):
        image, record = cut_at_random(load_image(whole.path), whole, augmentation, rng)
        matrix, mirrored = draw_matrix(record, augmentation, network.input_size, rng)
        sample = transform(image, record, matrix, network.input_size, mirrored)
        targets = make_targets(record, sample, network.stride, TargetConfig())
        varied = vary_colours(sample.image, augmentation, rng)
        rows.append(sample_row(replace(sample, image=varied), targets))
    return np.vstack(rows)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m train.fit.show", description="Draw training samples and their targets."
    )
    parser.add_argument("annotations", type=Path, help="COCO keypoint file")
    parser.add_argument("--images", type=Path, help="folder the file names are relative to; default: the file's own")
    parser.add_argument("--out", type=Path, required=True, help="picture to write")
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    records = load_pose_records(options.annotations, options.images)
    Image.fromarray(sample_sheet(records, options.count, PoseConfig(), options.seed)).save(options.out)


if __name__ == "__main__":
    main()
