"""The 107 asanas: their names, what they are like, and how much there was to learn each of them from."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from yoga_models.assets import ASSETS

_FILE = ASSETS / "catalogue.json"

# Ways to write one and the same Sanskrit sound in English letters: Vrikshasana, Vrksasana.
_SPELLINGS = (("sh", "s"), ("ch", "c"), ("th", "t"), ("ri", "r"), ("w", "v"))
_LISTS = ("categories", "aliases", "relatives")
_NUMERALS = {"1": "i", "2": "ii", "3": "iii"}


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


def find(name: str) -> Asana | None:
    """The asana of a Sanskrit or English name or an alias; ``None`` when there is none.

    Case, diacritics, punctuation, spaces, a final "pose" and the common ways to spell Sanskrit make no difference.
    Where a name belongs to one asana and is an alias of another (Tulasana), the asana's own name counts.
    """
    return _index().get(_key(name))


@cache
def _index() -> Mapping[str, Asana]:
    index: dict[str, Asana] = {}
    for asana in load_catalogue():
        for alias in asana.aliases:
            index[_key(alias)] = asana
    for asana in load_catalogue():
        index[_key(asana.sanskrit)] = index[_key(asana.english)] = asana
    index.pop("", None)
    return index


def _key(name: str) -> str:
    """What is left of a name when everything is taken away that people write differently."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    # An apostrophe belongs to its word, everything else that is not a letter or digit parts two words.
    words = re.findall(r"[a-z0-9]+", re.sub(r"['\u2019`]", "", plain.casefold()))
    if words and words[-1] == "pose":
        words.pop()
    return "".join(_simple(_NUMERALS.get(word, word)) for word in words)


def _simple(word: str) -> str:
    for spelling, simple in _SPELLINGS:
        word = word.replace(spelling, simple)
    return word
