"""From a photo to people: the whole photo through one network, then each person through another in a crop of their own.

The first look finds people: fields of the whole photo, grouped into bodies. The second sees each of them large, and is
told whom it is to look at, so that it has nothing to group. Of people in a stream of frames it is known where they
were: the second look is enough for most frames.
"""

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np

from yoga_models.body.boxes import areas, bounds, extent
from yoga_models.body.similarity import similarity, trunk_angle
from yoga_models.body.skeleton import LIMB_JOINTS, LIMBS, MIRROR_JOINTS
from yoga_models.body.visibility import outside_joints
from yoga_models.imaging.geometry import apply, crop_matrix, invert, letterbox_matrix, warp
from yoga_models.joints.choosing import choose
from yoga_models.joints.grouping import GroupingConfig, group
from yoga_models.joints.hint import draw_chosen, draw_hint
from yoga_models.joints.surroundings import Surroundings
from yoga_models.networks.settings import PoseConfig
from yoga_models.runtime.engine import Graph

_MULTIPLE = 32
_SMALLEST_CROP = 16.0
# Whom two first looks see in nearly the same places is one person.
_ALIKE = 0.3
_FROM, _TO = (np.array(ends) for ends in zip(*LIMBS, strict=True))
# How many joints, and how many limbs, a score is the mean of at least.
_MIN_COUNTED = 8


@dataclass(frozen=True)
class EstimatorConfig:
    """Sizes and thresholds of the two looks.

    ``photo_side``: longer side, in pixels, of the input that holds the whole photo. Where somebody is smaller than
    ``small`` times the photo, the first look is taken again with ``near_side`` pixels, or as many as the photo has:
    there may be more of them. Who is ``large`` times the photo or more is better seen as before.
    ``crop_side``: side of the input that holds a person's crop; ``crop_margin``: side of the crop relative to the
    longer side of the box around the joints. ``max_crops``: how many people get a second look, best first; nobody else
    is reported. ``turn``: whether crops are turned so that the trunk points up. ``sure``: in photos, crops whose limb
    joints score less than that in the mean are looked at in the mirror, too.
    ``min_joint``: joints that a crop shows less surely are not reported. What lies beyond the edge of the photo is
    often taken to lie at it: a joint at the very edge is reported where it is quite sure, and may be the less sure the
    further away it is, up to ``edge`` times the longer side of the box around the person's joints. ``overlap``: the
    share of a box that other people's may cover where people are followed from frame to frame. ``copies``: who is as
    similar as that to a better one is the same person.
    ``first_score``: people whom the first look scores lower are dropped. ``final_joints`` and ``final_score``: so are
    people with fewer joints or a lower score after the second; the first look is less strict, because a crop often
    turns a doubt into a person. ``min_presence``: least log-odds that somebody is a person at all: what the second look
    says of the crop, and the first of what surrounds the body.
    """

    photo_side: int = 192
    small: float = 0.3
    large: float = 0.4
    near_side: int = 384
    crop_side: int = 192
    crop_margin: float = 1.4
    max_crops: int = 20
    turn: bool = True
    sure: float = 0.8
    min_joint: float = 0.2
    edge: float = 0.12
    overlap: float = 0.1
    copies: float = 0.15
    first_score: float = 0.15
    final_joints: int = 3
    final_score: float = 0.1
    min_presence: float = 0.5
    grouping: GroupingConfig = field(default_factory=GroupingConfig)


@dataclass(frozen=True)
class Detection:
    """One person: ``joints`` (17, 3) x, y in photo pixels and score, NaN, NaN, 0 where not found; ``score``: how sure
    it is that somebody is there, 0 to 1; ``summaries`` (2, C) by the second look, of the body as a whole, and of its
    mirror image, NaN where that was not looked at; ``surroundings``: what these add to the log-odds that it is a
    person, 0 in the mean of people.
    """

    joints: np.ndarray
    score: float
    summaries: np.ndarray | None = None
    surroundings: float = 0.0

    @property
    def found(self) -> np.ndarray:
        """(17,) bool: which joints were found."""
        return np.asarray(np.isfinite(self.joints[:, 0]))

    def prominence(self, height: int, width: int) -> float:
        """How much a photo of this size is about this person: the score, somewhat more for a large body in the
        middle.
        """
        low, high = bounds(self.joints)
        aside = float(np.linalg.norm((low + high) / 2 - ((width - 1) / 2, (height - 1) / 2))) / max(height, width)
        return self.score * extent(self.joints) ** 0.25 * math.exp(-aside / 2)


