"""Photos of a manifest analysed on many machines by Ray Data, written as Parquet in shards."""

import hashlib
import io
import os
import platform
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from yoga_models.folders.addresses import SIGN, lacking, storage_of
from yoga_models.folders.exchange import write_parquet
from yoga_models.folders.listing import NOWHERE
from yoga_models.folders.photos import Outcome, Photo, lost
from yoga_models.folders.workers import SECONDS, Workers
from yoga_models.runtime.threads import usable_cores
from yoga_models.weights.manifest import EMBEDDED, read_manifest

PHOTOS = 1000
"""In a shard: what is done again where a machine is lost."""

_PARTIAL = "_partial"
"""How the names of shards begin that are being written. Who reads the folder as one table passes over such names."""


_SECONDS_TO_CONNECT = 10.0


class ClusterError(RuntimeError):
    """It can't be done. The message says why, and what to do."""


@dataclass(frozen=True)
class Shard:
    """Some photos of a manifest, and the name of the Parquet file that they become.

    The name ends in a hash of the photos' names and one of the weights: what is there under it is what would be
    written.
    """

    name: str
    sources: tuple[str, ...]


def check_cluster() -> None:
    """Raises ``ClusterError`` where what this needs is not installed."""
    names = [name for name in ("ray", "pyarrow", "fsspec") if not find_spec(name)]
    if names:
        raise ClusterError(
            f'This needs {" and ".join(names)}. Install it with: pip install "yoga-pose-studio[cluster]"'
        )


def version() -> str:
    """What tells the weights that come with the project from those of other versions."""
    hashes = sorted(entry.sha256 for entry in read_manifest(EMBEDDED).values())
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()[:8]


def shards(manifest: str, photos: int = PHOTOS) -> list[Shard]:
    """The shards of a manifest: a text file with a path or an address a line, itself at a path or an address.

    ``photos``: how many are in each. Paths count from the working folder. Raises ``ClusterError`` where the manifest
    can't be read, or no address in it could.
    """
    with _reached(manifest):
        storage, place = storage_of(manifest)
        with storage.open(place, "rb") as file:
            lines = [os.fsdecode(line.rstrip(b"\r\n")) for line in file]
    sources = [line if SIGN in line else str(Path(line).absolute()) for line in lines if line.strip()]
    troubles = lacking({source.partition(SIGN)[0] for source in sources if SIGN in source})
    if troubles:
        raise ClusterError(" ".join(troubles))
    found, weights = [], version()
    for number, begin in enumerate(range(0, len(sources), photos)):
        part = tuple(sources[begin : begin + photos])
        digest = hashlib.sha256(_joined(part)).hexdigest()[:12]
        found.append(Shard(f"part-{number:06d}-{digest}-{weights}.parquet", part))
    return found


def missing(wanted: list[Shard], folder: str) -> list[Shard]:
    """The shards that a folder (or an address that fsspec knows) lacks; it is made where there is none.

    Raises ``ClusterError`` where shards of other photos or other weights lie there, or it can't be reached.
    """
    there = _listed(folder)
    others = sorted({name for name in there if name.startswith("part-")} - {shard.name for shard in wanted})
    older = [name for name in others if not name.endswith(f"-{version()}.parquet")]
    if older:
        raise ClusterError(
            f"{folder} holds shards that were written with another version of the weights, such as {older[0]}. "
            "Name another folder, or remove them."
        )
    if others:
        raise ClusterError(
            f"{folder} holds shards of other photos or of another size, such as {others[0]}. "
            "Name another folder, or remove them."
        )
    return [shard for shard in wanted if shard.name not in there]


def tidy(folder: str) -> None:
    """Remove what was begun by those who were lost. Nobody may be writing."""
    storage, root = storage_of(folder)
    with _reached(folder):
        for name in _listed(folder):
            if name.startswith(_PARTIAL):
                storage.rm_file(f"{root}/{name}")


