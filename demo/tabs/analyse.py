"""The Analyse tab: a photo in; the drawn photo, the asana and the angles out."""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

import gradio as gr
import numpy as np

from demo.parts.code_panel import code_panel
from demo.parts.examples import example_gallery
from demo.parts.fields import hand_over, photo_field, picture, take_home_later
from demo.parts.files import jpeg, room_for, save, save_json
from demo.parts.studio import Result, Studio, Upload
from demo.parts.view import Look, View, drawn_to_keep
from demo.parts.wiring import CHOOSING, QUIET, STATE_SECONDS, WORKING, Changes, Parts, answered, endpoint, instead
from demo.tabs.several import Several, connect_strip, lay_out_strip
from demo.words import analyse as words
from demo.words import common
from demo.words import several as several_words
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.results import Person
from yoga_models.table import csv_text

_OF_PERSON = "drawn card angles with_angles"
_LOOK = "with_angles least alone"

# A tap this far outside of somebody's box, in lengths of the body, is still meant for them.
_MARGIN = 0.1

T = TypeVar("T")


def analyze(studio: Studio, photo: Upload | None) -> dict[str, Any] | None:
    """The endpoint: the JSON of a photo. Raises ``gr.Error`` for what is no photo."""
    try:
        return studio.analyze(photo)[0].analysis.to_dict() if photo else None
    except ImageError as error:
        raise gr.Error(str(error), print_exception=False) from error


def answer_photo(
    studio: Studio,
    upload: Upload | None,
    with_angles: bool,
    least: float,
    alone: bool,
    several: Several | None,
    room: Any,
) -> Changes:
    """The whole answer to a photo, its best person chosen; or why there is none.

    ``least``: per cent of certainty that a joint needs to be drawn. ``several``: photos about which all is known.
    ``room``: that for the picture, as the browser tells it.
    """
    if upload is None:
        return {"result": None, "view": None}  # the photo was taken away; "clear", or what took it away, says more
    try:
        known = several and several.about(upload)
        found, pixels = (known, load_image(known.photo)) if known else studio.analyze(upload)
    except ImageError as error:
        return {"photo": None, **instead(common.trouble(str(error)))}
    people = found.analysis.people
    view = View.of(pixels, room)
    content = found.analysis.to_dict()
    return answered(
        result=found,
        view=view,
        people=gr.update(choices=common.choices(people), value=0, visible=len(people) > 1),
        numbers=content,
        save_json=save_json(content, f"{found.stem}-pose.json"),
        save_csv=save(csv_text([content]).encode(), f"{found.stem}-pose.csv"),
        **choose_person(found, view, 0, with_angles, least, alone),
    )


def choose_person(
    found: Result | None, view: View | None, index: int, with_angles: bool, least: float, alone: bool
) -> Changes:
    """What depends on the person who is looked at, and on how the drawing is wanted.

    Raises ``gr.Error`` where the session has forgotten the photo.
    """
    found, view = _kept(found), _kept(view)
    people = found.analysis.people
    pixels = view.draw(people, index, Look(with_angles, least / 100, alone))
    file = save(jpeg(pixels), f"{found.stem}-skeleton.jpg")
    return {
        "drawn": gr.update(value=file, alt_text=words.alternative_text(len(people))),
        "card": words.card(found.analysis, index) + room_for(pixels, "answer"),
        "angles": words.angles(found.analysis, index),
        "with_angles": gr.update(visible=words.measured(found.analysis, index)),
    }


def pick_person(
    found: Result | None,
    view: View | None,
    index: int,
    with_angles: bool,
    least: float,
    alone: bool,
    event: gr.SelectData,
) -> Changes:
    """The person where the picture was tapped; nothing changes where nobody else is."""
    found, view = _kept(found), _kept(view)
    picked = person_at(found.analysis.people, np.array(event.index, float) / view.scale)
    if picked is None or picked == index:
        return gr.skip()
    return {"people": picked, **choose_person(found, view, picked, with_angles, least, alone)}


def person_at(people: Sequence[Person], point: np.ndarray) -> int | None:
    """Who is meant by a point (x, y) of the photo, by index: of those in whose box it lies, the one with the nearest
    joint; ``None`` where it lies in nobody's.
    """
    distances = {}
    for index, person in enumerate(people):
        x, y, width, height = person.box
        margin = _MARGIN * max(width, height)
        if x - margin <= point[0] <= x + width + margin and y - margin <= point[1] <= y + height + margin:
            distances[index] = float(np.nanmin(np.linalg.norm(person.joints[:, :2] - point, axis=1)))
    return min(distances, key=lambda index: distances[index], default=None)


