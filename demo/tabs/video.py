"""The Video tab: a clip in; the same clip with skeletons, and who held what from when to when, out."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from demo.parts.code_panel import code_panel
from demo.parts.photos import QUIET, STATE_SECONDS, WORKING, Model, Upload, endpoint, save, take_home, webcam
from demo.words import analyse as words
from demo.words import video as video_words
from yoga_models.table import holds_csv
from yoga_models.video.analysis import Progress, VideoAnalysis, analyze_video
from yoga_models.video.files import VideoError

#: Clips wait for each other, not for photos: a photo that comes in meanwhile shares the cores with one clip, frame by
#: frame, and takes about twice as long instead of waiting for minutes.
_CLIPS = "clips"

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


def add_video_tab(model: Model) -> None:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its events."""
    with gr.Tab("Video", id="video") as tab, gr.Row(elem_classes="view"):
        filmed = gr.State(None, time_to_live=STATE_SECONDS)
        cancelled = gr.State(False)
        numbers = gr.JSON(label="All the numbers", visible=False)
        with gr.Column(elem_classes="ask"):
            clip = gr.Video(
                sources=["upload", "webcam"],
                webcam_options=webcam("environment", 1280, 960),
                include_audio=False,
                label=video_words.CLIP,
                show_label=False,
                height=340,
                buttons=[],
                elem_id="clip",
                elem_classes="photo",
            )
            cancel = gr.Button(video_words.CANCEL, visible=False, elem_id="cancel")
            gr.HTML(video_words.PRIVACY_LINE, js_on_load=_NO_ALARM)
        with gr.Column(elem_classes="reply"):
            start = gr.HTML(video_words.START, elem_id="video-start")
            with gr.Column(visible=False, elem_id="video-answer", elem_classes="answer") as answer:
                player = gr.Video(
                    label=video_words.PLAYER,
                    show_label=False,
                    interactive=False,
                    buttons=[],
                    elem_id="player",
                    elem_classes="picture",
                )
                card = gr.HTML(elem_id="video-card")
                with gr.Tabs(overflow_behavior="wrap"):
                    with gr.Tab("Take it home"):
                        save_clip, save_json, save_csv = take_home("Drawn clip", "video-save")
                    with gr.Tab("Use from code"):
                        code_panel("video", ["clip.mp4"])

    def look(upload: Upload, drawing: Path | None, progress: gr.Progress) -> Iterator[VideoAnalysis | None]:
        """Nothing after each step, the analysis at last. Gradio closes it when cancelled or when the visitor leaves."""
        for step in analyze_video(model, upload["path"] or "", name=upload.get("orig_name"), drawing=drawing):
            if isinstance(step, Progress):
                progress(step.share, desc=video_words.progress(step))
                yield None
            else:
                yield step

    def film(upload: Upload | None, progress: gr.Progress = gr.Progress()) -> Iterator[dict[Any, Any]]:  # noqa: B008
        if upload is None:
            yield {filmed: None}  # the clip was taken away; "clear", or what took it away, says what to show
            return
        folder = tempfile.mkdtemp(dir=clip.GRADIO_CACHE)
        drawing = Path(folder, f"{Path(upload.get('orig_name') or 'clip').stem}-skeleton.webm")
        try:
            for found in look(upload, drawing, progress):
                yield present(Filmed(found, str(drawing))) if found else {filmed: gr.skip()}
        except VideoError as error:
            yield {clip: None, filmed: None, **instead(words.trouble(str(error)))}

    def video(clip: Upload | None, progress: gr.Progress = gr.Progress()) -> Iterator[Any]:  # noqa: B008
        if clip is None:
            raise gr.Error(video_words.CLIP_NEEDED, print_exception=False)
        try:
            for found in look(clip, None, progress):
                yield found.to_dict() if found else gr.skip()
        except VideoError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def work(upload: Upload | None) -> dict[Any, Any]:
        if upload is None:
            return {start: gr.skip()}
        return {**instead(video_words.WORKING), cancel: gr.Button(visible=True), cancelled: False}

    def present(found: Filmed) -> dict[Any, Any]:
        result = found.analysis
        stem = Path(result.file or "clip").stem
        text = json.dumps(result.to_dict(), ensure_ascii=False)
        return {
            filmed: found,
            cancel: gr.Button(visible=False),
            start: gr.HTML(visible=False),
            answer: gr.Column(visible=True),
            card: video_words.card(result),
            save_clip: found.drawing,
            save_json: save(text.encode(), f"{stem}-pose.json", clip),
            save_csv: save(holds_csv(result).encode(), f"{stem}-holds.csv", clip),
        }

    def play(found: Filmed | None) -> dict[str, Any] | None:
        return {"path": found.drawing, "meta": {"_type": "gradio.FileData"}} if found else None

    def explain(cancelled: bool) -> dict[Any, Any]:
        # Gradio counts a job that was cancelled among those that failed.
        return {cancel: gr.Button(visible=False)} if cancelled else instead(words.trouble(words.TROUBLE))

    def stop() -> dict[Any, Any]:
        return {clip: None, cancelled: True, **instead(video_words.CANCELLED)}

    def clear() -> dict[Any, Any]:
        return {cancelled: True, **instead(video_words.START)}

    def instead(message: str) -> dict[Any, Any]:
        return {
            start: gr.HTML(message, visible=True),
            answer: gr.Column(visible=False),
            cancel: gr.Button(visible=False),
        }

    clip.change(work, clip, [start, answer, cancel, cancelled], preprocess=False, **QUIET)
    # Gradio's own reading may want FFmpeg on this machine; OpenCV brings its own.
    filming: dict[str, Any] = {**WORKING, "concurrency_id": _CLIPS, "show_progress": "full"}
    shown = [clip, filmed, cancel, start, answer, card, save_clip, save_json, save_csv]
    done = clip.change(film, clip, shown, **filming, show_progress_on=start)
    with tab:
        endpoint(video, [clip], numbers, video_words.VIDEO_TOOL, queue=_CLIPS)
    # As it is: where there is FFmpeg, Gradio would take VP8 for something that browsers can't play and convert it.
    done.success(play, filmed, player, postprocess=False, **QUIET)
    done.failure(explain, cancelled, [start, answer, cancel], **QUIET)
    cancel.click(stop, None, [clip, start, answer, cancel, cancelled], cancels=done, **QUIET)
    clip.clear(clear, None, [start, answer, cancel, cancelled], cancels=done, **QUIET)
