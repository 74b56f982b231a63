"""What the whole path sees and says of many photos, kept so that it can be measured in many ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from yoga_models.asanas.classifier import photo_crop, verdicts
from yoga_models.asanas.fusion import Logits, fuse, other_probability, sure
from yoga_models.body.skeleton import JOINTS
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import summaries_of
from yoga_models.networks.settings import AsanaConfig
from yoga_models.pipeline import YogaPose


@dataclass(frozen=True)
class Answers:
    """What was seen in N photos: ``logits`` (N, outputs) of every network, those of joints and body 0 where nobody was
    found; the ``joints`` (N, 17, 3) of the main person, NaN there; and ``config`` to read the logits with.
    """

    config: AsanaConfig
    logits: Logits
    joints: np.ndarray

    @property
    def found(self) -> np.ndarray:
        """(N,) bool: whether a person was found."""
        return np.asarray(np.isfinite(self.joints[..., 0]).any(axis=1))

    def probabilities(self, evidence: str) -> np.ndarray:
        """(N, classes) from one of the kinds of ``EVIDENCE``; only photos with a person mean something with joints.

        Each row adds up to the probability that it is one of the classes.
        """
        other = other_probability(self.config, self.logits.of(evidence))
        return np.asarray(self.given(evidence) * (1 - other)[:, None])

    def given(self, evidence: str) -> np.ndarray:
        """(N, classes), each row adding up to 1: the probabilities if it is known to be one of the classes."""
        return fuse(self.config, self.logits.of(evidence))

    @property
    def verdicts(self) -> np.ndarray:
        """(N,) of str: what is said of the main person, ``no_person`` where nobody was found."""
        other = other_probability(self.config, self.logits)
        said = verdicts(self.config, "both", self.probabilities("both"), other)
        return np.where(self.found, said, "no_person")

    @property
    def final(self) -> np.ndarray:
        """(N, classes) as the product answers: both together, or the photo alone where nobody was found."""
        return np.where(self.found[:, None], self.probabilities("both"), self.probabilities("photo"))

    def sure(self, evidence: str) -> np.ndarray:
        """(N,) bool: which answers from this evidence are confident ones."""
        return sure(self.config, evidence, self.probabilities(evidence))

    @property
    def confident(self) -> np.ndarray:
        """(N,) bool: whose verdict is ``confident``."""
        return np.asarray(self.verdicts == "confident")


def look(model: YogaPose, paths: Sequence[Path], what: str) -> Answers:
    """Run the whole path over photos, as ``YogaPose.analyze`` does for the main person."""
    config = model.classifier.config
    seen: list[Logits] = []
    joints = np.full((len(paths), len(JOINTS), 3), np.nan)
    for index, path in enumerate(tqdm(paths, desc=what, mininterval=10, leave=False)):
        image = load_image(path)
        person = next(iter(model.estimator(image)), None)
        crop = photo_crop(image, person.joints if person else None, config.input_size)[None]
        if person is None:
            seen.append(model.classifier.logits(crop))
            continue
        joints[index] = person.joints
        seen.append(model.classifier.logits(crop, person.joints[None], summaries_of([person])))
    return Answers(config, _together(seen, config.outputs), joints)


def _together(seen: Sequence[Logits], outputs: int) -> Logits:
    """The logits of single photos in one; 0, undecided, where a network had nothing to go by."""
    nothing = np.zeros((1, outputs), np.float32)

    def rows(parts: list[np.ndarray | None]) -> np.ndarray:
        return np.concatenate([nothing[:0], *(nothing if part is None else part for part in parts)])

    body = [one.body for one in seen]
    return Logits(
        rows([one.photo for one in seen]),
        rows([one.joints for one in seen]),
        None if all(part is None for part in body) else rows(body),
    )
