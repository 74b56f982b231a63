"""The Compare tab: two photos in; both skeletons over each other and the differences of their angles out."""

import json
from dataclasses import dataclass
from typing import Any

import gradio as gr

from demo import compare_words, words
from demo.code_panel import code_panel
from demo.examples import example_gallery
from demo.photos import (
    QUIET,
    STATE_SECONDS,
    WORKING,
    Model,
    Upload,
    bring_over,
    endpoint,
    jpeg,
    photo_field,
    reason,
    save,
    source,
)
from yoga_models.comparison import SCHEMA, Comparison
from yoga_models.comparison import compare as comparison_of
from yoga_models.drawing import draw_comparison
from yoga_models.imaging import ImageError
from yoga_models.table import differences_csv


@dataclass(frozen=True)
class Compared:
    """What a visitor's session remembers: the comparison, or the sentence that stands in its place; and how many people
    were found in the two photos together.
    """

    comparison: Comparison | None
    sentence: str
    people: int


def add_compare_tab(model: Model, last: gr.State) -> None:
    """Lay out the tab and connect its events. ``last``: the session's last ``Result``, offered as one's own."""
    with gr.Tab("Compare", id="compare") as tab, gr.Row(elem_classes="view"):
        compared = gr.State(None, time_to_live=STATE_SECONDS)
        with gr.Column(elem_classes="ask"):
            with gr.Row(elem_classes="pair"):
                with gr.Column(min_width=140):
                    gr.HTML(compare_words.HEADING_MINE)
                    mine = photo_field(compare_words.MINE, "compare-mine", height=260)
                with gr.Column(min_width=140):
                    gr.HTML(compare_words.HEADING_REFERENCE)
                    reference = photo_field(compare_words.REFERENCE, "compare-reference", height=260)
            turn = gr.Checkbox(False, label=compare_words.TURN, info=compare_words.TURN_INFO, elem_id="compare-turn")
            gr.HTML(words.PRIVACY_LINE)
        with gr.Column(elem_classes="reply"):
            start = gr.HTML(compare_words.START, elem_id="compare-start")
            with gr.Column(visible=False, elem_id="compare-answer", elem_classes="answer") as answer:
                drawn = gr.Image(
                    label="Both skeletons",
                    show_label=False,
                    interactive=False,
                    buttons=["fullscreen"],
                    elem_id="compare-drawn",
                    elem_classes="picture",
                )
                gr.HTML(compare_words.LEGEND)
                card = gr.HTML(elem_id="compare-card")
                with gr.Tabs(overflow_behavior="wrap"):
                    with gr.Tab("Differences"):
                        table = gr.HTML(elem_id="compare-table")
                    with gr.Tab("Take it home"):
                        with gr.Row():
                            save_photo = gr.DownloadButton("Drawing", elem_id="compare-save-photo")
                            save_json = gr.DownloadButton("Numbers as JSON", elem_id="compare-save-json")
                            save_csv = gr.DownloadButton("Table as CSV", elem_id="compare-save-csv")
                        numbers = gr.JSON(label="All the numbers", max_height=360, elem_classes="numbers")
                    with gr.Tab("Use from code"):
                        code_panel("compare", ["mine.jpg", "reference.jpg"], "false")
        with gr.Column(elem_classes="samples"):
            gr.HTML(compare_words.HEADING_EXAMPLES)
            example_gallery(reference, "compare-examples")
        bring_over(tab, last, mine)

    def ask(mine: Upload | None, reference: Upload | None, turn: bool) -> tuple[Compared, dict[str, Any]]:
        if mine is None or reference is None:
            raise gr.Error(compare_words.TWO_NEEDED, visible=False, print_exception=False)
        names = {"schema": SCHEMA, "mine": mine.get("orig_name"), "reference": reference.get("orig_name")}
        found = []
        for where, upload in (("mine", mine), ("reference", reference)):
            try:
                found.append(model.analyze(source(upload), name=upload.get("orig_name")).people)
            except ImageError as error:
                raise gr.Error(str(error), visible=False, print_exception=False) from error
            if not found[-1]:
                sentence = compare_words.nobody(where)
                return Compared(None, sentence, 0), {**names, "error": sentence}
        comparison = comparison_of(found[0][0].joints, found[1][0].joints, turn=turn)
        return Compared(comparison, "", sum(map(len, found))), names | comparison.to_dict()

    def compare(mine: Upload | None, reference: Upload | None, turn: bool) -> dict[str, Any]:
        return ask(mine, reference, turn)[1]

    def present(found: Compared, numbers: dict[str, Any]) -> dict[Any, Any]:
        comparison = found.comparison
        if comparison is None:
            return {start: gr.HTML(words.trouble(found.sentence), visible=True), answer: gr.Column(visible=False)}
        picture = save(jpeg(draw_comparison(comparison)), "comparison.jpg", drawn)
        text = json.dumps(numbers, indent=2, ensure_ascii=False)
        return {
            start: gr.HTML(visible=False),
            answer: gr.Column(visible=True),
            drawn: gr.Image(picture, alt_text=compare_words.ALTERNATIVE_TEXT),
            card: compare_words.card(comparison, found.people),
            table: compare_words.table(comparison),
            save_photo: picture,
            save_json: save(text.encode(), "comparison.json", drawn),
            save_csv: save(differences_csv(comparison).encode(), "comparison.csv", drawn),
        }

    def explain(mine: Upload | None, reference: Upload | None) -> dict[Any, Any]:
        if mine is None and reference is None:
            message = compare_words.START
        elif mine is None or reference is None:
            message = compare_words.waiting("mine" if mine is None else "reference")
        else:
            message = words.trouble(reason(mine, reference))
        return {start: gr.HTML(message, visible=True), answer: gr.Column(visible=False)}

    done = gr.on(
        [mine.change, reference.change, turn.input],
        ask,
        [mine, reference, turn],
        [compared, numbers],
        **WORKING,
        show_progress_on=[start, drawn],
    )
    with tab:
        endpoint(compare, [mine, reference, turn], numbers, compare_words.COMPARE_TOOL)
    shown = [start, answer, drawn, card, table, save_photo, save_json, save_csv]
    done.success(present, [compared, numbers], shown, **QUIET)
    done.failure(explain, [mine, reference], [start, answer], preprocess=False, **QUIET)
