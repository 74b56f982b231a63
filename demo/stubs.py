"""Importing Gradio in half the time."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_stubs() -> Iterator[list[type]]:
    """Inside it, Gradio writes no type stubs for editors while it is imported, which takes as long as all the rest of
    the import: it parses its source for every component, each time, and skips those that come from no file.

    Gives the list of the components that were skipped.
    """
    getfile, skipped = inspect.getfile, []

    def of_all_but_components(thing: Any) -> str:
        if type(thing).__name__ != "ComponentMeta":
            return getfile(thing)
        skipped.append(thing)
        raise OSError("no stub is wanted")

    inspect.getfile = of_all_but_components  # type: ignore[assignment]
    try:
        yield skipped
    finally:
        inspect.getfile = getfile
