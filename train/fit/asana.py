"""The networks that name the asana, as the loop trains them: one sees the photo, one the joints, one what the second
look saw of the body.

``fuse_networks`` calibrates them on the validation photos and writes the weights.
"""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from train.data.asanas import (
    BodySamples,
    CropAugmentation,
    JointAugmentation,
    JointSamples,
    PhotoSamples,
    balanced_repeats,
    load_skeletons,
)
from train.data.doubtful import doubtful_files
from train.data.records import AsanaRecord
from train.fit.calibrate import OTHER_SHARE, calibrate
from train.fit.engine import (
    freeze_batchnorm,
    freeze_trunk,
    parameter_groups,
    pick_device,
    trunk_and_rest,
)
from train.fit.extracted import load_joints, load_summaries
from train.fit.graphs import write_graphs
from train.fit.imagenet import load_imagenet
from train.fit.looking import asana_classifier
from train.fit.weights import write_weights
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.classifier import AsanaClassifier, body_features, photo_crop
from yoga_models.asanas.fusion import Logits
from yoga_models.body.joint_features import joint_features
from yoga_models.body.skeleton import mirror_joints
from yoga_models.imaging.read import load_image
from yoga_models.networks.asana import AsanaNet, BodyNet, JointNet, PhotoNet
from yoga_models.networks.settings import AsanaConfig

NONE = -1
"""The ``asana_id`` of what is none of the catalogue."""

FEW_PHOTOS = 10
"""An asana with fewer training photos than this is named by the joints: the photo network hardly saw it."""


@dataclass(frozen=True)
class AsanaTraining:
    """``trunk_rate`` and ``head_rate`` of the photo network, ``joint_rate`` of the joint and of the body network;
    ``smoothing`` of the labels. ``mixing``: photos are mixed in pairs, with their labels (mixup, arXiv 1710.09412), by
    shares drawn from the beta distribution with this for both of its parameters; 0 mixes none.
    """

    trunk_rate: float = 3e-4
    head_rate: float = 1e-3
    joint_rate: float = 1e-3
    weight_decay: float = 0.02
    smoothing: float = 0.1
    mixing: float = 0.0
    frozen_groups: int = 2


