"""``python -m train show RECIPE DATA --out samples.png``: look at what the joint network is taught.

A row a sample: the augmented photo with its joints and limbs, its heatmaps, its part affinity fields (hue is the
direction), and where nothing is known (dark). Most faults of a data set or a transform are seen here first.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from train.data.records import PoseRecord
from train.data.targets import Targets, make_targets
from train.data.transforms import PoseSample, cut_at_random, draw_matrix, transform, vary_colours
from train.fit.pose import source_repeats
from train.fit.pose_command import load_data
from train.fit.recipes import RecipeError, Stage, find_recipe, pose_stages, read_changes
from yoga_models.drawing.people import draw_people
from yoga_models.imaging.read import load_image
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


def sample_sheet(records: list[PoseRecord], count: int, stage: Stage) -> np.ndarray:
    """Rows of random samples, as a stage of a recipe trains on them; RGB uint8."""
    rng, size, rows = np.random.default_rng(stage.loop.seed), stage.network.input_size, []
    repeats = np.array(source_repeats(records, stage.training.source_repeats))
    for index in rng.choice(len(records), size=count, p=repeats / repeats.sum()):
        whole = records[index]
        image, record = cut_at_random(load_image(whole.path), whole, stage.augmentation, rng)
        matrix, mirrored = draw_matrix(record, stage.augmentation, size, rng)
        sample = transform(image, record, matrix, size, mirrored)
        targets = make_targets(record, sample, stage.network.stride, stage.targets)
        varied = vary_colours(sample.image, stage.augmentation, rng)
        rows.append(sample_row(replace(sample, image=varied), targets))
    return np.vstack(rows)


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(prog="python -m train show", description="Draw training samples and their targets.")
    flags.add_argument("recipe", metavar="RECIPE", help="a TOML file, or the name of one in train/recipes")
    flags.add_argument("data", metavar="DATA", type=Path, help="folder that the recipe's annotations are relative to")
    flags.add_argument("--out", type=Path, required=True, help="picture to write")
    flags.add_argument("--stage", type=int, default=1, help="which of the recipe's stages")
    flags.add_argument("--count", type=int, default=6)
    flags.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting")
    options = flags.parse_args(arguments)
    try:
        stages = pose_stages(find_recipe(options.recipe), read_changes(options.set))
        if not 1 <= options.stage <= len(stages):
            raise RecipeError(f"The recipe has stages 1 to {len(stages)}.")
        stage = stages[options.stage - 1]
        records = load_data(options.data, stage.annotations)
    except RecipeError as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    Image.fromarray(sample_sheet(records, options.count, stage)).save(options.out)
    return 0
