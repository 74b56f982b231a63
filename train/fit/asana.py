"""The networks that name the asana, as the loop trains them: one sees the photo, the other the joints.

``fuse_runs`` joins two runs, calibrates on the validation photos and writes the weights.
"""

import copy
import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from train.data.asanas import (
    CropAugmentation,
    JointAugmentation,
    JointSamples,
    PhotoSamples,
    balanced_repeats,
    load_skeletons,
)
from train.data.records import AsanaRecord
from train.fit.calibrate import calibrate
from train.fit.engine import (
    freeze_batchnorm,
    freeze_trunk,
    parameter_groups,
    pick_device,
)
from train.fit.extracted import load_extracted
from train.fit.imagenet import load_imagenet
from train.measure.looking import asana_classifier
from train.release.export import write_weights
from train.release.graphs import write_graphs
from yoga_models.asanas.classifier import photo_crop
from yoga_models.imaging.read import load_image
from yoga_models.networks.asana import AsanaNet, JointNet, PhotoNet
from yoga_models.networks.settings import AsanaConfig

FEW_PHOTOS = 10
"""An asana with fewer training photos than this is named by the joints: the photo network hardly saw it."""


@dataclass(frozen=True)
class AsanaTraining:
    """``trunk_rate`` and ``head_rate`` of the photo network, ``joint_rate`` of the joint network; ``smoothing`` of the
    labels.
    """

    trunk_rate: float = 3e-4
    head_rate: float = 1e-3
    joint_rate: float = 1e-3
    weight_decay: float = 0.02
    smoothing: float = 0.1
    frozen_groups: int = 2


