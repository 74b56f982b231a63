"""Measure joints: ``python -m train measure pose DATA/pose/val.json --images DATA --nobody DATA/nobody --rotations``.

COCO keypoint AP on photos in which everybody is labelled; PCK@0.2 by source, by joint and by rotation of the photo, on
the main person where one is labelled and on everyone where all are; what went wrong with the joints that were missed;
which angles are given, and how many of these are far off; how often people are seen in photos without any; with
``--cut`` also what is said of people whom the picture's edge cuts off. ``--out`` takes the figures as ``pose.json``,
``--sheet`` the worst photos: private, where the photos are.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from train.data.records import PoseRecord, load_pose_records, subsample
from train.data.turning import rotate_points
from train.fit.looking import pose_estimator
from train.fit.options import add_flags, from_flags
from train.fit.weights import joint_networks
from train.measure.bootstrap import mean_interval
from train.measure.cut_off import measure_cuts
from train.measure.keypoint_errors import error_shares
from train.measure.metrics import (
    Pair,
    angle_figures,
    coco_ap,
    coco_ap_interval,
    coco_result,
    correct_joints,
    pck,
    pck_by_joint,
    pck_interval,
)
from train.measure.pictures import contact_sheet, pose_tile
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import Detection, EstimatorConfig, PoseEstimator
from yoga_models.joints.grouping import GroupingConfig
from yoga_models.networks.settings import read_pose_config
from yoga_models.runtime.choice import load_networks
from yoga_models.runtime.engine import CHOICES
from yoga_models.weights.manifest import read_manifest

WORST = 50


def pair_photo(people: Sequence[Detection], record: PoseRecord, quarters: int = 0) -> Pair:
    """The best-scored person and the photo's labelled one, in pixels of the photo turned by ``quarters``."""
    joints = rotate_points(record.joints[0], record.width, record.height, quarters)
    # The box need not turn: nothing but its larger side is looked at.
    box = record.boxes[0].tolist()
    return Pair(people[0].joints if people else None, joints, record.trust[0] > 0, box, record.image_id)


def pair_everyone(people: Sequence[Detection], record: PoseRecord) -> list[Pair]:
    """Each labelled person of a photo with whoever was found that fits them best."""
    pairs = []
    for person in np.flatnonzero(~record.ignored & (record.trust > 0).any(axis=1)):
        known = (record.joints[person], record.trust[person] > 0, record.boxes[person].tolist())
        hits = [np.nansum(correct_joints(found.joints, *known)) for found in people]
        best = people[int(np.argmax(hits))].joints if hits and max(hits) > 0 else None
        pairs.append(Pair(best, *known, record.image_id))
    return pairs


def summarise(pairs: Sequence[Pair]) -> dict[str, Any]:
    """PCK@0.2 with its interval, by joint, and what went wrong."""
    pairs = [pair for pair in pairs if np.isfinite(pair.hits).any()]
    return {
        "people": len(pairs),
        "PCK@0.2": pck([pair.hits for pair in pairs]),
        "PCK@0.2 interval": pck_interval(pairs),
        "by joint": pck_by_joint(pairs),
        "what went wrong": error_shares(pairs),
    }


@dataclass
class Looks:
    """What was found in the photos of one source, by quarter turns of the photos."""

    records: list[PoseRecord]
    people: dict[int, list[list[Detection]]]

    def pairs(self, quarters: int = 0) -> list[Pair]:
        looked = zip(self.people[quarters], self.records, strict=True)
        return [pair_photo(found, record, quarters) for found, record in looked]


def look(estimator: PoseEstimator, records: list[PoseRecord], turns: int) -> Looks:
    """Run the estimator over photos, upright and ``turns`` - 1 times turned by a quarter."""
    people: dict[int, list[list[Detection]]] = {quarters: [] for quarters in range(turns)}
    for record in tqdm(records, desc=records[0].source if records else None, leave=False, mininterval=10):
        image = load_image(record.path)
        for quarters, found in people.items():
            found.append(estimator(np.rot90(image, quarters).copy()))
    return Looks(records, people)


def measure_groups(looks: Looks, annotations: Path) -> dict[str, Any]:
    """Figures of photos in which everyone is labelled."""
    truth, ids = json.loads(annotations.read_text()), [record.image_id for record in looks.records]
    looked = list(zip(looks.people[0], looks.records, strict=True))
    results = [
        coco_result(record.image_id, person.joints, person.score) for found, record in looked for person in found
    ]
    pairs = [pair for found, record in looked for pair in pair_everyone(found, record)]
    return {
        "photos": len(looks.records),
        **coco_ap(truth, results, ids),
        "AP interval": coco_ap_interval(truth, results, ids),
        **summarise(pairs),
    }


def measure_single(looks: Looks) -> dict[str, Any]:
    """Figures of photos with one labelled person."""
    turned = {str(90 * quarters): pck([pair.hits for pair in looks.pairs(quarters)]) for quarters in looks.people}
    return {
        "photos": len(looks.records),
        **summarise(looks.pairs()),
        "PCK@0.2 by rotation": turned,
        "angles": angle_figures(looks.pairs()),
    }


