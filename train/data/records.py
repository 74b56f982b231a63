"""Data sets: COCO keypoint files and tables of photos by asana.

The extra keys of a keypoint file are all optional: image ``source`` (a name for a kind of photo) and ``exhaustive``
(whether every person in it has an annotation; assumed true), annotation ``keypoint_weights`` (trust in each joint, 0 to
1; assumed 1). A file of COCO itself works as it is.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from yoga_models.body.skeleton import JOINTS

T = TypeVar("T")


def subsample(items: Sequence[T], limit: int | None) -> list[T]:
    """At most ``limit`` of the items, evenly spread."""
    if limit is None or len(items) <= limit:
        return list(items)
    return [items[index] for index in np.linspace(0, len(items) - 1, limit).round().astype(int)]


@dataclass(frozen=True)
class PoseRecord:
    """One photo with its people; pixels of the photo, P people.

    ``boxes`` (P, 4): x, y, width, height. ``joints`` (P, 17, 2): x, y, integer coordinates at pixel centres; ``trust``
    (P, 17): 0 where a joint is not labelled, else up to 1; ``absent`` (P, 17): how sure it is, 0 to 1, that a joint
    without a label is not to be seen in the photo. ``ignored`` (P,): people with a box and no joints, and crowds.
    """

    path: Path
    image_id: int
    width: int
    height: int
    source: str
    exhaustive: bool
    boxes: np.ndarray
    joints: np.ndarray
    trust: np.ndarray
    absent: np.ndarray
    ignored: np.ndarray


#: Where everybody was labelled by hand, a joint without a label could not even be guessed at: in people with at least
#: this many labelled joints it counts as absent, surely so where the box touches the edge of the photo (within this
#: share of the longer side).
_MIN_LABELLED = 5
_EDGE = 0.02
_ABSENT_INSIDE = 0.5


def _absent_joints(trust: np.ndarray, boxes: np.ndarray, width: int, height: int) -> np.ndarray:
    """(P, 17) how sure it is that unlabelled joints of a photo in which everybody is labelled can't be seen."""
    edge = _EDGE * max(width, height)
    touching = (boxes[:, :2] <= edge).any(axis=1) | (boxes[:, :2] + boxes[:, 2:] >= (width - edge, height - edge)).any(
        1
    )
    sure = np.where(touching, 1.0, _ABSENT_INSIDE) * ((trust > 0).sum(axis=1) >= _MIN_LABELLED)
    return np.where(trust > 0, 0.0, sure[:, None]).astype(np.float32)


def load_pose_records(annotations: Path, images: Path | None = None) -> list[PoseRecord]:
    """Read a COCO keypoint file; ``images`` is the folder its ``file_name`` entries are relative to (default: its
    own).
    """
    content = json.loads(annotations.read_text())
    folder = images or annotations.parent
    by_image: dict[int, list[dict]] = defaultdict(list)
    for annotation in content["annotations"]:
        by_image[annotation["image_id"]].append(annotation)
    records = []
    for image in content["images"]:
        people = by_image[image["id"]]
        count = len(people)
        keypoints = np.array([p["keypoints"] for p in people], np.float32).reshape(count, len(JOINTS), 3)
        weights = np.array([p.get("keypoint_weights", [1.0] * len(JOINTS)) for p in people], np.float32)
        trust = np.where(keypoints[..., 2] > 0, weights.reshape(count, len(JOINTS)), 0.0).astype(np.float32)
        boxes = np.array([p["bbox"] for p in people], np.float32).reshape(count, 4)
        exhaustive = image.get("exhaustive", True)
        absent = _absent_joints(trust, boxes, image["width"], image["height"]) if exhaustive else np.zeros_like(trust)
        records.append(
            PoseRecord(
                path=folder / image["file_name"],
                image_id=image["id"],
                width=image["width"],
                height=image["height"],
                source=image.get("source", "coco"),
                exhaustive=exhaustive,
                boxes=boxes,
                joints=keypoints[..., :2],
                trust=trust,
                absent=absent,
                ignored=np.array([p["num_keypoints"] == 0 or bool(p.get("iscrowd")) for p in people], bool),
            )
        )
    return records


@dataclass(frozen=True)
class AsanaRecord:
    """One photo and the asana it shows; ``asana_id`` -1 means none of the catalogue. ``group``: its source, for
    splits. ``file``: what its table calls it; two photos in different folders may have the same base name.
    """

    path: Path
    asana_id: int
    group: str
    split: str
    file: str


def load_asana_records(table: Path, images: Path | None = None) -> list[AsanaRecord]:
    """Read a table with the columns file, asana_id, group and split; files are relative to ``images``."""
    folder = images or table.parent / "images"
    with table.open(newline="") as file:
        return [
            AsanaRecord(folder / row["file"], int(row["asana_id"]), row["group"], row["split"], row["file"])
            for row in csv.DictReader(file)
        ]


def load_people_records(annotations: Path, images: Path, split: str, most: dict[str, int]) -> list[AsanaRecord]:
    """Photos of people who do none of the asanas, from a COCO keypoint file: as a table's with ``asana_id`` -1.

    ``images``: the folder that ``file_name`` is relative to; a record's ``file`` says so too. ``most``: how many photos
    of each source are taken at most, spread evenly over the file; those of other sources are not taken.
    """
    taken: list[AsanaRecord] = []
    records = load_pose_records(annotations, images)
    for source, number in most.items():
        seen = [record for record in records if record.source == source and not record.ignored.all()]
        chosen = np.linspace(0, len(seen) - 1, min(number, len(seen))).round().astype(int)
        for record in (seen[index] for index in chosen):
            file = f"{source}: {record.path.relative_to(images)}"
            taken.append(AsanaRecord(record.path, -1, file, split, file))
    return taken


class SampleStream:
    """An endless, seeded order of samples that can be entered anywhere: how a run resumes without loss.

    Position k of the stream always means the same sample with the same augmentation, whoever draws it. Each process of
    ``world`` takes every ``world``-th position, beginning with ``start``.
    """

    def __init__(self, start: int, stop: int, rank: int = 0, world: int = 1) -> None:
        self.positions = range(start + rank, stop, world)

    def __iter__(self) -> Iterator[int]:
        return iter(self.positions)

    def __len__(self) -> int:
        return len(self.positions)


class MixedOrder:
    """Maps stream positions to record indices so that each source gets its share of every epoch.

    ``repeats`` says how often each record is shown in an epoch; a fraction means by lot, drawn anew each epoch.
    """

    def __init__(self, repeats: Sequence[float], seed: int) -> None:
        self.repeats = np.asarray(repeats, float)
        self.seed = seed
        self.length = max(1, round(self.repeats.sum()))
        self._epoch, self._order = -1, np.empty(0, int)

    def __getitem__(self, position: int) -> int:
        epoch, offset = divmod(position, self.length)
        if epoch != self._epoch:
            rng = np.random.default_rng((self.seed, epoch))
            # Systematic sampling: every record gets its share to within one, and the epoch its exact length.
            ticks = np.floor(np.cumsum(self.repeats) + rng.random())
            counts = np.diff(ticks, prepend=np.floor(ticks[0] - self.repeats[0])).astype(int)
            order = rng.permutation(np.repeat(np.arange(len(counts)), np.maximum(counts, 0)))
            self._epoch, self._order = epoch, np.resize(order, self.length)
        return int(self._order[offset])
