"""The command line: ``python -m yoga_models PATH [PATH ...]``, and the commands that begin with a name."""

import argparse
import contextlib
import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from PIL import Image

from yoga_models.cli import compare as compare_command
from yoga_models.cli import video as video_command
from yoga_models.cli.output import open_output, print_any_name
from yoga_models.drawing.people import draw_people
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.pipeline import YogaPose
from yoga_models.results import SCHEMA, Analysis
from yoga_models.table import csv_header, csv_rows
from yoga_models.weights.manifest import WeightsError

#: What runs instead where the first argument is one of these names. (A file of that name is reached as ./name.)
COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {"compare": compare_command.main, "video": video_command.main}

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"}


def photos_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The photos that paths stand for, in their order: a folder stands for every picture file below it, by name."""
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
            yield path
            continue
        # Links are not followed: a loop of them would never end.
        for folder, subfolders, files in os.walk(path):
            subfolders.sort()
            for name in sorted(files):
                if Path(name).suffix.lower() in SUFFIXES:
                    yield Path(folder, name)


def summary(result: dict[str, Any]) -> str:
    """One line on one photo, for people."""
    # A name may hold anything, also what moves a terminal's cursor or breaks the line.
    file = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in result["file"])
    if "error" in result:
        return f"{file}: {result['error']}"
    people = len(result["people"])
    if not people:
        return f"{file}: nobody found"
    best = result["asanas"][0]
    name = f"{best['sanskrit']} ({best['english']}), {100 * best['probability']:.0f} %"
    hedge = "" if result["verdict"] == "confident" else "not sure, perhaps "
    return f"{file}: {people} {'person' if people == 1 else 'people'}; {hedge}{name}"


def _analyze(model: YogaPose, path: Path) -> tuple[dict[str, Any], Analysis | None]:
    try:
        analysis = model.analyze(path, name=str(path))
    except ImageError as error:
        return {"schema": SCHEMA, "file": str(path), "error": str(error)}, None
    return analysis.to_dict(), analysis


def _drawing_path(folder: Path, photo: Path, taken: set[Path]) -> Path:
    """Where a photo's drawing goes; two photos of one name get numbers."""
    target, number = folder / f"{photo.stem}.png", 1
    while target in taken:
        number += 1
        target = folder / f"{photo.stem}-{number}.png"
    taken.add(target)
    return target


def parser() -> argparse.ArgumentParser:
    """The flags of the command line."""
    flags = argparse.ArgumentParser(
        prog="python -m yoga_models",
        description="Find people, their joints and the asana in photos.",
        epilog=f"Other commands, each with its own --help: {', '.join(COMMANDS)}.",
    )
    flags.add_argument("paths", metavar="PATH", type=Path, nargs="+", help="a photo, or a folder of photos")
    flags.add_argument("--json", metavar="FILE", help="write one JSON object a line; - for standard output")
    flags.add_argument("--csv", metavar="FILE", help="write one row a person; - for standard output")
    flags.add_argument("--draw", metavar="DIR", type=Path, help="save each photo with its skeletons there, as PNG")
    flags.add_argument("--device", help="cpu, cuda, ...; by default a GPU if there is one")
    return flags


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0, or 1 where a photo could not be read, 2 for bad usage."""
    arguments = sys.argv[1:] if arguments is None else arguments
    print_any_name()
    if arguments and arguments[0] in COMMANDS:
        return COMMANDS[arguments[0]](arguments[1:])
    flags = parser()
    options = flags.parse_args(arguments)
    if options.json == "-" and options.csv == "-":
        flags.error("--json and --csv cannot both go to standard output")
    quiet = "-" in (options.json, options.csv)
    try:
        with contextlib.ExitStack() as stack:
            json_file = open_output(options.json, stack)
            csv_file = open_output(options.csv, stack)
            if options.draw:
                options.draw.mkdir(parents=True, exist_ok=True)
            model = YogaPose.from_pretrained(device=options.device)
            return _run(model, options, json_file, csv_file, quiet)
    except (OSError, WeightsError, RuntimeError) as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2


def _run(
    model: YogaPose, options: argparse.Namespace, json_file: TextIO | None, csv_file: TextIO | None, quiet: bool
) -> int:
    table = csv.DictWriter(csv_file, csv_header()) if csv_file else None
    if table:
        table.writeheader()
    failed, drawn = False, set[Path]()
    for path in photos_in(options.paths):
        result, analysis = _analyze(model, path)
        failed |= analysis is None
        if json_file:
            json_file.write(json.dumps(result, ensure_ascii=False, allow_nan=False) + "\n")
        if table:
            table.writerows(csv_rows(result))
        if options.draw and analysis:
            picture = draw_people(load_image(path), analysis.people)
            Image.fromarray(picture).save(_drawing_path(options.draw, path, drawn))
        if not quiet or "error" in result:
            print(summary(result), file=sys.stderr if quiet else sys.stdout)
    return 1 if failed else 0
