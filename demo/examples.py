"""The example photos that visitors can try without one of their own."""

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "examples"

_MOST = 12
_MOST_GROUPS = 3


def example_photos(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """(path, caption) of the photos worth showing, from ``examples.json``: photos of one person first, then of several.

    Empty where the folder holds none.
    """
    table = folder / "examples.json"
    if not table.is_file():
        return []
    entries = json.loads(table.read_text(encoding="utf-8"))
    single = [entry for entry in entries if len(entry["people"]) == 1]
    groups = [entry for entry in entries if len(entry["people"]) > 1][:_MOST_GROUPS]
    chosen = single[: _MOST - len(groups)] + groups
    return [(str(folder / entry["file"]), _caption(entry["file"])) for entry in chosen]


def _caption(file: str) -> str:
    return Path(file).stem.replace("-", " ").capitalize()