class PhotoTrainee:
    """The photo network as the loop trains it."""

    def __init__(self, config: AsanaConfig, training: AsanaTraining, seed: int) -> None:
        torch.manual_seed(seed)
        self.config, self.training = config, training
        self.model = PhotoNet(config)
        load_imagenet(self.model.backbone, config.backbone)
        self.model.to(pick_device(), memory_format=torch.channels_last)  # type: ignore[call-overload]
        freeze_trunk(self.model.backbone, training.frozen_groups, depthwise=False)

    def parameter_groups(self) -> list[dict[str, object]]:
        rates = self.training.trunk_rate, self.training.head_rate
        return trunk_and_rest(self.model, [self.model.backbone], *rates, self.training.weight_decay)

    def training_mode(self) -> None:
        self.model.train()
        freeze_batchnorm(self.model)

    def losses(self, net: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        images, labels, training = batch["image"], batch["label"], self.training
        share = torch.distributions.Beta(training.mixing, training.mixing).sample().item() if training.mixing else 1.0
        if share < 1:
            images = torch.lerp(images.flip(0).float(), images.float(), share)
        logits = net(images.contiguous(memory_format=torch.channels_last))
        own, other = (naming_losses(logits, of, self.config, training.smoothing) for of in (labels, labels.flip(0)))
        return {name: share * loss + (1 - share) * other[name] for name, loss in own.items()}


class FeaturesTrainee:
    """The joint network, or the body network, as the loop trains it."""

    def __init__(
        self,
        build: Callable[[AsanaConfig], JointNet | BodyNet],
        config: AsanaConfig,
        training: AsanaTraining,
        seed: int,
    ) -> None:
        torch.manual_seed(seed)
        self.config, self.training = config, training
        self.model = build(config).to(pick_device())

    def parameter_groups(self) -> list[dict[str, object]]:
        return parameter_groups(list(self.model.parameters()), self.training.joint_rate, self.training.weight_decay)

    def training_mode(self) -> None:
        self.model.train()

    def losses(self, net: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        return naming_losses(net(batch["features"]), batch["label"], self.config, self.training.smoothing)


def naming_losses(logits: Tensor, labels: Tensor, config: AsanaConfig, smoothing: float) -> dict[str, Tensor]:
    """Losses of (N, outputs) logits with (N,) class indices, -1 for none of them.

    The classes compete among themselves, on what is one of them; whether it is one at all is an answer of its own.
    """
    named, classes = labels >= 0, len(config.classes)
    losses = F.cross_entropy(logits[:, :classes], labels.clamp_min(0), label_smoothing=smoothing, reduction="none")
    parts = {"cross_entropy": (losses * named).sum() / named.sum().clamp_min(1)}
    if config.other_output:
        parts["other"] = F.binary_cross_entropy_with_logits(logits[:, -1].float(), (~named).float())
    return parts


def class_indices(labels: np.ndarray, classes: tuple[int, ...]) -> np.ndarray:
    """Asana ids to indices of the outputs, one pose under two names to one; -1 for what has none."""
    index = {asana: position for position, asana in enumerate(classes)}
    index |= {asana.id: index[asana.same_as] for asana in load_catalogue() if asana.same_as in index}
    return np.array([index.get(int(label), -1) for label in labels])


def known(records: list[AsanaRecord], split: str, classes: tuple[int, ...]) -> list[AsanaRecord]:
    """The records of a split whose asana can be named, and those that show none of the catalogue."""
    indices = class_indices(np.array([record.asana_id for record in records]), classes)
    return [
        record
        for record, index in zip(records, indices, strict=True)
        if record.split == split and (index >= 0 or record.asana_id == NONE)
    ]


def without_doubtful(records: list[AsanaRecord]) -> list[AsanaRecord]:
    """The records whose labels are not in doubt: a wrong label makes what is sure look too sure."""
    doubtful = doubtful_files()
    return [record for record in records if record.file not in doubtful]


def shares(labels: np.ndarray, other: float = OTHER_SHARE) -> np.ndarray:
    """How often each sample is shown in an epoch, from (N,) class indices: rare classes more often, and ``other`` of
    the epoch are those that are none, -1.
    """
    named, repeats = labels >= 0, np.empty(len(labels))
    repeats[named] = balanced_repeats(labels[named])
    if not named.all():
        repeats[~named] = named.sum() * other / (1 - other) / (~named).sum()
    return repeats


def photo_samples(
    records: list[AsanaRecord], extracted: Path, config: AsanaConfig, augmentation: CropAugmentation, seed: int
) -> PhotoSamples:
    """Crops of the training photos whose asana can be named, and of those that show none."""
    chosen = known(records, "train", config.classes)
    labels = class_indices(np.array([record.asana_id for record in chosen]), config.classes)
    joints = load_joints(extracted, chosen)
    return PhotoSamples(chosen, joints, labels, shares(labels), config.input_size, augmentation, seed)


def joint_samples(
    records: list[AsanaRecord],
    extracted: Path,
    tables: list[Path],
    config: AsanaConfig,
    augmentation: JointAugmentation,
    seed: int,
) -> JointSamples:
    """Our own network's joints over the training photos, and those of ``tables`` of joints without photos.

    Rendered ones only of asanas that are hardly known from photos: beside photos they lead away from how people look.
    """
    chosen = known(records, "train", config.classes)
    joints = [load_joints(extracted, chosen)[..., :2]]
    labels = [np.array([record.asana_id for record in chosen])]
    for path in tables:
        table = load_skeletons(path)
        indices = class_indices(table.labels, config.classes)
        rare = np.isin(np.array(config.classes)[indices], config.without_photos)
        taken = ~table.validation & (indices >= 0) & (rare | ~table.rendered)
        joints.append(table.joints[taken, :, :2])
        labels.append(table.labels[taken])
    together = np.concatenate(joints)
    enough = np.isfinite(together[..., 0]).sum(axis=1) >= 6
    indices = class_indices(np.concatenate(labels)[enough], config.classes)
    return JointSamples(together[enough], indices, shares(indices), augmentation, seed)


def body_samples(records: list[AsanaRecord], extracted: Path, config: AsanaConfig, seed: int) -> BodySamples:
    """What the second look saw of the people in the training photos, and of their mirror images."""
    chosen = known(records, "train", config.classes)
    joints, summaries = load_joints(extracted, chosen), load_summaries(extracted, chosen)
    seen = np.isfinite(joints[..., 0]).any(axis=1)
    joints, summaries = joints[seen], summaries[seen]
    looks = [
        body_features(joint_features(points), summaries[:, number])
        for number, points in enumerate((joints, mirror_joints(joints)))
    ]
    labels = class_indices(np.array([record.asana_id for record in chosen])[seen], config.classes)
    both = np.tile(labels, len(looks))
    return BodySamples(np.concatenate(looks), both, shares(both), seed)


def averaged(run: Path) -> dict[str, Tensor]:
    """The averaged weights of a run."""
    saved: dict[str, Tensor] = torch.load(run / "last.pt", map_location="cpu", weights_only=True)["average"]["state"]
    return saved


def validation_logits(net: AsanaNet, records: list[AsanaRecord], extracted: Path) -> tuple[Logits, np.ndarray]:
    """Logits of photos, and (N,) bool: whether a person was found, as ``seen_logits`` has them. Without a person, the
    photo is seen whole.
    """
    classifier = asana_classifier(copy.deepcopy(net))  # it folds the BatchNorms of what it is given
    photos = []
    for crops in crops_of(records, load_joints(extracted, records), net.config.input_size):
        logits = classifier.logits(crops).photo
        assert logits is not None
        photos.append(logits)
    seen, found = seen_logits(classifier, records, extracted)
    return seen._replace(photo=np.concatenate(photos)), found


def seen_logits(classifier: AsanaClassifier, records: list[AsanaRecord], extracted: Path) -> tuple[Logits, np.ndarray]:
    """Logits from what was seen of the main person in N photos, 0 where nobody was found, and (N,) bool: whether
    somebody was.
    """
    joints, summaries = load_joints(extracted, records), load_summaries(extracted, records)
    found = np.isfinite(joints[..., 0]).any(axis=1)

    def everywhere(logits: np.ndarray | None) -> np.ndarray | None:
        if logits is None:
            return None
        rows = np.zeros((len(found), logits.shape[1]), np.float32)
        rows[found] = logits
        return rows

    return Logits(*map(everywhere, classifier.logits(None, joints[found], summaries[found]))), found


def crops_of(records: list[AsanaRecord], joints: np.ndarray, size: int, batch: int = 32) -> Iterator[np.ndarray]:
    """The crops (up to ``batch``, S, S, 3) of records with joints (N, 17, 3), whole photos where these are NaN."""
    found = np.isfinite(joints[..., 0]).any(axis=1)
    for start in range(0, len(records), batch):
        rows = range(start, min(start + batch, len(records)))
        yield np.stack([photo_crop(load_image(records[i].path), joints[i] if found[i] else None, size) for i in rows])


def fuse_networks(net: AsanaNet, records: list[AsanaRecord], extracted: Path, out: Path) -> Path:
    """Calibrate the networks on the validation photos whose labels are not in doubt, write the weights."""
    validation = without_doubtful(known(records, "val", net.config.classes))
    logits, found = validation_logits(net, validation, extracted)
    labels = class_indices(np.array([record.asana_id for record in validation]), net.config.classes)
    config = calibrate(net.config, logits, found, labels)
    print(json.dumps({key: value for key, value in config.to_dict().items() if key != "classes"}, indent=2))
    path = write_weights(net.state_dict(), config.to_dict(), "asana", out)
    write_graphs("asana", out)
    return path
