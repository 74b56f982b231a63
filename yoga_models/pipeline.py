"""The whole path: a photo in, an ``Analysis`` out."""

import logging
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from yoga_models.asanas.classifier import AsanaClassifier
from yoga_models.asanas.guess import Guess
from yoga_models.body.similarity import largest_step
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import Detection, EstimatorConfig, PoseEstimator, Stopwatch, summaries_of
from yoga_models.joints.inspection import Inspection, inspect
from yoga_models.networks.settings import read_asana_config, read_pose_config
from yoga_models.results import Analysis, Person, Timing
from yoga_models.runtime.choice import load_networks
from yoga_models.weights.hub import fetch
from yoga_models.weights.manifest import EMBEDDED, ENVIRONMENT, WeightsError, read_manifest

_log = logging.getLogger(__name__)

# Who has moved no joint further than this, in lengths of their torso, since the frame before does the same asana.
_SAME_NAME = 0.1


class YogaPose:
    """Finds people in photos, their joints, and the asanas they show."""

    def __init__(
        self,
        estimator: PoseEstimator,
        classifier: AsanaClassifier,
        weights: dict[str, str],
        runtime: dict[str, str] | None = None,
    ) -> None:
        self.estimator, self.classifier, self.weights = estimator, classifier, weights
        self.runtime = runtime or {}

    @classmethod
    def from_pretrained(
        cls,
        source: str | Path = EMBEDDED,
        revision: str | None = None,
        device: str | None = None,
        config: EstimatorConfig | None = None,
        engine: str | None = None,
        precision: str | None = None,
    ) -> "YogaPose":
        """Load weights; by default those that come with the project.

        ``source``: a folder with a manifest; together with a ``revision`` (a commit, tag or branch) the name of a
        repository on the Hugging Face hub, ``owner/name``, which is fetched once and then kept. ``device``: ``cpu``,
        ``cuda``...; by default a GPU if there is one and torch is installed. ``engine``: ``openvino``, ``onnxruntime``
        or ``torch``; by default what YOGA_POSE_ENGINE says, else what suits this machine. ``precision``: ``f32`` or
        ``bf16``; by default what is faster. Raises ``WeightsError`` where weights are missing, damaged or out of reach,
        ``EngineError`` where nothing is installed that can run them.
        """
        folder = Path(source) if revision is None else fetch(str(source), revision)
        hashes = {name: f"sha256:{entry.sha256}" for name, entry in read_manifest(folder).items()}
        pose, asana = read_pose_config(folder), read_asana_config(folder)
        networks = load_networks(folder, engine, device, precision)
        return cls(
            PoseEstimator(networks.fields, networks.person, pose, config),
            AsanaClassifier(networks.photo, networks.joints, asana, networks.body),
            hashes,
            {"engine": networks.engine, "precision": networks.precision},
        )

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
        with watch.measure("classifier"):
            people = self._named(image, found)
            asanas = people[0].asanas if people else self.classifier.photo(image)
        return self._analysis(image, people, asanas, watch, begun, name)

    def follow(self, frame: Any, expected: Sequence[Person], name: str | None = None) -> Analysis:
        """Analyse one frame of a stream, of whose frame before the people are known.

        ``frame``: as ``source`` of ``analyze``. ``expected``: these people with their joints where they should be in
        this frame. Where all of them are seen, nobody else is looked for, which takes about half as long, and who has
        hardly moved keeps their asanas; else, and where nobody is expected, it is looked at like a photo. Where nobody
        is found there are no ``asanas``. Errors as for ``analyze``.
        """
        begun = time.perf_counter()
        image = load_image(frame)
        watch = Stopwatch()
        seen = self.estimator.follow(image, [Detection(person.joints, person.score) for person in expected], watch)
        if seen is None:
            found = self.estimator(image, watch, mirror=False)
            with watch.measure("classifier"):
                people = self._named(image, found)
        else:
            with watch.measure("classifier"):
                people = self._named_as_before(image, seen, expected)
        return self._analysis(image, people, people[0].asanas if people else (), watch, begun, name)

    def _named(self, image: np.ndarray, found: list[Detection]) -> list[Person]:
        if not found:
            return []
        joints = np.stack([person.joints for person in found])
        answers = self.classifier.people(image, joints, summaries_of(found))
        return [
            Person(person.joints, person.score, guesses, verdict)
            for person, (guesses, verdict) in zip(found, answers, strict=True)
        ]

    def _named_as_before(
        self, image: np.ndarray, seen: Sequence[Detection], expected: Sequence[Person]
    ) -> list[Person]:
        """The expected people as they were seen, best first; who has moved otherwise than expected is named anew."""
        still = [
            bool(person.asanas) and largest_step(one.joints, person.joints) < _SAME_NAME
            for one, person in zip(seen, expected, strict=True)
        ]
        moved = [one for one, same in zip(seen, still, strict=True) if not same]
        fresh = iter(self._named(image, moved))
        people = [
            (one, replace(person, joints=one.joints, score=one.score) if same else next(fresh))
            for one, person, same in zip(seen, expected, still, strict=True)
        ]
        size = image.shape[:2]
        return [person for _, person in sorted(people, key=lambda pair: -pair[0].prominence(*size))]

    def _analysis(
        self,
        image: np.ndarray,
        people: Sequence[Person],
        asanas: tuple[Guess, ...],
        watch: Stopwatch,
        begun: float,
        name: str | None,
    ) -> Analysis:
        return Analysis(
            file=name,
            width=image.shape[1],
            height=image.shape[0],
            verdict=people[0].verdict if people else "no_person",
            asanas=asanas,
            people=tuple(people),
            weights=self.weights,
            runtime=self.runtime,
            timing=Timing(watch.network, watch.grouping, watch.classifier, 1000 * (time.perf_counter() - begun)),
        )

    def warm_up(self) -> None:
        """Do once, for nobody, what is slow the first time: engines make ready for each shape of photo and of batch."""
        config = self.estimator.config
        for height, width in ((2, 3), (3, 2), (3, 4), (4, 3)):
            photo = np.zeros((100 * height, 100 * width, 3), np.uint8)
            self.estimator.look_at_photo(photo)
        self.estimator.person(np.zeros((1, config.crop_side, config.crop_side, 4), np.uint8))
        self.classifier.photo(photo)

    def inspect(self, source: Any) -> Inspection:
        """What the joint network makes of a photo on the way to its people. Sources and errors as for ``analyze``."""
        return inspect(self.estimator, load_image(source))
