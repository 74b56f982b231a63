"""Run the joint network over a table of photos.

``python -m train.data.extract_joints DATA/asana/photos.csv --out FILE``.

The joints of each photo's main person are what the asana networks are trained and measured on.
"""

import argparse
from pathlib import Path

import numpy as np
from tqdm import tqdm

from train.data.records import load_asana_records
from train.release.export import pose_from_checkpoint
from yoga_models.body.skeleton import JOINTS
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import PoseEstimator
from yoga_models.networks.load import load_pose_net


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m train.data.extract_joints", description="Joints of a table's photos."
    )
    parser.add_argument("table", type=Path, help="CSV with the columns file, asana_id, group, split")
    parser.add_argument(
        "--images", type=Path, help="folder the files are relative to; default: images beside the table"
    )
    parser.add_argument("--out", type=Path, required=True, help="npz file to write")
    parser.add_argument("--checkpoint", type=Path, help="of a joint network's run; default: the embedded weights")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args(arguments)
    net = pose_from_checkpoint(options.checkpoint) if options.checkpoint else load_pose_net()
    estimator = PoseEstimator(net, device=options.device)
    records = load_asana_records(options.table, options.images)
    joints = np.full((len(records), len(JOINTS), 3), np.nan, np.float32)
    for row, record in zip(joints, tqdm(records), strict=True):
        people = estimator(load_image(record.path))
        if people:
            row[:] = people[0].joints
    options.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.out, files=np.array([record.path.name for record in records]), joints=joints)


if __name__ == "__main__":
    main()
