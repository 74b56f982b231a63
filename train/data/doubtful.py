"""Photos whose labels were found doubtful by looking at them.

Their labels stay as they are in tables of photos. What photos teach about probabilities is learned without them, and
figures are given with and without them.
"""

import csv
from pathlib import Path

DOUBTFUL = Path(__file__).with_name("doubtful.csv")
"""A table with the columns ``file``, as tables of photos call it, and ``why``."""


def doubtful_files(path: Path = DOUBTFUL) -> dict[str, str]:
    """The photos of such a table, and why their labels are doubtful."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row["file"]: row["why"] for row in csv.DictReader(file)}
