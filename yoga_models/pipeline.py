"""The whole path: a photo in, an ``Analysis`` out."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch

from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.classifier import AsanaClassifier
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import EstimatorConfig, PoseEstimator, Stopwatch
from yoga_models.joints.inspection import Inspection, inspect
from yoga_models.networks.asana import AsanaConfig, AsanaNet
from yoga_models.networks.pose import PoseConfig, PoseNet
from yoga_models.results import Analysis, Person, Timing
from yoga_models.weights.hub import fetch
from yoga_models.weights.manifest import EMBEDDED, ENVIRONMENT, MANIFEST, WeightsError, load_weights, read_manifest

Net = TypeVar("Net", bound=torch.nn.Module)

_log = logging.getLogger(__name__)


def load_pose_net(folder: Path = EMBEDDED) -> PoseNet:
    """The joint network of a folder of weights. Raises ``WeightsError``."""
    return _rebuild("pose", folder, lambda settings: PoseNet(PoseConfig(**settings)))


def load_asana_net(folder: Path = EMBEDDED) -> AsanaNet:
    """The asana networks of a folder of weights. Raises ``WeightsError``."""
    return _rebuild("asana", folder, lambda settings: AsanaNet(AsanaConfig(**_with_classes(settings))))


def _with_classes(settings: dict[str, Any]) -> dict[str, Any]:
    known = {asana.id for asana in load_catalogue()}
    if not settings["classes"] or not known.issuperset(settings["classes"]):
        raise ValueError("they name asanas that are not in the catalogue")
    return {**settings, "classes": tuple(settings["classes"])}


def _rebuild(network: str, folder: Path, build: Callable[[dict[str, Any]], Net]) -> Net:
    manifest = read_manifest(folder)
    if network not in manifest:
        raise WeightsError(f"The {MANIFEST} in {folder} names no weights called {network!r}.")
    tensors = {name: tensor.float() for name, tensor in load_weights(manifest[network], folder).items()}
    try:
        # On "meta" nothing is allocated and nothing drawn at random: the tensors of the file become the network's own.
        with torch.device("meta"):
            net = build(manifest[network].settings)
        # Files leave out BatchNorm's step counters, which nothing reads; anything else missing is an error.
        counters = {name: torch.tensor(0) for name in net.state_dict() if name.endswith("num_batches_tracked")}
        net.load_state_dict({**counters, **tensors}, assign=True)
    except (ValueError, KeyError, TypeError, RuntimeError) as error:
        raise WeightsError("The weights do not fit the settings that the manifest gives for them.") from error
    return net


class YogaPose:
    """Finds people in photos, their joints, and the asanas they show."""

    def __init__(self, estimator: PoseEstimator, classifier: AsanaClassifier, weights: dict[str, str]) -> None:
        self.estimator, self.classifier, self.weights = estimator, classifier, weights

    @classmethod
    def from_pretrained(
        cls,
        source: str | Path = EMBEDDED,
        revision: str | None = None,
        device: str | None = None,
        config: EstimatorConfig | None = None,
    ) -> "YogaPose":
        """Load weights; by default those that come with the project.

        ``source``: a folder with a manifest; together with a ``revision`` (a commit, tag or branch) the name of a
        repository on the Hugging Face hub, ``owner/name``, which is fetched once and then kept. ``device``: ``cpu``,
        ``cuda``...; by default a GPU if there is one. Raises ``WeightsError`` where weights are missing, damaged or out
        of reach.
        """
        folder = Path(source) if revision is None else fetch(str(source), revision)
        device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        estimator = PoseEstimator(load_pose_net(folder), config, device)
        classifier = AsanaClassifier(load_asana_net(folder), device)
        hashes = {name: f"sha256:{entry.sha256}" for name, entry in read_manifest(folder).items()}
        return cls(estimator, classifier, hashes)

    @classmethod
    def from_environment(cls) -> "YogaPose":
        """Load the weights that YOGA_POSE_WEIGHTS names, as ``owner/name@revision`` or a folder.

        Where it is not set, or what it names can't be had, the weights that come with the project are loaded; the
        latter is logged as one warning, since a page that answers with those is better than no page.
        """
        wanted = os.environ.get(ENVIRONMENT)
        if not wanted:
            return cls.from_pretrained()
        source, _, revision = wanted.partition("@")
        try:
            return cls.from_pretrained(source, revision or None)
        except WeightsError as error:
            _log.warning(
                "%s=%s: %s The weights that come with the project are used instead.", ENVIRONMENT, wanted, error
            )
            return cls.from_pretrained()

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
