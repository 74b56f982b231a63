"""The whole path: a photo in, an ``Analysis`` out."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from yoga_models.asana_network import AsanaConfig, AsanaNet
from yoga_models.classifier import AsanaClassifier
from yoga_models.estimator import EstimatorConfig, PoseEstimator, Stopwatch
from yoga_models.imaging import load_image
from yoga_models.inspection import Inspection, inspect
from yoga_models.network import PoseConfig, PoseNet
from yoga_models.results import Analysis, Person, Timing
from yoga_models.weights import EMBEDDED, WeightsError, load_weights, read_manifest


def load_pose_net(folder: Path = EMBEDDED) -> PoseNet:
    """The joint network of a folder of weights. Raises ``WeightsError``."""
    entry = read_manifest(folder)["pose"]
    net = PoseNet(PoseConfig(**entry.settings))
    _fill(net, load_weights(entry, folder))
    return net


def load_asana_net(folder: Path = EMBEDDED) -> AsanaNet:
    """The asana networks of a folder of weights. Raises ``WeightsError``."""
    entry = read_manifest(folder)["asana"]
    net = AsanaNet(AsanaConfig(**{**entry.settings, "classes": tuple(entry.settings["classes"])}))
    _fill(net, load_weights(entry, folder))
    return net


def _fill(net: torch.nn.Module, tensors: dict[str, torch.Tensor]) -> None:
    # Files leave out BatchNorm's step counters, which nothing reads; anything else missing is an error.
    counters = {name: value for name, value in net.state_dict().items() if name.endswith("num_batches_tracked")}
    try:
        net.load_state_dict({**counters, **tensors})
    except RuntimeError as error:
        raise WeightsError("The weights do not fit the settings that the manifest gives for them.") from error


class YogaPose:
    """Finds people in photos, their joints, and the asanas they show."""

    def __init__(self, estimator: PoseEstimator, classifier: AsanaClassifier, weights: dict[str, str]) -> None:
        self.estimator, self.classifier, self.weights = estimator, classifier, weights

    @classmethod
    def from_pretrained(
        cls, folder: str | Path = EMBEDDED, device: str | None = None, config: EstimatorConfig | None = None
    ) -> "YogaPose":
        """Load the weights of a folder with a manifest; by default those that come with the project.

        ``device``: ``cpu``, ``cuda``...; by default a GPU if there is one. Raises ``WeightsError`` where weights are
        missing or damaged.
        """
        folder = Path(folder)
        device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        hashes = {name: f"sha256:{entry.sha256}" for name, entry in read_manifest(folder).items()}
        estimator = PoseEstimator(load_pose_net(folder), config, device)
        return cls(estimator, AsanaClassifier(load_asana_net(folder), device), hashes)

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """Analyse one photo: a path, bytes, ``PIL.Image`` or (H, W, 3) RGB uint8 array.

        ``name`` is what the result calls the file; by default the path's own name. Raises ``ImageError``, in plain
        words, for anything that is not a photo.
        """
        begun = time.perf_counter()
        image = load_image(source)
        if name is None and isinstance(source, str | Path):
            name = Path(source).name
        watch = Stopwatch()
        found = self.estimator(image, watch)
        classifier_begun = time.perf_counter()
        if found:
            answers = self.classifier.people(image, np.stack([person.joints for person in found]))
            people = tuple(
                Person(person.joints, person.score, guesses, verdict)
                for person, (guesses, verdict) in zip(found, answers, strict=True)
            )
            asanas, verdict = people[0].asanas, people[0].verdict
        else:
            people, asanas, verdict = (), self.classifier.photo(image), "no_person"
        ended = time.perf_counter()
        return Analysis(
            file=name,
            width=image.shape[1],
            height=image.shape[0],
            verdict=verdict,
            asanas=asanas,
            people=people,
            weights=self.weights,
            timing=Timing(watch.network, watch.grouping, 1000 * (ended - classifier_begun), 1000 * (ended - begun)),
        )

    def inspect(self, source: Any) -> Inspection:
        """What the joint network makes of a photo on the way to its people. Sources and errors as for ``analyze``."""
        return inspect(self.estimator, load_image(source))
