"""Asana networks that are quickly made: three classes, random weights."""

import torch

from yoga_models.asanas.classifier import AsanaClassifier
from yoga_models.networks.asana import AsanaConfig, AsanaNet

CLASSES = (2, 5, 19)


def classifier(**changes: object) -> AsanaClassifier:
    torch.manual_seed(0)
    config = AsanaConfig(CLASSES, input_size=64, joint_width=16, joint_layers=1, **changes)  # type: ignore[arg-type]
    return AsanaClassifier(AsanaNet(config), bf16=False)
