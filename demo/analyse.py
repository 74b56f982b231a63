"""The Analyse tab: a photo in; the drawn photo, the asana and the angles out."""

import base64
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache
from PIL import Image

from demo import words
from demo.examples import example_photos
from yoga_models.drawing import draw_people
from yoga_models.imaging import ImageError, load_image
from yoga_models.results import Analysis

#: Handlers that run a network share one queue, so that two of them never compete for the same cores.
NETWORK = "network"

_STATE_SECONDS = 3600


class Model(Protocol):
    """What the page needs of ``yoga_models.YogaPose``."""

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """Analyse one photo; ``ImageError`` where it is none."""


@dataclass(frozen=True)
class Result:
    """What a visitor's session remembers: the last photo (a path in Gradio's cache, or its bytes) and its analysis."""

    photo: str | bytes
    analysis: Analysis


def add_analyse_tab(model: Model) -> None:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its events."""
    result = gr.State(None, time_to_live=_STATE_SECONDS)
    with gr.Tab("Analyse", id="analyse"), gr.Row(elem_classes="view"):
        with gr.Column(elem_classes="ask"):
            photo = gr.Image(
                type="filepath",
                sources=["upload", "webcam", "clipboard"],
                # A mirrored preview would swap left and right; on a phone the camera at the back comes first.
                webcam_options=gr.WebcamOptions(mirror=False, constraints={"video": {"facingMode": "environment"}}),
                label="Your photo",
                show_label=False,
                height=340,
                placeholder="Drop a photo of a pose here\nor tap to choose one",
                buttons=[],
                elem_id="photo",
            )
            gr.HTML(words.PRIVACY_LINE)
        with gr.Column(elem_classes="reply"):
            start = gr.HTML(words.START, elem_id="start")
            with gr.Column(visible=False, elem_id="answer") as answer:
                drawn = gr.Image(
                    label="Your photo with skeletons",
                    show_label=False,
                    interactive=False,
                    buttons=["fullscreen"],
                    elem_id="drawn",
                )
                chosen = gr.Radio(label="Whom would you like to look at?", elem_id="people")
                card = gr.HTML(elem_id="card")
                with gr.Tabs():
                    with gr.Tab("Angles"):
                        angles = gr.HTML(elem_id="angles")
                    with gr.Tab("Take it home"):
                        with gr.Row():
                            save_photo = gr.DownloadButton("Save the drawn photo", elem_id="save-photo")
                            save_json = gr.DownloadButton("Save the numbers (JSON)", elem_id="save-json")
                        numbers = gr.JSON(label="All the numbers", max_height=360, elem_id="numbers")
        samples = example_photos()
        if samples:
            with gr.Column(elem_classes="samples"):
                gr.HTML(words.EXAMPLES_HEADING)
                gallery = gr.Gallery(
                    samples,
                    label="Example photos",
                    show_label=False,
                    columns=4,
                    height="auto",
                    object_fit="cover",
                    allow_preview=False,
                    buttons=[],
                    elem_id="examples",
                )

    def analyse(payload: dict[str, Any] | None) -> tuple[Result | None, dict[str, Any] | None]:
        if payload is None:
            return None, None
        source = _source(payload)
        try:
            analysis = model.analyze(source, name=payload.get("orig_name"))
        except ImageError as error:
            # The sentence stays on the page (see explain); a message that goes away by itself would say it twice.
            raise gr.Error(str(error), visible=False, print_exception=False) from error
        return Result(source, analysis), analysis.to_dict()

    def present(found: Result | None) -> dict[Any, Any]:
        if found is None:
            return {start: gr.skip()}  # the photo was taken away; "clear" and "explain" say what to show
        analysis = found.analysis
        stem = Path(analysis.file or "photo").stem
        picture = _picture(found)
        picture_file = save_bytes_to_cache(picture, f"{stem}-skeleton.jpg", drawn.GRADIO_CACHE)
        text = json.dumps(analysis.to_dict(), indent=2, ensure_ascii=False)
        return {
            start: gr.HTML(visible=False),
            answer: gr.Column(visible=True),
            drawn: gr.Image(picture_file, alt_text=words.alternative_text(len(analysis.people))),
            chosen: gr.Radio(words.choices(analysis.people), value=0, visible=len(analysis.people) > 1),
            card: words.card(analysis, 0),
            angles: words.angles(analysis, 0),
            save_photo: picture_file,
            save_json: save_bytes_to_cache(text.encode(), f"{stem}-pose.json", drawn.GRADIO_CACHE),
        }

    def pick(event: gr.SelectData) -> str:
        return samples[event.index][0]

    def look_at(found: Result | None, index: int) -> tuple[str, str]:
        if found is None:
            raise gr.Error(words.FORGOTTEN, title="Gone", print_exception=False)
        return words.card(found.analysis, index), words.angles(found.analysis, index)

    def explain(payload: dict[str, Any] | None) -> dict[Any, Any]:
        message = words.trouble(_reason(payload))
        return {photo: None, start: gr.HTML(message, visible=True), answer: gr.Column(visible=False)}

    def clear() -> dict[Any, Any]:
        return {start: gr.HTML(words.START, visible=True), answer: gr.Column(visible=False)}

    # "change" covers uploads, snapshots, pasted photos and examples alike; a photo dropped in meanwhile comes next.
    analysed = photo.change(
        analyse,
        photo,
        [result, numbers],
        api_name="analyze",
        api_description="One photo in; people, joints, angles and asanas out, as JSON of the schema yoga-pose/1.",
        concurrency_id=NETWORK,
        concurrency_limit=1,
        # The library reads the file itself: Gradio's own reading would lose orientation and say less about bad files.
        preprocess=False,
        show_progress="minimal",
        show_progress_on=[start, drawn],
    )
    shown = [start, answer, drawn, chosen, card, angles, save_photo, save_json]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    analysed.success(present, result, shown, **quiet)
    analysed.failure(explain, photo, [photo, start, answer], preprocess=False, **quiet)
    photo.clear(clear, None, [start, answer], **quiet)
    chosen.input(look_at, [result, chosen], [card, angles], **quiet)
    if samples:
        gallery.select(pick, None, photo, **quiet)


def _source(payload: dict[str, Any]) -> str | bytes:
    """The photo of an upload: its path, or its bytes where a program sent them inside the request."""
    if payload["path"]:
        return payload["path"]
    try:
        return base64.b64decode((payload["url"] or "").partition(";base64,")[2], validate=True)
    except ValueError:
        return b""


def _reason(payload: dict[str, Any] | None) -> str:
    """Why a photo got no answer, in one or two sentences."""
    try:
        load_image(_source(payload) if payload else None)
    except ImageError as error:
        return str(error)
    return words.TROUBLE


def _picture(found: Result) -> bytes:
    """The photo with its people drawn on it, as a JPEG file of the photo's own size."""
    picture = io.BytesIO()
    Image.fromarray(draw_people(load_image(found.photo), found.analysis.people)).save(picture, "JPEG", quality=92)
    return picture.getvalue()
