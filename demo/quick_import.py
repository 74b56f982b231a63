"""Importing Gradio in half the time, and a third of the memory."""

import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
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


class _Later(ModuleType):
    """Stands for a module that is imported when somebody asks it for something."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        spec = find_spec(name)
        self.__file__ = spec.origin if spec else None  # what looks through all modules asks for no more

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def pandas_when_needed() -> None:
    """Put pandas off until it is needed: Gradio imports it for its tables and plots, which this page has none of, and
    it takes 70 MB.
    """
    if "pandas" not in sys.modules:
        sys.modules["pandas"] = _Later("pandas")
