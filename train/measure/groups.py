"""Where groups lose joints: ``python -m train measure groups DATA/pose/val.json --images DATA``.

On photos in which everybody is labelled: AP and PCK@0.2 as everything stands; with a perfect first look, which sees
just what is labelled; and with one that only knows where to cut people out, and gives no hint who is meant. What one
does better than another is what the part between them is worth. PCK stands by size of the person and by how much others
overlap. ``--train`` takes the same figures of photos that were trained on, beside them.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from train.data.records import PoseRecord, load_pose_records, subsample
from train.measure.metrics import Pair, coco_ap, coco_result, pck
from train.measure.pose import add_estimator_flags, estimator_from, pair_everyone
from yoga_models.body.skeleton import JOINTS
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import Detection, PoseEstimator

#: Names and upper bounds of sizes: square root of the box's area over that of the photo's.
_SIZES = (("small", 0.15), ("medium", 0.4), ("large", np.inf))
#: The same of overlaps: largest share of the person's box that lies in another's.
_OVERLAPS = (("apart", 0.05), ("touching", 0.4), ("over each other", np.inf))


def labelled_people(record: PoseRecord) -> tuple[np.ndarray, list[Detection]]:
    """Indices of the people of a photo with two labelled joints or more, and what a perfect first look says of them."""
    people = np.flatnonzero(~record.ignored & ((record.trust > 0).sum(axis=1) >= 2))
    found = []
    for person in people:
        known = (record.trust[person] > 0)[:, None]
        joints = np.where(known, np.column_stack([record.joints[person], np.ones(len(JOINTS))]), (np.nan, np.nan, 0.0))
        found.append(Detection(joints, 1.0))
    return people, found


def overlap(boxes: np.ndarray, person: int) -> float:
    """The largest share of a person's box (x, y, width, height) that lies in somebody else's; 0 to 1."""
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    sides = np.clip(np.minimum(high, high[person]) - np.maximum(low, low[person]), 0, None)
    shares = sides.prod(axis=1) / max(float(boxes[person, 2:].prod()), 1.0)
    shares[person] = 0
    return float(shares.max())


def _class(value: float, classes: Sequence[tuple[str, float]]) -> str:
    return next(name for name, limit in classes if value < limit)


class _Tally:
    """What one way to look found in all photos."""

    def __init__(self) -> None:
        self.results: list[dict[str, Any]] = []
        self.pairs: list[tuple[Pair, str, str]] = []
        self.lost = 0

    def add(self, record: PoseRecord, found: Sequence[Detection | None], pairs: Sequence[Pair]) -> None:
        self.results += [coco_result(record.image_id, one.joints, one.score) for one in found if one]
        people = np.flatnonzero(~record.ignored & (record.trust > 0).any(axis=1))
        photo = float(np.sqrt(record.width * record.height))
        for person, pair in zip(people, pairs, strict=True):
            size = float(np.sqrt(record.boxes[person, 2:].prod())) / photo
            self.pairs.append((pair, _class(size, _SIZES), _class(overlap(record.boxes, int(person)), _OVERLAPS)))
            self.lost += pair.predicted is None

    def figures(self, truth: dict[str, Any], photos: list[int]) -> dict[str, Any]:
        def share(chosen: str) -> dict[str, Any]:
            hits = [pair.hits for pair, *classes in self.pairs if chosen in classes and np.isfinite(pair.hits).any()]
            return {"people": len(hits), "PCK@0.2": pck(hits)}

        names = [name for name, _ in (*_SIZES, *_OVERLAPS)]
        hits = [pair.hits for pair, *_ in self.pairs if np.isfinite(pair.hits).any()]
        return {
            **coco_ap(truth, self.results, photos),
            "PCK@0.2": pck(hits),
            "people": len(self.pairs),
            "people not found": self.lost,
            "by size and overlap": {name: share(name) for name in names},
        }


def _own_pairs(record: PoseRecord, people: np.ndarray, found: Sequence[Detection | None]) -> list[Pair]:
    """Each labelled person with what was found in their own crop."""
    own = dict(zip(people.tolist(), found, strict=True))
    pairs = []
    for person in np.flatnonzero(~record.ignored & (record.trust > 0).any(axis=1)):
        seen = own.get(int(person))
        known = (record.joints[person], record.trust[person] > 0, record.boxes[person].tolist())
        pairs.append(Pair(seen.joints if seen else None, *known, record.image_id))
    return pairs


def break_down(
    estimator: PoseEstimator, annotations: Path, images: Path | None, limit: int | None = None
) -> dict[str, Any]:
    """The figures of one keypoint file, by way to look."""
    records = [record for record in load_pose_records(annotations, images) if record.exhaustive and len(record.boxes)]
    records = subsample(records, limit)
    ways = {name: _Tally() for name in ("as it is", "perfect first look", "perfect crops, no hint")}
    for record in tqdm(records, desc="groups", leave=False, mininterval=10):
        image = load_image(record.path)
        found = estimator(image)
        ways["as it is"].add(record, found, pair_everyone(found, record))
        people, given = labelled_people(record)
        for way, hint in (("perfect first look", True), ("perfect crops, no hint", False)):
            again = estimator.look_again(image, given, mirror=True, hint=hint)
            ways[way].add(record, again, _own_pairs(record, people, again))
    truth, photos = json.loads(annotations.read_text()), [record.image_id for record in records]
    return {"photos": len(records), **{name: tally.figures(truth, photos) for name, tally in ways.items()}}


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m train measure groups", description="Where groups lose joints.")
    add_estimator_flags(parser)
    parser.add_argument("--train", type=Path, help="COCO keypoint file of photos that were trained on")
    parser.add_argument("--out", type=Path, help="folder for the figures (groups.json)")
    options = parser.parse_args(arguments)
    estimator = estimator_from(options)
    figures = {"val": break_down(estimator, options.annotations, options.images, options.limit)}
    if options.train:
        figures["train"] = break_down(estimator, options.train, options.images, options.limit)
    text = json.dumps(figures, indent=2)
    print(text)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "groups.json").write_text(text + "\n")
