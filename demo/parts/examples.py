"""The example photos that visitors can try without one of their own."""

import json
from pathlib import Path

import gradio as gr

from demo.parts.wiring import QUIET
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


def example_gallery(photo: gr.Image, elem_id: str) -> None:
    """The example photos, small; a tap puts one into ``photo``."""
    gallery = gr.Gallery(
        example_photos(),
        label=words.EXAMPLES,
        show_label=False,
        columns=4,
        height="auto",
        object_fit="cover",
        allow_preview=False,
        buttons=[],
        elem_id=elem_id,
        elem_classes="examples",
    )
    gallery.select(picked, None, photo, **QUIET)


def picked(event: gr.SelectData) -> str:
    """The file of the example that was tapped."""
    return example_photos()[event.index][0]
