"""The Compare tab: two photos in; both skeletons over each other and the differences of their angles out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Literal

import gradio as gr
import numpy as np

from demo.parts.code_panel import code_panel
from demo.parts.examples import example_gallery
from demo.parts.fields import bring_over, photo_field, picture, take_home
from demo.parts.files import jpeg, room_for, save, save_json
from demo.parts.kept import joints_of, on_paper
from demo.parts.studio import Studio, Upload
from demo.parts.view import LEAST_SIDE, Look, View, understood
from demo.parts.wiring import CHOOSING, QUIET, STATE_SECONDS, WORKING, Changes, Parts, answered, endpoint, instead
from demo.words import atlas as atlas_words
from demo.words import common
from demo.words import compare as words
from yoga_models.body.comparison import SCHEMA, Comparison
from yoga_models.body.comparison import compare as comparison_of
from yoga_models.drawing.people import draw_comparison
from yoga_models.imaging.dates import taken_on
from yoga_models.imaging.read import ImageError
from yoga_models.results import Analysis, Person
from yoga_models.table import differences_csv

_OF_PEOPLE = "drawn drawn_mine drawn_reference card table numbers save_drawing save_json save_csv"
_PLAIN = Look(angles=False)


@dataclass(frozen=True)
class Pair:
    """What a visitor's session remembers: the analyses of both photos, the photos as they are shown, and the width and
    density of the picture of both. ``kept``: the reference is one that the browser keeps. ``taken``: the days on which
    mine and the reference were taken, where their files say so.
    """

    mine: Analysis
    reference: Analysis
    views: tuple[View, View]
    shown: tuple[float, float]
    kept: bool = False
    taken: tuple[date | None, date | None] = (None, None)

    @property
    def empty(self) -> Literal["mine", "reference"] | None:
        """Which photo shows nobody; ``None`` where there is somebody in both."""
        if not self.mine.people:
            return "mine"
        return None if self.reference.people else "reference"

    def compare(self, turn: bool, whom: int = 0, with_whom: int = 0) -> Comparison:
        """Compare a person with one of the reference, by their indices: the main ones, unless others are chosen.

        ``turn``: turn the reference so that it fits best.
        """
        mine, reference = self.mine.people[whom], self.reference.people[with_whom]
        return comparison_of(mine.joints, reference.joints, turn=turn)

    def numbers(self, result: Comparison | str) -> dict[str, Any]:
        """A comparison, or the sentence that says why there is none, as JSON of the schema yoga-comparison/1."""
        names = {"schema": SCHEMA, "mine": self.mine.file, "reference": self.reference.file}
        return names | ({"error": result} if isinstance(result, str) else result.to_dict())


def look_at_both(studio: Studio, mine: Upload, reference: Upload, room: Any = None) -> Pair:
    """What there is to say about both photos. ``room``: that for the picture, as the browser tells it.

    Raises ``ImageError`` where one of them is no photo.
    """
    (first, own), (second, other) = studio.analyze(mine), studio.reference(reference)
    pair = _pair((first.analysis, own), (second.analysis, other), room)
    return replace(pair, taken=(taken_on(first.photo), taken_on(second.photo)))


def _pair(
    mine: tuple[Analysis, np.ndarray], reference: tuple[Analysis, np.ndarray], room: Any, kept: bool = False
) -> Pair:
    width, height, density = understood(room)
    views = [View.of(pixels, (width / 2, height, density)) for _, pixels in (mine, reference)]
    return Pair(mine[0], reference[0], (views[0], views[1]), (min(width, height), density), kept)


def compare(studio: Studio, mine: Upload | None, reference: Upload | None, turn: bool) -> dict[str, Any]:
    """The endpoint: the JSON of a comparison. Raises ``gr.Error`` for what is no photo."""
    if mine is None or reference is None:
        raise gr.Error(words.TWO_NEEDED, print_exception=False)
    try:
        pair = look_at_both(studio, mine, reference)
    except ImageError as error:
        raise gr.Error(str(error), print_exception=False) from error
    return pair.numbers(words.nobody(pair.empty) if pair.empty else pair.compare(turn))


def answer_photos(
    studio: Studio, mine: Upload | None, reference: Upload | None, turn: bool, before: bool, room: Any
) -> Changes:
    """The whole answer to two photos, their main people compared; or what is missing, or why there is none.

    ``before``: the reference is an earlier photo of the same person. ``room``: that for the picture, as the browser
    tells it.
    """
    if mine is None and reference is None:
        return instead(words.START)
    if mine is None or reference is None:
        return instead(words.waiting("mine" if mine is None else "reference"))
    try:
        pair = look_at_both(studio, mine, reference, room)
    except ImageError as error:
        return instead(common.trouble(str(error)))
    return _answer_pair(pair, turn, before)


def answer_kept(studio: Studio, mine: Upload | None, kept: Any, turn: bool, room: Any) -> Changes:
    """The whole answer to a photo and a reference that the browser keeps, of which only the joints come here."""
    if mine is None:
        return instead(words.waiting("mine"))
    joints = joints_of(kept)
    if joints is None:
        return instead(common.trouble(words.NOTHING_KEPT))
    try:
        found, pixels = studio.analyze(mine)
    except ImageError as error:
        return instead(common.trouble(str(error)))
    pair = _pair((found.analysis, pixels), on_paper(joints), room, kept=True)
    return _answer_pair(pair, turn, before=False)


def _answer_pair(pair: Pair, turn: bool, before: bool) -> Changes:
    if pair.empty:
        return instead(common.trouble(words.nobody(pair.empty)))
    return answered(
        pair=pair,
        whom=_choice_of(pair.mine.people),
        with_whom=_choice_of(pair.reference.people),
        before=gr.update(visible=not pair.kept),
        **lay_over(pair, turn, before, 0, 0),
    )


def _choice_of(people: Sequence[Person]) -> dict[str, Any]:
    return gr.update(choices=common.choices(people), value=0, visible=len(people) > 1)


def lay_over(pair: Pair | None, turn: bool, before: bool, whom: int, with_whom: int) -> Changes:
    """What depends on who is compared with whom. Raises ``gr.Error`` where the session has forgotten the photos."""
    if pair is None:
        raise gr.Error(common.FORGOTTEN, title=common.FORGOTTEN_TITLE, print_exception=False)
    comparison = pair.compare(turn, whom, with_whom)
    side, density = pair.shown
    pixels = draw_comparison(comparison, round(side * density), density=density)
    mine, reference = pair.mine.people, pair.reference.people
    ghost = Person(comparison.laid_over(), 1.0) if pair.kept and comparison.distance is not None else None
    own = pair.views[0].draw(mine, whom, _PLAIN, ghost)
    other = pair.views[1].draw(reference, with_whom, _PLAIN)
    kind: words.Kind = "kept" if pair.kept else "before" if before else "reference"
    content = pair.numbers(comparison)
    return {
        "drawn": save(jpeg(pixels), "comparison.jpg"),
        "drawn_mine": save(jpeg(own), "mine.jpg"),
        "drawn_reference": save(jpeg(other), "reference.jpg"),
        "card": words.card(comparison, mine[whom], reference[with_whom], kind, pair.taken)
        + room_for(pixels, "compare-answer"),
        "table": words.table(comparison, kind),
        "numbers": content,
        "save_drawing": save(jpeg(draw_comparison(comparison, LEAST_SIDE)), "comparison.jpg"),
        "save_json": save_json(content, "comparison.json"),
        "save_csv": save(differences_csv(comparison).encode(), "comparison.csv"),
    }


def add_compare_tab(studio: Studio, last: gr.State) -> None:
    """Lay out the tab and connect its events. ``last``: the session's last ``Result``, offered as one's own."""
    parts = Parts()
    with gr.Tab(common.TABS["compare"], id="compare") as tab, gr.Row(elem_classes="view"):
        parts["pair"] = gr.State(None, time_to_live=STATE_SECONDS)
        parts["room"] = gr.JSON(visible=False)
        with gr.Column(elem_classes="ask"):
            with gr.Row(elem_classes="pair"):
                with gr.Column(min_width=140):
                    gr.HTML(words.HEADING_MINE)
                    parts["mine"] = mine = photo_field(words.MINE, "compare-mine", height=260)
                with gr.Column(min_width=140):
                    gr.HTML(words.HEADING_REFERENCE)
                    parts["reference"] = reference = photo_field(words.OTHER, "compare-reference", height=260)
            gr.HTML(atlas_words.references(studio.atlas))
            # Its buttons are in scripts/reference.js.
            gr.HTML(words.KEPT, js_on_load="studio.showReference()")
            parts["kept"] = gr.JSON(visible=False)
            parts["use_kept"] = gr.Button(words.USE_KEPT, visible="hidden", elem_id="compare-with-kept")
            gr.HTML(common.PRIVACY_LINE)
        with gr.Column(elem_classes="reply", elem_id="compare-reply"):
            parts["start"] = gr.HTML(words.START, elem_id="compare-start")
            with gr.Column(visible=False, elem_id="compare-answer", elem_classes="answer") as parts["answer"]:
                _lay_out_answer(parts)
        with gr.Column(elem_classes="samples"):
            gr.HTML(words.HEADING_EXAMPLES)
            example_gallery("compare-reference", "compare-examples")
        bring_over(tab, last, mine)
        inputs = [mine, reference, parts["turn"]]
        endpoint(partial(compare, studio), "compare", inputs, parts["numbers"], words.COMPARE_TOOL)
    _connect(parts, studio)


def _lay_out_answer(parts: Parts) -> None:
    parts["drawn"] = picture(words.ALTERNATIVE_TEXT, "compare-drawn")
    gr.HTML(words.LEGEND)
    parts["before"] = gr.Checkbox(False, label=words.BEFORE, info=words.BEFORE_INFO, elem_id="compare-before")
    parts["whom"] = gr.Radio(label=words.WHOM, elem_id="compare-whom", elem_classes="whom")
    parts["with_whom"] = gr.Radio(label=words.WITH_WHOM, elem_id="compare-with-whom", elem_classes="whom")
    parts["card"] = gr.HTML(elem_id="compare-card")
    with gr.Row(elem_classes="pair"):
        with gr.Column(min_width=140):
            parts["drawn_mine"] = picture(words.ALTERNATIVE_MINE, "compare-drawn-mine")
        with gr.Column(min_width=140):
            parts["drawn_reference"] = picture(words.ALTERNATIVE_REFERENCE, "compare-drawn-reference")
    with gr.Tabs(overflow_behavior="wrap"):
        with gr.Tab(words.DIFFERENCES):
            parts["turn"] = gr.Checkbox(False, label=words.TURN, info=words.TURN_INFO, elem_id="compare-turn")
            parts["table"] = gr.HTML(elem_id="compare-table")
        with gr.Tab(common.TAKE_HOME):
            parts |= take_home(words.SAVE_DRAWING, "compare-save")
            parts["numbers"] = gr.JSON(label=common.NUMBERS, max_height=360, elem_classes="numbers")
        with gr.Tab(common.FROM_CODE):
            code_panel("compare", ["mine.jpg", "reference.jpg"], "false")


def _connect(parts: Parts, studio: Studio) -> None:
    answer = parts.on(
        [parts["mine"].change, parts["reference"].change],
        partial(answer_photos, studio),
        "mine reference turn before room",
        f"pair start answer whom with_whom before {_OF_PEOPLE}",
        js="(...values) => [...values.slice(0, -1), studio.room('compare-reply')]",
        **WORKING,
        show_progress_on="start drawn",
    )
    kept = parts.on(
        parts["use_kept"].click,
        partial(answer_kept, studio),
        "mine kept turn room",
        f"pair start answer whom with_whom before {_OF_PEOPLE}",
        js="(mine, _, turn) => [mine, studio.reference(), turn, studio.room('compare-reply')]",
        **WORKING,
        show_progress_on="start drawn",
    )
    for event in (answer, kept):
        parts.on(event.success, None, js="() => studio.reveal('compare-answer')", **QUIET)
        parts.on(event.failure, partial(instead, common.trouble(common.TROUBLE)), "", "start answer", **QUIET)
    choices = [parts[name].input for name in ("turn", "before", "whom", "with_whom")]
    parts.on(choices, lay_over, "pair turn before whom with_whom", _OF_PEOPLE, **CHOOSING)
