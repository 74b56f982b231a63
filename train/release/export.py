"""Turn a checkpoint into weights that ship: ``python -m train release weights runs/pose/last.pt``.

Writes the moving average as safetensors, the same network as ONNX, and updates the manifest beside them. Without a
checkpoint the ONNX files of all networks are written anew from the weights that are there.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from train.fit.graphs import write_graphs
from train.fit.weights import pose_from_checkpoint, write_weights
from yoga_models.weights.manifest import EMBEDDED, read_manifest


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m train release weights", description="Ship the weights of a joint network."
    )
    parser.add_argument("checkpoint", type=Path, nargs="?", help="of a joint network's run; default: ONNX files only")
    parser.add_argument("--out", type=Path, default=EMBEDDED, help="folder of weights and manifest")
    options = parser.parse_args(arguments)
    paths = []
    if options.checkpoint:
        net = pose_from_checkpoint(options.checkpoint)
        paths.append(write_weights(net.state_dict(), net.config.to_dict(), "pose", options.out))
    for network in ["pose"] if options.checkpoint else read_manifest(options.out):
        paths += write_graphs(network, options.out)
    for path in paths:
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
