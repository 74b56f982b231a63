"""Photos turned by quarters, and what is known of them."""

from dataclasses import replace

import numpy as np

from train.data.records import PoseRecord


def rotate_points(points: np.ndarray, width: int, height: int, quarters: int) -> np.ndarray:
    """(..., 2) points of a photo after ``np.rot90`` by as many quarter turns, counter-clockwise."""
    for _ in range(quarters % 4):
        points = np.stack([points[..., 1], width - 1 - points[..., 0]], axis=-1)
        width, height = height, width
    return points


def rotate_record(record: PoseRecord, quarters: int) -> PoseRecord:
    """What is known of a photo after ``np.rot90`` by as many quarter turns, counter-clockwise."""
    width, height = record.width, record.height
    # Boxes end where their last pixel does; points are pixels' centres.
    corners = record.boxes[:, :2], record.boxes[:, :2] + record.boxes[:, 2:] - 1
    turned = np.stack([rotate_points(corner, width, height, quarters) for corner in corners])
    low, high = turned.min(axis=0), turned.max(axis=0)
    return replace(
        record,
        width=height if quarters % 2 else width,
        height=width if quarters % 2 else height,
        boxes=np.concatenate([low, high - low + 1], axis=1).astype(np.float32),
        joints=rotate_points(record.joints, width, height, quarters).astype(np.float32),
    )
