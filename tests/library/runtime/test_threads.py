"""No more threads than this process has cores, whatever the machine has."""

import math
from pathlib import Path

import pytest

from yoga_models.runtime import threads
from yoga_models.runtime.threads import quota, usable_cores


def control_groups(folder: Path, own: str, files: dict[str, str]) -> tuple[Path, Path]:
    """A folder that looks like /sys/fs/cgroup, and a file that looks like /proc/self/cgroup."""
    groups = folder / "cgroup"
    groups.mkdir()
    for name, text in files.items():
        path = groups / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "own").write_text(own)
    return groups, folder / "own"


@pytest.mark.parametrize(
    ("own", "files", "granted"),
    [
        ("0::/\n", {"cpu.max": "150000 100000\n"}, 1.5),
        ("0::/\n", {"cpu.max": "max 100000\n"}, math.inf),
        ("0::/a/b\n", {"a/cpu.max": "200000 100000\n", "a/b/cpu.max": "max 100000\n"}, 2),
        ("0::/outside/the/container\n", {"cpu.max": "50000 100000\n"}, 0.5),
        (
            "5:memory:/x\n4:cpu,cpuacct:/docker/1\n",
            {"cpu,cpuacct/docker/1/cpu.cfs_quota_us": "300000", "cpu,cpuacct/docker/1/cpu.cfs_period_us": "100000"},
            3,
        ),
        ("4:cpuacct,cpu:/docker/1\n", {"cpu/cpu.cfs_quota_us": "100000", "cpu/cpu.cfs_period_us": "50000"}, 2),
        ("4:cpu:/\n", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, math.inf),
        ("0::/\n", {"cpu.max": "nonsense"}, math.inf),
        ("0::/\n", {}, math.inf),
    ],
)
def test_the_quota_of_a_container(tmp_path: Path, own: str, files: dict[str, str], granted: float) -> None:
    assert quota(*control_groups(tmp_path, own, files)) == granted


def test_elsewhere_there_is_no_quota(tmp_path: Path) -> None:
    assert quota(tmp_path, tmp_path / "none") == math.inf


@pytest.mark.parametrize(
    ("affinity", "granted", "wanted", "cores"),
    [(8, math.inf, "", 8), (8, 1.5, "", 2), (2, 4.0, "", 2), (8, 0.2, "", 1), (8, 4.0, "1", 1), (2, 2.0, "64", 2)],
)
def test_the_smallest_limit_counts(
    monkeypatch: pytest.MonkeyPatch, affinity: int, granted: float, wanted: str, cores: int
) -> None:
    monkeypatch.setattr(threads, "_affinity", lambda: affinity)
    monkeypatch.setattr(threads, "quota", lambda: granted)
    monkeypatch.setenv("OMP_NUM_THREADS", wanted)
    assert usable_cores() == cores
