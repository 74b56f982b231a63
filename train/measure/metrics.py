"""Measures of joints: COCO keypoint AP by pycocotools, and PCK@0.2 on the limb joints."""

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from train.measure.bootstrap import draw_counts, interval, mean_interval
from yoga_models.body import skeleton
from yoga_models.body.angles import ANGLE_JOINTS, joint_angles
from yoga_models.body.similarity import torso
from yoga_models.body.skeleton import JOINTS

LIMB_JOINTS = np.array(skeleton.LIMB_JOINTS)
"""What PCK is counted on."""

PCK_SHARE = 0.2

ANGLE_OFF = 30.0
"""An angle that is further from the label than so many degrees says something that is not so."""


def pck_reference(joints: np.ndarray, labelled: np.ndarray, box: Sequence[float]) -> float:
    """The length, in pixels, that PCK's distances are relative to.

    The torso, middle of the shoulders to middle of the hips; 0.3 x the larger side of ``box`` (x, y, width, height)
    where one of its corners is missing, and never under 0.15 x that side. ``joints`` (17, 2), ``labelled`` (17,) bool.
    """
    return torso(np.where(labelled[:, None], joints, np.nan), max(box[2], box[3]))


def correct_joints(
    predicted: np.ndarray | None, joints: np.ndarray, labelled: np.ndarray, box: Sequence[float]
) -> np.ndarray:
    """(12,) float: 1 where a limb joint lies within 0.2 x the reference, 0 where it does not or was not found; NaN
    where it is not labelled. ``predicted`` (17, 2 or 3) with NaN for joints not found, ``None`` for no person at
    all.
    """
    hit = np.full(len(LIMB_JOINTS), 0.0)
    if predicted is not None:
        limit = PCK_SHARE * pck_reference(joints, labelled, box)
        distance = np.linalg.norm(predicted[LIMB_JOINTS, :2] - joints[LIMB_JOINTS], axis=1)
        hit = (distance <= limit).astype(float)
    return np.where(labelled[LIMB_JOINTS], hit, np.nan)


def pck(hits: Sequence[np.ndarray]) -> float:
    """PCK@0.2 over all labelled joints of many people: the rows of ``correct_joints``."""
    return float(np.nanmean(np.stack(hits))) if len(hits) else float("nan")


@dataclass(frozen=True)
class Pair:
    """One labelled person and what was found for them, in pixels of one and the same picture.

    ``predicted`` (17, 2 or 3) with NaN for joints not found, ``None`` where nobody was; ``joints`` (17, 2),
    ``labelled`` (17,) bool, ``box`` x, y, width, height. ``photo``: its pairs are drawn together for intervals.
    """

    predicted: np.ndarray | None
    joints: np.ndarray
    labelled: np.ndarray
    box: Sequence[float]
    photo: int = 0

    @property
    def hits(self) -> np.ndarray:
        """As ``correct_joints``."""
        return correct_joints(self.predicted, self.joints, self.labelled, self.box)


def pck_interval(pairs: Sequence[Pair]) -> tuple[float, float]:
    """95 % interval of PCK@0.2, drawn by photo."""
    hits = np.stack([pair.hits for pair in pairs])
    photos = np.broadcast_to(np.array([pair.photo for pair in pairs])[:, None], hits.shape)
    known = np.isfinite(hits)
    return mean_interval(hits[known], photos[known])


def pck_by_joint(pairs: Sequence[Pair]) -> dict[str, float]:
    """PCK@0.2 of each limb joint that is labelled at all."""
    hits = np.stack([pair.hits for pair in pairs])
    return {
        JOINTS[joint]: float(np.nanmean(column))
        for joint, column in zip(LIMB_JOINTS, hits.T, strict=True)
        if np.isfinite(column).any()
    }


def angle_figures(pairs: Sequence[Pair]) -> dict[str, float]:
    """Which share of the angles between two limbs that the labels tell is given for what was found, and which share of
    those is off by more than ``ANGLE_OFF`` degrees.
    """
    labelled, errors = 0, []
    for pair in pairs:
        told = joint_angles(np.where(pair.labelled[:, None], pair.joints, np.nan))
        given = {} if pair.predicted is None else joint_angles(pair.predicted)
        for name in ANGLE_JOINTS:
            truth, said = told[name], given.get(name)
            labelled += truth is not None
            if truth is not None and said is not None:
                errors.append(abs(said - truth))
    far = sum(error > ANGLE_OFF for error in errors)
    return {"given": len(errors) / max(1, labelled), "of these far off": far / max(1, len(errors))}


def coco_result(image_id: int, joints: np.ndarray, score: float) -> dict[str, Any]:
    """One person as pycocotools wants them: a joint that was not found is sent as (0, 0)."""
    points = np.nan_to_num(joints[:, :2], nan=0.0)
    flat = np.concatenate([points, np.ones((len(JOINTS), 1))], axis=1).ravel()
    return {"image_id": image_id, "category_id": 1, "keypoints": flat.round(2).tolist(), "score": float(score)}


def coco_ap(ground_truth: dict[str, Any], results: list[dict[str, Any]], image_ids: Sequence[int]) -> dict[str, float]:
    """COCO keypoint AP, AP50, AP75 and AR over some photos of a COCO keypoint file's content."""
    names = {"AP": 0, "AP50": 1, "AP75": 2, "AR": 5}
    evaluation = _evaluate(ground_truth, results, image_ids)
    if evaluation is None:
        return dict.fromkeys(names, 0.0)
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation.accumulate()
        evaluation.summarize()
    return {name: float(evaluation.stats[index]) for name, index in names.items()}


def coco_ap_interval(
    ground_truth: dict[str, Any], results: list[dict[str, Any]], image_ids: Sequence[int], draws: int = 200
) -> tuple[float, float]:
    """95 % interval of COCO keypoint AP, drawn by photo."""
    evaluation = _evaluate(ground_truth, results, image_ids)
    if evaluation is None:
        return 0.0, 0.0
    # AP needs the first of the areas only, which is all of them; the photos of an area stand together.
    photos = len(evaluation.params.imgIds)
    matches = evaluation.evalImgs[:photos]
    for params in (evaluation.params, evaluation._paramsEval):
        params.areaRng, params.areaRngLbl = params.areaRng[:1], params.areaRngLbl[:1]
    figures = []
    with contextlib.redirect_stdout(io.StringIO()):
        for counts in draw_counts(photos, draws, seed=0):
            for row in counts:
                evaluation.evalImgs = [matches[index] for index in np.repeat(np.arange(photos), row)]
                evaluation.accumulate()
                precision = evaluation.eval["precision"]
                figures.append(precision[precision > -1].mean() if (precision > -1).any() else np.nan)
    return interval(np.array(figures))


def _evaluate(ground_truth: dict[str, Any], results: list[dict[str, Any]], image_ids: Sequence[int]) -> COCOeval | None:
    """The matches of results and truth, not yet counted; ``None`` where there are no results."""
    chosen = set(image_ids)
    results = [result for result in results if result["image_id"] in chosen]
    if not results:
        return None
    annotations = [
        {"iscrowd": 0, **annotation, "ignore": annotation["num_keypoints"] == 0}
        for annotation in ground_truth["annotations"]
        if annotation["image_id"] in chosen
    ]
    truth = COCO()
    truth.dataset = {**ground_truth, "annotations": annotations}
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(results), "keypoints")
        evaluation.params.imgIds = sorted(chosen)
        evaluation.evaluate()
    return evaluation
