"""``python -m train looks RECIPE DATA``: write down what the first look sees of a recipe's photos.

The person network learns from it (``python -m train person --looks``). A new joint network sees something else.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from train.data.looks import NOBODY_SEEN, save_looks
from train.fit.looking import look_at
from train.fit.pose_command import load_data
from train.fit.recipes import RecipeError, annotations_of, find_recipe
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import EstimatorConfig, PoseEstimator
from yoga_models.weights.manifest import EMBEDDED

# A look that drops hardly anybody: its mistakes are to be learned from.
_LENIENT = EstimatorConfig(first_score=0.1)


def first_look(path: Path, estimator: PoseEstimator) -> np.ndarray:
    """The joints (P, 17, 2) of whoever would get a second look in a photo."""
    people = estimator.candidates(load_image(path))
    return np.stack([person.joints[:, :2] for person in people]) if people else NOBODY_SEEN


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(
        prog="python -m train looks", description="Write down what the first look sees of a recipe's photos."
    )
    flags.add_argument("recipe", metavar="RECIPE", help="a TOML file, or the name of one in train/recipes")
    flags.add_argument("data", metavar="DATA", type=Path, help="folder that the recipe's annotations are relative to")
    flags.add_argument("--weights", type=Path, default=EMBEDDED, help="folder of the weights: %(default)s")
    flags.add_argument("--out", type=Path, default=Path("runs/looks.npz"), help="file to write: %(default)s")
    options = flags.parse_args(arguments)
    try:
        records = load_data(options.data, annotations_of(find_recipe(options.recipe)))
    except RecipeError as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    seen = look_at([record.path for record in records], first_look, options.weights, _LENIENT)
    print(f"{options.out}: {save_looks(records, seen, options.out)} seen in {len(records)} photos")
    return 0
