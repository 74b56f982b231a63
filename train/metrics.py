"""Measures of joints: COCO keypoint AP by pycocotools, and PCK@0.2 on the limb joints."""

import contextlib
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from yoga_models.skeleton import JOINTS

LIMB_JOINTS = np.arange(5, 17)
"""Shoulders, elbows, wrists, hips, knees, ankles: what PCK is counted on."""

PCK_SHARE = 0.2


def pck_reference(joints: np.ndarray, labelled: np.ndarray, box: Sequence[float]) -> float:
    """The length, in pixels, that PCK's distances are relative to.

    The torso, middle of the shoulders to middle of the hips; 0.3 x the larger side of ``box`` (x, y, width, height)
    where one of its corners is missing, and never under 0.15 x that side. ``joints`` (17, 2), ``labelled`` (17,) bool.
    """
    larger = max(box[2], box[3])
    corners = [5, 6, 11, 12]
    if not labelled[corners].all():
        return 0.3 * larger
    torso = joints[corners[:2]].mean(axis=0) - joints[corners[2:]].mean(axis=0)
    return max(float(np.linalg.norm(torso)), 0.15 * larger)


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


def coco_result(image_id: int, joints: np.ndarray, score: float) -> dict[str, Any]:
    """One person as pycocotools wants them: a joint that was not found is sent as (0, 0)."""
    points = np.nan_to_num(joints[:, :2], nan=0.0)
    flat = np.concatenate([points, np.ones((len(JOINTS), 1))], axis=1).ravel()
    return {"image_id": image_id, "category_id": 1, "keypoints": flat.round(2).tolist(), "score": float(score)}


def coco_ap(ground_truth: dict[str, Any], results: list[dict[str, Any]], image_ids: Sequence[int]) -> dict[str, float]:
    """COCO keypoint AP, AP50, AP75 and AR over some photos of a COCO keypoint file's content."""
    names = {"AP": 0, "AP50": 1, "AP75": 2, "AR": 5}
    chosen = set(image_ids)
    annotations = [
        {"iscrowd": 0, **annotation, "ignore": annotation["num_keypoints"] == 0}
        for annotation in ground_truth["annotations"]
        if annotation["image_id"] in chosen
    ]
    truth = COCO()
    truth.dataset = {**ground_truth, "annotations": annotations}
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        results = [result for result in results if result["image_id"] in chosen]
        if not results:
            return dict.fromkeys(names, 0.0)
        evaluation = COCOeval(truth, truth.loadRes(results), "keypoints")
        evaluation.params.imgIds = sorted(chosen)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return {name: float(evaluation.stats[index]) for name, index in names.items()}
