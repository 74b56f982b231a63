"""The Compare tab: two photos in; both skeletons over each other and the differences of their angles out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import gradio as gr

from demo.parts.code_panel import code_panel
from demo.parts.examples import example_gallery
from demo.parts.photos import (
    CHOOSING,
    QUIET,
    STATE_SECONDS,
    WORKING,
    Model,
    Upload,
    bring_over,
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
from demo.words import compare as compare_words
from yoga_models.body.comparison import SCHEMA, Comparison
from yoga_models.body.comparison import compare as comparison_of
from yoga_models.drawing.people import draw_comparison
from yoga_models.imaging.read import ImageError
from yoga_models.results import Analysis, Person
from yoga_models.table import differences_csv


@dataclass(frozen=True)
class Pair:
    """What a visitor's session remembers: the analyses of both photos."""

    mine: Analysis
    reference: Analysis

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


def add_compare_tab(model: Model, last: gr.State) -> None:
    """Lay out the tab and connect its events. ``last``: the session's last ``Result``, offered as one's own."""
    with gr.Tab("Compare", id="compare") as tab, gr.Row(elem_classes="view"):
        pair = gr.State(None, time_to_live=STATE_SECONDS)
        with gr.Column(elem_classes="ask"):
            with gr.Row(elem_classes="pair"):
                with gr.Column(min_width=140):
                    gr.HTML(compare_words.HEADING_MINE)
                    mine = photo_field(compare_words.MINE, "compare-mine", height=260)
                with gr.Column(min_width=140):
                    gr.HTML(compare_words.HEADING_REFERENCE)
                    reference = photo_field(compare_words.REFERENCE, "compare-reference", height=260)
            gr.HTML(words.PRIVACY_LINE)
        with gr.Column(elem_classes="reply"):
            start = gr.HTML(compare_words.START, elem_id="compare-start")
            with gr.Column(visible=False, elem_id="compare-answer", elem_classes="answer") as answer:
                drawn = picture(compare_words.ALTERNATIVE_TEXT, "compare-drawn")
                gr.HTML(compare_words.LEGEND)
                whom = gr.Radio(label=compare_words.WHOM, elem_id="compare-whom")
                with_whom = gr.Radio(label=compare_words.WITH_WHOM, elem_id="compare-with-whom")
                card = gr.HTML(elem_id="compare-card")
                with gr.Tabs(overflow_behavior="wrap"):
                    with gr.Tab("Differences"):
                        turn = gr.Checkbox(
                            False, label=compare_words.TURN, info=compare_words.TURN_INFO, elem_id="compare-turn"
                        )
                        table = gr.HTML(elem_id="compare-table")
                    with gr.Tab("Take it home"):
                        save_drawing, save_json, save_csv = take_home("Drawing", "compare-save")
                        numbers = gr.JSON(label="All the numbers", max_height=360, elem_classes="numbers")
                    with gr.Tab("Use from code"):
                        code_panel("compare", ["mine.jpg", "reference.jpg"], "false")
        with gr.Column(elem_classes="samples"):
            gr.HTML(compare_words.HEADING_EXAMPLES)
            example_gallery(reference, "compare-examples")
        bring_over(tab, last, mine)

    def ask(mine: Upload, reference: Upload) -> Pair:
        return Pair(*(model.analyze(source(upload), name=upload.get("orig_name")) for upload in (mine, reference)))

    def compare(mine: Upload | None, reference: Upload | None, turn: bool) -> dict[str, Any]:
        if mine is None or reference is None:
            raise gr.Error(compare_words.TWO_NEEDED, print_exception=False)
        try:
            pair = ask(mine, reference)
        except ImageError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return pair.numbers(compare_words.nobody(pair.empty) if pair.empty else pair.compare(turn))

    def answer_photos(mine: Upload | None, reference: Upload | None, turn: bool) -> dict[Any, Any]:
        if mine is None and reference is None:
            return instead(compare_words.START)
        if mine is None or reference is None:
            return instead(compare_words.waiting("mine" if mine is None else "reference"))
        try:
            found = ask(mine, reference)
        except ImageError as error:
            return instead(words.trouble(str(error)))
        if found.empty:
            return instead(words.trouble(compare_words.nobody(found.empty)))
        return {
            pair: found,
            start: gr.HTML(visible=False),
            answer: gr.Column(visible=True),
            whom: choice_of(found.mine.people),
            with_whom: choice_of(found.reference.people),
            **lay_over(found, turn, 0, 0),
        }

    def choice_of(people: Sequence[Person]) -> gr.Radio:
        return gr.Radio(compare_words.choices(people), value=0, visible=len(people) > 1)

    def lay_over(found: Pair | None, turn: bool, one: int, other: int) -> dict[Any, Any]:
        if found is None:
            raise gr.Error(words.FORGOTTEN, title="Gone", print_exception=False)
        comparison = found.compare(turn, one, other)
        pixels = draw_comparison(comparison)
        file = save(jpeg(pixels), "comparison.jpg", drawn)
        content = found.numbers(comparison)
        text = json.dumps(content, indent=2, ensure_ascii=False)
        return {
            drawn: file,
            card: compare_words.card(comparison) + room_for(pixels, "compare-answer"),
            table: compare_words.table(comparison),
            numbers: content,
            save_drawing: file,
            save_json: save(text.encode(), "comparison.json", drawn),
            save_csv: save(differences_csv(comparison).encode(), "comparison.csv", drawn),
        }

    def instead(message: str) -> dict[Any, Any]:
        return {start: gr.HTML(message, visible=True), answer: gr.Column(visible=False)}

    of_people = [drawn, card, table, numbers, save_drawing, save_json, save_csv]
    answered = gr.on(
        [mine.change, reference.change],
        answer_photos,
        [mine, reference, turn],
        [pair, start, answer, whom, with_whom, *of_people],
        **WORKING,
        show_progress_on=[start, drawn],
    )
    answered.failure(partial(instead, words.trouble(words.TROUBLE)), None, [start, answer], **QUIET)
    choices = [turn.input, whom.input, with_whom.input]
    gr.on(choices, lay_over, [pair, turn, whom, with_whom], of_people, **CHOOSING)
    with tab:
        endpoint(compare, [mine, reference, turn], numbers, compare_words.COMPARE_TOOL)
