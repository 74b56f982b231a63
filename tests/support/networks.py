"""Small networks of the joints, as they are drawn at random, and weights of them."""

from pathlib import Path

import torch

from train.fit.weights import write_joint_weights
from yoga_models.networks.person import PersonNet
from yoga_models.networks.pose import PoseNet
from yoga_models.networks.settings import PersonConfig, PoseConfig

SMALL_POSE = PoseConfig(backbone="lite0", width=16, paf_stages=1, heatmap_stages=1, stage_convs=1)
SMALL_PERSON = PersonConfig(backbone="lite0", width=16, convs=1)


def write_small_weights(folder: Path, config: PoseConfig = SMALL_POSE, seed: int = 0) -> tuple[PoseNet, PersonNet]:
    """Write weights of both looks into a folder, without ONNX files; returns the networks."""
    torch.manual_seed(seed)
    pose, person = PoseNet(config), PersonNet(SMALL_PERSON)
    write_joint_weights(pose, person, folder)
    return pose, person
