"""``python -m train pose RECIPE DATA``: train the joint network by a recipe.

Stops and resumes without loss: the same command goes on with the run in its folder, at the stage and the step it was
at. ``torchrun --nproc-per-node N -m train pose ...`` trains in N processes, each on its part of the batch.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor
from torch.utils.data import Dataset

from train.data.records import PoseRecord, load_pose_records
from train.fit.engine import Loop, Processes, pick_device, start_processes
from train.fit.pose import PoseSamples, source_repeats, start_run
from train.fit.recipes import PersonStage, RecipeError, Stage, find_recipe, pose_stages, read_changes
from train.fit.weights import initial_weights


def load_data(data: Path, annotations: Sequence[str]) -> list[PoseRecord]:
    """The photos of COCO keypoint files, these relative to ``data``, as are the photos; where they are not there, they
    lie beside their file. Raises ``RecipeError`` where a file or its first photo is missing.
    """
    records = []
    for name in annotations:
        path = data / name
        if not path.is_file():
            raise RecipeError(f"{path} is missing: the recipe wants it, train/README.md says what belongs in it.")
        found = load_pose_records(path, data)
        if found and not found[0].path.exists():
            found = load_pose_records(path)
        if not found or not found[0].path.exists():
            raise RecipeError(f"The photos that {path} names are neither in {data} nor beside it.")
        records += found
    return records


AnyStage = TypeVar("AnyStage", Stage, PersonStage)


def train_stages(
    stages: Sequence[AnyStage],
    data: Path,
    folder: Path,
    processes: Processes,
    start: Callable[[AnyStage, bool], Loop],
    samples: Callable[[AnyStage, list[PoseRecord]], Dataset[dict[str, Tensor]]],
    initial: Mapping[str, Tensor] | None = None,
) -> None:
    """Train in ``folder`` what is left of the stages, each going on from the one before it.

    ``start``: a run of a stage, and whether its weights are to be the public ones. ``samples``: what it learns from.
    ``initial``: weights that a fresh run starts from instead. Raises ``RecipeError`` where photos are missing.
    """
    # All of them before the first step: a run of hours must not end at a missing file.
    photos = {stage.annotations: load_data(data, stage.annotations) for stage in stages}
    last = folder / "last.pt"
    done = torch.load(last, map_location="cpu", weights_only=True, mmap=True)["step"] if last.exists() else 0
    for number, stage in enumerate(stages, start=1):
        if done >= stage.loop.steps:
            continue
        run = start(stage, not last.exists() and initial is None)
        if last.exists():
            run.resume(last)
        elif initial:
            run.start_from(initial)
        records = photos[stage.annotations]
        if processes.first:
            place = f"stage {number} of {len(stages)}, from step {run.step} to {stage.loop.steps}"
            print(f"{place}: {len(records)} photos, {processes.world} process(es), {pick_device()}", flush=True)
        run.train(samples(stage, records))
        done = run.step
        processes.wait()


def add_flags(flags: argparse.ArgumentParser, folder: str) -> None:
    """The flags of every run that follows a recipe. ``folder``: where it is by default."""
    flags.add_argument("recipe", metavar="RECIPE", help="a TOML file, or the name of one in train/recipes")
    flags.add_argument("data", metavar="DATA", type=Path, help="folder that the recipe's annotations are relative to")
    flags.add_argument("--folder", type=Path, default=Path(folder), help="for checkpoints and log: %(default)s")
    flags.add_argument("--initial", type=Path, help="weights to start from: safetensors, or a checkpoint")
    flags.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting in every stage of the recipe"
    )


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(prog="python -m train pose", description="Train the joint network by a recipe.")
    add_flags(flags, "runs/pose")
    options = flags.parse_args(arguments)

    def start(stage: Stage, fresh: bool) -> Loop:
        parts = stage.network, stage.training, stage.loop, stage.augmentation, stage.targets, stage.loss
        return start_run(options.folder, *parts, processes, fresh=fresh)

    def samples(stage: Stage, records: list[PoseRecord]) -> PoseSamples:
        repeats = source_repeats(records, stage.training.source_repeats)
        return PoseSamples(records, repeats, stage.network, stage.augmentation, stage.targets, stage.loop.seed)

    try:
        stages = pose_stages(find_recipe(options.recipe), read_changes(options.set))
        initial = initial_weights(options.initial, "pose") if options.initial else None
        processes = start_processes()
        train_stages(stages, options.data, options.folder, processes, start, samples, initial)
    except RecipeError as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    return 0
