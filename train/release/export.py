"""Turn checkpoints into weights that ship: ``python -m train release weights runs/pose/last.pt runs/person/last.pt``.

Writes the moving averages as safetensors, the same networks as ONNX, and updates the manifest beside them. Of the two
looks the one without a checkpoint keeps its weights; without any the ONNX files of all networks are written anew from
the weights that are there.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from train.fit.graphs import write_graphs
from train.fit.weights import joint_networks, write_joint_weights
from yoga_models.weights.manifest import EMBEDDED, WeightsError, read_manifest


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where a network is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m train release weights", description="Ship the weights of the joints."
    )
    parser.add_argument("checkpoints", type=Path, nargs="*", help="of runs of pose and person; none: ONNX files only")
    parser.add_argument("--out", type=Path, default=EMBEDDED, help="folder of weights and manifest")
    options = parser.parse_args(arguments)
    paths = []
    if options.checkpoints:
        try:
            paths.append(write_joint_weights(*joint_networks(options.checkpoints, options.out), options.out))
        except WeightsError as error:
            print(f"{parser.prog}: the checkpoints of both looks are needed. {error}", file=sys.stderr)
            return 2
    for network in ["pose"] if options.checkpoints else read_manifest(options.out):
        paths += write_graphs(network, options.out)
    for path in paths:
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0
