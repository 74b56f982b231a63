"""``yoga-pose PATH [PATH ...]``: photos and folders of photos on the command line."""

import argparse
import contextlib
import json
import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from yoga_models.asanas.guess import RESEMBLING
from yoga_models.cli.common import NO_ROOM, PROGRAM, command, is_no_room, open_output, parse, run
from yoga_models.cli.progress import Progress
from yoga_models.folders.exchange import check_parquet, results_in, write_coco, write_parquet
from yoga_models.folders.listing import photos_in, stamp_of
from yoga_models.folders.photos import Photo, analyst, csv_head, csv_lines, encoded, json_line, lost
from yoga_models.folders.record import Record
from yoga_models.folders.workers import Workers, shares
from yoga_models.runtime.threads import usable_cores
from yoga_models.weights.manifest import EMBEDDED, read_manifest

_WRITERS = {"json": json_line, "csv": csv_lines}
_INTERRUPTED = 130


def summary(result: dict[str, Any]) -> str:
    """One line on one photo, for people."""
    file = printable(result["file"])
    if "error" in result:
        return f"{file}: {result['error']}"
    people = len(result["people"])
    if not people:
        return f"{file}: nobody found"
    best = result["asanas"][0]
    name = f"{best['sanskrit']} ({best['english']})"
    if result["verdict"] == "other":
        said = "no asana I know" + (f", it resembles {name}" if best["probability"] >= RESEMBLING else "")
    else:
        hedge = "" if result["verdict"] == "confident" else "not sure, perhaps "
        said = f"{hedge}{name}, {100 * best['probability']:.0f} %"
    return f"{file}: {people} {'person' if people == 1 else 'people'}; {said}"


def printable(name: str) -> str:
    """A file's name without what moves a terminal's cursor or breaks the line: it may hold anything."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)


def parser(others: Iterable[str] = ()) -> argparse.ArgumentParser:
    """The flags of the command; ``others``: the commands that its help names."""
    flags = command(
        "",
        "Find people, their joints and the asana in photos.",
        json="write one JSON object a line",
        csv="write one row a person",
        draw="save each photo with its skeletons there, as PNG",
    )
    flags.add_argument("--parquet", metavar="FILE", type=Path, help="write the rows of the CSV as Parquet (an extra)")
    flags.add_argument("--coco", metavar="FILE", type=Path, help="write people and joints as COCO's keypoints")
    flags.add_argument(
        "--resume", action="store_true", help="go on with the files that a run wrote: only what is new or changed"
    )
    flags.add_argument(
        "--processes", metavar="N", type=int, help="how many photos are looked at at once; by default one a core"
    )
    flags.add_argument("paths", metavar="PATH", type=Path, nargs="+", help="a photo, or a folder of photos")
    if others:
        flags.epilog = f"Other commands, each with its own --help: {', '.join(others)}."
    return flags


class Outputs:
    """Where a run writes to. ``files``: what can be gone on with; ``streams``: what can't, such as standard output."""

    def __init__(self, options: argparse.Namespace, stack: contextlib.ExitStack) -> None:
        self.files: dict[str, Path] = {}
        self.streams: dict[str, TextIO] = {}
        self.lines: Path | None = None
        for name in _WRITERS:
            given: str | None = getattr(options, name)
            if given is None:
                continue
            if given == "-" or (Path(given).exists() and not Path(given).is_file()):
                stream = open_output(given, stack)
                assert stream
                self.streams[name] = stream
            else:
                self.files[name] = Path(given)
        finals: list[Path] = [path for path in (options.parquet, options.coco) if path]
        for path in finals:
            if not path.absolute().parent.is_dir():
                raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
        first = next(iter([*self.files.values(), *finals]), None)
        self.database = first and first.with_name(f"{first.name}.progress")
        if finals and first and "json" not in self.files:
            # Parquet and COCO are made of JSON lines when all photos are done: neither can be added to.
            self.lines = self.files["json"] = first.with_name(f"{first.name}.lines")

    def marks(self, drawings: Path | None) -> dict[str, tuple[str, str]]:
        """As of ``Record``."""
        if not self.database:
            return {}
        named = {**self.files, **({"draw": drawings} if drawings else {})}
        folder = self.database.absolute().parent
        weights = {name: entry.sha256 for name, entry in read_manifest(EMBEDDED).items()}
        return {
            "weights": (
                json.dumps(weights, sort_keys=True),
                f"{self.database.with_suffix('')} was written with another version of the weights. Give another name "
                "to write to, or leave --resume out to do all photos anew.",
            ),
            "outputs": (
                json.dumps({name: os.path.relpath(path, folder) for name, path in sorted(named.items())}),
                f"The run that {self.database} belongs to had other outputs. Name the same ones, in the same places, "
                "or leave --resume out to do all photos anew.",
            ),
        }


