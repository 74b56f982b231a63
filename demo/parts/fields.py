"""The fields that several tabs have: for a photo, for something drawn, for what is taken home."""

from typing import Any, Literal

import gradio as gr
from gradio.blocks import Block

from demo.parts.studio import Result
from demo.parts.wiring import QUIET, Parts
from demo.words import common as words
from demo.words import scripts as script_words


def photo_field(label: str, elem_id: str, *, height: int = 340) -> gr.Image:
    """A place to drop, paste or take a photo. The library reads the file itself: use it with ``preprocess=False``."""
    field = gr.Image(
        type="filepath",
        sources=["upload"],
        label=label,
        show_label=False,
        height=height,
        placeholder=words.PLACEHOLDER,
        buttons=[],
        elem_id=elem_id,
        elem_classes="photo",
    )
    tools(elem_id, camera=script_words.TAKE_WITH_CAMERA, paste=script_words.PASTE)
    return field


def tools(field: str, **labels: str) -> None:
    """Buttons below the field with this id: by what they do, what they are called."""
    buttons = "".join(
        f'<button type="button" data-tool="{tool}" data-field="{field}">{label}</button>'
        for tool, label in labels.items()
    )
    gr.HTML(f'<div class="tools">{buttons}</div>')


def picture(shows: str, elem_id: str, *buttons: Literal["download"]) -> gr.Image:
    """A place for something drawn. ``shows``: what it shows, for those who can't see it."""
    return gr.Image(
        label=shows,
        alt_text=shows,
        show_label=False,
        interactive=False,
        buttons=[*buttons, "fullscreen"],
        elem_id=elem_id,
        elem_classes="picture",
    )


def take_home(drawing: str, elem_id: str, table: str = words.SAVE_CSV) -> dict[str, Block]:
    """Buttons, side by side, for what was drawn, all numbers and a table, by the names of parts of a tab.

    ``drawing`` and ``table``: what to call the first and the last.
    """
    labels = {"drawing": drawing, "json": words.SAVE_JSON, "csv": table}
    with gr.Row():
        return {f"save_{kind}": gr.DownloadButton(label, elem_id=f"{elem_id}-{kind}") for kind, label in labels.items()}


def take_home_later(parts: Parts, drawing: str, elem_id: str) -> None:
    """The same, where the drawing is only made when it is asked for: ``save_drawing`` is a plain button then, and what
    makes the drawing hands it to ``drawing_file``.
    """
    with gr.Row():
        parts["save_drawing"] = gr.Button(drawing, elem_id=f"{elem_id}-drawing")
        parts["save_json"] = gr.DownloadButton(words.SAVE_JSON, elem_id=f"{elem_id}-json")
        parts["save_csv"] = gr.DownloadButton(words.SAVE_CSV, elem_id=f"{elem_id}-csv")
    parts["drawing_file"] = gr.DownloadButton(drawing, visible="hidden", elem_id=f"{elem_id}-file")


def hand_over(parts: Parts, made: Any, elem_id: str) -> None:
    """As soon as the event ``made`` has filled ``drawing_file``, let the browser save it."""
    parts.on(made.success, None, js=f"() => studio.click('{elem_id}-file')", **QUIET)


def bring_over(tab: gr.Tab, last: gr.State, photo: gr.Image) -> None:
    """Whenever ``tab`` is opened, put the photo of the ``last`` result into ``photo``, once."""
    brought = gr.State(None)
    tab.select(brought_over, [last, brought], [photo, brought], **QUIET)


def brought_over(found: Result | None, before: str | None) -> tuple[Any, str | None]:
    """The photo to put into a field, and the one that was put there last: nothing new where that is the same."""
    if found is None or not isinstance(found.photo, str) or found.photo == before:
        return gr.skip(), before
    return found.photo, found.photo
