"""What happens between a photo and its people, kept to be looked at: every stage's fields, peaks, candidate limbs."""

from dataclasses import dataclass
from string import ascii_lowercase

import cv2
import numpy as np

from yoga_models.body.skeleton import LIMBS
from yoga_models.joints.estimator import PoseEstimator
from yoga_models.joints.grouping import Grouping, GroupingConfig, group

#: Names of the peaks at the two ends of a limb: 1, 2, 3... and a, b, c... (A photo has at most as many peaks a joint.)
START_NAMES = tuple(str(number + 1) for number in range(GroupingConfig.max_peaks))
END_NAMES = (*ascii_lowercase, *(f"z{number}" for number in range(27, GroupingConfig.max_peaks + 1)))

# Larger pictures of the fields would not show more.
_LONGEST_SIDE = 800


@dataclass(frozen=True)
class Candidate:
    """A pair of peaks that may be a limb.

    ``start`` and ``end``: the peaks' names, of ``START_NAMES`` and ``END_NAMES``, the highest peak of a joint having
    the first. ``score``: mean dot product of the PAF and the limb's direction, about 1 at best. ``accepted``: part of a
    person.
    """

    start: str
    end: str
    score: float
    accepted: bool


@dataclass(frozen=True)
class Inspection:
    """The first look at a photo.

    ``photo``: (H, W, 3) RGB uint8, made smaller where it was large. ``to_photo``: (2, 3) matrix from cells to its
    pixels. ``pafs``: (stages, 23, 2, h, w) and ``heatmaps``: (stages, 18, h, w), float16, first stage first.
    ``grouping``: what the last of them were made into.
    """

    photo: np.ndarray
    to_photo: np.ndarray
    pafs: np.ndarray
    heatmaps: np.ndarray
    grouping: Grouping

    def peaks(self, joint: int) -> np.ndarray:
        """(K, 3) x, y in pixels of ``photo`` and height of a joint's peaks, highest first."""
        peaks = self.grouping.peaks[self._peak_indices(joint)]
        return np.column_stack([peaks[:, :2] @ self.to_photo[:, :2].T + self.to_photo[:, 2], peaks[:, 2]])

    def candidates(self, limb: int) -> list[Candidate]:
        """The pairs of peaks with enough support to be this limb, best first."""
        starts, ends = (self._peak_indices(joint).tolist() for joint in LIMBS[limb])
        found = self.grouping
        mine = np.flatnonzero(found.limbs == limb)
        return [
            Candidate(
                start=START_NAMES[starts.index(found.ends[index, 0])],
                end=END_NAMES[ends.index(found.ends[index, 1])],
                score=float(found.limb_scores[index]),
                accepted=bool(found.accepted[index]),
            )
            for index in mine[np.argsort(-found.limb_scores[mine], kind="stable")].tolist()
        ]

    def _peak_indices(self, joint: int) -> np.ndarray:
        mine = np.flatnonzero(self.grouping.peak_joints == joint)
        return mine[np.argsort(-self.grouping.peaks[mine, 2], kind="stable")]


def inspect(estimator: PoseEstimator, image: np.ndarray) -> Inspection:
    """Look at a photo, (H, W, 3) RGB uint8, as the estimator does first, and keep everything."""
    inputs, to_image = estimator.first_input(image)
    seen = estimator.stages(inputs)
    heatmaps, pafs = ([stage[0] for stage in stages] for stages in (seen.heatmaps, seen.pafs))
    photo, to_photo = _shown(image, to_image)
    return Inspection(
        photo=photo,
        to_photo=to_photo,
        pafs=np.stack([paf.reshape(len(LIMBS), 2, *paf.shape[1:]) for paf in pafs]).astype(np.float16),
        heatmaps=np.stack(heatmaps).astype(np.float16),
        grouping=group(heatmaps[-1], pafs[-1], estimator.config.grouping),
    )


def _shown(image: np.ndarray, to_image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A photo made smaller where it is large, and the matrix from cells to its pixels instead of the photo's own."""
    scale = min(1.0, _LONGEST_SIDE / max(image.shape[:2]))
    size = np.array([max(1, round(scale * side)) for side in image.shape[1::-1]])
    photo = cv2.resize(image, size.tolist(), interpolation=cv2.INTER_AREA)
    step = (size / image.shape[1::-1])[:, None]
    # Areas keep their edges, so middles of pixels shift: see yoga_models.imaging.geometry.
    return photo, to_image * step + np.array([0.0, 0.0, 0.5]) * (step - 1)
