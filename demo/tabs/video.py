"""The Video tab: a clip in; the same clip with skeletons, and who held what from when to when, out."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from demo.parts.code_panel import code_panel
from demo.parts.examples import example_clip
from demo.parts.fields import take_home, tools
from demo.parts.files import save, save_json
from demo.parts.studio import Studio, Upload
from demo.parts.wiring import QUIET, STATE_SECONDS, WORKING, Changes, Parts, answered, endpoint, instead
from demo.service.places import CLIPS
from demo.words import common
from demo.words import scripts as script_words
from demo.words import video as words
from yoga_models.table import holds_csv
from yoga_models.video.analysis import Progress, VideoAnalysis, analyze_video
from yoga_models.video.files import VideoError

# What this browser can't play may well be read here; Gradio would call it an error.
_NO_ALARM = """
document.addEventListener("error", (event) => {
  if (event.target.closest?.("#clip")) event.stopImmediatePropagation();
}, true);
"""


@dataclass(frozen=True)
class Filmed:
    """What a visitor's session remembers: the analysis of the last clip, and where the drawn clip lies."""

    analysis: VideoAnalysis
    drawing: str


def look(studio: Studio, upload: Upload, drawing: Path | None, progress: gr.Progress) -> Iterator[VideoAnalysis | None]:
    """Nothing after each step, the analysis at last. Gradio closes it when cancelled or when the visitor leaves.

    ``drawing``: where the drawn clip goes. Raises ``VideoError`` for what is no clip.
    """
    for step in analyze_video(studio.clips, upload["path"] or "", name=upload.get("orig_name"), drawing=drawing):
        if isinstance(step, Progress):
            progress(step.share, desc=words.progress(step))
            yield None
        else:
            yield step


def video(
    studio: Studio,
    clip: Upload | None,
    progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio knows the parameter by it
) -> Iterator[Any]:
    """The endpoint: the JSON of a clip, at last. Raises ``gr.Error`` for what is no clip."""
    if clip is None:
        raise gr.Error(words.CLIP_NEEDED, print_exception=False)
    try:
        for found in look(studio, clip, None, progress):
            yield found.to_dict() if found else gr.skip()
    except VideoError as error:
        raise gr.Error(str(error), print_exception=False) from error


def film(
    studio: Studio,
    upload: Upload | None,
    progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio knows the parameter by it
) -> Iterator[Changes]:
    """The whole answer to a clip, after as many steps without news as it takes; or why there is none."""
    if upload is None:
        yield {"filmed": None}  # the clip was taken away; "clear", or what took it away, says what to show
        return
    folder = tempfile.mkdtemp(dir=get_upload_folder())
    drawing = Path(folder, f"{Path(upload.get('orig_name') or 'clip').stem}-skeleton.webm")
    try:
        for found in look(studio, upload, drawing, progress):
            yield present(Filmed(found, str(drawing))) if found else gr.skip()
    except VideoError as error:
        yield {"clip": None, "filmed": None, **stopped(common.trouble(str(error)))}


def present(found: Filmed) -> Changes:
    """What is shown of a clip."""
    result = found.analysis
    stem = Path(result.file or "clip").stem
    return answered(
        filmed=found,
        cancel=gr.update(visible=False),
        card=words.card(result),
        angles=words.angles(result),
        save_drawing=found.drawing,
        save_json=save_json(result.to_dict(), f"{stem}-pose.json", indent=None),
        save_csv=save(holds_csv(result).encode(), f"{stem}-holds.csv"),
    )


def play(found: Filmed | None) -> Changes:
    """The drawn clip for the player, as Gradio hands it on without looking into it."""
    return {"player": {"path": found.drawing, "meta": {"_type": "gradio.FileData"}} if found else None}


def begin(upload: Upload | None) -> Changes:
    """A clip was chosen: the work on it begins, and can be cancelled."""
    if upload is None:
        return gr.skip()
    return {**instead(words.WORKING), "cancel": gr.update(visible=True), "cancelled": False}