def draw_to_keep(found: Result | None, index: int, with_angles: bool, least: float, alone: bool) -> Changes:
    """The drawing as a file, large. Raises ``gr.Error`` where the session has forgotten the photo."""
    found = _kept(found)
    look = Look(with_angles, least / 100, alone)
    pixels = drawn_to_keep(load_image(found.photo), found.analysis.people, index, look)
    return {"drawing_file": save(jpeg(pixels), f"{found.stem}-skeleton.jpg")}


def _kept(remembered: T | None) -> T:
    if remembered is None:
        raise gr.Error(common.FORGOTTEN, title=common.FORGOTTEN_TITLE, print_exception=False)
    return remembered


def add_analyse_tab(studio: Studio) -> gr.State:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its events.

    Returns the session's last ``Result``, for tabs that go on from there.
    """
    parts = Parts()
    with gr.Tab(common.TABS["analyse"], id="analyse"), gr.Row(elem_classes="view"):
        parts["result"] = last = gr.State(None, time_to_live=STATE_SECONDS)
        parts["view"] = gr.State(None, time_to_live=STATE_SECONDS)
        parts["room"] = gr.JSON(visible=False)
        with gr.Column(elem_classes="ask"):
            parts["photo"] = photo = photo_field(words.PHOTO, "photo")
            gr.HTML(several_words.AT_ONCE + common.PRIVACY_LINE)
        with gr.Column(elem_classes="reply", elem_id="reply"):
            lay_out_strip(parts)
            parts["start"] = gr.HTML(words.START, elem_id="start")
            with gr.Column(visible=False, elem_id="answer", elem_classes="answer") as parts["answer"]:
                _lay_out_answer(parts)
        with gr.Column(elem_classes="samples"):
            gr.HTML(common.EXAMPLES_HEADING)
            example_gallery("photo", "examples")
        endpoint(partial(analyze, studio), "analyze", [photo], parts["numbers"], words.ANALYZE_TOOL)
    _connect(parts, studio)
    connect_strip(parts, studio)
    return last


def _lay_out_answer(parts: Parts) -> None:
    parts["drawn"] = picture(words.DRAWN, "drawn")
    parts["people"] = gr.Radio(label=words.WHOM, elem_id="people", elem_classes="whom")
    parts["card"] = gr.HTML(elem_id="card")
    with gr.Tabs(overflow_behavior="wrap"):
        with gr.Tab(words.ANGLES):
            parts["with_angles"] = gr.Checkbox(True, label=words.SHOW_ANGLES, elem_id="show-angles")
            parts["angles"] = gr.HTML(elem_id="angles")
        with gr.Tab(words.DRAWING):
            parts["alone"] = gr.Checkbox(False, label=words.ALONE, elem_id="alone")
            parts["least"] = gr.Slider(
                0, 90, 0, step=5, label=words.LEAST, info=words.LEAST_INFO, buttons=[], elem_id="least"
            )
        with gr.Tab(common.TAKE_HOME):
            take_home_later(parts, words.SAVE_DRAWING, "save")
            parts["numbers"] = gr.JSON(label=common.NUMBERS, max_height=360, elem_id="numbers", elem_classes="numbers")
        with gr.Tab(common.FROM_CODE):
            code_panel("analyze", ["photo.jpg"])


def _connect(parts: Parts, studio: Studio) -> None:
    photo, drawn = parts["photo"], parts["drawn"]
    # "change" covers uploads, snapshots, pasted photos and examples alike; a photo dropped in meanwhile comes next.
    answer = parts.on(
        photo.change,
        partial(answer_photo, studio),
        f"photo {_LOOK} several room",
        f"photo result view start answer people numbers save_json save_csv {_OF_PERSON}",
        js="(...values) => [...values.slice(0, -1), studio.room('reply')]",
        **WORKING,
        show_progress_on="start drawn",
    )
    parts.on(answer.failure, partial(instead, common.trouble(common.TROUBLE)), "", "start answer", **QUIET)
    parts.on(answer.success, None, js="studio.analysed", **QUIET)
    parts.on(photo.clear, partial(instead, words.START), "", "start answer", **QUIET)
    parts.on(photo.clear, None, js="() => setTimeout(studio.remember, 100)", **QUIET)
    choices = [parts["people"].input, *(parts[name].input for name in _LOOK.split())]
    parts.on(choices, choose_person, f"result view people {_LOOK}", _OF_PERSON, **CHOOSING)
    picked = parts.on(drawn.select, pick_person, f"result view people {_LOOK}", f"people {_OF_PERSON}", **CHOOSING)
    parts.on(picked.success, None, js="() => studio.pointOut('people')", **QUIET)
    made = parts.on(parts["save_drawing"].click, draw_to_keep, f"result people {_LOOK}", "drawing_file", **QUIET)
    hand_over(parts, made, "save")
