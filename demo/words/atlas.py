"""Everything the Atlas tab says about the asanas."""

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from demo.atlas import Atlas, Entry, Measured
from demo.words.common import DIFFICULTY, english, name
from yoga_models.asanas.catalogue import Asana, load_catalogue

SEARCH = "Search"
SEARCH_HINT = "a name, or a kind like twist"
COMPARE = "Compare with this"
REFERENCES = "Or an asana of the atlas, by its name"

_SCRIPT = {
    "close": "Close",
    "compare": COMPARE,
    "of": "{shown} of {all} asanas",
    "none": "No asana of the atlas is called so. Try a part of the name.",
    "unknown_name": "No asana of the atlas is called so.",
}

# Where Gradio serves files from, seen from the page.
_ADDRESS = "gradio_api/file="

_EVIDENCE = {
    "photos": "From photos: it knows the look of this asana and where the joints lie.",
    "joints": "From joints alone, found in pictures of people in it. There were too few photos to learn its look.",
    "rendered": "From bodies that this project drew itself. There were hardly any photos of people in it, so it may be "
    "wrong more often than elsewhere.",
}


def script(atlas: Atlas) -> dict[str, Any]:
    """The words of the tab's script; and of every asana its number, its name, its picture, and what it is found by."""
    entries = [[one.asana.id, one.asana.sanskrit, address(one), searched(one.asana)] for one in atlas.entries]
    return {**_SCRIPT, "entries": entries}


def intro(atlas: Atlas) -> str:
    """HTML: what the atlas is, and the field to search in it."""
    count = len(atlas.entries)
    return (
        f'<section class="atlas-head"><h2>The {count} asanas that can be named</h2>'
        "<p>Tap one to read about it, or take it as the reference for your own photo. The pictures are drawn; nobody "
        f'was photographed.</p><div class="tools"><label>{SEARCH} '
        f'<input type="search" id="atlas-search" placeholder="{SEARCH_HINT}" autocomplete="off"></label>'
        '<span id="atlas-count" role="status"></span></div></section>'
    )


def grid(atlas: Atlas) -> str:
    """HTML: a card for every asana, with all that its sheet says."""
    return f'<div class="atlas-grid">{"".join(_card(entry, atlas.current) for entry in atlas.entries)}</div>'


def address(entry: Entry) -> str:
    """Where the page finds the picture."""
    return _ADDRESS + quote(str(entry.picture))


def references(atlas: Atlas) -> str:
    """HTML: the field in which an asana is named to be the reference, with all names to choose from."""
    options = "".join(
        f'<option value="{escape(entry.asana.sanskrit)}">'
        f"{escape(', '.join([entry.asana.english, *entry.asana.aliases]))}</option>"
        for entry in atlas.entries
    )
    return (
        f'<label class="by-name">{REFERENCES}<input type="search" id="reference-name" list="reference-names" '
        f'placeholder="{SEARCH_HINT}" autocomplete="off"></label><datalist id="reference-names">{options}</datalist>'
    )


def _card(entry: Entry, current: bool) -> str:
    asana = entry.asana
    return (
        f'<article class="asana" data-asana="{asana.id}">'
        f'<button type="button" class="asana-open" data-about="{asana.id}" aria-haspopup="dialog">'
        f'<img src="{address(entry)}" alt="" width="320" height="320" loading="lazy" decoding="async">'
        f'<b lang="sa-Latn">{escape(asana.sanskrit)}</b> <span>{english(asana)}</span></button>'
        f'<button type="button" class="asana-compare" data-reference="{asana.id}" '
        f'aria-label="{COMPARE}: {escape(asana.sanskrit)}">{COMPARE}</button>'
        f"<template>{about(entry, current)}</template></article>"
    )


def searched(asana: Asana) -> str:
    """All that an asana is found by, in small letters without accents."""
    words = " ".join([asana.sanskrit, asana.english, *asana.aliases, *asana.categories])
    letters = unicodedata.normalize("NFKD", words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def about(entry: Entry, current: bool) -> str:
    """HTML: everything on one asana. ``current``: whether the figures are those of the present weights."""
    asana = entry.asana
    kinds = escape(", ".join(asana.categories).capitalize())
    rows = [
        ("Also called", escape(", ".join(asana.aliases))),
        ("Kind", kinds),
        ("Difficulty", f"{DIFFICULTY[asana.difficulty]} ({asana.difficulty} of 3)"),
        ("Nearly the same", _links([load_catalogue()[other] for other in asana.relatives])),
        *_learned(asana),
        ("Named rightly", _right(entry.measured, current)),
        ("Mixed up with", _mixed_up(entry.measured)),
    ]
    listed = "".join(f"<dt>{title}</dt><dd>{text}</dd>" for title, text in rows if text)
    beside = f'<p class="english">{english(asana)}</p>' if english(asana) else ""
    return f'<h2 class="name" lang="sa-Latn">{escape(asana.sanskrit)}</h2>{beside}<dl>{listed}</dl>'


def _learned(asana: Asana) -> list[tuple[str, str]]:
    if asana.same_as is not None:
        other = load_catalogue()[asana.same_as]
        return [("Answered as", f"{_link(other)}: one pose with two names. The answer gives both.")]
    seen = [f"{asana.photos} {'photo' if asana.photos == 1 else 'photos'}"]
    if asana.skeletons:
        seen.append(f"the joints of {asana.skeletons} {'person' if asana.skeletons == 1 else 'people'}")
    return [("Known", _EVIDENCE[asana.evidence]), ("Examples", " and ".join(seen) + ".")]


def _right(measured: Measured | None, current: bool) -> str:
    if measured is None:
        return "Not known: no photo of it was left to measure on."
    text = f"{measured.right} of {measured.photos} photos that it had never seen."
    few = " So few say little." if measured.photos < _FEW else ""
    return text + few + ("" if current else " Measured with the networks before these.")


_FEW = 10


def _mixed_up(measured: Measured | None) -> str:
    if measured is None or measured.taken_for is None:
        return ""
    return f"{_link(measured.taken_for)}, in {measured.times} of these photos."


def _links(asanas: Sequence[Asana]) -> str:
    return ", ".join(_link(asana) for asana in asanas)


def _link(asana: Asana) -> str:
    """HTML: an asana that is opened by a tap."""
    return f'<button type="button" class="link" data-about="{asana.id}">{name(asana)}</button>'