class PhotoTrainee:
    """The photo network as the loop trains it."""

    def __init__(self, config: AsanaConfig, training: AsanaTraining, seed: int) -> None:
        torch.manual_seed(seed)
        self.training = training
        self.model = PhotoNet(config)
        load_imagenet(self.model.backbone, config.backbone)
        self.model.to(pick_device(), memory_format=torch.channels_last)  # type: ignore[call-overload]
        freeze_trunk(self.model.backbone, training.frozen_groups, depthwise=False)

    def parameter_groups(self) -> list[dict[str, object]]:
        decay = self.training.weight_decay
        trunk = parameter_groups(list(self.model.backbone.parameters()), self.training.trunk_rate, decay)
        return trunk + parameter_groups(list(self.model.head.parameters()), self.training.head_rate, decay)

    def training_mode(self) -> None:
        self.model.train()
        freeze_batchnorm(self.model)

    def losses(self, net: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        logits = net(batch["image"].contiguous(memory_format=torch.channels_last))
        return {"cross_entropy": F.cross_entropy(logits, batch["label"], label_smoothing=self.training.smoothing)}


class JointTrainee:
    """The joint network as the loop trains it."""

    def __init__(self, config: AsanaConfig, training: AsanaTraining, seed: int) -> None:
        torch.manual_seed(seed)
        self.training = training
        self.model = JointNet(config).to(pick_device())

    def parameter_groups(self) -> list[dict[str, object]]:
        return parameter_groups(list(self.model.parameters()), self.training.joint_rate, self.training.weight_decay)

    def training_mode(self) -> None:
        self.model.train()

    def losses(self, net: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        loss = F.cross_entropy(net(batch["features"]), batch["label"], label_smoothing=self.training.smoothing)
        return {"cross_entropy": loss}


def class_indices(labels: np.ndarray, classes: tuple[int, ...]) -> np.ndarray:
    """Asana ids to indices of the outputs; -1 for what has none."""
    index = {asana: position for position, asana in enumerate(classes)}
    return np.array([index.get(int(label), -1) for label in labels])


def known(records: list[AsanaRecord], split: str, classes: tuple[int, ...]) -> list[AsanaRecord]:
    """The records of a split whose asana can be named."""
    return [record for record in records if record.split == split and record.asana_id in classes]


def photo_samples(
    records: list[AsanaRecord], extracted: Path, config: AsanaConfig, augmentation: CropAugmentation, seed: int
) -> PhotoSamples:
    """Crops of the training photos whose asana can be named."""
    chosen = known(records, "train", config.classes)
    labels = class_indices(np.array([record.asana_id for record in chosen]), config.classes)
    joints, repeats = load_extracted(extracted, chosen), balanced_repeats(labels)
    return PhotoSamples(chosen, joints, labels, repeats, config.input_size, augmentation, seed)


def joint_samples(
    records: list[AsanaRecord],
    extracted: Path,
    skeletons: Path | None,
    config: AsanaConfig,
    augmentation: JointAugmentation,
    seed: int,
) -> JointSamples:
    """Our own network's joints over the training photos, and those of other detectors where a table is given."""
    chosen = known(records, "train", config.classes)
    joints = load_extracted(extracted, chosen)[..., :2]
    labels = np.array([record.asana_id for record in chosen])
    if skeletons:
        table = load_skeletons(skeletons)
        taken = ~table.validation & np.isin(table.labels, config.classes)
        joints = np.concatenate([joints, table.joints[taken, :, :2]])
        labels = np.concatenate([labels, table.labels[taken]])
    enough = np.isfinite(joints[..., 0]).sum(axis=1) >= 6
    indices = class_indices(labels[enough], config.classes)
    return JointSamples(joints[enough], indices, balanced_repeats(indices), augmentation, seed)


def join_runs(photo_run: Path, joint_run: Path) -> AsanaNet:
    """The averaged weights of a photo run and a joint run in one network."""
    photo, joint = (
        torch.load(run / "last.pt", map_location="cpu", weights_only=True) for run in (photo_run, joint_run)
    )
    settings = {**photo["network"], **{key: joint["network"][key] for key in ("joint_width", "joint_layers")}}
    net = AsanaNet(AsanaConfig(**{**settings, "classes": tuple(settings["classes"])}))
    net.photo.load_state_dict(photo["average"]["state"])
    net.joints.load_state_dict(joint["average"]["state"])
    return net


def validation_logits(
    net: AsanaNet, records: list[AsanaRecord], extracted: Path
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Photo and joint logits (N, classes) of photos, and (N,) bool: whether a person was found. Without one, the photo
    is seen whole and the joint logits are 0.
    """
    classifier = asana_classifier(copy.deepcopy(net))  # it folds the BatchNorms of what it is given
    joints = load_extracted(extracted, records)
    found = np.isfinite(joints[..., 0]).any(axis=1)
    photos, joint_logits = [], np.zeros((len(records), len(net.config.classes)), np.float32)
    for start in range(0, len(records), 32):
        batch = range(start, min(start + 32, len(records)))
        crops = [
            photo_crop(load_image(records[i].path), joints[i] if found[i] else None, net.config.input_size)
            for i in batch
        ]
        logits, _ = classifier.logits(np.stack(crops), None)
        assert logits is not None
        photos.append(logits)
    if found.any():
        _, logits = classifier.logits(None, joints[found])
        assert logits is not None
        joint_logits[found] = logits
    return np.concatenate(photos), joint_logits, found


def fuse_runs(photo_run: Path, joint_run: Path, records: list[AsanaRecord], extracted: Path, out: Path) -> Path:
    """Join two runs, calibrate on the validation photos, write the weights."""
    net = join_runs(photo_run, joint_run)
    validation = [record for record in records if record.split == "val"]
    photo, joint, found = validation_logits(net, validation, extracted)
    labels = class_indices(np.array([record.asana_id for record in validation]), net.config.classes)
    shown = Counter(record.asana_id for record in records if record.split == "train")
    rare = tuple(asana for asana in net.config.classes if shown[asana] < FEW_PHOTOS)
    config = calibrate(replace(net.config, without_photos=rare), photo, joint, found, labels)
    print(json.dumps({key: value for key, value in config.to_dict().items() if key != "classes"}, indent=2))
    path = write_weights(net.state_dict(), config.to_dict(), "asana", out)
    write_graphs("asana", out)
    return path
