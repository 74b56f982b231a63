"""How people are found whom the edge of the picture cuts off: photos cut on purpose, so that what is gone is known.

A photo is cut at the waist, the knees or the chest of someone who is upright, or through the middle of whoever is not;
or it loses one side. Of the limb joints that are gone none should be reported; those that are left should be found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm import tqdm

from train.data.cutting import Bounds, cut_record
from train.data.records import PoseRecord
from train.measure.bootstrap import mean_interval
from train.measure.metrics import LIMB_JOINTS
from yoga_models.body.similarity import trunk_angle
from yoga_models.body.skeleton import joint_indices
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import Detection, PoseEstimator

KINDS = ("waist", "knees", "chest", "side")
_UPRIGHT = 45.0
_SHOULDERS, _HIPS, _KNEES, _ANKLES = (
    list(joint_indices(f"left_{part}", f"right_{part}")) for part in ("shoulder", "hip", "knee", "ankle")
)
# A joint is found when it lies within this share of the larger side of the person's box before the cut.
_FOUND_WITHIN = 0.06
_MIN_LEFT = 3
_MIN_SIDE = 48


@dataclass(frozen=True)
class CutResult:
    """What became of one photo that was cut: of the ``removed`` limb joints ``invented`` were reported, of those
    ``left`` ``found`` were; ``lost``: nobody was seen.
    """

    kind: str
    photo: int
    removed: int
    invented: int
    left: int
    found: int
    lost: bool


def cut_bounds(record: PoseRecord, kind: str) -> Bounds | None:
    """Where a photo with one labelled person is cut; ``None`` where that kind of cut makes no sense of it."""
    known = record.trust[0] > 0
    joints = np.where(known[:, None], record.joints[0], np.nan)
    x, y, width, height = record.boxes[0]
    bottom, right = record.height, record.width
    upright = known[_SHOULDERS + _HIPS].all() and abs(trunk_angle(joints)) < _UPRIGHT
    if kind == "side":
        right = round(float(x + width / 2))
    elif kind == "waist" and not upright:
        bottom = round(float(y + height / 2))
    elif not upright:
        return None
    else:
        shoulders, hips = joints[_SHOULDERS, 1].mean(), joints[_HIPS, 1].mean()
        if kind == "knees":
            if not (known[_KNEES + _ANKLES].all() and joints[_KNEES, 1].mean() > hips + 0.5 * (hips - shoulders)):
                return None  # not standing: the knees are no further down than the hips
            knees = float(joints[_KNEES, 1].mean())
            bottom = round(knees - 0.1 * (knees - float(hips)))
        else:
            bottom = round(float(shoulders + (hips - shoulders) * (0.9 if kind == "waist" else 0.45)))
    return Bounds(0, 0, right, bottom) if min(right, bottom) >= _MIN_SIDE else None


def judge(kind: str, whole: PoseRecord, cut: PoseRecord, people: Sequence[Detection]) -> CutResult:
    """Compare what was found in a cut photo with what is known of it, and of the ``whole`` one."""
    removed = (cut.absent[0] > 0)[LIMB_JOINTS]
    left = (cut.trust[0] > 0)[LIMB_JOINTS]
    limit = _FOUND_WITHIN * float(whole.boxes[0][2:].max())
    invented = found = np.zeros(len(LIMB_JOINTS), bool)
    if people:
        joints = people[0].joints[LIMB_JOINTS, :2]
        invented = np.isfinite(joints[:, 0]) & removed
        found = (np.linalg.norm(joints - cut.joints[0][LIMB_JOINTS], axis=1) <= limit) & left
    return CutResult(
        kind, cut.image_id, int(removed.sum()), int(invented.sum()), int(left.sum()), int(found.sum()), not people
    )


def measure_cuts(estimator: PoseEstimator, records: Sequence[PoseRecord]) -> dict[str, Any]:
    """Figures of photos with one labelled person each, cut in every way that makes sense, together and by kind."""
    results = []
    for record in tqdm(records, desc="cut", leave=False, mininterval=10):
        image = None
        for kind in KINDS:
            bounds = cut_bounds(record, kind)
            if bounds is None:
                continue
            cut = cut_record(record, bounds)
            if not len(cut.boxes) or (cut.trust[0][LIMB_JOINTS] > 0).sum() < _MIN_LEFT:
                continue
            if not (cut.absent[0][LIMB_JOINTS] > 0).any():
                continue
            image = load_image(record.path) if image is None else image
            results.append(judge(kind, record, cut, estimator(np.ascontiguousarray(bounds.cut(image)))))
    kinds = {kind: [result for result in results if result.kind == kind] for kind in KINDS}
    return {**_summary(results), "by kind": {kind: _summary(some) for kind, some in kinds.items() if some}}


def _summary(results: Sequence[CutResult]) -> dict[str, Any]:
    photos = np.array([result.photo for result in results])
    figures: dict[str, Any] = {"cuts": len(results)}
    if not results:
        return figures
    for name, part, whole in (("invented", "invented", "removed"), ("found", "found", "left")):
        # One entry a joint, so that an interval can be drawn by photo.
        counts = [(getattr(result, part), getattr(result, whole)) for result in results]
        hits = np.concatenate([[1.0] * hit + [0.0] * (of - hit) for hit, of in counts])
        figures[name] = float(hits.mean())
        figures[f"{name} interval"] = mean_interval(hits, np.repeat(photos, [of for _, of in counts]))
    lost = np.array([result.lost for result in results])
    return {**figures, "lost": float(lost.mean()), "lost interval": mean_interval(lost, photos)}
