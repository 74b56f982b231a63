"""What the tabs share: the model they ask, the field for a photo, and how an upload becomes something to read."""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import gradio as gr
import numpy as np
from gradio.components import Component
from gradio.processing_utils import save_bytes_to_cache
from PIL import Image

from demo.words import analyse as words
from yoga_models.joints.inspection import Inspection
from yoga_models.results import Analysis

#: Handlers that run a network share one queue, so that two of them never compete for the same cores.
NETWORK = "network"

#: How long a visitor's session remembers its last answer.
STATE_SECONDS = 3600

#: Events of the page that are nobody else's business.
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

#: Choices among what is shown. Without this, Gradio drops a choice that is made while it is busy with the one before.
CHOOSING: dict[str, Any] = {**QUIET, "trigger_mode": "always_last"}

#: Events of the page that run a network on photos. The library reads the files itself: Gradio's own reading would lose
#: orientation and say less about bad files.
#:
#: Their functions answer whatever a visitor may do, a bad file too, and raise nothing: when one fails, Gradio drops the
#: next photo that came meanwhile.
WORKING: dict[str, Any] = {
    "api_visibility": "private",
    "concurrency_id": NETWORK,
    "concurrency_limit": 1,
    "preprocess": False,
    "show_progress": "minimal",
}

#: An upload as Gradio hands it over: a path in its cache, or a data URL.
Upload = dict[str, Any]


class Model(Protocol):
    """What the page needs of ``yoga_models.YogaPose``."""

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """Analyse one photo; ``ImageError`` where it is none."""

    def inspect(self, source: Any) -> Inspection:
        """The first look at a photo, kept whole; ``ImageError`` where it is none."""


@dataclass(frozen=True)
class Result:
    """What a visitor's session remembers: the last photo (a path in Gradio's cache, or its bytes) and its analysis."""

    photo: str | bytes
    analysis: Analysis


def photo_field(label: str, elem_id: str, *, height: int = 340) -> gr.Image:
    """A place to drop, paste or take a photo. The library reads the file itself: use it with ``preprocess=False``."""
    return gr.Image(
        type="filepath",
        sources=["upload", "webcam", "clipboard"],
        webcam_options=webcam("environment", 1920, 1440),
        label=label,
        show_label=False,
        height=height,
        placeholder=words.PLACEHOLDER,
        buttons=[],
        elem_id=elem_id,
        elem_classes="photo",
    )


def webcam(facing: Literal["environment", "user"], width: int, height: int) -> gr.WebcamOptions:
    """What a camera sees, as it is: mirrored, left and right would be swapped in the result.

    ``facing``: which one of a phone comes first, that at the back or that at the front; a visitor can choose another.
    ``width`` and ``height``: pixels, as near as it can.
    """
    return gr.WebcamOptions(
        mirror=False, constraints={"video": {"facingMode": facing, "width": width, "height": height}}
    )


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


def take_home(drawing: str, elem_id: str) -> list[gr.DownloadButton]:
    """Buttons, side by side, for what was drawn, all numbers and a table. ``drawing``: what to call the first."""
    labels = {"drawing": drawing, "json": "Numbers as JSON", "csv": "Table as CSV"}
    with gr.Row():
        return [gr.DownloadButton(label, elem_id=f"{elem_id}-{kind}") for kind, label in labels.items()]


def endpoint(
    function: Callable[..., Any],
    inputs: list[Component],
    output: Component,
    description: str,
    queue: str = NETWORK,
) -> None:
    """Offer a function to other programs, under its own name. An MCP server also shows the names of its parameters.

    It is apart from the events of the page because these also write to the session, and an MCP server takes the first
    answer of a function that does for the session's. Call it inside a tab, not between tabs: Gradio knows tabs by their
    place among all that is in ``gr.Tabs``.
    """
    gr.Button(visible=False).click(
        function,
        inputs,
        output,
        api_name=function.__name__,
        api_description=description,
        concurrency_id=queue,
        concurrency_limit=1,
        preprocess=False,
    )


def source(upload: Upload) -> str | bytes:
    """The photo of an upload: its path, or its bytes where a program sent them inside the request."""
    if upload["path"]:
        return upload["path"]
    try:
        return base64.b64decode((upload["url"] or "").partition(";base64,")[2], validate=True)
    except ValueError:
        return b""


def bring_over(tab: gr.Tab, result: gr.State, photo: gr.Image) -> None:
    """Whenever ``tab`` is opened, put the photo that was analysed last into ``photo``, once."""
    brought = gr.State(None)

    def bring(found: Result | None, before: str | None) -> tuple[Any, str | None]:
        if found is None or not isinstance(found.photo, str) or found.photo == before:
            return gr.skip(), before
        return found.photo, found.photo

    tab.select(bring, [result, brought], [photo, brought], **QUIET)


def save(data: bytes, name: str, component: Component) -> str:
    """Keep a file for the visitor in Gradio's cache, which deletes it later; returns its path."""
    return save_bytes_to_cache(data, name, component.GRADIO_CACHE)


def room_for(picture: np.ndarray, elem_id: str) -> str:
    """HTML for a part of an answer: keeps room in the answer for (H, W, 3) pictures that come later than the words."""
    height, width = picture.shape[:2]
    return f"<style>#{elem_id} {{ --shape: {width} / {height} }}</style>"


def jpeg(picture: np.ndarray) -> bytes:
    """(H, W, 3) uint8 RGB as a JPEG file."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=92)
    return file.getvalue()
