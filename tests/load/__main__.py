"""``python -m tests.load``: start the page, let more and more visitors come, and write down how it did."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.browser.chromium import started_app
from tests.load.machine import busy_seconds, processor_seconds, resident_bytes
from tests.load.visitors import Seen, photos, visit
from tests.support.checkout import ROOT

_PHOTOS = 42
_LEAK_VISITORS, _LEAK_WARM_UP, _MAX_GROWTH = 4, 200, 0.05
_FOR_EVER = 1e9


@dataclass(frozen=True)
class Row:
    """How one page did with so many visitors. ``others``: cores that the machine spent on something else."""

    page: str
    visitors: int
    seen: Seen
    wrong: int
    processor: float
    megabytes: float
    others: float


def measure(page: str, url: str, process: int, visitors: int, options: Any, right: dict[int, Any]) -> Row:
    """Let visitors come. ``right``: the answer to each photo; those to photos that it lacks are added."""
    busy, own, mine = busy_seconds(), processor_seconds(process), sum(os.times()[:2])
    seen = visit(url, photos(_PHOTOS), visitors, options.seconds, options.most)
    busy, own, mine = busy_seconds() - busy, processor_seconds(process) - own, sum(os.times()[:2]) - mine
    wrong = sum(right.setdefault(photo, answer) != answer for photo, answer in seen.answers)
    others = max(0.0, (busy - own - mine) / seen.spent)
    each = own / max(1, len(seen.seconds))
    return Row(page, visitors, seen, wrong, each, resident_bytes(process) / 1e6, others)


def table(rows: Sequence[Row]) -> list[str]:
    """The rows as Markdown."""
    lines = [
        "| page | visitors | answers | per s | median s | 95 % s | busy | errors | other | CPU s | MB | others |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        times = np.array(row.seen.seconds or [np.nan])
        median, late = np.percentile(times, [50, 95])
        told = [
            row.page,
            row.visitors,
            len(row.seen.seconds),
            f"{len(row.seen.seconds) / row.seen.spent:.1f}",
            f"{median:.2f}",
            f"{late:.2f}",
            row.seen.busy,
            row.seen.errors,
            row.wrong,
            f"{row.processor:.3f}",
            f"{row.megabytes:.0f}",
            f"{row.others:.1f}",
        ]
        lines.append("| " + " | ".join(map(str, told)) + " |")
    return lines


def leak(url: str, process: int, analyses: int) -> tuple[str, bool]:
    """A sentence on how memory grew over so many analyses, and whether it stayed flat."""
    files = photos(_PHOTOS)
    visit(url, files, _LEAK_VISITORS, _FOR_EVER, _LEAK_WARM_UP)
    before = resident_bytes(process)
    seen = visit(url, files, _LEAK_VISITORS, _FOR_EVER, analyses)
    after = resident_bytes(process)
    growth = after / before - 1
    said = f"{len(seen.seconds)} analyses after {_LEAK_WARM_UP}: {before / 1e6:.0f} MB before, {after / 1e6:.0f} after"
    return f"{said} ({100 * growth:+.1f} %), {seen.errors} errors.", growth < _MAX_GROWTH and not seen.errors


def report(arguments: Sequence[str], options: Any) -> tuple[str, bool]:
    """The whole report, Markdown, and whether all was well: no errors, no wrong answer, memory flat."""
    rows, right, leaks, flat = list[Row](), dict[int, Any](), list[str](), True
    pages = [("this", ROOT), *([(options.beside.name, options.beside)] if options.beside else [])]
    for name, folder in pages:
        with started_app(options.log, root=folder) as (url, process):
            visit(url, photos(_PHOTOS), 1, _FOR_EVER, 4)
            rows += [measure(name, url, process, visitors, options, right) for visitors in options.visitors]
            if options.leak and name == "this":
                said, flat = leak(url, process, options.leak)
                leaks.append(said)
    busiest = max(row.others for row in rows)
    state = "idle" if busiest < 0.1 else f"busy with something else ({busiest:.1f} cores at most)"
    lines = [
        "# The page under load",
        "",
        f"`python -m tests.load {' '.join(arguments)}`",
        "",
        f"{os.cpu_count()} cores, the machine {state}; the visitors are on the same machine. An answer is an example",
        "photo uploaded, analysed and returned as JSON. *busy*: told to come back later; *other*: an answer that is",
        "not the one a single visitor of this checkout got; *CPU s*: processor time of the page for an answer; *MB*:",
        "memory that the page holds; *others*: cores that other programs used meanwhile.",
        "",
        *table(rows),
        *(["", *leaks] if leaks else []),
        "",
    ]
    return "\n".join(lines), flat and not any(row.wrong or row.seen.errors for row in rows if row.page == "this")


def main(arguments: Sequence[str]) -> int:
    """Run the command; 1 where there were errors, other answers than to one visitor, or memory grew."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 8, 32, 64], help="how many at once")
    parser.add_argument("--seconds", type=float, default=20, help="for how long each number of visitors comes")
    parser.add_argument("--most", type=int, default=1000, help="the most photos for each number of visitors")
    parser.add_argument("--beside", type=Path, help="another checkout, measured after this one in the same run")
    parser.add_argument("--leak", type=int, default=0, metavar="N", help="see whether memory is flat over N analyses")
    parser.add_argument("--report", type=Path, help="where the report goes, beside the terminal")
    parser.add_argument("--log", type=Path, default=Path(os.devnull), help="where the output of the page goes")
    options = parser.parse_args(arguments)
    text, well = report(arguments, options)
    sys.stdout.write(text)
    if options.report:
        options.report.write_text(text, encoding="utf-8")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
