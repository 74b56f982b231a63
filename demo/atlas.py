"""The atlas: a drawn picture of every asana with its exact joints, and how often the asana was named rightly."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from yoga_models.asanas.catalogue import Asana, load_catalogue
from yoga_models.asanas.guess import Guess
from yoga_models.assets import ASSETS
from yoga_models.results import Analysis, Person
from yoga_models.weights.manifest import EMBEDDED, read_manifest

FOLDER = ASSETS / "atlas"
#: What ``python -m train release cards`` writes.
FIGURES = EMBEDDED / "asana-classes.json"


def digest(file: bytes) -> str:
    """What a file is known by: its SHA-256."""
    return hashlib.sha256(file).hexdigest()


@dataclass(frozen=True)
class Measured:
    """How an asana fared on photos that were never learned from: how many there were, how many were named rightly, and
    for which asana the others were taken most often, how many ``times``.
    """

    photos: int
    right: int
    taken_for: Asana | None
    times: int


@dataclass(frozen=True)
class Entry:
    """One asana of the atlas. ``joints``: (17, 2) x, y in pixels of the ``picture``; the drawn body's own, hidden ones
    too. ``measured``: ``None`` where no photo was left to measure it on.
    """

    asana: Asana
    picture: Path
    joints: np.ndarray
    measured: Measured | None

    @property
    def analysis(self) -> Analysis:
        """What there is to say about the picture; nobody has to look at it."""
        catalogue = load_catalogue()
        asana = self.asana if self.asana.same_as is None else catalogue[self.asana.same_as]
        guesses = (Guess(asana, 1.0),)
        person = Person(np.column_stack([self.joints, np.ones(len(self.joints))]), 1.0, guesses, "confident")
        with Image.open(self.picture) as picture:
            width, height = picture.size
        return Analysis(self.picture.name, width, height, "confident", guesses, (person,))


class Atlas:
    """All asanas, by their Sanskrit names. ``current``: whether the figures are those of the weights that come with the
    page, or of earlier ones.
    """

    def __init__(self, folder: Path = FOLDER, figures: Path = FIGURES) -> None:
        content = json.loads(figures.read_text(encoding="utf-8"))
        measured = {row["id"]: _measured(row) for row in content["classes"]}
        pictures = json.loads((folder / "atlas.json").read_text(encoding="utf-8"))
        entries = [_entry(folder, row, measured.get(row["id"])) for row in pictures]
        self.entries: Sequence[Entry] = sorted(entries, key=lambda entry: entry.asana.sanskrit)
        self.current: bool = content["weights"] == f"sha256:{read_manifest(EMBEDDED)['asana'].sha256}"
        self._by_content = {digest(entry.picture.read_bytes()): entry for entry in entries}
        self._sizes = {entry.picture.stat().st_size for entry in entries}

    def find(self, file: str | bytes) -> Entry | None:
        """The asana whose picture a file is, by its path or its bytes; ``None`` for any other file."""
        if isinstance(file, str):
            if Path(file).stat().st_size not in self._sizes:
                return None
            file = Path(file).read_bytes()
        return self._by_content.get(digest(file))


@cache
def load_atlas() -> Atlas:
    """The atlas that comes with the page."""
    return Atlas()


def _entry(folder: Path, row: dict[str, Any], measured: Measured | None) -> Entry:
    return Entry(load_catalogue()[row["id"]], folder / row["file"], np.array(row["joints"], float), measured)


def _measured(row: dict[str, Any]) -> Measured | None:
    if not row["photos"]:
        return None
    taken_for = None if row["taken_for"] is None else load_catalogue()[row["taken_for"]]
    return Measured(row["photos"], row["right"], taken_for, row["times"])
