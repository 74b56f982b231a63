"""The tab "Behind the scenes": the fields of the joint network over the photo, stage by stage, and what follows."""

from functools import partial
from typing import Any

import gradio as gr

from demo.parts.examples import example_gallery
from demo.parts.fields import bring_over, photo_field, picture
from demo.parts.files import jpeg, room_for, save
from demo.parts.studio import Studio, Upload
from demo.parts.wiring import CHOOSING, QUIET, STATE_SECONDS, WORKING, Changes, Parts, answered, instead
from demo.words import behind as words
from demo.words import common
from yoga_models.body.skeleton import JOINT_INDEX, LIMBS
from yoga_models.drawing.fields import draw_candidates, draw_heatmap, draw_paf
from yoga_models.drawing.people import draw_people
from yoga_models.imaging.read import ImageError
from yoga_models.joints.inspection import Inspection
from yoga_models.results import Analysis

# What is shown first beside all joints: the line of the shoulders, which most photos show.
_SHOULDERS = LIMBS.index((JOINT_INDEX["left_shoulder"], JOINT_INDEX["right_shoulder"]))


def look_behind(studio: Studio, upload: Upload | None, joint: int, limb: int) -> Changes:
    """All pictures of a photo, of the last stages; or why there are none."""
    if upload is None:
        return {"inspected": None}  # the photo was taken away; "clear", or what took it away, says what to show
    try:
        found, analysis = studio.inspect(upload)
    except ImageError as error:
        return {"photo": None, **instead(common.trouble(str(error)))}
    last_heatmap, last_paf = len(found.heatmaps) - 1, len(found.pafs) - 1
    return answered(
        inspected=found,
        people=words.people(len(analysis.people)),
        drawn=_draw_people(found, analysis),
        heat_stage=gr.update(choices=words.stage_choices(len(found.heatmaps)), value=last_heatmap),
        paf_stage=gr.update(choices=words.stage_choices(len(found.pafs)), value=last_paf),
        **show_heatmap(found, joint, last_heatmap),
        **show_limb(found, limb, last_paf),
    )


def _draw_people(found: Inspection, analysis: Analysis) -> dict[str, Any]:
    """Who came of it, over the photo; no picture where that is nobody."""
    if not analysis.people:
        return gr.update(value=None, visible=False)
    scale = found.photo.shape[1] / analysis.width
    pixels = draw_people(found.photo, [person.scaled(scale) for person in analysis.people])
    return gr.update(value=save(jpeg(pixels), "people.jpg"), visible=True)


def show_heatmap(found: Inspection | None, joint: int, stage: int) -> Changes:
    """The heatmap of a joint, or of all, as a stage sees it. Raises ``gr.Error`` where the photo is forgotten."""
    pixels = draw_heatmap(_kept(found), None if joint == words.ALL else joint, stage)
    return {"heatmap": save(jpeg(pixels), "heatmap.jpg")}


def show_paf(found: Inspection | None, limb: int, stage: int) -> Changes:
    """The part affinity field of a limb as a stage sees it. Raises ``gr.Error`` where the photo is forgotten."""
    return {"paf": save(jpeg(draw_paf(_kept(found), limb, stage)), "field.jpg")}


def show_limb(found: Inspection | None, limb: int, stage: int) -> Changes:
    """Everything about a limb: its field and its candidates. Raises ``gr.Error`` where the photo is forgotten."""
    found = _kept(found)
    first, second = (len(found.peaks(joint)) for joint in LIMBS[limb])
    listed = words.candidates(found.candidates(limb), limb, (first, second))
    return {
        "pairs": save(jpeg(draw_candidates(found, limb)), "limbs.jpg"),
        "table": listed + room_for(found.photo, "behind-answer"),
        **show_paf(found, limb, stage),
    }


def _kept(found: Inspection | None) -> Inspection:
    if found is None:
        raise gr.Error(common.FORGOTTEN, title=common.FORGOTTEN_TITLE, print_exception=False)
    return found


