"""What a process and those it started hold and spend, and what the machine is busy with besides. Linux only."""

import os
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


def family(process: int) -> list[int]:
    """A process and everything below it."""
    children = [int(child) for tasks in _PROC.glob(f"{process}/task/*/children") for child in _read(tasks).split()]
    return [process, *(number for child in children for number in family(child))]


def resident_bytes(process: int) -> int:
    """Memory that a process and everything below it hold."""
    held = [_read(_PROC / str(number) / "statm").split() for number in family(process)]
    return sum(int(fields[1]) for fields in held if fields) * os.sysconf("SC_PAGE_SIZE")


def memory(process: int | str) -> dict[str, int]:
    """Bytes that a process (``self``: this one) holds: ``resident``, and ``proportional``, a share of what others hold,
    too.
    """
    told = dict(line.split(":", 1) for line in _read(_PROC / str(process) / "smaps_rollup").splitlines()[1:])
    return {
        kind: 1024 * int(told[name].split()[0]) if name in told else 0
        for kind, name in (("resident", "Rss"), ("proportional", "Pss"))
    }


def processor_seconds(process: int) -> float:
    """Processor time that a process and everything below it have spent."""
    spent = 0
    for number in family(process):
        fields = _read(_PROC / str(number) / "stat").rpartition(")")[2].split()
        spent += sum(map(int, fields[11:13]))
    return spent / _TICKS


def busy_seconds() -> float:
    """Processor time that the whole machine has spent since it started."""
    user, nice, system, _, _, *interrupts = map(int, _read(_PROC / "stat").split("\n", 1)[0].split()[1:])
    return (user + nice + system + sum(interrupts[:3])) / _TICKS


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:  # it has ended
        return ""
