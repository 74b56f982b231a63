"""The Analyse tab: a photo in; the drawn photo, the asana and the angles out."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from demo.parts.code_panel import code_panel
from demo.parts.examples import example_gallery
from demo.parts.photos import (
    CHOOSING,
    QUIET,
    STATE_SECONDS,
    WORKING,
    Model,
    Result,
    Upload,
    endpoint,
    jpeg,
    photo_field,
    picture,
    room_for,
    save,
    source,
    take_home,
)
from demo.words import analyse as words
from yoga_models.drawing.people import draw_people
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.table import csv_text


def add_analyse_tab(model: Model) -> gr.State:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its events.

    Returns the session's last ``Result``, for tabs that go on from there.
    """
    with gr.Tab("Analyse", id="analyse") as tab, gr.Row(elem_classes="view"):
        result = gr.State(None, time_to_live=STATE_SECONDS)
        with gr.Column(elem_classes="ask"):
            photo = photo_field("Your photo", "photo")
            gr.HTML(words.PRIVACY_LINE)
        with gr.Column(elem_classes="reply"):
            start = gr.HTML(words.START, elem_id="start")
            with gr.Column(visible=False, elem_id="answer", elem_classes="answer") as answer:
                drawn = picture("Your photo with skeletons", "drawn")
                chosen = gr.Radio(label="Whom would you like to look at?", elem_id="people")
                card = gr.HTML(elem_id="card")
                with gr.Tabs(overflow_behavior="wrap"):
                    with gr.Tab("Angles"):
                        shown_angles = gr.Checkbox(True, label="Show the angles on the photo", elem_id="show-angles")
                        angles = gr.HTML(elem_id="angles")
                    with gr.Tab("Take it home"):
                        save_photo, save_json, save_csv = take_home("Drawn photo", "save")
                        numbers = gr.JSON(
                            label="All the numbers", max_height=360, elem_id="numbers", elem_classes="numbers"
                        )
                    with gr.Tab("Use from code"):
                        code_panel("analyze", ["photo.jpg"])
        with gr.Column(elem_classes="samples"):
            gr.HTML(words.EXAMPLES_HEADING)
            example_gallery(photo, "examples")

    def ask(photo: Upload) -> Result:
        read = source(photo)
        return Result(read, model.analyze(read, name=photo.get("orig_name")))

    def analyze(photo: Upload | None) -> dict[str, Any] | None:
        try:
            return ask(photo).analysis.to_dict() if photo else None
        except ImageError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def answer_photo(upload: Upload | None, with_angles: bool) -> dict[Any, Any]:
        if upload is None:
            return {result: None}  # the photo was taken away; "clear", or what took it away, says what to show
        try:
            found = ask(upload)
        except ImageError as error:
            return {photo: None, **instead(words.trouble(str(error)))}
        analysis = found.analysis
        stem = Path(analysis.file or "photo").stem
        content = analysis.to_dict()
        text = json.dumps(content, indent=2, ensure_ascii=False)
        return {
            result: found,
            start: gr.HTML(visible=False),
            answer: gr.Column(visible=True),
            chosen: gr.Radio(words.choices(analysis.people), value=0, visible=len(analysis.people) > 1),
            numbers: content,
            save_json: save(text.encode(), f"{stem}-pose.json", drawn),
            save_csv: save(csv_text([content]).encode(), f"{stem}-pose.csv", drawn),
            **look_at(found, 0, with_angles),
        }

    def look_at(found: Result | None, index: int, with_angles: bool) -> dict[Any, Any]:
        if found is None:
            raise gr.Error(words.FORGOTTEN, title="Gone", print_exception=False)
        people = found.analysis.people
        pixels = draw_people(load_image(found.photo), people, angles=[index] if with_angles else [])
        file = save(jpeg(pixels), f"{Path(found.analysis.file or 'photo').stem}-skeleton.jpg", drawn)
        return {
            drawn: gr.Image(file, alt_text=words.alternative_text(len(people))),
            save_photo: file,
            card: words.card(found.analysis, index) + room_for(pixels, "answer"),
            angles: words.angles(found.analysis, index),
        }

    def instead(message: str) -> dict[Any, Any]:
        return {start: gr.HTML(message, visible=True), answer: gr.Column(visible=False)}

    of_person = [drawn, save_photo, card, angles]
    # "change" covers uploads, snapshots, pasted photos and examples alike; a photo dropped in meanwhile comes next.
    answered = photo.change(
        answer_photo,
        [photo, shown_angles],
        [photo, result, start, answer, chosen, numbers, save_json, save_csv, *of_person],
        **WORKING,
        show_progress_on=[start, drawn],
    )
    answered.failure(partial(instead, words.trouble(words.TROUBLE)), None, [start, answer], **QUIET)
    photo.clear(partial(instead, words.START), None, [start, answer], **QUIET)
    gr.on([chosen.input, shown_angles.input], look_at, [result, chosen, shown_angles], of_person, **CHOOSING)
    with tab:
        endpoint(analyze, [photo], numbers, words.ANALYZE_TOOL)
    return result
