"""Networks just trained, or from the weights, made ready to look at photos.

In float32 unless half precision is asked for: it is what figures are measured with. A network just trained runs on
torch; many photos are looked at with the engine that suits the machine.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import cv2
import torch

from yoga_models.asanas.classifier import AsanaClassifier
from yoga_models.joints.estimator import EstimatorConfig, PoseEstimator
from yoga_models.networks.asana import AsanaNet
from yoga_models.networks.graphs import FeaturesGraph, FieldsGraph, PersonGraph, PhotoGraph
from yoga_models.networks.person import PersonNet
from yoga_models.networks.pose import PoseNet
from yoga_models.networks.settings import read_pose_config
from yoga_models.runtime.choice import load_networks
from yoga_models.runtime.threads import usable_cores
from yoga_models.runtime.with_torch import TorchGraph

Photo = TypeVar("Photo")
T = TypeVar("T")


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
    photo, joints = TorchGraph(PhotoGraph(net.photo), device, bf16), TorchGraph(FeaturesGraph(net.joints), device)
    body = TorchGraph(FeaturesGraph(net.body), device) if net.body else None
    return AsanaClassifier(photo, joints, net.config, body)


_estimators: list[PoseEstimator] = []
"""In a process of its own: the one it looks with."""


def _begin(weights: Path, config: EstimatorConfig | None) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"  # engines take it for the cores they may use
    cv2.setNumThreads(1)
    networks = load_networks(weights, precision="f32")
    _estimators.append(PoseEstimator(networks.fields, networks.person, read_pose_config(weights), config))


def _look(look: Callable[[Any, PoseEstimator], Any], photo: Any) -> Any:
    return look(photo, _estimators[0])


def look_at(
    photos: Sequence[Photo],
    look: Callable[[Photo, PoseEstimator], T],
    weights: Path,
    config: EstimatorConfig | None = None,
) -> Iterator[T]:
    """What ``look``, a function of a module, makes of every photo, or whatever it takes for one, in their order, by the
    joint networks of a folder; each usable core looks at photos of its own.
    """
    spawn = get_context("spawn")  # engines have threads, which a fork would lose
    with ProcessPoolExecutor(usable_cores(), spawn, _begin, (weights, config)) as pool:
        yield from pool.map(partial(_look, look), photos, chunksize=16)
