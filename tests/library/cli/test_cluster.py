"""Photos of a manifest on a Ray cluster of two nodes, of which one is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import hostile
from tests.support.checkout import ROOT
from yoga_models.cli.main import main
from yoga_models.folders.cluster import shards
from yoga_models.folders.exchange import write_parquet
from yoga_models.results import unreadable

PHOTOS = 8
"""In a shard."""
SLOW = 24
"""How many take half a second each, so that there is a middle in which something can be killed."""


@pytest.fixture
def photos(tmp_path: Path) -> dict[str, bool]:
    """Every kind of file that can stand in a manifest, slow ones among them, with whether it can be read."""
    for name in ("photos", "places"):
        (tmp_path / name).mkdir()
    good = {**hostile.photos(), os.fsdecode(b"caf\xe9.jpg"): hostile.encode(hostile.smooth(), "JPEG")}
    files = hostile.write({**good, **hostile.no_photos()}, tmp_path / "photos")
    places = [*hostile.places(tmp_path / "places").values(), tmp_path / "dies.jpg"]
    places[-1].touch()
    lines = [(str(path), path.name in good) for path in (*files, *places) if "\n" not in path.name]
    lines += [(f"file://{tmp_path}/photos/format-png.jpg", True), ("nobody-knows://this.jpg", False)]
    for number in range(SLOW):
        slow = tmp_path / str(number) / "slow.jpg"
        slow.parent.mkdir()
        slow.write_bytes(good["format-jpeg.jpg"])
        lines.insert(number * len(lines) // SLOW, (str(slow), True))
    return dict(lines)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two nodes on this machine, with two cores each."""
    pytest.importorskip("ray", reason="Ray is an extra")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_worker_niceness", "0")  # else whoever is busy beside the test takes all
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 2, "object_store_memory": 80 * 2**20, "include_dashboard": False}
    both = Cluster(initialize_head=True, head_node_args=node)
    try:
        both.add_node(**node)
        yield both
    finally:
        both.shutdown()


def writers(node: Any) -> list[int]:
    """The processes of a node that write shards."""
    [raylet] = node.all_processes["raylet"]
    children = Path(f"/proc/{raylet.process.pid}/task/{raylet.process.pid}/children").read_text().split()
    return [int(child) for child in children if b"ShardWriter" in Path(f"/proc/{child}/cmdline").read_bytes()]


def written(out: Path) -> list[Path]:
    return sorted(out.glob("part-*.parquet"))


def wait_for(ready: Callable[[], object], run: subprocess.Popen[str]) -> None:
    while not ready() and run.poll() is None:
        time.sleep(0.05)
    assert run.poll() is None, run.communicate()


@pytest.mark.timeout(1200)  # two nodes and their processes start, which takes long where others are busy
def test_a_worker_and_a_node_killed_in_the_middle_lose_nothing(
    cluster: Any, photos: dict[str, bool], tmp_path: Path
) -> None:
    import pyarrow.parquet

    manifest, out = tmp_path / "manifest.txt", tmp_path / "out"
    manifest.write_bytes(b"\r\n".join(map(os.fsencode, photos)))
    wanted = shards(str(manifest), PHOTOS)
    # A run before this one has done the first shard, and another was killed as it wrote.
    out.mkdir()
    done_before = out / wanted[0].name
    write_parquet([unreadable(source, "done before") for source in wanted[0].sources], done_before)
    (out / f"_partial-0-{wanted[1].name}").touch()
    command = [sys.executable, "-m", "tests.support.scripted_folder", "cluster", str(manifest), str(out)]
    run = subprocess.Popen(
        [*command, "--photos", str(PHOTOS), "--address", cluster.address],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lost = next(iter(cluster.worker_nodes))
    wait_for(lambda: len(written(out)) >= 2, run)
    wait_for(lambda: writers(lost), run)
    os.kill(writers(lost)[0], signal.SIGKILL)
    wait_for(lambda: len(written(out)) >= 4, run)
    assert len(written(out)) < len(wanted) - 2, "there is a middle"
    cluster.remove_node(lost, allow_graceful=False)
    shown, said = run.communicate()
    assert run.returncode == 1, said
    assert not shown
    assert "Traceback" not in said
    assert f"{len(wanted)} shards, 1 of them done before\n" in said
    assert sorted(path.name for path in out.iterdir()) == [shard.name for shard in wanted]
    rows = pyarrow.parquet.read_table(out).to_pylist()
    assert [row["file"] for row in rows] == [
        source.encode("utf-8", "backslashreplace").decode() for source in photos
    ], "each photo once, in the manifest's order"
    for row, (source, readable) in list(zip(rows, photos.items(), strict=True))[PHOTOS:]:
        assert (row["error"] is None) == readable, source
        assert readable or row["error"].endswith(".")
    assert {row["error"] for row in rows[:PHOTOS]} == {"done before"}


def test_an_address_without_a_cluster_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("ray", reason="Ray is an extra")
    (tmp_path / "manifest.txt").write_text("a.jpg\n")
    monkeypatch.setattr("logging.disable", lambda _: None)
    for address in ("127.0.0.1:1", "ray", "ray://127.0.0.1:99999"):
        assert main(["cluster", str(tmp_path / "manifest.txt"), str(tmp_path / "out"), "--address", address]) == 2
        assert f"No Ray cluster answers at {address}." in capsys.readouterr().err


def test_without_ray_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("yoga_models.folders.cluster.find_spec", lambda name: None if name == "ray" else object())
    assert main(["cluster", str(tmp_path / "manifest.txt"), str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert 'This needs ray. Install it with: pip install "yoga-pose-studio[cluster]"' in said
    assert not (tmp_path / "out").exists()
