"""Naming the asana of a person, or of a photo in which nobody was found."""

import math

import numpy as np

from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.fusion import Logits, fuse, other_probability, sure
from yoga_models.asanas.guess import Guess, Verdict
from yoga_models.body.boxes import bounds
from yoga_models.body.joint_features import joint_features
from yoga_models.body.skeleton import mirror_joints
from yoga_models.imaging.geometry import crop_matrix, letterbox_matrix, warp
from yoga_models.networks.settings import AsanaConfig
from yoga_models.runtime.engine import Graph
from yoga_models.weights.manifest import WeightsError

GUESSES = 5
CROP_MARGIN = 1.6
# More people are a crowd: with a look at both mirror images of each, ten would take 2.4 times as long as three.
_FEW = 4


def photo_crop(image: np.ndarray, joints: np.ndarray | None, size: int) -> np.ndarray:
    """What the photo network looks at: (size, size, 3) RGB uint8, never turned.

    A square about the person's joints (17, 2 or more) with some margin; the whole photo where ``joints`` is ``None``.
    """
    if joints is None:
        return warp(image, letterbox_matrix(image.shape[:2], (size, size)), (size, size))
    low, high = bounds(joints)
    side = max(float((high - low).max()) * CROP_MARGIN, 16.0)
    x, y = (low + high) / 2
    return warp(image, crop_matrix((float(x), float(y)), side, 0.0, size), (size, size))


class AsanaClassifier:
    """The asana networks made ready for use: their graphs ``photo``, ``joints`` and, where there is one, ``body``, with
    the settings ``config``.

    Raises ``WeightsError`` for classes that no catalogue has.
    """

    def __init__(self, photo: Graph, joints: Graph, config: AsanaConfig, body: Graph | None = None) -> None:
        self.photo_graph, self.joints_graph, self.body_graph, self.config = photo, joints, body, config
        by_id = {asana.id: asana for asana in load_catalogue()}
        if not self.config.classes or not by_id.keys() >= set(self.config.classes):
            raise WeightsError("The weights of the asana networks name none, or some that are not in the catalogue.")
        self.asanas = [by_id[index] for index in self.config.classes]

    def logits(
        self,
        crops: np.ndarray | None = None,
        joints: np.ndarray | None = None,
        summaries: np.ndarray | None = None,
        mirror: bool = True,
    ) -> Logits:
        """Logits of the photo network for (N, S, S, 3) RGB uint8 crops, of the joint network for (N, 17, 3) joints,
        each the mean over both mirror images, and of the body network for the joints and the summaries (N, 2, C) of
        second looks at people and at their mirror images, the latter NaN where it was not taken: the mean over those
        that were. ``None`` for what was not given, or has no network. ``mirror``: whether the photo network, too, looks
        at both mirror images.
        """
        photo = joint = body = None
        if crops is not None:
            photo = _mean_logits(self.photo_graph, crops, *([crops[:, :, ::-1]] if mirror else []))
        if joints is not None:
            both = joint_features(joints), joint_features(mirror_joints(joints))
            joint = _mean_logits(self.joints_graph, *both)
            if summaries is not None and self.body_graph is not None:
                body = self.body_graph(body_features(both[0], summaries[:, 0]))["logits"]
                twice = np.isfinite(summaries[:, 1]).all(axis=1)
                if twice.any():
                    mirrored = self.body_graph(body_features(both[1][twice], summaries[twice, 1]))["logits"]
                    body[twice] = (body[twice] + mirrored) / 2
        return Logits(photo, joint, body)

    def people(
        self, image: np.ndarray, joints: np.ndarray, summaries: np.ndarray | None = None
    ) -> list[tuple[tuple[Guess, ...], Verdict]]:
        """The best guesses and the verdict for each of N people: (N, 17, 3) joints in pixels of ``image``, and the
        summaries (N, 2, C) of second looks where these were taken. Of a crowd the photo network sees no mirror images.
        """
        if len(joints) == 0:
            return []
        crops = np.stack([photo_crop(image, person, self.config.input_size) for person in joints])
        return self._answers(self.logits(crops, joints, summaries, mirror=len(joints) <= _FEW))

    def photo(self, image: np.ndarray) -> tuple[Guess, ...]:
        """The best guesses for a whole photo (H, W, 3 RGB uint8) in which nobody was found."""
        crop = photo_crop(image, None, self.config.input_size)
        return self._answers(self.logits(crop[None]))[0][0]

    def _answers(self, logits: Logits) -> list[tuple[tuple[Guess, ...], Verdict]]:
        other = other_probability(self.config, logits)
        probabilities = fuse(self.config, logits) * (1 - other)[:, None]
        said = verdicts(self.config, logits.evidence, probabilities, other)
        answers: list[tuple[tuple[Guess, ...], Verdict]] = []
        for row, verdict in zip(probabilities, said, strict=True):
            best = np.argsort(-row, kind="stable")[:GUESSES]
            answers.append((tuple(Guess(self.asanas[index], float(row[index])) for index in best), verdict))
        return answers


def body_features(features: np.ndarray, summaries: np.ndarray) -> np.ndarray:
    """What the body network takes, float32: (N, ``FEATURES``) of the joints beside (N, C) summaries of the crops."""
    return np.concatenate([features, summaries], axis=1, dtype=np.float32)


def _mean_logits(graph: Graph, *looks: np.ndarray) -> np.ndarray:
    """(N, outputs), mean over several looks (N, ...) at the same."""
    logits = graph(np.concatenate(looks))["logits"]
    return np.asarray(logits.reshape(len(looks), len(looks[0]), -1).mean(axis=0))


def verdicts(config: AsanaConfig, evidence: str, probabilities: np.ndarray, other: np.ndarray) -> list[Verdict]:
    """How sure the answers for N people are: from the probabilities (N, classes) of the asanas, and the probability
    (N,) that it is none.
    """
    none = other >= (config.other_thresholds or {}).get(evidence, math.inf)
    confident = sure(config, evidence, probabilities)
    return ["confident" if yes else "other" if no else "unsure" for yes, no in zip(confident, none, strict=True)]
