"""Which photos paths stand for, one after the other, however many there are."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"}

Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds: where they are the same, a file counts as unchanged."""

NOWHERE: Stamp = (-1, -1)
"""The stamp of what is not there."""


def photos_in(paths: Iterable[Path], trouble: Callable[[OSError], None] | None = None) -> Iterator[Path]:
    """The photos that paths stand for, in their order: a folder stands for every picture file below it, by name.

    ``trouble`` is told of folders that can't be listed; they are passed over.
    """
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
            yield path
            continue
        # Links are not followed: a loop of them would never end.
        for folder, subfolders, files in os.walk(path, onerror=trouble):
            subfolders.sort()
            for name in sorted(files):
                if Path(name).suffix.lower() in SUFFIXES:
                    yield Path(folder, name)


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file, ``NOWHERE`` where there is none."""
    try:
        info = os.stat(path)  # noqa: PTH116 - what stands on the command line may be no path at all
    except (OSError, ValueError):
        return NOWHERE
    return info.st_size, info.st_mtime_ns
