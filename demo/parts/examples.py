"""The example photos that visitors can try without one of their own."""

import json
from html import escape
from pathlib import Path

import gradio as gr

from demo.parts.files import address
from demo.words import common as words

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "examples"

_MOST = 12
_MAX_GROUPS = 3


def example_photos(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """(path, caption) of the photos worth showing, from ``examples.json``: photos of one person first, then of several.

    Empty where the folder holds none.
    """
    table = folder / "examples.json"
    if not table.is_file():
        return []
    entries = json.loads(table.read_text(encoding="utf-8"))
    single = [entry for entry in entries if len(entry["people"]) == 1]
    groups = [entry for entry in entries if len(entry["people"]) > 1][:_MAX_GROUPS]
    chosen = single[: _MOST - len(groups)] + groups
    return [(str(folder / entry["file"]), words.caption(Path(entry["file"]).stem)) for entry in chosen]


def example_gallery(field: str, elem_id: str) -> None:
    """The example photos, small; a tap puts one into the photo field with the id ``field``."""
    buttons = "".join(
        f'<button type="button" data-field="{field}" data-example="{address(path)}" '
        f'aria-label="{escape(words.example(caption))}">'
        f'<img src="{address(path)}" alt="" loading="lazy"></button>'
        for path, caption in example_photos()
    )
    gr.HTML(f'<div class="grid">{buttons}</div>', elem_id=elem_id, elem_classes="examples")


def example_clip(field: str, elem_id: str, label: str) -> None:
    """A button, called ``label``, that puts the example clip into the video field with the id ``field``."""
    path = str(FOLDER / "clip.webm")
    gr.HTML(
        f'<div class="tools"><button type="button" data-field="{field}" data-example="{address(path)}">'
        f"{escape(label)}</button></div>",
        elem_id=elem_id,
    )