class ShardWriter:
    """What Ray keeps on a core: it has a process with the networks, and writes one shard after the other.

    The photos are looked at in a process below Ray's own, so one that ends its process costs a row, not the shard.
    ``make`` and ``arguments``: as of ``Workers``. ``weights``: the version that the run is of.
    """

    def __init__(
        self,
        folder: str,
        make: Callable[..., Callable[[Photo], Outcome]],
        arguments: tuple[Any, ...],
        weights: str,
        seconds: float = SECONDS,
    ) -> None:
        self.folder, self.weights = folder, weights
        self._workers: Workers[Photo, Outcome] = Workers(make, arguments, lost, seconds=seconds)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Write the shard of ``name``, whose ``sources`` are bytes with a line a photo.

        Returns how many ``photos`` and ``errors`` are in it, and the ``trouble`` that kept it from being written: a
        sentence, where the others would fare no better.
        """
        sources = os.fsdecode(row["sources"]).split("\n")
        try:
            if version() != self.weights:
                raise ClusterError(
                    f"{platform.node()} has another version of the weights. Install the same yoga-pose-studio on "
                    "all machines."
                )
            return {"photos": len(sources), "errors": self._write(row["name"], sources), "trouble": ""}
        except (OSError, RuntimeError) as error:
            return {"photos": 0, "errors": 0, "trouble": str(error)}

    def _write(self, name: str, sources: list[str]) -> int:
        errors = 0

        def results() -> Iterator[dict[str, Any]]:
            nonlocal errors
            photos = (Photo(source if SIGN in source else Path(source), NOWHERE) for source in sources)
            for _, outcome in self._workers.answers(photos):
                errors += outcome.failed
                yield outcome.result

        table = io.BytesIO()
        write_parquet(results(), table)
        with _reached(self.folder):
            storage, root = storage_of(self.folder)
            # Two may write one shard where Ray takes a slow machine for a lost one.
            partial = f"{root}/{_PARTIAL}-{platform.node()}-{os.getpid()}-{name}"
            storage.pipe_file(partial, table.getvalue())
            storage.mv(partial, f"{root}/{name}")
        return errors


def write(
    wanted: list[Shard],
    folder: str,
    make: Callable[..., Callable[[Photo], Outcome]],
    arguments: tuple[Any, ...],
    address: str | None,
) -> Iterator[tuple[int, int]]:
    """Write shards on a Ray cluster; yields how many photos and errors are in each as they come.

    ``address``: the cluster's, as ``ray.init`` takes it; by default what RAY_ADDRESS says, else Ray is started on this
    machine for as long as it takes. Raises ``ClusterError`` where it can't be done.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nobody is told
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # else its insides are reported on the terminal
    import ray
    import ray.data

    address = address or os.environ.get("RAY_ADDRESS")
    if address:
        _check_address(address)
        ray.init(address, log_to_driver=False)
    else:
        ray.init("local", log_to_driver=False, num_cpus=usable_cores(), include_dashboard=False)
    try:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.execution_no_progress_timeout_s = -1  # a shard takes as long as it takes: no photo takes for ever
        # A core of each machine is left to Ray itself.
        cores = int(ray.cluster_resources().get("CPU", 1)) - sum(node["Alive"] for node in ray.nodes())
        rows = [{"name": shard.name, "sources": _joined(shard.sources)} for shard in wanted]
        written = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
            ShardWriter,
            fn_constructor_args=(folder, make, arguments, version()),
            num_cpus=1,
            compute=ray.data.ActorPoolStrategy(size=max(1, min(cores, len(rows))), max_tasks_in_flight_per_actor=1),
        )
        for row in written.iter_rows():
            if row["trouble"]:
                raise ClusterError(row["trouble"])
            yield row["photos"], row["errors"]
    except ray.exceptions.RayError as error:
        raise ClusterError(f"Ray gave up: {str(error).strip().splitlines()[-1]}") from None
    finally:
        ray.shutdown()


def _check_address(address: str) -> None:
    """Ray itself would try for minutes."""
    host, _, port = address.rpartition("//")[-1].rpartition(":")
    try:
        socket.create_connection((host, int(port)), _SECONDS_TO_CONNECT).close()
    except (OSError, ValueError, OverflowError):
        raise ClusterError(f"No Ray cluster answers at {address}. Name it as HOST:PORT.") from None


def _joined(sources: tuple[str, ...]) -> bytes:
    return os.fsencode("\n".join(sources))


def _listed(folder: str) -> set[str]:
    with _reached(folder):
        storage, root = storage_of(folder)
        storage.makedirs(root, exist_ok=True)
        storage.invalidate_cache()
        return {PurePosixPath(path).name for path in storage.ls(root, detail=False)}


@contextmanager
def _reached(place: str) -> Iterator[None]:
    """What any storage raises, in plain words."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:  # every kind of storage has errors of its own
        raise ClusterError(f"{place} can't be reached: {error}") from None