def _photos(options: argparse.Namespace, record: Record, progress: Progress, troubles: list[str]) -> Iterator[Photo]:
    """What is to be done."""

    def trouble(error: OSError) -> None:
        troubles.append(f"{printable(str(error.filename))}: This folder can't be listed ({error.strerror}).")

    for path in photos_in(options.paths, trouble):
        stamp = stamp_of(path)
        if record.resumed and record.has(path, stamp):
            progress.skipped += 1
            continue
        yield Photo(path, stamp, record.drawing(options.draw, path) if options.draw else None)


def main(arguments: list[str], others: Iterable[str] = ()) -> int:
    """Run the command; returns the exit status: 0, or 1 where a photo could not be read, 2 for bad usage or where it
    could not be done, 130 where it was interrupted.
    """
    flags = parser(others)
    options = parse(flags, arguments)
    if options.processes is not None and options.processes < 1:
        flags.error("--processes must be 1 or more")
    again = f"{PROGRAM} {shlex.join(arguments)}{'' if options.resume else ' --resume'}"

    def work(stack: contextlib.ExitStack) -> int:
        outputs = Outputs(options, stack)
        if options.resume and (outputs.streams or not outputs.files):
            flags.error("--resume goes on with files: name them with --json, --csv, --parquet or --coco")
        if options.parquet:
            check_parquet()
        if options.draw:
            options.draw.mkdir(parents=True, exist_ok=True)
        heads = {"csv": encoded(csv_head())}
        record = stack.enter_context(
            Record(outputs.database, outputs.files, heads, outputs.marks(options.draw), options.resume)
        )
        go_on = f" Go on with: {again}" if outputs.database and not outputs.streams else ""
        try:
            return _run(options, outputs, record)
        except KeyboardInterrupt:
            print(f"\n{flags.prog}: Stopped.{go_on}", file=sys.stderr)
            return _INTERRUPTED
        except OSError as error:
            if not is_no_room(error):
                raise
            raise OSError(NO_ROOM + go_on) from None

    return run(flags, work)


def _run(options: argparse.Namespace, outputs: Outputs, record: Record) -> int:
    quiet = "-" in (options.json, options.csv)
    if "csv" in outputs.streams:
        outputs.streams["csv"].write(csv_head())
    progress = Progress(lambda: sum(1 for _ in photos_in(options.paths)))
    processes, threads = shares(options.engine, options.device)
    if options.processes:
        processes, threads = options.processes, max(1, usable_cores() // options.processes)
    troubles: list[str] = []
    with Workers(analyst, (options.device, options.engine), lost, processes, threads) as workers:
        for photo, outcome in workers.answers(_photos(options, record, progress, troubles)):
            result = outcome.result
            lines = {name: encoded(_WRITERS[name](result)) for name in outputs.files}
            record.write(photo.source, None if outcome.lost else photo.stamp, lines, outcome.failed)
            for name, stream in outputs.streams.items():
                stream.write(_WRITERS[name](result))
            if not quiet or outcome.failed:
                progress.clear()
                print(summary(result), file=sys.stderr if quiet else sys.stdout)
            progress.step(outcome.failed)
    progress.finish()
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    if record.resumed:
        record.tidy()
    failed = record.failures()
    _finish(options, outputs, record)
    return 1 if failed or troubles else 0


def _finish(options: argparse.Namespace, outputs: Outputs, record: Record) -> None:
    """Write what is made of all lines, and leave nothing behind that nobody needs."""
    lines = outputs.files.get("json")
    if options.parquet and lines:
        partial = options.parquet.with_name(f"{options.parquet.name}.part")
        write_parquet(results_in(lines), partial)
        partial.replace(options.parquet)
    if options.coco and lines:
        partial = options.coco.with_name(f"{options.coco.name}.part")
        with partial.open("w", encoding="utf-8") as file:
            write_coco(lines, file)
        partial.replace(options.coco)
    # A folder may grow, and its run be gone on with; single photos are done.
    if not options.resume and not any(os.path.isdir(path) for path in options.paths):  # noqa: PTH112
        record.forget()
        if outputs.lines:
            outputs.lines.unlink(missing_ok=True)
