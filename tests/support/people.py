"""Made-up people for the tests: joints in pixels, and photos that show them as coloured sticks."""

import json
from pathlib import Path

import cv2
import numpy as np

from train.data.records import PoseRecord
from yoga_models.body.skeleton import JOINTS, LIMBS

# A standing person seen from the front, in units of their height, feet at (0, 0), y down: their left is at the viewer's
# right.
_STANDING = {
    "nose": (0.0, -0.90),
    "left_eye": (0.03, -0.93),
    "right_eye": (-0.03, -0.93),
    "left_ear": (0.06, -0.91),
    "right_ear": (-0.06, -0.91),
    "left_shoulder": (0.13, -0.78),
    "right_shoulder": (-0.13, -0.78),
    "left_elbow": (0.24, -0.64),
    "right_elbow": (-0.24, -0.64),
    "left_wrist": (0.30, -0.48),
    "right_wrist": (-0.30, -0.48),
    "left_hip": (0.09, -0.50),
    "right_hip": (-0.09, -0.50),
    "left_knee": (0.11, -0.27),
    "right_knee": (-0.11, -0.27),
    "left_ankle": (0.12, -0.04),
    "right_ankle": (-0.12, -0.04),
}


def person(x: float, y: float, height: float, degrees: float = 0.0) -> np.ndarray:
    """(17, 2) joints of a person of this height, in pixels, about (x, y), turned clockwise."""
    points = np.array([_STANDING[name] for name in JOINTS]) + (0, 0.48)
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return points * height @ turn.T + (x, y)


def record(
    people: list[np.ndarray], size: tuple[int, int] = (256, 256), path: Path = Path("none.png"), exhaustive: bool = True
) -> PoseRecord:
    """A fully labelled photo of these people; NaN joints are not labelled. ``size``: (height, width)."""
    joints = np.stack(people).astype(np.float32) if people else np.zeros((0, 17, 2), np.float32)
    boxes = [[*np.nanmin(p, axis=0), *(np.nanmax(p, axis=0) - np.nanmin(p, axis=0))] for p in people]
    return PoseRecord(
        path=path,
        image_id=1,
        width=size[1],
        height=size[0],
        source="test",
        exhaustive=exhaustive,
        boxes=np.array(boxes, np.float32).reshape(len(people), 4),
        joints=np.nan_to_num(joints),
        trust=np.isfinite(joints[..., 0]).astype(np.float32),
        absent=np.zeros(joints.shape[:2], np.float32),
        ignored=np.zeros(len(people), bool),
    )


def stick_photo(people: list[np.ndarray], size: tuple[int, int]) -> np.ndarray:
    """A picture, RGB uint8, of people made of sticks: every limb has a colour of its own."""
    picture = np.full((*size, 3), 200, np.uint8)
    for points in people:
        for index, (start, end) in enumerate(LIMBS[:19]):
            colour = [int(c) for c in np.random.default_rng(index).integers(0, 160, 3)]
            a, b = (tuple(int(v) for v in np.round(points[j])) for j in (start, end))
            cv2.line(picture, a, b, colour, max(2, size[0] // 50), cv2.LINE_AA)
    return picture


def write_coco(folder: Path, photos: list[list[np.ndarray]], size: tuple[int, int]) -> Path:
    """Write stick photos and their keypoint file in COCO's format; returns the file."""
    images: list[dict[str, object]] = []
    annotations: list[dict[str, object]] = []
    for image_id, people in enumerate(photos, start=1):
        name = f"{image_id}.png"
        cv2.imwrite(str(folder / name), cv2.cvtColor(stick_photo(people, size), cv2.COLOR_RGB2BGR))
        images.append({"id": image_id, "file_name": name, "width": size[1], "height": size[0]})
        for points in people:
            low, high = points.min(axis=0), points.max(axis=0)
            flat = np.concatenate([points, np.full((17, 1), 2)], axis=1).ravel().tolist()
            box = [*low.tolist(), *(high - low).tolist()]
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image_id,
                    "category_id": 1,
                    "iscrowd": 0,
                    "bbox": box,
                    "area": 0.53 * box[2] * box[3],
                    "keypoints": flat,
                    "num_keypoints": 17,
                }
            )
    path = folder / "annotations.json"
    category = {"id": 1, "name": "person", "keypoints": list(JOINTS), "skeleton": []}
    path.write_text(json.dumps({"images": images, "annotations": annotations, "categories": [category]}))
    return path
