"""How many cores this process may use. The engines count those of the machine, and a container's share escapes them."""

import math
import os
from pathlib import Path

_GROUPS, _OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def usable_cores() -> int:
    """The smallest of what affinity, the container's quota and OMP_NUM_THREADS leave, 1 at least."""
    limits = [_affinity(), quota()]
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdigit() and int(wanted):
        limits.append(float(wanted))
    return max(1, math.ceil(min(limits)))


def _affinity() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def quota(groups: Path = _GROUPS, own: Path = _OWN) -> float:
    """Cores that the control groups of this process (version 1 or 2) grant it; infinite without a quota.

    ``groups``: where they are mounted; ``own``: the file that names this process's own.
    """
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return math.inf
    granted = [math.inf]
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        # Version 2 names no controllers. Version 1 has a folder for them, which may carry any order of their names.
        roots = [groups / controllers, groups / "cpu"] if controllers else [groups]
        for root in roots:
            # A group has no more than those above it. Inside a container the path is often that outside of it: then
            # what is mounted as the root is the container's own group.
            folder = root / path.lstrip("/")
            for group in (folder, *folder.parents):
                granted.append(_granted(group))
                if group == root:
                    break
    return min(granted)


def _granted(group: Path) -> float:
    try:
        if (group / "cpu.max").exists():
            most, period = (group / "cpu.max").read_text(encoding="ascii").split()
        else:
            most = (group / "cpu.cfs_quota_us").read_text(encoding="ascii").strip()
            period = (group / "cpu.cfs_period_us").read_text(encoding="ascii").strip()
        return math.inf if most in ("max", "-1") else int(most) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return math.inf
