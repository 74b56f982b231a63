"""``yoga-pose PATH [PATH ...]``: photos and folders of photos on the command line."""

import argparse
import contextlib
import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from PIL import Image

from yoga_models.asanas.guess import RESEMBLING
from yoga_models.cli.common import command, open_output, parse, run
from yoga_models.drawing.people import draw_people
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.pipeline import YogaPose
from yoga_models.results import Analysis, unreadable
from yoga_models.table import csv_header, csv_rows

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
    name = f"{best['sanskrit']} ({best['english']})"
    if result["verdict"] == "other":
        said = "no asana I know" + (f", it resembles {name}" if best["probability"] >= RESEMBLING else "")
    else:
        hedge = "" if result["verdict"] == "confident" else "not sure, perhaps "
        said = f"{hedge}{name}, {100 * best['probability']:.0f} %"
    return f"{file}: {people} {'person' if people == 1 else 'people'}; {said}"


def _analyze(model: YogaPose, path: Path) -> tuple[dict[str, Any], Analysis | None]:
    try:
        analysis = model.analyze(path, name=str(path))
    except ImageError as error:
        return unreadable(str(path), str(error)), None
    return analysis.to_dict(), analysis


def drawing_path(folder: Path, photo: Path, taken: set[Path]) -> Path:
    """Where a photo's drawing goes; two photos of one name get numbers."""
    target, number = folder / f"{photo.stem}.png", 1
    while target in taken:
        number += 1
        target = folder / f"{photo.stem}-{number}.png"
    taken.add(target)
    return target


def parser(others: Iterable[str] = ()) -> argparse.ArgumentParser:
    """The flags of the command; ``others``: the commands that its help names."""
    flags = command(
        "",
        "Find people, their joints and the asana in photos.",
        json="write one JSON object a line",
        csv="write one row a person",
        draw="save each photo with its skeletons there, as PNG",
    )
    flags.add_argument("paths", metavar="PATH", type=Path, nargs="+", help="a photo, or a folder of photos")
    if others:
        flags.epilog = f"Other commands, each with its own --help: {', '.join(others)}."
    return flags


def main(arguments: list[str], others: Iterable[str] = ()) -> int:
    """Run the command; returns the exit status: 0, or 1 where a photo could not be read, 2 for bad usage."""
    flags = parser(others)
    options = parse(flags, arguments)

    def work(stack: contextlib.ExitStack) -> int:
        json_file, csv_file = open_output(options.json, stack), open_output(options.csv, stack)
        if options.draw:
            options.draw.mkdir(parents=True, exist_ok=True)
        model = YogaPose.from_pretrained(device=options.device, engine=options.engine)
        return _run(model, options, json_file, csv_file)

    return run(flags, work)


def _run(model: YogaPose, options: argparse.Namespace, json_file: TextIO | None, csv_file: TextIO | None) -> int:
    quiet = "-" in (options.json, options.csv)
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
            Image.fromarray(picture).save(drawing_path(options.draw, path, drawn))
        if not quiet or "error" in result:
            print(summary(result), file=sys.stderr if quiet else sys.stdout)
    return 1 if failed else 0
