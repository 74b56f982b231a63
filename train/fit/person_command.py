"""``python -m train person RECIPE DATA``: train the person network by a recipe, as ``python -m train pose`` does.

It begins with the trunk and the pyramid of a joint network that has learned already.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from train.data.looks import load_looks
from train.data.people import PersonSamples
from train.data.records import PoseRecord
from train.fit.engine import Loop, start_processes
from train.fit.person import start_run
from train.fit.pose import source_repeats
from train.fit.pose_command import add_flags, train_stages
from train.fit.recipes import PersonStage, RecipeError, find_recipe, person_stages, read_changes
from train.fit.weights import initial_weights
from yoga_models.networks.settings import PERSON
from yoga_models.weights.manifest import EMBEDDED


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(prog="python -m train person", description="Train the person network by a recipe.")
    add_flags(flags, "runs/person")
    flags.add_argument(
        "--pose", type=Path, default=EMBEDDED / "pose.safetensors", help="weights of the joint network: %(default)s"
    )
    flags.add_argument(
        "--looks", type=Path, help="what the first look saw of the photos, from python -m train looks; else imitated"
    )
    options = flags.parse_args(arguments)

    def start(stage: PersonStage, fresh: bool) -> Loop:
        parts = stage.network, stage.training, stage.loop, stage.augmentation, stage.first_look
        pose = initial_weights(options.pose, "pose") if fresh else None
        return start_run(options.folder, *parts, processes, pose)

    def samples(stage: PersonStage, records: list[PoseRecord]) -> PersonSamples:
        repeats = source_repeats(records, stage.training.source_repeats)
        parts = stage.network, stage.augmentation, stage.first_look, looks, stage.loop.seed
        return PersonSamples(records, repeats, *parts)

    try:
        looks = load_looks(options.looks) if options.looks else {}
        stages = person_stages(find_recipe(options.recipe), read_changes(options.set))
        initial = initial_weights(options.initial, PERSON) if options.initial else None
        processes = start_processes()
        train_stages(stages, options.data, options.folder, processes, start, samples, initial)
    except RecipeError as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    return 0
