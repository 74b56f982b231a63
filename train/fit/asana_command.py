"""``python -m train asana RECIPE DATA``: train the networks that name the asana by a recipe.

Five steps: what the joint networks see of every photo, the network that sees the photo, the one that sees the joints,
the one that sees what the second look saw, and all fused and calibrated on the validation photos. What is done already
is not done again.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor
from torch.utils.data import Dataset

from train.data.asanas import load_skeletons
from train.data.catalogue import MIN_EXAMPLES
from train.data.records import AsanaRecord, load_asana_records, load_people_records
from train.fit.asana import (
    FEW_PHOTOS,
    NONE,
    FeaturesTrainee,
    PhotoTrainee,
    averaged,
    body_samples,
    fuse_networks,
    joint_samples,
    photo_samples,
)
from train.fit.engine import Loop, Processes, start_processes
from train.fit.extracted import load_summaries, made_by, main_person, save_seen
from train.fit.looking import look_at
from train.fit.recipes import AsanaPart, AsanaRecipe, RecipeError, asana_recipe, find_recipe, read_changes
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.joints.estimator import EstimatorConfig
from yoga_models.networks.asana import AsanaNet, BodyNet, JointNet
from yoga_models.networks.load import load_asana_net
from yoga_models.networks.settings import AsanaConfig
from yoga_models.weights.manifest import EMBEDDED, read_manifest

# The body network learns from mirror images, too, of whoever they are.
_EVERYBODY_MIRRORED = EstimatorConfig(sure=math.inf)


def train_part(
    folder: Path,
    config: AsanaConfig,
    part: AsanaPart,
    trainee: PhotoTrainee | FeaturesTrainee,
    samples: Dataset[dict[str, Tensor]],
    processes: Processes,
    initial: Path | None = None,
) -> None:
    """Train one of the networks in ``folder``, or what is left of it; it begins with the averaged weights of the run
    ``initial``.
    """
    description = {
        "network": config.to_dict(),
        "settings": {"training": asdict(part.training), "loop": asdict(part.loop)},
    }
    run = Loop(folder, trainee, trainee.parameter_groups(), part.loop, processes, description)
    if (folder / "last.pt").exists():
        run.resume(folder / "last.pt")
    elif initial:
        run.start_from(averaged(initial))
    if run.step < part.loop.steps:
        run.train(samples)
    processes.wait()


@dataclass(frozen=True)
class Sources:
    """What a run learns from. ``weights``: folder of the joint network's weights. ``rendered``: table of the joints of
    written asanas, if there is one. ``keep_photo``: whether the photo network of ``weights`` stays as it is.
    """

    data: Path
    weights: Path = EMBEDDED
    rendered: Path | None = None
    keep_photo: bool = False


def gather(recipe: AsanaRecipe, sources: Sources) -> tuple[list[AsanaRecord], list[Path]]:
    """The photos that a recipe names, with those of people who do no yoga, and its tables of joints without photos.

    Raises ``RecipeError`` where one is missing.
    """
    tables = [sources.data / recipe.skeletons] if recipe.skeletons else []
    tables += [sources.rendered] if sources.rendered else []
    people = {split: sources.data / path for split, path in recipe.people.items()}
    for path in (sources.data / recipe.table, *tables, *people.values()):
        if not path.is_file():
            raise RecipeError(f"{path} is missing: the recipe wants it, train/README.md says what belongs in it.")
    records = load_asana_records(sources.data / recipe.table)
    for split, path in people.items():
        records += load_people_records(path, sources.data, split, recipe.most_people)
    return records, tables


def look_for_joints(records: list[AsanaRecord], weights: Path, folder: Path) -> Path:
    """The joints in every photo, found by the joint network of ``weights``; returns their file in ``folder``.

    Where those that are there were found by others, what learned from them is of no use any more.
    """
    joints, name = folder / "joints.npz", f"sha256:{read_manifest(weights)['pose'].sha256}"
    if made_by(joints) != name:
        found = look_at([record.path for record in records], main_person, weights, _EVERYBODY_MIRRORED)
        save_seen(records, found, name, joints)
        for part in ("joints", "body"):
            (folder / part / "last.pt").unlink(missing_ok=True)
    return joints


def train_all(recipe: AsanaRecipe, sources: Sources, folder: Path, out: Path) -> Path:
    """All steps; ``folder``: of both runs, ``out``: where the fused networks go. Returns their file.

    Raises ``RecipeError`` where the recipe's tables are missing, or the photo network that is kept has other outputs.
    """
    (records, tables), processes = gather(recipe, sources), start_processes()
    config = classes_of(recipe, records, tables)
    old = load_asana_net(sources.weights) if sources.keep_photo else None
    if old:
        config = with_trunk_of(old, config)
        if config.outputs != old.config.outputs or config.classes != old.config.classes:
            raise RecipeError("The photo network of the weights names other asanas: train it, too (no --keep-photo).")
    if processes.first:
        look_for_joints(records, sources.weights, folder)
    processes.wait()
    joints = folder / "joints.npz"
    config = replace(config, **summaries_in(joints, records))
    runs = {"photo": recipe.photo} | ({"photo_again": recipe.photo_again} if recipe.photo_again else {})
    before = None
    for name, part in runs.items() if not old else ():
        crops = photo_samples(records, joints, config, recipe.crops, part.loop.seed)
        trainee = PhotoTrainee(config, part.training, part.loop.seed)
        train_part(folder / name, config, part, trainee, crops, processes, before)
        before = folder / name
    net = train_seen(recipe, records, tables, joints, config, folder, processes)
    if old:
        net.photo = old.photo
    elif before:
        net.photo.load_state_dict(averaged(before))
    return fuse_networks(net, records, joints, out)


def with_trunk_of(old: AsanaNet, config: AsanaConfig) -> AsanaConfig:
    """The settings with the trunk and the size of the pictures of a photo network that is kept."""
    return replace(config, backbone=old.config.backbone, input_size=old.config.input_size)


def train_seen(
    recipe: AsanaRecipe,
    records: list[AsanaRecord],
    tables: list[Path],
    extracted: Path,
    config: AsanaConfig,
    folder: Path,
    processes: Processes,
) -> AsanaNet:
    """Networks whose joint and body part have learned, in ``folder``, from what was ``extracted`` and from ``tables``
    of joints; the photo part has not.
    """
    joint, body, net = recipe.joints, recipe.body, AsanaNet(config)
    features = joint_samples(records, extracted, tables, config, recipe.variation, joint.loop.seed)
    learner = FeaturesTrainee(JointNet, config, joint.training, joint.loop.seed)
    train_part(folder / "joints", config, joint, learner, features, processes)
    net.joints.load_state_dict(averaged(folder / "joints"))
    if net.body:
        looks = body_samples(records, extracted, config, body.loop.seed)
        learner = FeaturesTrainee(BodyNet, config, body.training, body.loop.seed)
        train_part(folder / "body", config, body, learner, looks, processes)
        net.body.load_state_dict(averaged(folder / "body"))
    return net


def summaries_in(extracted: Path, records: list[AsanaRecord]) -> dict[str, Any]:
    """The settings of the body network that learns from what was ``extracted``; there is none where nobody was seen."""
    size = load_summaries(extracted, records[:1]).shape[-1]
    return {"body_inputs": size, "summaries_of": made_by(extracted) if size else ""}


def classes_of(recipe: AsanaRecipe, records: list[AsanaRecord], tables: list[Path]) -> AsanaConfig:
    """The settings of the networks: what there is something to learn of is a class."""
    shown = Counter(record.asana_id for record in records if record.split == "train")
    skeletons = Counter(np.concatenate([load_skeletons(table).labels for table in tables]).tolist() if tables else [])
    classes = tuple(
        asana.id
        for asana in load_catalogue()
        if asana.same_as is None and shown[asana.id] + skeletons[asana.id] >= MIN_EXAMPLES
    )
    rare = tuple(asana for asana in classes if shown[asana] < FEW_PHOTOS)
    return AsanaConfig(classes, without_photos=rare, other_output=shown[NONE] > 0, **recipe.network)


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(prog="python -m train asana", description="Train the asana networks by a recipe.")
    flags.add_argument("recipe", metavar="RECIPE", help="a TOML file, or the name of one in train/recipes")
    flags.add_argument("data", metavar="DATA", type=Path, help="folder that the recipe's tables are relative to")
    flags.add_argument("--folder", type=Path, default=Path("runs/asana"), help="for both runs: %(default)s")
    flags.add_argument("--weights", type=Path, default=EMBEDDED, help="folder of the joint network's weights")
    flags.add_argument("--rendered", type=Path, help="CSV of the joints of written asanas (train.render.views)")
    flags.add_argument(
        "--keep-photo", action="store_true", help="keep the photo network of the weights, train the joint part alone"
    )
    flags.add_argument("--out", type=Path, help="folder for the weights; default: weights in the run's folder")
    flags.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting, as in photo.steps=200"
    )
    options = flags.parse_args(arguments)
    try:
        recipe = asana_recipe(find_recipe(options.recipe), read_changes(options.set))
        sources = Sources(options.data, options.weights, options.rendered, options.keep_photo)
        print(train_all(recipe, sources, options.folder, options.out or options.folder / "weights"))
    except RecipeError as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    return 0