@dataclass
class Stopwatch:
    """Milliseconds spent in each part of an analysis."""

    network: float = 0.0
    grouping: float = 0.0
    classifier: float = 0.0

    @contextmanager
    def measure(self, part: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        setattr(self, part, getattr(self, part) + 1000 * (time.perf_counter() - begun))


class Stages(NamedTuple):
    """The heatmaps and the PAFs of every stage, first stage first, and ``presence``; as ``Engine`` has them."""

    heatmaps: list[np.ndarray]
    pafs: list[np.ndarray]
    presence: np.ndarray


class PoseEstimator:
    """The networks of the joints made ready to look at photos. ``fields`` and ``person``: what the first and the second
    look see (``Graph``); ``network``: the settings of the first one.
    """

    def __init__(
        self, fields: Graph, person: Graph, network: PoseConfig, config: EstimatorConfig | None = None
    ) -> None:
        self.fields, self.person = fields, person
        self.config = config or EstimatorConfig()
        self.stride = network.stride

    def stages(self, inputs: np.ndarray) -> Stages:
        """What the first look sees in (N, H, W, 3) RGB uint8 inputs."""
        outputs = self.fields(inputs)
        heatmaps, pafs = (
            [values for name, values in outputs.items() if name.startswith(kind)] for kind in ("heatmaps", "pafs")
        )
        return Stages(heatmaps, pafs, outputs["presence"])

    def photo_matrix(self, image: np.ndarray, side: int) -> tuple[np.ndarray, tuple[int, int]]:
        """The 2x3 matrix from photo to input pixels of a first look with ``side`` pixels, and that input's (height,
        width).
        """
        height, width = image.shape[:2]
        scale = side / max(height, width)
        size = tuple(max(_MULTIPLE, math.ceil(scale * length / _MULTIPLE) * _MULTIPLE) for length in (height, width))
        return letterbox_matrix((height, width), size), size

    def first_input(self, image: np.ndarray, side: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The input of the first look, (1, h, w, 3) RGB uint8, and the 2x3 matrix from cells of its fields to pixels of
        the photo. ``side``: by default ``photo_side``.
        """
        matrix, size = self.photo_matrix(image, side or self.config.photo_side)
        return warp(image, matrix, size)[None], cells_to_photo(matrix, self.stride)

    def look_at_photo(
        self, image: np.ndarray, watch: Stopwatch | None = None, side: int | None = None
    ) -> list[Detection]:
        """First look only: everyone found in the whole photo (H, W, 3 RGB uint8), best first. ``side``: by default
        ``photo_side``.
        """
        return self._look(image, watch or Stopwatch(), side or self.config.photo_side)[0]

    def _look(self, image: np.ndarray, watch: Stopwatch, side: int) -> tuple[list[Detection], Surroundings]:
        with watch.measure("network"):
            inputs, to_photo = self.first_input(image, side)
            heatmaps, pafs, presence = self.stages(inputs)
        with watch.measure("grouping"):
            found = group(heatmaps[-1][0], pafs[-1][0], self.config.grouping)
            people = [
                Detection(inside, look_score(inside, support, image.shape[:2]))
                for joints, support in zip(apply(to_photo, found.joints()), found.limb_support(), strict=True)
                if np.isfinite((inside := within_photo(joints, image.shape[:2]))[:, 0]).any()
            ]
            return people, Surroundings(presence[0], self.photo_matrix(image, side)[0])

    def candidates(self, image: np.ndarray, watch: Stopwatch | None = None) -> list[Detection]:
        """Who, of those found in the whole photo (H, W, 3 RGB uint8), gets a second look, best first."""
        config, watch = self.config, watch or Stopwatch()
        longer = max(image.shape[:2])
        everybody, surroundings = self._look(image, watch, config.photo_side)
        people = self._worth_a_look(everybody)
        near_side = min(config.near_side, longer)
        if near_side > config.photo_side and any(extent(person.joints) < config.small * longer for person in people):
            near = self._worth_a_look(self.look_at_photo(image, watch, near_side))
            large = [person for person in people if extent(person.joints) >= config.large * longer]
            people = large + [
                person
                for person in near
                if extent(person.joints) < config.large * longer
                or all(similarity(person.joints, other.joints) < _ALIKE for other in large)
            ]
        best = sorted(people, key=lambda person: -person.score)[: config.max_crops]
        return [replace(person, surroundings=float(surroundings.around(person.joints)[0])) for person in best]

    def _worth_a_look(self, people: list[Detection]) -> list[Detection]:
        return [person for person in people if person.score >= self.config.first_score]

    def __call__(self, image: np.ndarray, watch: Stopwatch | None = None, mirror: bool = True) -> list[Detection]:
        """Everyone in a photo (H, W, 3 RGB uint8), best first, the best of them looked at twice. ``mirror``: whether
        doubtful ones are looked at in the mirror, too.
        """
        watch = watch or Stopwatch()
        seen_twice = self.look_again(image, self.candidates(image, watch), watch, mirror)
        with watch.measure("grouping"):
            certain = [person for person in seen_twice if person and self._is_certain(person)]
            ranked = sorted(certain, key=lambda person: -person.prominence(*image.shape[:2]))
            return suppress_copies(ranked, self.config.copies)

    def follow(
        self, image: np.ndarray, expected: list[Detection], watch: Stopwatch | None = None
    ) -> list[Detection] | None:
        """Everyone who is ``expected`` in a frame (H, W, 3 RGB uint8) of a stream, in that order, by a second look.

        ``None`` where that is not enough: somebody is not seen there surely, or elsewhere than expected, two are in
        each other's way, there are more than get a second look, or nobody is expected at all.
        """
        if not 0 < len(expected) <= self.config.max_crops or self._in_each_others_way(expected):
            return None
        seen = [
            person
            for person, before in zip(self.look_again(image, expected, watch), expected, strict=True)
            if person and self._is_certain(person) and similarity(person.joints, before.joints) >= self.config.copies
        ]
        return seen if len(seen) == len(expected) and not self._in_each_others_way(seen) else None

    def _in_each_others_way(self, people: list[Detection]) -> bool:
        """Whether a crop around one of them might take another for them."""
        for one, other in combinations(people, 2):
            first, second, shared = areas(one.joints, other.joints)
            if shared > self.config.overlap * min(first, second):
                return True
        return False

    def crops(self, image: np.ndarray, people: list[Detection]) -> tuple[np.ndarray, list[np.ndarray]]:
        """The inputs (P, S, S, 4) RGB and hint, uint8, of a second look at people in a photo, and the matrices that
        made them.
        """
        side = self.config.crop_side
        matrices = [self.crop_around(person) for person in people]
        crops = [
            np.dstack([warp(image, matrix, (side, side)), draw_hint(apply(matrix, person.joints[:, :2]), side)])
            for person, matrix in zip(people, matrices, strict=True)
        ]
        return np.stack(crops), matrices

    def look_again(
        self,
        image: np.ndarray,
        people: list[Detection],
        watch: Stopwatch | None = None,
        mirror: bool = False,
        hint: bool = True,
    ) -> list[Detection | None]:
        """Second look: each of the people in a crop of their own; ``None`` for whoever is not seen there again.

        ``mirror``: whether doubtful crops are looked at in the mirror, too, told what the look before saw, and what
        both see is averaged.
        ``hint``: whether they are told where the first look saw their joints.
        """
        watch = watch or Stopwatch()
        if not people:
            return []
        with watch.measure("network"):
            inputs, matrices = self.crops(image, people)
            if not hint:
                inputs[..., 3] = 0
            outputs = self.person(inputs)
        places, presence, summaries = outputs["places"], outputs["presence"], outputs["summary"]
        mirrored = np.full_like(summaries, np.nan)
        stride = inputs.shape[2] / places.shape[3]
        with watch.measure("grouping"):
            chosen = choose(places)
        doubtful = np.flatnonzero(chosen[:, LIMB_JOINTS, 2].mean(axis=1) < self.config.sure)
        if mirror and len(doubtful):
            with watch.measure("network"):
                told = inputs[doubtful]
                told[..., 3] = [draw_chosen(joints, inputs.shape[2], stride) for joints in chosen[doubtful]]
                outputs = self.person(told[:, :, ::-1])
            with watch.measure("grouping"):
                unfolded = outputs["places"][:, MIRROR_JOINTS, :, ::-1]
                chosen[doubtful] = choose((places[doubtful] + unfolded) / 2)
                presence[doubtful] = (presence[doubtful] + outputs["presence"]) / 2
                mirrored[doubtful] = outputs["summary"]
        with watch.measure("grouping"):
            certainty = presence + np.array([person.surroundings for person in people])
            looks = np.stack([summaries, mirrored], axis=1)
            return [
                self._seen_again(person, apply(cells_to_photo(matrix, stride), joints), seen, image.shape)
                if sure >= self.config.min_presence
                else None
                for person, joints, matrix, sure, seen in zip(people, chosen, matrices, certainty, looks, strict=True)
            ]

    def _is_certain(self, person: Detection) -> bool:
        return bool(person.found.sum() >= self.config.final_joints and person.score >= self.config.final_score)

    def crop_around(self, person: Detection) -> np.ndarray:
        """The 2x3 matrix from photo to input pixels of a person's crop."""
        angle = trunk_angle(person.joints) if self.config.turn else 0.0
        centre, size = crop_square(person.joints[:, :2], angle, self.config.crop_margin)
        return crop_matrix((float(centre[0]), float(centre[1])), size, angle, self.config.crop_side)

    def _seen_again(
        self, person: Detection, joints: np.ndarray, summaries: np.ndarray, photo_shape: tuple[int, ...]
    ) -> Detection | None:
        """A person as a crop shows them, all joints (17, 3) as they were chosen; ``None`` where it shows none."""
        photo_size = photo_shape[0], photo_shape[1]
        joints = within_photo(joints, photo_size)
        joints[joints[:, 2] < self.config.min_joint] = (np.nan, np.nan, 0.0)
        joints = self.without_crammed(joints, photo_size)
        if np.isnan(joints[:, 0]).all():
            return None
        return Detection(joints, joint_score(joints, photo_size), summaries, person.surroundings)

    def without_crammed(self, joints: np.ndarray, photo_size: tuple[int, int]) -> np.ndarray:
        """The joints (17, 3) of somebody without those too doubtful to lie so near the edge of the photo, (height,
        width).
        """
        if np.isnan(joints[:, 0]).all():
            return joints
        doubtful = joints[:, 2] < nearness_to_edge(joints, photo_size, self.config.edge)
        return np.where(doubtful[:, None], (np.nan, np.nan, 0.0), joints)


def summaries_of(people: Sequence[Detection]) -> np.ndarray | None:
    """The summaries (P, 2, C) of people; ``None`` where there are none, or not of everybody."""
    own = [person.summaries for person in people if person.summaries is not None]
    return np.stack(own) if people and len(own) == len(people) else None


def crop_square(points: np.ndarray, angle: float, margin: float) -> tuple[np.ndarray, float]:
    """Middle (2,) and side, in pixels, of a person's crop that is turned by ``angle`` degrees.

    ``points``: (17, 2) joints, NaN where not found. ``margin``: the side relative to the longer side of the box around
    them, taken in the turned frame: an oblique body has a tighter one there.
    """
    turn = crop_matrix((0.0, 0.0), 1.0, angle, 1)
    low, high = bounds(apply(turn, points))
    return apply(invert(turn), (low + high) / 2), max(float((high - low).max()) * margin, _SMALLEST_CROP)


def cells_to_photo(matrix: np.ndarray, stride: float) -> np.ndarray:
    """The 2x3 matrix from cells of ``stride`` input pixels to photo pixels; ``matrix``: from photo to input pixels."""
    back = invert(matrix)
    middle = np.full(2, (stride - 1) / 2)  # of the first cell, in input pixels
    return np.column_stack([stride * back[:, :2], apply(back, middle)])


def within_photo(joints: np.ndarray, photo_size: tuple[int, int]) -> np.ndarray:
    """The joints (17, 3) of somebody without those that lie beyond the photo, (height, width) in pixels: these are NaN,
    NaN, 0 as if they had not been found.
    """
    points, limit = joints[:, :2], np.array(photo_size[::-1]) - 0.5
    inside: np.ndarray = np.all((points >= -0.5) & (points <= limit), axis=1)
    return np.where(inside[:, None], joints, (np.nan, np.nan, 0.0))


def nearness_to_edge(joints: np.ndarray, photo_size: tuple[int, int], share: float) -> np.ndarray:
    """(17,): how near joints (17, 3) are to the edge of the photo, (height, width) in pixels: 1 at it, 0 from ``share``
    of the longer side of the box around them all on. There must be one that was found.
    """
    points, last = joints[:, :2], np.array(photo_size[::-1]) - 1
    away = np.minimum(points, last - points).min(axis=1) / max(share * extent(joints), 1e-6)
    return np.asarray((1 - away).clip(0, 1))


def joint_score(joints: np.ndarray, photo_size: tuple[int, int]) -> float:
    """How sure a look is that somebody is there, 0 to 1, by the scores of their joints (17, 3).

    What could be in the photo, (height, width) in pixels, and was not found counts 0; what is taken to lie outside of
    it does not count. A handful of joints always does, or a hand at the border would be a person.
    """
    return _mean_of(joints[:, 2], ~outside_joints(joints, photo_size))


def look_score(joints: np.ndarray, limb_support: np.ndarray, photo_size: tuple[int, int]) -> float:
    """How sure the first look is that somebody is there, 0 to 1: the scores of joints (17, 3) and, in the same way, of
    limbs (23,), half and half.
    """
    possible = ~outside_joints(joints, photo_size)
    limbs = possible[_FROM] & possible[_TO]
    return (_mean_of(joints[:, 2], possible) + _mean_of(limb_support.clip(0, 1) * limbs, limbs)) / 2


def _mean_of(scores: np.ndarray, possible: np.ndarray) -> float:
    """The mean of scores, those that are not ``possible`` aside."""
    return float(scores.sum() / max(possible.sum(), _MIN_COUNTED))


def suppress_copies(people: list[Detection], alike: float) -> list[Detection]:
    """Drop whoever is as similar as ``alike`` to someone before them: two looks at one body."""
    kept: list[Detection] = []
    for person in people:
        if all(similarity(person.joints, other.joints) < alike for other in kept):
            kept.append(person)
    return kept
