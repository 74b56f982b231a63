"""Where the command lines write to."""

import contextlib
import io
import sys
from pathlib import Path
from typing import TextIO


def open_output(path: str | None, stack: contextlib.ExitStack) -> TextIO | None:
    """A text file to write to, closed with the stack; standard output for ``-``, nothing for ``None``.

    What UTF-8 can't hold, such as a file name in another encoding, is written as an escape that JSON reads back.
    """
    if path is None:
        return None
    if path == "-":
        return sys.stdout
    return stack.enter_context(Path(path).open("w", encoding="utf-8", errors="backslashreplace", newline=""))


def print_any_name() -> None:
    """Let standard output and error take every file name, even where the terminal has no letters for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
