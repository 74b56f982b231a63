"""What happened since the page started, in numbers: how often and how long, never what or whose.

They are few and of one process, and each page has its own: writing them in Prometheus' text format takes less than a
package for it would.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate

#: What ``/metrics`` says it is.
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

#: Upper ends, in seconds, of what times are counted by.
BUCKETS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)

_PREFIX = "yoga_pose_"

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counters and times by name and labels. May be used from several threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, defaultdict[Labels, int]] = {}
        self._times: dict[str, defaultdict[Labels, list[int]]] = {}
        self._sums: defaultdict[tuple[str, Labels], float] = defaultdict(float)
        self._help: dict[str, str] = {}

    def count(self, name: str, meaning: str, **labels: str) -> None:
        """One more of something. ``meaning``: what is counted, for people."""
        with self._lock:
            self._help[name] = meaning
            self._counts.setdefault(name, defaultdict(int))[_sorted(labels)] += 1

    def time(self, name: str, meaning: str, seconds: float, **labels: str) -> None:
        """Something took so long."""
        with self._lock:
            self._help[name] = meaning
            times = self._times.setdefault(name, defaultdict(lambda: [0] * (len(BUCKETS) + 1)))
            times[_sorted(labels)][bisect_left(BUCKETS, seconds)] += 1
            self._sums[name, _sorted(labels)] += seconds

    def text(self, now: Iterable[tuple[str, str, Mapping[str, str], float]] = ()) -> str:
        """Everything in Prometheus' text format. ``now``: name, meaning, labels and value of what is so at present."""
        lines: list[str] = []
        with self._lock:
            for name, counts in self._counts.items():
                lines += _head(name, self._help[name], "counter")
                lines += [_line(name, labels, count) for labels, count in counts.items()]
            for name, times in self._times.items():
                lines += _head(name, self._help[name], "histogram")
                for labels, buckets in times.items():
                    for end, total in zip((*map(str, BUCKETS), "+Inf"), accumulate(buckets), strict=True):
                        lines.append(_line(f"{name}_bucket", (*labels, ("le", end)), total))
                    lines.append(_line(f"{name}_sum", labels, self._sums[name, labels]))
                    lines.append(_line(f"{name}_count", labels, sum(buckets)))
        told = set()
        for name, meaning, some, value in now:
            if name not in told:
                lines += _head(name, meaning, "gauge")
            told.add(name)
            lines.append(_line(name, _sorted(some), value))
        return "\n".join(lines) + "\n"


def _sorted(labels: Mapping[str, str]) -> Labels:
    return tuple(sorted(labels.items()))


def _head(name: str, meaning: str, kind: str) -> list[str]:
    return [f"# HELP {_PREFIX}{name} {meaning}", f"# TYPE {_PREFIX}{name} {kind}"]


def _line(name: str, labels: Labels, value: float) -> str:
    def quoted(text: str) -> str:
        return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")

    inside = ",".join(f'{label}="{quoted(text)}"' for label, text in labels)
    return f"{_PREFIX}{name}{{{inside}}} {value}" if inside else f"{_PREFIX}{name} {value}"