def add_behind_tab(studio: Studio, last: gr.State) -> None:
    """Lay out the tab and connect its events. ``last``: the session's last ``Result``, whose photo is shown first."""
    parts = Parts()
    with gr.Tab(common.TABS["behind"], id="behind") as tab, gr.Row(elem_classes="view"):
        parts["inspected"] = gr.State(None, time_to_live=STATE_SECONDS)
        with gr.Column(elem_classes="ask"):
            parts["photo"] = photo = photo_field(words.PHOTO, "behind-photo")
            gr.HTML(common.PRIVACY_LINE)
        with gr.Column(elem_classes="reply"):
            parts["start"] = gr.HTML(words.START, elem_id="behind-start")
            with gr.Column(visible=False, elem_id="behind-answer", elem_classes="answer") as parts["answer"]:
                _lay_out_answer(parts)
        with gr.Column(elem_classes="samples"):
            gr.HTML(words.EXAMPLES_HEADING)
            example_gallery("behind-photo", "behind-examples")
        bring_over(tab, last, photo)
    _connect(parts, studio)


def _lay_out_answer(parts: Parts) -> None:
    gr.HTML(words.HEATMAPS)
    parts["joint"], parts["heat_stage"] = _controls(words.JOINT, words.joint_choices(), words.ALL, "joint")
    parts["heatmap"] = picture(words.HEATMAP_ALTERNATIVE, "heatmap", "download")
    gr.HTML(words.heat_legend())
    gr.HTML(words.PAFS)
    parts["limb"], parts["paf_stage"] = _controls(words.LIMB, words.limb_choices(), _SHOULDERS, "limb")
    parts["paf"] = picture(words.PAF_ALTERNATIVE, "paf", "download")
    gr.HTML(words.direction_legend())
    gr.HTML(words.GROUPING)
    parts["pairs"] = picture(words.PAIRS_ALTERNATIVE, "pairs", "download")
    gr.HTML(words.CANDIDATE_LEGEND)
    parts["table"] = gr.HTML(elem_id="candidates")
    parts["people"] = gr.HTML(elem_id="behind-people")
    parts["drawn"] = picture(words.PEOPLE_ALTERNATIVE, "behind-drawn", "download")


def _controls(label: str, choices: list[tuple[str, int]], first: int, elem_id: str) -> tuple[gr.Dropdown, gr.Radio]:
    """A choice of what to look at, the ``first`` one chosen, and of the stage, to be filled with those there are."""
    with gr.Row(elem_classes="controls"):
        which = gr.Dropdown(choices, value=first, label=label, filterable=False, elem_id=elem_id)
        return which, gr.Radio(label=words.STAGE, elem_id=f"{elem_id}-stage")


def _connect(parts: Parts, studio: Studio) -> None:
    photo, joint, heat_stage, limb, paf_stage = (
        parts[name] for name in ("photo", "joint", "heat_stage", "limb", "paf_stage")
    )
    looked = parts.on(
        photo.change,
        partial(look_behind, studio),
        "photo joint limb",
        "photo inspected start answer heat_stage paf_stage heatmap paf pairs table people drawn",
        **WORKING,
        show_progress_on="start heatmap",
    )
    parts.on(looked.success, None, js="() => studio.reveal('behind-answer')", **QUIET)
    parts.on(looked.failure, partial(instead, common.trouble(common.TROUBLE)), "", "start answer", **QUIET)
    parts.on(photo.clear, partial(instead, words.START), "", "start answer", **QUIET)
    parts.on([joint.input, heat_stage.input], show_heatmap, "inspected joint heat_stage", "heatmap", **CHOOSING)
    parts.on(limb.input, show_limb, "inspected limb paf_stage", "paf pairs table", **CHOOSING)
    parts.on(paf_stage.input, show_paf, "inspected limb paf_stage", "paf", **CHOOSING)
