"""Networks just trained, or from the weights, made ready to look at photos with torch.

float32 unless half precision is asked for: it is what figures are measured with.
"""

import torch

from yoga_models.asanas.classifier import AsanaClassifier
from yoga_models.joints.estimator import EstimatorConfig, PoseEstimator
from yoga_models.networks.asana import AsanaNet
from yoga_models.networks.graphs import FieldsGraph, JointsGraph, PersonGraph, PhotoGraph
from yoga_models.networks.person import PersonNet
from yoga_models.networks.pose import PoseNet
from yoga_models.runtime.with_torch import TorchGraph


def pose_estimator(
    pose: PoseNet,
    person: PersonNet,
    config: EstimatorConfig | None = None,
    device: torch.device | str = "cpu",
    bf16: bool = False,
) -> PoseEstimator:
    """Looks with the networks of the joints, which are changed in place (BatchNorm folded)."""
    fields, crops = TorchGraph(FieldsGraph(pose), device, bf16), TorchGraph(PersonGraph(person), device, bf16)
    return PoseEstimator(fields, crops, pose.config, config)


def asana_classifier(net: AsanaNet, device: torch.device | str = "cpu", bf16: bool = False) -> AsanaClassifier:
    """Names with asana networks, which are changed in place (BatchNorm folded)."""
    photo, joints = TorchGraph(PhotoGraph(net.photo), device, bf16), TorchGraph(JointsGraph(net.joints), device)
    return AsanaClassifier(photo, joints, net.config)