def worst_sheet(looks: Looks, folder: Path) -> None:
    """Draw the photos with the smallest share of right joints, and list their files: ``worst-SOURCE.jpg``, ``.txt``."""
    pairs = looks.pairs()
    scores = np.array([np.nanmean(pair.hits) if np.isfinite(pair.hits).any() else np.nan for pair in pairs])
    worst = np.argsort(scores, kind="stable")[: min(WORST, int(np.isfinite(scores).sum()))]
    tiles, captions = [], []
    for index in worst:
        record, pair = looks.records[index], pairs[index]
        found = [person.joints for person in looks.people[0][index][:1]]
        tiles.append(pose_tile(load_image(record.path), found, [(pair.joints, pair.labelled)]))
        kinds = sorted(error_shares([pair]).items(), key=lambda item: -item[1])
        reasons = ", ".join(f"{name} {share:.0%}" for name, share in kinds if share and name != "right")
        captions.append(f"{scores[index]:.2f} {record.path.name}\n{reasons}")
    folder.mkdir(parents=True, exist_ok=True)
    name = looks.records[0].source
    contact_sheet(tiles, captions, columns=10).save(folder / f"worst-{name}.jpg", quality=85)
    (folder / f"worst-{name}.txt").write_text("\n".join(caption.replace("\n", ": ") for caption in captions) + "\n")


def evaluate(
    estimator: PoseEstimator,
    annotations: Path,
    images: Path | None,
    rotations: bool = False,
    limit: int | None = None,
    sheet: Path | None = None,
    cut: bool = False,
) -> dict[str, Any]:
    """All figures of one keypoint file, by source: on everybody where everybody is labelled (``exhaustive``), else on
    the first person; of a source that has both kinds of photos the latter are left out. ``limit`` takes only so many
    photos of each, ``cut`` has those with one labelled person cut as well.
    """
    records = load_pose_records(annotations, images)
    figures: dict[str, Any] = {}
    for source in sorted({record.source for record in records}):
        chosen = [record for record in records if record.source == source]
        labelled = [record for record in chosen if record.exhaustive]
        if labelled:
            figures[source] = measure_groups(look(estimator, subsample(labelled, limit), 1), annotations)
            if len(labelled) < len(chosen):
                figures[source]["left out"] = len(chosen) - len(labelled)
            continue
        chosen = subsample([record for record in chosen if (record.trust[:1] > 0).any()], limit)
        looks = look(estimator, chosen, 4 if rotations else 1)
        figures[source] = measure_single(looks)
        if cut:
            figures[source]["cut off"] = measure_cuts(estimator, chosen)
        if sheet:
            worst_sheet(looks, sheet)
    return figures


def count_false_positives(estimator: PoseEstimator, folder: Path, limit: int | None = None) -> dict[str, Any]:
    """Share of the photos of a folder, all without people, in which someone is seen."""
    paths = subsample(sorted(folder.iterdir()), limit)
    seen = np.array([bool(estimator(load_image(path))) for path in tqdm(paths, desc="nobody", leave=False)])
    return {
        "photos": len(seen),
        "photos with false positives": float(seen.mean()),
        "interval": mean_interval(seen, np.arange(len(seen))),
    }


def add_estimator_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of every measure of joints: whose weights look at which photos, and how."""
    parser.add_argument("annotations", type=Path, help="COCO keypoint file")
    parser.add_argument("--images", type=Path, help="folder the file names are relative to; default: the file's own")
    parser.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        help="of a run of pose or person, may be given for each; default: the embedded weights",
    )
    parser.add_argument("--limit", type=int, help="only so many photos of each source")
    parser.add_argument("--engine", choices=CHOICES, help="for the embedded weights; a checkpoint runs on torch")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--bf16", action="store_true", help="half precision, for a quick look; figures are of float32")
    for settings in (EstimatorConfig, GroupingConfig):
        add_flags(parser, settings)


def estimator_from(options: argparse.Namespace) -> PoseEstimator:
    """The estimator that parsed flags ask for."""
    options.grouping = from_flags(GroupingConfig, options)
    config = from_flags(EstimatorConfig, options)
    if options.checkpoint:
        return pose_estimator(*joint_networks(options.checkpoint), config, options.device, options.bf16)
    precision = "bf16" if options.bf16 else "f32"
    networks = load_networks(engine=options.engine, device=options.device, precision=precision)
    return PoseEstimator(networks.fields, networks.person, read_pose_config(), config)


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m train measure pose", description="Measure joints.")
    add_estimator_flags(parser)
    parser.add_argument("--nobody", type=Path, help="folder of photos without people")
    parser.add_argument("--rotations", action="store_true", help="also turn the photos by 90, 180 and 270 degrees")
    parser.add_argument("--cut", action="store_true", help="also cut the photos through people")
    parser.add_argument("--out", type=Path, help="folder for the figures (pose.json)")
    parser.add_argument("--sheet", type=Path, help="folder for the worst photos of each source, drawn")
    options = parser.parse_args(arguments)
    estimator = estimator_from(options)
    named = ", ".join(str(path) for path in options.checkpoint)
    weights = named or f"sha256:{read_manifest()['pose'].sha256}"
    figures: dict[str, Any] = {"weights": weights}
    figures |= evaluate(
        estimator, options.annotations, options.images, options.rotations, options.limit, options.sheet, options.cut
    )
    if options.nobody:
        figures["nobody"] = count_false_positives(estimator, options.nobody, options.limit)
    text = json.dumps(figures, indent=2)
    print(text)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "pose.json").write_text(text + "\n")
