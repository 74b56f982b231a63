"""The Analyse tab: a photo in; the drawn photo, the asana and the angles out."""

from functools import partial
from typing import Any

import gradio as gr
import numpy as np

from demo.parts.code_panel import code_panel
from demo.parts.examples import example_gallery
from demo.parts.fields import photo_field, picture, take_home
from demo.parts.files import jpeg, room_for, save, save_json
from demo.parts.studio import Result, Studio, Upload
from demo.parts.wiring import CHOOSING, QUIET, STATE_SECONDS, WORKING, Changes, Parts, answered, endpoint, instead
from demo.words import analyse as words
from demo.words import common
from yoga_models.drawing.people import draw_people
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.table import csv_text

_OF_PERSON = "drawn save_drawing card angles"


def analyze(studio: Studio, photo: Upload | None) -> dict[str, Any] | None:
    """The endpoint: the JSON of a photo. Raises ``gr.Error`` for what is no photo."""
    try:
        return studio.analyze(photo)[0].analysis.to_dict() if photo else None
    except ImageError as error:
        raise gr.Error(str(error), print_exception=False) from error


def answer_photo(studio: Studio, upload: Upload | None, with_angles: bool) -> Changes:
    """The whole answer to a photo, its best person chosen; or why there is none."""
    if upload is None:
        return {"result": None}  # the photo was taken away; "clear", or what took it away, says what to show
    try:
        found, pixels = studio.analyze(upload)
    except ImageError as error:
        return {"photo": None, **instead(common.trouble(str(error)))}
    people = found.analysis.people
    content = found.analysis.to_dict()
    return answered(
        result=found,
        people=gr.update(choices=common.choices(people), value=0, visible=len(people) > 1),
        numbers=content,
        save_json=save_json(content, f"{found.stem}-pose.json"),
        save_csv=save(csv_text([content]).encode(), f"{found.stem}-pose.csv"),
        **_show(found, pixels, 0, with_angles),
    )


def choose_person(found: Result | None, index: int, with_angles: bool) -> Changes:
    """What depends on the person who is looked at. Raises ``gr.Error`` where the session has forgotten the photo."""
    if found is None:
        raise gr.Error(common.FORGOTTEN, title=common.FORGOTTEN_TITLE, print_exception=False)
    return _show(found, load_image(found.photo), index, with_angles)


def _show(found: Result, photo: np.ndarray, index: int, with_angles: bool) -> Changes:
    people = found.analysis.people
    pixels = draw_people(photo, people, angles=[index] if with_angles else [])
    file = save(jpeg(pixels), f"{found.stem}-skeleton.jpg")
    return {
        "drawn": gr.update(value=file, alt_text=words.alternative_text(len(people))),
        "save_drawing": file,
        "card": words.card(found.analysis, index) + room_for(pixels, "answer"),
        "angles": words.angles(found.analysis, index),
    }


def add_analyse_tab(studio: Studio) -> gr.State:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its events.

    Returns the session's last ``Result``, for tabs that go on from there.
    """
    parts = Parts()
    with gr.Tab(common.TABS["analyse"], id="analyse"), gr.Row(elem_classes="view"):
        parts["result"] = last = gr.State(None, time_to_live=STATE_SECONDS)
        with gr.Column(elem_classes="ask"):
            parts["photo"] = photo = photo_field(words.PHOTO, "photo")
            gr.HTML(common.PRIVACY_LINE)
        with gr.Column(elem_classes="reply"):
            parts["start"] = gr.HTML(words.START, elem_id="start")
            with gr.Column(visible=False, elem_id="answer", elem_classes="answer") as parts["answer"]:
                _lay_out_answer(parts)
        with gr.Column(elem_classes="samples"):
            gr.HTML(common.EXAMPLES_HEADING)
            example_gallery(photo, "examples")
        endpoint(partial(analyze, studio), "analyze", [photo], parts["numbers"], words.ANALYZE_TOOL)
    _connect(parts, studio)
    return last


def _lay_out_answer(parts: Parts) -> None:
    parts["drawn"] = picture(words.DRAWN, "drawn")
    parts["people"] = gr.Radio(label=words.WHOM, elem_id="people")
    parts["card"] = gr.HTML(elem_id="card")
    with gr.Tabs(overflow_behavior="wrap"):
        with gr.Tab(words.ANGLES):
            parts["with_angles"] = gr.Checkbox(True, label=words.SHOW_ANGLES, elem_id="show-angles")
            parts["angles"] = gr.HTML(elem_id="angles")
        with gr.Tab(common.TAKE_HOME):
            parts |= take_home(words.SAVE_DRAWING, "save")
            parts["numbers"] = gr.JSON(label=common.NUMBERS, max_height=360, elem_id="numbers", elem_classes="numbers")
        with gr.Tab(common.FROM_CODE):
            code_panel("analyze", ["photo.jpg"])


def _connect(parts: Parts, studio: Studio) -> None:
    photo, people, with_angles = parts["photo"], parts["people"], parts["with_angles"]
    # "change" covers uploads, snapshots, pasted photos and examples alike; a photo dropped in meanwhile comes next.
    answer = parts.on(
        photo.change,
        partial(answer_photo, studio),
        "photo with_angles",
        f"photo result start answer people numbers save_json save_csv {_OF_PERSON}",
        **WORKING,
        show_progress_on="start drawn",
    )
    parts.on(answer.failure, partial(instead, common.trouble(common.TROUBLE)), "", "start answer", **QUIET)
    parts.on(photo.clear, partial(instead, words.START), "", "start answer", **QUIET)
    parts.on([people.input, with_angles.input], choose_person, "result people with_angles", _OF_PERSON, **CHOOSING)
