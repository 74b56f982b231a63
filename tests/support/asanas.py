"""Asana networks that are quickly made: three classes, random weights."""

import torch

from train.fit.looking import asana_classifier
from yoga_models.asanas.classifier import AsanaClassifier
from yoga_models.networks.asana import AsanaNet
from yoga_models.networks.settings import AsanaConfig

CLASSES = (2, 5, 19)


def classifier(**changes: object) -> AsanaClassifier:
    torch.manual_seed(0)
    config = AsanaConfig(CLASSES, input_size=64, joint_width=16, joint_layers=1, **changes)  # type: ignore[arg-type]
    return asana_classifier(AsanaNet(config))
