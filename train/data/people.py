"""Crops around one person as the second look sees them, and what the first look may have seen of that person."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from train.data.records import MixedOrder, PoseRecord
from train.data.transforms import (
    Augmentation,
    cut_at_random,
    empty_square,
    mirror_matrix,
    transform,
    vary_colours,
)
from yoga_models.body.similarity import trunk_angle
from yoga_models.imaging.geometry import apply, crop_matrix
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import crop_square
from yoga_models.joints.hint import draw_hint
from yoga_models.networks.settings import PersonConfig


@dataclass(frozen=True)
class FirstLook:
    """How the first look is imitated, which is not perfect. A share is the part of the samples, 0 to 1.

    Of the joints of a person a part is missed, drawn between 0 and ``most_missed``; the others are off by ``jitter``
    of the body's size (one standard deviation). ``strangers_share`` of the samples have joints of somebody near among
    them, ``no_hint_share`` none at all. The crop is ``margins`` times as large as the box around what was seen, and
    off by up to ``off_centre`` of its side. Of the photos in which everybody is labelled ``nobody_share`` show a part
    without anybody.
    """

    most_missed: float = 0.6
    jitter: float = 0.05
    strangers_share: float = 0.25
    no_hint_share: float = 0.1
    margins: tuple[float, float] = (1.25, 2.0)
    off_centre: float = 0.05
    nobody_share: float = 0.1


#: How many joints must be labelled for somebody to be shown, and how many the first look sees at least.
_MIN_LABELLED, _MIN_SEEN = 4, 3


def people_of(records: list[PoseRecord]) -> list[tuple[int, int]]:
    """Who can be shown: indices of records and of people in them."""
    return [
        (index, int(person))
        for index, record in enumerate(records)
        for person in np.flatnonzero(~record.ignored & ((record.trust > 0).sum(axis=1) >= _MIN_LABELLED))
    ]


class PersonSamples(Dataset[dict[str, Tensor]]):
    """Position k of the stream to one crop: ``crop`` (4, S, S) uint8, ``joints`` (17, 2) in its pixels, ``trust`` (17,)
    0 where nothing is known of a joint, and ``there`` (17,): whether it is in the crop.
    """

    def __init__(
        self,
        records: list[PoseRecord],
        repeats: list[float],
        network: PersonConfig,
        augmentation: Augmentation,
        first_look: FirstLook,
        seed: int,
    ) -> None:
        self.records, self.network, self.augmentation = records, network, augmentation
        self.first_look, self.seed = first_look, seed
        self.people = people_of(records)
        self.order = MixedOrder([repeats[index] for index, _ in self.people], seed)

    def __getitem__(self, position: int) -> dict[str, Tensor]:
        rng = np.random.default_rng((self.seed, 5, position))
        index, person = self.people[self.order[position]]
        record = self.records[index]
        image = load_image(record.path)
        if record.exhaustive and rng.random() < self.first_look.nobody_share:
            square = empty_square(record, rng)
            if square:
                return self._nobody(image, record, person, square, rng)
        # The person alone in front, so that a cut goes through them.
        order = np.roll(np.arange(len(record.trust)), -person)
        record = take_people(record, order)
        image, record = cut_target(image, record, self.augmentation, rng)
        return self._person(image, record, rng)

    def _person(self, image: np.ndarray, record: PoseRecord, rng: np.random.Generator) -> dict[str, Tensor]:
        seen = self._seen(record, rng)
        margin = float(np.exp(rng.uniform(*np.log(self.first_look.margins))))
        upright = rng.random() < self.augmentation.upright_share
        angle = trunk_angle(seen) if upright else 0.0
        if not upright and rng.random() < self.augmentation.turned_share:
            angle = rng.uniform(0, 360)
        angle += rng.normal(0, self.augmentation.tilt)
        centre, extent = crop_square(seen, angle, margin)
        centre += rng.uniform(-1, 1, 2) * self.first_look.off_centre * extent
        return self._sample(image, record, seen, centre, extent, angle, rng)

    def _nobody(
        self,
        image: np.ndarray,
        record: PoseRecord,
        person: int,
        square: tuple[float, float, float, float],
        rng: np.random.Generator,
    ) -> dict[str, Tensor]:
        """A part of a photo without anybody, with somebody's joints for a hint."""
        x, y, extent, _ = square
        centre = np.array([x + extent / 2, y + extent / 2])
        known = record.joints[person][record.trust[person] > 0]
        low, high = known.min(axis=0), known.max(axis=0)
        scale = extent / rng.uniform(*self.first_look.margins) / max(float((high - low).max()), 1.0)
        seen = np.full(record.joints[person].shape, np.nan)
        seen[: len(known)] = (known - (low + high) / 2) * scale + centre
        count = len(record.trust[0])
        nobody = replace(
            record,
            joints=np.zeros((1, count, 2), np.float32),
            trust=np.zeros((1, count), np.float32),
            absent=np.ones((1, count), np.float32),
        )
        return self._sample(image, nobody, seen, centre, extent, float(rng.uniform(0, 360)), rng)

    def _seen(self, record: PoseRecord, rng: np.random.Generator) -> np.ndarray:
        """(17, 2) what the first look saw of the record's first person, NaN where nothing."""
        known = np.flatnonzero(record.trust[0] > 0)
        kept = known[rng.random(len(known)) >= rng.uniform(0, self.first_look.most_missed)]
        if len(kept) < _MIN_SEEN:
            kept = rng.permutation(known)[:_MIN_SEEN]
        size = max(float(record.boxes[0, 2:].max()), 8.0)
        seen = np.full(record.joints[0].shape, np.nan)
        noise = rng.normal(0, self.first_look.jitter * size, (len(kept), 2)) * (rng.random((len(kept), 1)) < 0.5)
        seen[kept] = record.joints[0][kept] + noise
        others = np.argwhere(record.trust[1:] > 0)
        if len(others) and rng.random() < self.first_look.strangers_share:
            free = np.flatnonzero(np.isnan(seen[:, 0]))
            points = record.joints[1:][tuple(others.T)]
            apart = np.linalg.norm(points - np.nanmean(seen, axis=0), axis=1)
            near = points[np.argsort(apart)[: min(len(free), int(rng.integers(1, 4)))]]
            seen[free[: len(near)]] = near
        return seen

    def _sample(
        self,
        image: np.ndarray,
        record: PoseRecord,
        seen: np.ndarray,
        centre: np.ndarray,
        extent: float,
        angle: float,
        rng: np.random.Generator,
    ) -> dict[str, Tensor]:
        side = self.network.input_size
        matrix = crop_matrix((float(centre[0]), float(centre[1])), extent, angle, side)
        mirrored = bool(rng.random() < 0.5)
        if mirrored:
            matrix = mirror_matrix(matrix, side)
        sample = transform(image, record, matrix, side, mirrored)
        hint = draw_hint(apply(matrix, seen), side)
        if rng.random() < self.first_look.no_hint_share:
            hint[:] = 0
        crop = np.dstack([vary_colours(sample.image, self.augmentation, rng), hint])
        joints = sample.joints[0]
        known = sample.trust[0] > 0
        inside = ((joints >= -0.5) & (joints <= side - 0.5)).all(axis=1)
        return {
            "crop": torch.from_numpy(crop).permute(2, 0, 1),
            "joints": torch.from_numpy(joints),
            "trust": torch.from_numpy(np.where(known, sample.trust[0], sample.absent[0]).astype(np.float32)),
            "there": torch.from_numpy(known & inside),
        }


def take_people(record: PoseRecord, order: np.ndarray) -> PoseRecord:
    """The record with its people in another order, or some of them only."""
    return replace(
        record,
        boxes=record.boxes[order],
        joints=record.joints[order],
        trust=record.trust[order],
        absent=record.absent[order],
        ignored=record.ignored[order],
    )


def cut_target(
    image: np.ndarray, record: PoseRecord, augmentation: Augmentation, rng: np.random.Generator
) -> tuple[np.ndarray, PoseRecord]:
    """As ``cut_at_random``, but only through the record's first person."""
    alone = take_people(record, np.arange(1))
    cut, left = cut_at_random(image, alone, augmentation, rng)
    if left is alone or len(left.trust) == 0 or (left.trust[0] > 0).sum() < _MIN_SEEN:
        return image, record
    return cut, left
