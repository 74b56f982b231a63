"""Asanas left out of training: ``python -m train measure left-out RECIPE DATA --rendered FILE --out runs/figures``.

Whoever does an asana that was never learned should be told that it is none of those that are. So a part of the asanas
at a time, with their near-synonyms, is taken out of the training of the joint and of the body network, of what tells an
asana from none, and of calibration, and is shown after that; people who do no yoga are measured by the same networks.
The trunk of the photo network stays as it is: it has seen all of them, but none of its outputs names one that is left
out.

Shorter training than for what ships unless ``--set`` says otherwise. It needs the joints that ``python -m train asana``
has found, in its folder; ``left_out.json`` in ``--out`` has the figures.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from torch import nn

from train.data.records import AsanaRecord
from train.fit.asana import (
    class_indices,
    known,
    seen_logits,
    without_doubtful,
)
from train.fit.asana_command import (
    Sources,
    classes_of,
    gather,
    look_for_joints,
    summaries_in,
    train_seen,
    with_trunk_of,
)
from train.fit.calibrate import OTHER_SHARE, calibrate
from train.fit.engine import Processes
from train.fit.extracted import load_joints
from train.fit.logistic import learn_logit
from train.fit.looking import asana_classifier
from train.fit.recipes import AsanaRecipe, RecipeError, asana_recipe, find_recipe, read_changes
from train.measure.answers import Answers
from train.measure.asana import measure_others
from train.measure.features import photo_features
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.networks.asana import AsanaNet, PhotoNet
from yoga_models.networks.load import load_asana_net
from yoga_models.networks.settings import AsanaConfig
from yoga_models.weights.manifest import EMBEDDED, read_manifest

PARTS = 8
QUICK = {"joints.steps": 3000, "joints.cooldown": 2500, "body.steps": 1500, "body.cooldown": 1400}

LEFT_OUT, OTHER_POSES = "an asana left out of training", "not one of the asanas"


@dataclass(frozen=True)
class Material:
    """What the folds have in common: N ``records``, the file of their joints, their photos' features (N, channels) in
    the photo network of ``old``, tables of joints without photos, and the settings ``config`` with all asanas.
    """

    records: list[AsanaRecord]
    joints: Path
    features: np.ndarray
    tables: list[Path]
    old: AsanaNet
    config: AsanaConfig


def parts_of(asanas: Sequence[int], parts: int, seed: int = 0) -> list[set[int]]:
    """Asanas, by id, dealt out so that near-synonyms stay together: the one would give the other away."""
    families = sorted({tuple(sorted({id_, *load_catalogue()[id_].relatives} & {*asanas})) for id_ in asanas})
    order = np.random.default_rng(seed).permutation(len(families))
    dealt: list[set[int]] = [set() for _ in range(parts)]
    for index in order:
        min(dealt, key=len).update(families[index])
    return dealt


def without(config: AsanaConfig, asanas: set[int]) -> AsanaConfig:
    """The settings with some of the classes taken out."""
    return replace(
        config,
        classes=tuple(id_ for id_ in config.classes if id_ not in asanas),
        without_photos=tuple(id_ for id_ in config.without_photos if id_ not in asanas),
    )


def train_without(recipe: AsanaRecipe, material: Material, config: AsanaConfig, folder: Path) -> AsanaNet:
    """Networks with the classes of ``config`` that have seen no other asana, the trunk of the photo network aside."""
    net = train_seen(recipe, material.records, material.tables, material.joints, config, folder, Processes())
    net.photo = photo_net_without(material, config)
    return net


def photo_net_without(material: Material, config: AsanaConfig) -> PhotoNet:
    """The old photo network with its own outputs for the classes of ``config``, which are some of its classes, and a
    new one for what is none of them, learned from the features of the training photos.

    Features of photos that a network was trained on are not those of new photos, so how much this output is worth is
    for calibration on the validation photos to say.
    """
    old, net = material.old, PhotoNet(config)
    net.backbone.load_state_dict(old.photo.backbone.state_dict())
    chosen = {record.file for record in known(material.records, "train", config.classes)}
    rows = np.array([record.file in chosen for record in material.records])
    labels = class_indices(np.array([record.asana_id for record in material.records])[rows], config.classes)
    weight, bias = learn_logit(torch.from_numpy(material.features[rows]), labels < 0, OTHER_SHARE)
    kept = [old.config.classes.index(asana) for asana in config.classes]
    head, old_head = net.head[-1], old.photo.head[-1]
    assert isinstance(head, nn.Linear)
    assert isinstance(old_head, nn.Linear)
    with torch.no_grad():
        head.weight.copy_(torch.cat([old_head.weight[kept], weight[None]]))
        head.bias.copy_(torch.cat([old_head.bias[kept], bias[None]]))
    return net


def answers_of(net: AsanaNet, material: Material, rows: np.ndarray) -> Answers:
    """What the networks make of some of the records, by index: ``config`` is not calibrated yet."""
    records = [material.records[row] for row in rows]
    with torch.inference_mode():
        photo = net.photo.eval().head(torch.from_numpy(material.features[rows])).numpy()
    seen, _ = seen_logits(asana_classifier(net), records, material.joints)
    return Answers(net.config, seen._replace(photo=photo), load_joints(material.joints, records))


def measure_part(recipe: AsanaRecipe, material: Material, asanas: set[int], folder: Path) -> dict[str, Any]:
    """Figures as ``measure_others`` gives them, by kind of photo, of networks that never learned ``asanas``."""
    net = train_without(recipe, material, without(material.config, asanas), folder)
    records = material.records
    val = {record.file for record in without_doubtful(known(records, "val", material.config.classes))}
    rows = np.array([row for row, record in enumerate(records) if record.file in val])
    answers = answers_of(net, material, rows)
    ids = np.array([records[row].asana_id for row in rows])
    labels = class_indices(ids, net.config.classes)
    left = class_indices(ids, tuple(asanas)) >= 0
    seen = ~left
    config = calibrate(net.config, answers.logits.take(seen), answers.found[seen], labels[seen])

    def chosen(kept: np.ndarray) -> Answers:
        return Answers(config, answers.logits.take(kept), answers.joints[kept])

    kinds = {LEFT_OUT: chosen(left)}
    sources = np.array([_kind(records[row]) for row in rows])
    kinds |= {kind: chosen((ids < 0) & (sources == kind)) for kind in sorted({*sources[ids < 0]})}
    figures = measure_others(kinds, chosen(labels >= 0))
    right = chosen(labels >= 0).final.argmax(axis=1) == labels[labels >= 0]
    return {"kinds": figures, "top-1 of the others": float(right.mean()), "photos of the others": len(right)}


def _kind(record: AsanaRecord) -> str:
    """What a photo that shows no asana shows: its source for people, who have one in their table."""
    source, colon, _ = record.file.partition(": ")
    return source if colon else OTHER_POSES


def mean_figures(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of all parts, weighted by their photos; photos that are measured with every part count once."""
    kinds: dict[str, Any] = {}
    for kind in parts[0]["kinds"]:
        if kind == "pooled":
            continue
        rows = [part["kinds"][kind] for part in parts if kind in part["kinds"]]
        sizes = [row["photos"] for row in rows]
        names = [name for name, value in rows[0].items() if isinstance(value, float)]
        figures = {name: float(np.average([row[name] for row in rows], weights=sizes)) for name in names}
        kinds[kind] = {"photos": sum(sizes) if kind == LEFT_OUT else sizes[0], **figures}
    sizes = [part["photos of the others"] for part in parts]
    top = float(np.average([part["top-1 of the others"] for part in parts], weights=sizes))
    return {"parts": len(parts), "kinds": kinds, "top-1 of the others": top}


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(
        prog="python -m train measure left-out", description="Measure who does an asana that was never learned."
    )
    flags.add_argument("recipe", metavar="RECIPE", help="a TOML file, or the name of one in train/recipes")
    flags.add_argument("data", metavar="DATA", type=Path, help="folder that the recipe's tables are relative to")
    flags.add_argument("--folder", type=Path, default=Path("runs/asana"), help="of that training: %(default)s")
    flags.add_argument("--rendered", type=Path, help="CSV of the joints of written asanas (train.render.views)")
    flags.add_argument("--parts", type=int, default=PARTS, help="of the asanas; one at a time is left out")
    flags.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="as in joints.steps=12000")
    flags.add_argument("--out", type=Path, help="folder for left_out.json")
    options = flags.parse_args(arguments)
    if options.parts < 2:
        flags.error("--parts: two at least")
    quick = [f"{name}={value}" for name, value in QUICK.items()]
    try:
        recipe = asana_recipe(find_recipe(options.recipe), read_changes([*quick, *options.set]))
        records, tables = gather(recipe, Sources(options.data, rendered=options.rendered))
        old, config = load_asana_net(), classes_of(recipe, records, tables)
        if not {*config.classes} <= {*old.config.classes}:
            raise RecipeError("The weights do not name all asanas that there are photos or joints of.")
    except RecipeError as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    joints = look_for_joints(records, EMBEDDED, options.folder)
    features = photo_features(old.photo, records, joints, options.folder / "features.npz")
    config = with_trunk_of(old, replace(config, **summaries_in(joints, records)))
    material = Material(records, joints, features, tables, old, config)
    shown = class_indices(np.array([r.asana_id for r in records if r.split == "val"]), config.classes)
    measured = [config.classes[index] for index in np.unique(shown[shown >= 0])]
    parts = []
    with TemporaryDirectory() as folder:
        for number, asanas in enumerate(parts_of(measured, options.parts), start=1):
            parts.append(measure_part(recipe, material, asanas, Path(folder) / str(number)))
            print(f"part {number} of {options.parts}: {json.dumps(parts[-1]['kinds'][LEFT_OUT])}", file=sys.stderr)
    weights = {name: f"sha256:{entry.sha256}" for name, entry in read_manifest(EMBEDDED).items()}
    text = json.dumps({"weights": weights, **mean_figures(parts)}, indent=2)
    print(text)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "left_out.json").write_text(text + "\n")
    return 0
