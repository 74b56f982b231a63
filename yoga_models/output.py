"""Where the command lines write to."""

import contextlib
import sys
from pathlib import Path
from typing import TextIO


def open_output(path: str | None, stack: contextlib.ExitStack) -> TextIO | None:
    """A text file to write to, closed with the stack; standard output for ``-``, nothing for ``None``."""
    if path is None:
        return None
    if path == "-":
        return sys.stdout
    return stack.enter_context(Path(path).open("w", encoding="utf-8", newline=""))