def stopped(message: str) -> Changes:
    """There is no work any more that could be cancelled; HTML in the place of an answer."""
    return {**instead(message), "cancel": gr.update(visible=False)}


def explain(cancelled: bool) -> Changes:
    """Why there is no answer. Gradio counts a job that was cancelled among those that failed."""
    return {"cancel": gr.update(visible=False)} if cancelled else stopped(common.trouble(common.TROUBLE))


def cancel() -> Changes:
    """The visitor does not want to wait."""
    return {"clip": None, "cancelled": True, **stopped(words.CANCELLED)}


def clear() -> Changes:
    """The clip was taken away."""
    return {"cancelled": True, **stopped(words.START)}


def add_video_tab(studio: Studio) -> None:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its events."""
    parts = Parts()
    with gr.Tab(common.TABS["video"], id="video"), gr.Row(elem_classes="view"):
        parts["filmed"] = gr.State(None, time_to_live=STATE_SECONDS)
        parts["cancelled"] = gr.State(False)
        numbers = gr.JSON(label=common.NUMBERS, visible=False)
        with gr.Column(elem_classes="ask"):
            parts["clip"] = clip = gr.Video(
                sources=["upload"],
                include_audio=False,
                label=words.CLIP,
                show_label=False,
                height=340,
                buttons=[],
                elem_id="clip",
                elem_classes="photo",
            )
            tools("clip", camera=script_words.RECORD_WITH_CAMERA)
            parts["cancel"] = gr.Button(words.CANCEL, visible=False, elem_id="cancel")
            example_clip("clip", "clip-example", words.EXAMPLE)
            gr.HTML(words.PRIVACY_LINE, js_on_load=_NO_ALARM)
        with gr.Column(elem_classes="reply"):
            parts["start"] = gr.HTML(words.START, elem_id="video-start")
            with gr.Column(visible=False, elem_id="video-answer", elem_classes="answer") as parts["answer"]:
                _lay_out_answer(parts)
        endpoint(partial(video, studio), "video", [clip], numbers, words.VIDEO_TOOL, queue=CLIPS)
    _connect(parts, studio)


def _lay_out_answer(parts: Parts) -> None:
    parts["player"] = gr.Video(
        label=words.PLAYER,
        show_label=False,
        interactive=False,
        buttons=[],
        elem_id="player",
        elem_classes="picture",
    )
    parts["card"] = gr.HTML(elem_id="video-card")
    with gr.Tabs(overflow_behavior="wrap"):
        with gr.Tab(words.ANGLES):
            parts["angles"] = gr.HTML(elem_id="video-angles")
        with gr.Tab(common.TAKE_HOME):
            parts |= take_home(words.SAVE_DRAWING, "video-save", words.SAVE_CSV)
        with gr.Tab(common.FROM_CODE):
            code_panel("video", ["clip.mp4"])


def _connect(parts: Parts, studio: Studio) -> None:
    clip, button = parts["clip"], parts["cancel"]
    parts.on(clip.change, begin, "clip", "start answer cancel cancelled", preprocess=False, **QUIET)
    # Gradio's own reading may want FFmpeg on this machine; OpenCV brings its own.
    filming: dict[str, Any] = {**WORKING, "concurrency_id": CLIPS, "concurrency_limit": 1, "show_progress": "full"}
    shown = "clip filmed cancel start answer card angles save_drawing save_json save_csv"
    done = parts.on(clip.change, partial(film, studio), "clip", shown, **filming, show_progress_on="start")
    # As it is: where there is FFmpeg, Gradio would take VP8 for something that browsers can't play and convert it.
    parts.on(done.success, play, "filmed", "player", postprocess=False, **QUIET)
    parts.on(done.failure, explain, "cancelled", "start answer cancel", **QUIET)
    parts.on(button.click, cancel, "", "clip start answer cancel cancelled", cancels=done, **QUIET)
    parts.on(clip.clear, clear, "", "start answer cancel cancelled", cancels=done, **QUIET)
