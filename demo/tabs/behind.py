"""The tab "Behind the scenes": the fields of the joint network over the photo, stage by stage, and what follows."""

from functools import partial
from typing import Any

import gradio as gr

from demo.parts.examples import example_gallery
from demo.parts.photos import (
    CHOOSING,
    QUIET,
    STATE_SECONDS,
    WORKING,
    Model,
    Upload,
    bring_over,
    jpeg,
    photo_field,
    picture,
    room_for,
    save,
    source,
)
from demo.words import analyse as words
from demo.words import behind as behind_words
from yoga_models.body.skeleton import LIMBS
from yoga_models.drawing.fields import draw_candidates, draw_heatmap, draw_paf
from yoga_models.imaging.read import ImageError
from yoga_models.joints.inspection import Inspection

# What is shown first: all joints, and the line of the shoulders, which most photos show.
_ALL_JOINTS, _SHOULDERS = -1, LIMBS.index((5, 6))


def add_behind_tab(model: Model, last: gr.State) -> None:
    """Lay out the tab and connect its events. ``last``: the session's last ``Result``, whose photo is shown first."""
    with gr.Tab("Behind the scenes", id="behind") as tab, gr.Row(elem_classes="view"):
        inspected = gr.State(None, time_to_live=STATE_SECONDS)
        with gr.Column(elem_classes="ask"):
            photo = photo_field("The photo to look behind", "behind-photo")
            gr.HTML(words.PRIVACY_LINE)
        with gr.Column(elem_classes="reply"):
            start = gr.HTML(behind_words.START, elem_id="behind-start")
            with gr.Column(visible=False, elem_id="behind-answer", elem_classes="answer") as answer:
                gr.HTML(behind_words.HEATMAPS)
                joint, heat_stage = _controls(behind_words.JOINT, behind_words.joint_choices(), _ALL_JOINTS, "joint")
                heatmap = picture(behind_words.HEATMAP_ALTERNATIVE, "heatmap", "download")
                gr.HTML(behind_words.heat_legend())
                gr.HTML(behind_words.PAFS)
                limb, paf_stage = _controls(behind_words.LIMB, behind_words.limb_choices(), _SHOULDERS, "limb")
                paf = picture(behind_words.PAF_ALTERNATIVE, "paf", "download")
                gr.HTML(behind_words.direction_legend())
                gr.HTML(behind_words.GROUPING)
                pairs = picture(behind_words.PAIRS_ALTERNATIVE, "pairs", "download")
                gr.HTML(behind_words.CANDIDATE_LEGEND)
                table = gr.HTML(elem_id="candidates")
                gr.HTML(behind_words.PEOPLE)
        with gr.Column(elem_classes="samples"):
            gr.HTML(behind_words.EXAMPLES_HEADING)
            example_gallery(photo, "behind-examples")
        bring_over(tab, last, photo)

    def look_behind(upload: Upload | None, joint: int, limb: int) -> dict[Any, Any]:
        if upload is None:
            return {inspected: None}  # the photo was taken away; "clear", or what took it away, says what to show
        try:
            found = model.inspect(source(upload))
        except ImageError as error:
            return {photo: None, **instead(words.trouble(str(error)))}
        last_heatmap, last_paf = len(found.heatmaps) - 1, len(found.pafs) - 1
        return {
            inspected: found,
            start: gr.HTML(visible=False),
            answer: gr.Column(visible=True),
            heat_stage: gr.Radio(behind_words.stage_choices(len(found.heatmaps)), value=last_heatmap),
            paf_stage: gr.Radio(behind_words.stage_choices(len(found.pafs)), value=last_paf),
            **show_heatmap(found, joint, last_heatmap),
            **show_limb(found, limb, last_paf),
        }

    def show_heatmap(found: Inspection | None, joint: int, stage: int) -> dict[Any, Any]:
        found = _kept(found)
        pixels = draw_heatmap(found, None if joint == _ALL_JOINTS else joint, stage)
        return {heatmap: save(jpeg(pixels), "heatmap.jpg", heatmap)}

    def show_paf(found: Inspection | None, limb: int, stage: int) -> dict[Any, Any]:
        return {paf: save(jpeg(draw_paf(_kept(found), limb, stage)), "field.jpg", paf)}

    def show_limb(found: Inspection | None, limb: int, stage: int) -> dict[Any, Any]:
        found = _kept(found)
        first, second = (len(found.peaks(joint)) for joint in LIMBS[limb])
        return {
            pairs: save(jpeg(draw_candidates(found, limb)), "limbs.jpg", pairs),
            table: behind_words.candidates(found.candidates(limb), limb, (first, second))
            + room_for(found.photo, "behind-answer"),
            **show_paf(found, limb, stage),
        }

    def instead(message: str) -> dict[Any, Any]:
        return {start: gr.HTML(message, visible=True), answer: gr.Column(visible=False)}

    looked = photo.change(
        look_behind,
        [photo, joint, limb],
        [photo, inspected, start, answer, heat_stage, paf_stage, heatmap, paf, pairs, table],
        **WORKING,
        show_progress_on=[start, heatmap],
    )
    looked.failure(partial(instead, words.trouble(words.TROUBLE)), None, [start, answer], **QUIET)
    photo.clear(partial(instead, behind_words.START), None, [start, answer], **QUIET)
    gr.on([joint.input, heat_stage.input], show_heatmap, [inspected, joint, heat_stage], heatmap, **CHOOSING)
    limb.input(show_limb, [inspected, limb, paf_stage], [paf, pairs, table], **CHOOSING)
    paf_stage.input(show_paf, [inspected, limb, paf_stage], paf, **CHOOSING)


def _controls(label: str, choices: list[tuple[str, int]], first: int, elem_id: str) -> tuple[gr.Dropdown, gr.Radio]:
    """A choice of what to look at, the ``first`` one chosen, and of the stage, to be filled with those there are."""
    with gr.Row(elem_classes="controls"):
        which = gr.Dropdown(choices, value=first, label=label, filterable=False, elem_id=elem_id)
        return which, gr.Radio(label=behind_words.STAGE, elem_id=f"{elem_id}-stage")


def _kept(found: Inspection | None) -> Inspection:
    if found is None:
        raise gr.Error(words.FORGOTTEN, title="Gone", print_exception=False)
    return found
