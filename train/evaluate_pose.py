"""Measure joints: ``python -m train.evaluate_pose DATA/pose/val.json --images DATA``.

COCO keypoint AP on the photos of source ``coco``, PCK@0.2 of the main person on the others, by rotation of the photo,
and how often people are seen in photos without any (``--nobody FOLDER``).
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from train.data import PoseRecord, load_pose_records
from train.export import pose_from_checkpoint
from train.metrics import coco_ap, coco_result, correct_joints, pck
from train.options import add_flags, from_flags
from yoga_models.estimator import Detection, EstimatorConfig, PoseEstimator
from yoga_models.grouping import GroupingConfig
from yoga_models.imaging import load_image
from yoga_models.pipeline import load_pose_net
from yoga_models.skeleton import JOINTS


def rotate_points(points: np.ndarray, width: int, height: int, quarters: int) -> np.ndarray:
    """(..., 2) points of a photo after ``np.rot90`` by as many quarter turns, counter-clockwise."""
    for _ in range(quarters % 4):
        points = np.stack([points[..., 1], width - 1 - points[..., 0]], axis=-1)
        width, height = height, width
    return points


def judge_photo(people: list[Detection], record: PoseRecord, quarters: int) -> np.ndarray:
    """(12,) hits of the best-scored person on the photo's labelled one, by ``correct_joints``."""
    joints = rotate_points(record.joints[0], record.width, record.height, quarters)
    return correct_joints(people[0].joints if people else None, joints, record.trust[0] > 0, record.boxes[0])


def evaluate(
    estimator: PoseEstimator, annotations: Path, images: Path | None, rotations: bool, limit: int | None
) -> dict[str, Any]:
    """All figures of one keypoint file; ``limit`` takes only so many photos of each source."""
    records = load_pose_records(annotations, images)
    figures: dict[str, Any] = {}
    for source in sorted({record.source for record in records}):
        chosen = [record for record in records if record.source == source][:limit]
        if source == "coco":
            results = [
                coco_result(record.image_id, person.joints, person.score)
                for record in tqdm(chosen, desc=source, leave=False)
                for person in estimator(load_image(record.path))
            ]
            truth = json.loads(annotations.read_text())
            figures[source] = {
                "photos": len(chosen),
                **coco_ap(truth, results, [record.image_id for record in chosen]),
            }
            continue
        chosen = [record for record in chosen if (record.trust[:1] > 0).any()]
        figures[source] = {"photos": len(chosen)}
        for quarters in range(4 if rotations else 1):
            hits = [
                judge_photo(estimator(np.rot90(load_image(record.path), quarters).copy()), record, quarters)
                for record in tqdm(chosen, desc=f"{source} {90 * quarters}", leave=False)
            ]
            figures[source][f"PCK@0.2 at {90 * quarters}"] = pck(hits)
            if quarters == 0:
                by_joint = np.nanmean(np.stack(hits), axis=0)
                figures[source]["by joint"] = dict(zip(JOINTS[5:], by_joint.round(3).tolist(), strict=True))
    return figures


def count_ghosts(estimator: PoseEstimator, folder: Path) -> dict[str, float]:
    """Share of the photos of a folder, all without people, in which someone is seen."""
    seen = [bool(estimator(load_image(path))) for path in tqdm(sorted(folder.iterdir()), desc="nobody", leave=False)]
    return {"photos": len(seen), "photos with ghosts": float(np.mean(seen))}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m train.evaluate_pose", description="Measure joints.")
    parser.add_argument("annotations", type=Path, help="COCO keypoint file")
    parser.add_argument("--images", type=Path, help="folder the file names are relative to; default: the file's own")
    parser.add_argument("--checkpoint", type=Path, help="of a run; default: the embedded weights")
    parser.add_argument("--nobody", type=Path, help="folder of photos without people")
    parser.add_argument("--rotations", action="store_true", help="also turn the photos by 90, 180 and 270 degrees")
    parser.add_argument("--limit", type=int, help="only so many photos of each source")
    parser.add_argument("--device", default="cpu")
    for settings in (EstimatorConfig, GroupingConfig):
        add_flags(parser, settings)
    options = parser.parse_args(arguments)
    net = pose_from_checkpoint(options.checkpoint) if options.checkpoint else load_pose_net()
    options.grouping = from_flags(GroupingConfig, options)
    estimator = PoseEstimator(net, from_flags(EstimatorConfig, options), options.device)
    figures = evaluate(estimator, options.annotations, options.images, options.rotations, options.limit)
    if options.nobody:
        figures["nobody"] = count_ghosts(estimator, options.nobody)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
