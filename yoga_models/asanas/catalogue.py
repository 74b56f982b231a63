"""The 107 asanas: their names, what they are like, and how much there was to learn each of them from."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from yoga_models.assets import ASSETS

_FILE = ASSETS / "catalogue.json"

Evidence = Literal["photos", "joints", "rendered"]

_LISTS = ("categories", "aliases", "relatives")


@dataclass(frozen=True)
class Asana:
    """One asana.

    ``difficulty``: 1 (easy) to 3 (hard). ``aliases``: other names and spellings. ``relatives``: ids of the asanas that
    are nearly the same or called the same; the relation is mutual and its groups do not overlap. ``photos`` and
    ``skeletons``: how many examples there were to learn from. ``evidence``: what it is known from, ``photos`` or, where
    these were too few, ``joints`` that detectors found, or joints of ``rendered`` bodies alone. ``trained``: false
    where there is nothing of it to learn from; such an asana is never predicted. ``same_as``: the id under which it is
    answered, where one pose has two names; that one then carries both.
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
    evidence: Evidence
    trained: bool
    same_as: int | None = None


@cache
def load_catalogue() -> tuple[Asana, ...]:
    """All asanas, sorted by id. Ids run from 0 without a gap, so ``load_catalogue()[id]`` is the asana with that id."""
    rows: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(Asana(**{**row, **{name: tuple(row[name]) for name in _LISTS}}) for row in rows)
