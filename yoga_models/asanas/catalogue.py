"""The 107 asanas: their names, what they are like, and how much there was to learn each of them from."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from yoga_models.assets import ASSETS

_FILE = ASSETS / "catalogue.json"

_LISTS = ("categories", "aliases", "relatives")


@dataclass(frozen=True)
class Asana:
    """One asana.

    ``difficulty``: 1 (easy) to 3 (hard). ``aliases``: other names and spellings. ``relatives``: ids of the asanas that
    are nearly the same or called the same; the relation is mutual and its groups do not overlap. ``photos`` and
    ``skeletons``: how many examples there were to learn from. ``trained``: false where these were too few; such an
    asana is never predicted.
    """

    id: int
    sanskrit: str
    english: str
    categories: tuple[str, ...]
    difficulty: int
    aliases: tuple[str, ...]
    relatives: tuple[int, ...]
    photos: int
    skeletons: int
    trained: bool


@cache
def load_catalogue() -> tuple[Asana, ...]:
    """All asanas, sorted by id. Ids run from 0 without a gap, so ``load_catalogue()[id]`` is the asana with that id."""
    rows: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(Asana(**{**row, **{name: tuple(row[name]) for name in _LISTS}}) for row in rows)
