"""``yoga-pose cluster``: the photos of a manifest, on as many machines as a Ray cluster has."""

import argparse
import contextlib
import logging
import os
import sys
import time
from pathlib import Path

from yoga_models.cli.common import PROGRAM, run
from yoga_models.folders import cluster
from yoga_models.folders.addresses import SIGN
from yoga_models.folders.photos import analyst
from yoga_models.runtime.engine import CHOICES

_INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The flags of the command."""
    flags = argparse.ArgumentParser(
        prog=f"{PROGRAM} cluster",
        description="Analyse the photos of a manifest on a Ray cluster, or on this machine, and write Parquet in "
        "shards. What is there already is not done again.",
    )
    flags.add_argument("--photos", metavar="N", type=int, default=cluster.PHOTOS, help="how many are in a shard")
    flags.add_argument(
        "--address", help="of the Ray cluster, as HOST:PORT; by default what RAY_ADDRESS says, else this machine alone"
    )
    flags.add_argument("--engine", choices=CHOICES, help="what runs the networks; by default what suits each machine")
    flags.add_argument("manifest", metavar="MANIFEST", help="a text file: a path or an address a line")
    flags.add_argument(
        "out", metavar="OUT", help="a folder that all machines see, or an address such as s3://bucket/out"
    )
    return flags


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit status: 0, or 1 where a photo could not be read, 2 for bad usage or where it
    could not be done, 130 where it was interrupted.
    """
    flags = parser()
    options = flags.parse_args(arguments)
    if options.photos < 1:
        flags.error("--photos must be 1 or more")

    def work(_: contextlib.ExitStack) -> int:
        cluster.check_cluster()
        out = options.out if SIGN in options.out else str(Path(options.out).absolute())
        wanted = cluster.shards(options.manifest, options.photos)
        left = cluster.missing(wanted, out)
        print(f"{len(wanted):,} shards, {len(wanted) - len(left):,} of them done before", file=sys.stderr)
        try:
            errors = _write(left, out, options) if left else 0
        except KeyboardInterrupt:
            print(f"\n{flags.prog}: Stopped. The same command does the shards that are missing.", file=sys.stderr)
            return _INTERRUPTED
        lost = cluster.missing(wanted, out)
        if lost:
            raise cluster.ClusterError(
                f"{len(lost):,} shards were written, but are not in {out}. Name a folder that all machines see."
            )
        cluster.tidy(out)
        return 1 if errors else 0

    return run(flags, work)


def _write(left: list[cluster.Shard], out: str, options: argparse.Namespace) -> int:
    """Write shards, and say how far it is after each; returns how many photos could not be read."""
    begun, photos, errors = time.monotonic(), 0, 0
    logging.disable(logging.WARNING)  # Ray tells of every step, and on standard output of every process that ends
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        written = cluster.write(left, out, analyst, (None, options.engine), options.address)
        for done, (more, failed) in enumerate(written, start=1):
            photos, errors = photos + more, errors + failed
            rate = photos / (time.monotonic() - begun)
            print(
                f"{done:,} of {len(left):,} shards, {photos:,} photos, {rate:.1f} a second, {errors:,} errors",
                file=sys.stderr,
                flush=True,
            )
    return errors
