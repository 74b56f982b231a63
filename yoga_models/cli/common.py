"""What the commands share: their flags, where they write to, and what they say when something is wrong."""

import argparse
import contextlib
import errno
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from PIL import Image

from yoga_models.runtime.engine import CHOICES
from yoga_models.weights.manifest import WeightsError

PROGRAM = "yoga-pose" if Path(sys.argv[0]).stem == "yoga-pose" else "python -m yoga_models"
"""What was typed to get here."""

NO_ROOM = "There is no room left on the disk. Make some."


def command(name: str, description: str, *, json: str, draw: str, csv: str | None = None) -> argparse.ArgumentParser:
    """The parser of a command (``""``: the one without a name), with the flags that all commands have.

    ``json``, ``csv`` and ``draw`` say what is written there; what a command adds comes before them in its help.
    """
    flags = argparse.ArgumentParser(prog=f"{PROGRAM} {name}".strip(), description=description)
    flags.add_argument("--json", metavar="FILE", help=f"{json}; - for standard output")
    if csv:
        flags.add_argument("--csv", metavar="FILE", help=f"{csv}; - for standard output")
    flags.add_argument("--draw", metavar="DIR" if name == "" else "FILE", type=Path, help=draw)
    flags.add_argument("--device", help="cpu, cuda, ...; by default a GPU if there is one")
    flags.add_argument(
        "--engine", choices=CHOICES, help="what runs the networks; by default what suits this machine (auto)"
    )
    return flags


def parse(flags: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace:
    """The options; ends the program with status 2 where they make no sense together."""
    options = flags.parse_args(arguments)
    if options.json == "-" and getattr(options, "csv", None) == "-":
        flags.error("--json and --csv cannot both go to standard output")
    return options


def run(flags: argparse.ArgumentParser, work: Callable[[contextlib.ExitStack], int]) -> int:
    """Do the work, files that it opens closed with the stack; returns its status, or 2 where it can't be done.

    What a command wants to say about a single photo or clip is its own business.
    """
    try:
        with contextlib.ExitStack() as stack:
            return work(stack)
    except (OSError, WeightsError, RuntimeError) as error:
        print(f"{flags.prog}: {NO_ROOM if is_no_room(error) else error}", file=sys.stderr)
        return 2


def is_no_room(error: BaseException) -> bool:
    """Whether a disk is full, or what somebody may put on it."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def open_output(path: str | None, stack: contextlib.ExitStack) -> TextIO | None:
    """A text file to write to, closed with the stack; standard output for ``-``, nothing for ``None``.

    What UTF-8 can't hold, such as a file name in another encoding, is written as an escape that JSON reads back.
    """
    if path is None:
        return None
    if path == "-":
        return sys.stdout
    return stack.enter_context(Path(path).open("w", encoding="utf-8", errors="backslashreplace", newline=""))


def check_picture(path: Path) -> None:
    """Raises ``OSError`` where no picture could be written to ``path``: known before the work is better than after."""
    if path.suffix.lower() not in Image.registered_extensions():
        raise OSError(f"{path}: end the name in .png or .jpg")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")


def print_any_name() -> None:
    """Let standard output and error take every file name, even where the terminal has no letters for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
