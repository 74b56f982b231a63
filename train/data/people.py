"""Crops around one person as the second look sees them, and what the first look may have seen of that person."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from train.data.looks import NOBODY_SEEN, Looks, on_nobody, on_person, photo_name
from train.data.records import MixedOrder, PoseRecord
from train.data.transforms import (
    Augmentation,
    cut_at_random,
    empty_square,
    mirror_matrix,
    transform,
    vary_colours,
)
from yoga_models.body.boxes import bounds, extent
from yoga_models.body.similarity import trunk_angle
from yoga_models.body.skeleton import JOINTS
from yoga_models.imaging.geometry import apply, crop_matrix
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import crop_square
from yoga_models.joints.hint import draw_hint
from yoga_models.networks.settings import PersonConfig


@dataclass(frozen=True)
class FirstLook:
    """How the first look is imitated, which is not perfect. A share is the part of the samples, 0 to 1.

    Of the joints of a person a part is missed, drawn between 0 and ``most_missed``; the others are off by ``jitter``
    of the body's size (median), some by far more: the logarithm of it has a standard deviation of ``spread``. Of those
    that a cut has taken away a part, up to ``most_crammed``, is seen at the edge of what is left. ``strangers_share``
    of the samples have joints of somebody near among them, ``no_hint_share`` none at all. The crop is ``margins`` times
    as large as the box around what was seen, and off by up to ``off_centre`` of its side. Of the photos in which
    everybody is labelled ``nobody_share`` show a part without anybody. Where it is known what the first look did see,
    ``real_share`` are shown that.
    """

    most_missed: float = 0.4
    jitter: float = 0.036
    spread: float = 1.3
    most_crammed: float = 0.6
    strangers_share: float = 0.25
    no_hint_share: float = 0.1
    margins: tuple[float, float] = (1.25, 2.0)
    off_centre: float = 0.05
    nobody_share: float = 0.2
    real_share: float = 1.0


#: How many joints must be labelled for somebody to be shown, and how many the first look sees at least.
_MIN_LABELLED, _MIN_SEEN = 4, 3
#: How far from the edge joints are seen that lie beyond it, in sizes of the body (one standard deviation).
_CRAMMED = 0.1


def people_of(records: list[PoseRecord]) -> list[tuple[int, int]]:
    """Who can be shown: indices of records and of people in them."""
    return [
        (index, int(person))
        for index, record in enumerate(records)
        for person in np.flatnonzero(~record.ignored & ((record.trust > 0).sum(axis=1) >= _MIN_LABELLED))
    ]


def without_people(records: list[PoseRecord]) -> list[int]:
    """Pictures without anybody: indices of records."""
    return [index for index, record in enumerate(records) if record.exhaustive and not len(record.boxes)]


class PersonSamples(Dataset[dict[str, Tensor]]):
    """Position k of the stream to one crop: ``crop`` (4, S, S) uint8, ``joints`` (17, 2) in its pixels, ``trust`` (17,)
    0 where nothing is known of a joint, ``there`` (17,): whether it is in the crop, and ``somebody`` (): 1 where it
    shows a person, else 0.

    ``looks``: what the first look saw of the photos, as far as that is known.
    """

    def __init__(
        self,
        records: list[PoseRecord],
        repeats: list[float],
        network: PersonConfig,
        augmentation: Augmentation,
        first_look: FirstLook,
        looks: Looks,
        seed: int,
    ) -> None:
        self.records, self.network, self.augmentation = records, network, augmentation
        self.first_look, self.looks, self.seed = first_look, looks, seed
        self.people, self.empty = people_of(records), without_people(records)
        shown = [*(index for index, _ in self.people), *self.empty]
        self.order = MixedOrder([repeats[index] for index in shown], seed)

    def __getitem__(self, position: int) -> dict[str, Tensor]:
        rng = np.random.default_rng((self.seed, 5, position))
        number = self.order[position]
        nobody = number >= len(self.people)
        index, person = (self.empty[number - len(self.people)], 0) if nobody else self.people[number]
        record = self.records[index]
        image = load_image(record.path)
        seen = self.looks.get(photo_name(record), NOBODY_SEEN)
        if nobody or (record.exhaustive and rng.random() < self.first_look.nobody_share):
            mistaken = self._mistaken(seen, record, rng)
            if mistaken is not None:
                return self._crop(image, _nobody_in(record), mistaken, rng, somebody=False)
        real = on_person(seen, record, person)
        # The person alone in front, so that a cut goes through them.
        record = take_people(record, np.roll(np.arange(len(record.trust)), -person))
        shown, record = cut_target(image, record, self.augmentation, rng)
        if real is None or shown is not image or rng.random() >= self.first_look.real_share:
            real = self._seen(record, rng)
        return self._crop(shown, record, real, rng, somebody=True)

    def _mistaken(self, seen: np.ndarray, record: PoseRecord, rng: np.random.Generator) -> np.ndarray | None:
        """(17, 2) what the first look took for a person where nobody is, or might have; ``None`` where somebody is
        everywhere.
        """
        mistakes = on_nobody(seen, record)
        if len(mistakes) and rng.random() < self.first_look.real_share:
            return np.asarray(rng.choice(mistakes))
        square = empty_square(record, rng)
        if not square:
            return None
        x, y, side, _ = square
        index, person = self.people[int(rng.integers(len(self.people)))]
        shape = self._seen(take_people(self.records[index], np.array([person])), rng)
        low, high = bounds(shape)
        scale = side / self.first_look.margins[1] / max(extent(shape), 1.0)
        return (shape - (low + high) / 2) * scale + (x + side / 2, y + side / 2)

    def _seen(self, record: PoseRecord, rng: np.random.Generator) -> np.ndarray:
        """(17, 2) what the first look saw of the record's first person, NaN where nothing."""
        known = np.flatnonzero(record.trust[0] > 0)
        kept = known[rng.random(len(known)) >= rng.uniform(0, self.first_look.most_missed)]
        if len(kept) < _MIN_SEEN:
            kept = rng.permutation(known)[:_MIN_SEEN]
        size = max(float(record.boxes[0, 2:].max()), 8.0)
        seen = np.full(record.joints[0].shape, np.nan)
        off = self.first_look.jitter * size * np.exp(rng.normal(0, self.first_look.spread, (len(kept), 1)))
        angle = rng.uniform(0, 2 * np.pi, (len(kept), 1))
        seen[kept] = record.joints[0][kept] + off.clip(0, size / 2) * np.hstack([np.cos(angle), np.sin(angle)])
        last = np.array([record.width, record.height]) - 1
        places = record.joints[0].clip(0, last)
        beyond = np.flatnonzero((record.absent[0] == 1) & (places != record.joints[0]).any(axis=1))
        crammed = beyond[rng.random(len(beyond)) < rng.uniform(0, self.first_look.most_crammed)]
        inwards = np.abs(rng.normal(0, _CRAMMED * size, (len(crammed), 2))) * np.where(
            places[crammed] < last / 2, 1, -1
        )
        seen[crammed] = (places[crammed] + inwards).clip(0, last)
        others = np.argwhere(record.trust[1:] > 0)
        if len(others) and rng.random() < self.first_look.strangers_share:
            free = np.flatnonzero(np.isnan(seen[:, 0]))
            points = record.joints[1:][tuple(others.T)]
            apart = np.linalg.norm(points - np.nanmean(seen, axis=0), axis=1)
            near = points[np.argsort(apart)[: min(len(free), int(rng.integers(1, 4)))]]
            seen[free[: len(near)]] = near
        return seen

    def _crop(
        self, image: np.ndarray, record: PoseRecord, seen: np.ndarray, rng: np.random.Generator, somebody: bool
    ) -> dict[str, Tensor]:
        """The crop around what the first look saw of the record's first person, or took for one."""
        margin = float(np.exp(rng.uniform(*np.log(self.first_look.margins))))
        upright = rng.random() < self.augmentation.upright_share
        angle = trunk_angle(seen) if upright else 0.0
        if not upright and rng.random() < self.augmentation.turned_share:
            angle = rng.uniform(0, 360)
        angle += rng.normal(0, self.augmentation.tilt)
        centre, length = crop_square(seen, angle, margin)
        centre += rng.uniform(-1, 1, 2) * self.first_look.off_centre * length
        side = self.network.input_size
        matrix = crop_matrix((float(centre[0]), float(centre[1])), length, angle, side)
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
            "somebody": torch.tensor(float(somebody)),
        }


def _nobody_in(record: PoseRecord) -> PoseRecord:
    """The record as if it had one person, of whom no joint can be seen."""
    count = len(JOINTS)
    return replace(
        record,
        joints=np.zeros((1, count, 2), np.float32),
        trust=np.zeros((1, count), np.float32),
        absent=np.ones((1, count), np.float32),
    )


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
