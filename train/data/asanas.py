"""What the asana networks learn from: crops of photos, and joints from several detectors."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from train.data.records import AsanaRecord, MixedOrder
from train.data.transforms import MIRROR, Augmentation, mirror_matrix, vary_colours
from yoga_models.asanas.classifier import CROP_MARGIN
from yoga_models.body.joint_features import centre_and_scale, joint_features
from yoga_models.body.skeleton import ARMS, JOINTS, LEGS, mirror_joints
from yoga_models.imaging.geometry import crop_matrix, warp
from yoga_models.imaging.read import load_image

RENDERED = "rendered"
"""The ``detector`` of joints that are of a body that was drawn."""

_MIN_SKELETON_SCORE = 0.3


@dataclass(frozen=True)
class LabelledJoints:
    """``joints`` (N, 17, 2 or 3) with NaN where not found, ``labels`` (N,) asana ids, ``validation`` (N,) bool, and
    ``rendered`` (N,) bool: whether they are of a body that was drawn.
    """

    joints: np.ndarray
    labels: np.ndarray
    validation: np.ndarray
    rendered: np.ndarray


def load_skeletons(path: Path) -> LabelledJoints:
    """A table of joints without photos: columns asana_id, split and ``<joint>_x``, ``_y``, ``_score`` in pixels.

    Score scales differ between detectors; joints far under a detector's usual score are left out.
    """
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    values = np.array(
        [[[float(row[f"{joint}_{part}"] or "nan") for part in ("x", "y", "score")] for joint in JOINTS] for row in rows]
    )
    usual = {
        name: np.nanmedian(values[[row["detector"] == name for row in rows], :, 2])
        for name in {row["detector"] for row in rows}
    }
    least = _MIN_SKELETON_SCORE * np.array([usual[row["detector"]] for row in rows])[:, None]
    values[values[..., 2] < least] = np.nan
    labels = np.array([int(row["asana_id"]) for row in rows])
    validation = np.array([row["split"] == "val" for row in rows])
    return LabelledJoints(values, labels, validation, np.array([row["detector"] == RENDERED for row in rows]))


@dataclass(frozen=True)
class JointAugmentation:
    """How joints are varied: ``tilt`` in degrees and ``jitter`` in body sizes, one standard deviation; ``stretch`` of
    the width against the height; ``drop``: share of joints forgotten, in ``drop_share`` of the samples; ``swap``: how
    often the left and right arm change places, and how often the legs do, as they do when a detector is wrong.
    """

    tilt: float = 8.0
    jitter: float = 0.04
    stretch: float = 0.08
    drop: float = 0.2
    drop_share: float = 0.5
    swap: float = 0.15


def vary_joints(
    joints: np.ndarray, augmentation: JointAugmentation, chance: Sequence[np.random.Generator]
) -> np.ndarray:
    """(N, 17, 2 or 3) joints to varied (N, 17, 2) ones in body sizes, mirrored half of the time.

    ``chance``: the source of it for each of the N, so that a skeleton is varied alike whatever else is in the batch.
    """
    count = joints.shape[1]
    normal = np.stack([rng.standard_normal(2 + 2 * count) for rng in chance])
    uniform = np.stack([rng.random(4 + count) for rng in chance])
    points = centre_and_scale(joints)
    points = np.where((uniform[:, 0] < 0.5)[:, None, None], mirror_joints(points), points)
    angle = np.deg2rad(augmentation.tilt * normal[:, 0])
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    x, y = points[..., 0], points[..., 1]
    wider = np.exp(augmentation.stretch * normal[:, 1])[:, None]
    points = np.stack([(cos * x - sin * y) * wider, sin * x + cos * y], axis=-1)
    points += augmentation.jitter * normal[:, 2:].reshape(points.shape)
    for limbs, drawn in ((np.array(ARMS), uniform[:, 1]), (np.array(LEGS), uniform[:, 2])):
        swapped = np.flatnonzero(drawn < augmentation.swap)
        points[np.ix_(swapped, limbs)] = points[np.ix_(swapped, MIRROR[limbs])]
    forgetful = uniform[:, 3] < augmentation.drop_share
    points[forgetful[:, None] & (uniform[:, 4:] < augmentation.drop)] = np.nan
    return points


class JointSamples(Dataset[dict[str, Tensor]]):
    """Position k of the stream to one varied skeleton: ``features`` and ``label`` (index of the class)."""

    def __init__(
        self, joints: np.ndarray, labels: np.ndarray, repeats: np.ndarray, augmentation: JointAugmentation, seed: int
    ) -> None:
        self.joints, self.labels, self.augmentation, self.seed = joints, labels, augmentation, seed
        self.order = MixedOrder(repeats.tolist(), seed)

    def __getitem__(self, position: int) -> dict[str, Tensor]:
        return self.__getitems__([position])[0]

    def __getitems__(self, positions: list[int]) -> list[dict[str, Tensor]]:
        """A whole batch at once, as the loader asks for it: features cost little more for many than for one."""
        indices = [self.order[position] for position in positions]
        chance = [np.random.default_rng((self.seed, 2, position)) for position in positions]
        varied = vary_joints(self.joints[indices], self.augmentation, chance)
        features = torch.from_numpy(joint_features(varied))
        labels = torch.from_numpy(self.labels[indices])
        return [{"features": row, "label": label} for row, label in zip(features, labels, strict=True)]


class BodySamples(Dataset[dict[str, Tensor]]):
    """Position k of the stream to what the body network takes of one look at somebody, as it is: ``features`` and
    ``label`` (index of the class).
    """

    def __init__(self, features: np.ndarray, labels: np.ndarray, repeats: np.ndarray, seed: int) -> None:
        self.features, self.labels = torch.from_numpy(features), torch.from_numpy(labels)
        self.order = MixedOrder(repeats.tolist(), seed)

    def __getitem__(self, position: int) -> dict[str, Tensor]:
        index = self.order[position]
        return {"features": self.features[index], "label": self.labels[index]}


@dataclass(frozen=True)
class CropAugmentation:
    """How crops are varied. ``zoom``: range of the crop's side relative to the usual one; ``shift`` relative to the
    side; ``tilt`` in degrees, one standard deviation: asanas differ by orientation. ``whole_share`` see the whole
    photo.
    """

    zoom: tuple[float, float] = (0.7, 1.1)
    shift: float = 0.06
    tilt: float = 7.0
    whole_share: float = 0.15
    colours: Augmentation = field(default_factory=lambda: Augmentation(erase_share=0.4))


class PhotoSamples(Dataset[dict[str, Tensor]]):
    """Position k of the stream to one varied crop: ``image`` and ``label`` (index of the class)."""

    def __init__(
        self,
        records: list[AsanaRecord],
        joints: np.ndarray,
        labels: np.ndarray,
        repeats: np.ndarray,
        size: int,
        augmentation: CropAugmentation,
        seed: int,
    ) -> None:
        self.records, self.joints, self.labels, self.size = records, joints, labels, size
        self.augmentation, self.seed = augmentation, seed
        self.order = MixedOrder(repeats.tolist(), seed)

    def __getitem__(self, position: int) -> dict[str, Tensor]:
        rng = np.random.default_rng((self.seed, 3, position))
        index = self.order[position]
        image, settings = load_image(self.records[index].path), self.augmentation
        points = self.joints[index][np.isfinite(self.joints[index][:, 0]), :2]
        if len(points) < 2 or rng.random() < settings.whole_share:
            low, high, margin = np.zeros(2), np.array(image.shape[1::-1], float), 1.2  # all of it is in most of them
        else:
            low, high, margin = points.min(axis=0), points.max(axis=0), CROP_MARGIN
        side = max(float((high - low).max()) * margin * rng.uniform(*settings.zoom), 16.0)
        centre = (low + high) / 2 + rng.uniform(-1, 1, 2) * settings.shift * side
        matrix = crop_matrix((float(centre[0]), float(centre[1])), side, rng.normal(0, settings.tilt), self.size)
        if rng.random() < 0.5:
            matrix = mirror_matrix(matrix, self.size)
        crop = vary_colours(warp(image, matrix, (self.size, self.size)), settings.colours, rng)
        return {
            "image": torch.from_numpy(crop).permute(2, 0, 1),
            "label": torch.tensor(self.labels[index]),
        }


def balanced_repeats(labels: np.ndarray, power: float = 0.5) -> np.ndarray:
    """How often each sample is shown so that rare classes are seen more: (count / largest count) to the power
    ``-power``, scaled so that an epoch keeps its length.
    """
    _, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    repeats = counts[inverse].astype(float) ** -power
    return repeats * len(labels) / repeats.sum()
