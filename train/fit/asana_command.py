"""``python -m train asana RECIPE DATA``: train the networks that name the asana by a recipe.

Four steps: the joint network's joints of every photo, the network that sees the photo, the one that sees the joints,
and both fused and calibrated on the validation photos. What is done already is not done again.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from torch import Tensor
from torch.utils.data import Dataset

from train.data.records import AsanaRecord, load_asana_records
from train.fit.asana import JointTrainee, PhotoTrainee, fuse_runs, joint_samples, photo_samples
from train.fit.engine import Loop, Processes, start_processes
from train.fit.extracted import extract, made_by
from train.fit.recipes import AsanaPart, AsanaRecipe, RecipeError, asana_recipe, find_recipe, read_changes
from train.measure.looking import pose_estimator
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.networks.load import load_pose_net
from yoga_models.networks.settings import AsanaConfig
from yoga_models.weights.manifest import EMBEDDED, read_manifest


def train_part(
    folder: Path,
    config: AsanaConfig,
    part: AsanaPart,
    trainee: PhotoTrainee | JointTrainee,
    samples: Dataset[dict[str, Tensor]],
    processes: Processes,
) -> None:
    """Train one of the networks in ``folder``, or what is left of it."""
    description = {
        "network": config.to_dict(),
        "settings": {"training": asdict(part.training), "loop": asdict(part.loop)},
    }
    run = Loop(folder, trainee, trainee.parameter_groups(), part.loop, processes, description)
    if (folder / "last.pt").exists():
        run.resume(folder / "last.pt")
    if run.step < part.loop.steps:
        run.train(samples)
    processes.wait()


def train_all(recipe: AsanaRecipe, data: Path, folder: Path, weights: Path, out: Path) -> Path:
    """All steps; ``weights``: folder of the joint network's, ``out``: where the fused ones go. Returns their file.

    Raises ``RecipeError`` where the recipe's tables are missing.
    """
    table, skeletons = data / recipe.table, data / recipe.skeletons if recipe.skeletons else None
    for path in (table, skeletons):
        if path and not path.is_file():
            raise RecipeError(f"{path} is missing: the recipe wants it, train/README.md says what belongs in it.")
    records, processes = load_asana_records(table), start_processes()
    joints, name = folder / "joints.npz", f"sha256:{read_manifest(weights)['pose'].sha256}"
    if processes.first and made_by(joints) != name:
        extract(records, pose_estimator(load_pose_net(weights)), name, joints)
    processes.wait()
    config = AsanaConfig(tuple(asana.id for asana in load_catalogue() if asana.trained), **recipe.network)
    _train_both(recipe, records, joints, skeletons, config, folder, processes)
    return fuse_runs(folder / "photo", folder / "joints", records, joints, out)


def _train_both(
    recipe: AsanaRecipe,
    records: list[AsanaRecord],
    joints: Path,
    skeletons: Path | None,
    config: AsanaConfig,
    folder: Path,
    processes: Processes,
) -> None:
    photo, joint = recipe.photo, recipe.joints
    seed = photo.loop.seed
    crops = photo_samples(records, joints, config, recipe.crops, seed)
    train_part(folder / "photo", config, photo, PhotoTrainee(config, photo.training, seed), crops, processes)
    seed = joint.loop.seed
    features = joint_samples(records, joints, skeletons, config, recipe.variation, seed)
    train_part(folder / "joints", config, joint, JointTrainee(config, joint.training, seed), features, processes)


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(prog="python -m train asana", description="Train the asana networks by a recipe.")
    flags.add_argument("recipe", metavar="RECIPE", help="a TOML file, or the name of one in train/recipes")
    flags.add_argument("data", metavar="DATA", type=Path, help="folder that the recipe's tables are relative to")
    flags.add_argument("--folder", type=Path, default=Path("runs/asana"), help="for both runs: %(default)s")
    flags.add_argument("--weights", type=Path, default=EMBEDDED, help="folder of the joint network's weights")
    flags.add_argument("--out", type=Path, help="folder for the weights; default: weights in the run's folder")
    flags.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting, as in photo.steps=200"
    )
    options = flags.parse_args(arguments)
    try:
        recipe = asana_recipe(find_recipe(options.recipe), read_changes(options.set))
        print(
            train_all(recipe, options.data, options.folder, options.weights, options.out or options.folder / "weights")
        )
    except RecipeError as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    return 0
