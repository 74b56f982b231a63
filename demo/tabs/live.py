"""The Live tab: the camera, with skeletons, a steady name and how long it has been held."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import gradio as gr
import numpy as np

from demo.parts.files import data_url
from demo.parts.studio import Studio, Upload, source
from demo.parts.wiring import QUIET, STATE_SECONDS, Changes, Parts
from demo.words import common
from demo.words import live as words
from yoga_models.drawing.people import draw_people
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.results import Person
from yoga_models.video.analysis import label
from yoga_models.video.following import Followed, Follower

_SECONDS_BETWEEN_FRAMES = 0.1
_VISITORS_AT_ONCE = 2
# The rate is that of the last seconds, of a few frames at least; a longer pause means that the camera was off.
_RATE_SECONDS, _RATE_FRAMES = 3.0, 4
_PAUSE_SECONDS = 10.0


@dataclass
class Session:
    """What is remembered of a camera while it runs: who is who, since when, and when frames came. No picture."""

    follower: Follower = field(default_factory=Follower)
    times: deque[float] = field(default_factory=deque)

    def update(self, now: float, people: Sequence[Person]) -> tuple[tuple[Followed, ...], float]:
        """The people of a frame at ``now``, in seconds, and the frames a second of late."""
        self.times.append(now)
        while len(self.times) > _RATE_FRAMES and now - self.times[0] > _RATE_SECONDS:
            self.times.popleft()
        spent = now - self.times[0]
        return self.follower.update(now, people), (len(self.times) - 1) / spent if spent else 0.0


def look(studio: Studio, upload: Upload | None, session: Session | None, mirror: bool) -> Changes:
    """One frame of the camera, drawn, and what is held in it; ``gr.skip()`` where there is no frame."""
    if upload is None:
        return gr.skip()
    try:
        image = load_image(source(upload))
    except ImageError:  # a camera that is just being switched on or off
        return gr.skip()
    if session is None or time.monotonic() - session.times[-1] > _PAUSE_SECONDS:
        session = Session()
    followed, rate = session.update(time.monotonic(), studio.model.analyze(image).people)
    main = max(followed, key=lambda one: one.person.box[2] * one.person.box[3], default=None)
    hold = main.hold if main else None
    shown, people = mirrored(image, followed) if mirror else (image, [one.person for one in followed])
    drawn = draw_people(shown, people, labels=[label(one) if len(followed) > 1 else "" for one in followed])
    return {
        "session": session,
        "start": words.picture(data_url(drawn), len(followed)),
        "answer": gr.update(visible=True),
        "name": words.name(hold) if hold else words.UNSURE if main else words.NOBODY,
        "clock": words.clock(session.times[-1] - hold.start if hold else None, len(followed), rate),
    }


def mirrored(image: np.ndarray, followed: Sequence[Followed]) -> tuple[np.ndarray, list[Person]]:
    """A frame as a mirror shows it, and the people where they are in it: each joint keeps its name and its side."""
    people = []
    for one in followed:
        joints = one.person.joints.copy()
        joints[:, 0] = image.shape[1] - 1 - joints[:, 0]
        people.append(replace(one.person, joints=joints))
    return np.ascontiguousarray(image[:, ::-1]), people


def webcam(facing: Literal["environment", "user"], width: int, height: int) -> gr.WebcamOptions:
    """What a camera sees, as it is: mirrored, left and right would be swapped in the result.

    ``facing``: which one of a phone comes first, that at the back or that at the front; a visitor can choose another.
    ``width`` and ``height``: pixels, as near as it can.
    """
    return gr.WebcamOptions(
        mirror=False, constraints={"video": {"facingMode": facing, "width": width, "height": height}}
    )


def add_live_tab(studio: Studio) -> None:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its events."""
    parts = Parts()
    with gr.Tab(common.TABS["live"], id="live"), gr.Row(elem_classes="view"):
        parts["session"] = gr.State(None, time_to_live=STATE_SECONDS)
        with gr.Column(elem_classes="ask"):
            parts["camera"] = camera = gr.Image(
                sources=["webcam"],
                streaming=True,
                # What is shown to the visitor may be mirrored all the same, see "mirrored".
                webcam_options=webcam("user", 640, 480),
                label=words.CAMERA,
                show_label=False,
                height=260,
                buttons=[],
                elem_id="camera",
                elem_classes="photo",
            )
            parts["mirror"] = gr.Checkbox(True, label=words.MIRROR, info=words.MIRROR_INFO, elem_id="mirror")
            gr.HTML(words.PRIVACY_LINE)
        with gr.Column(elem_classes="reply answer"):
            parts["start"] = gr.HTML(words.START, elem_id="live-picture")
            with gr.Column(visible=False, elem_id="live-answer", elem_classes="live-answer") as parts["answer"]:
                parts["name"] = gr.HTML(elem_id="live-name")
                parts["clock"] = gr.HTML(elem_id="live-clock")
    streaming: dict[str, Any] = {
        # Decoded by the library, and never written to disk.
        "preprocess": False,
        "stream_every": _SECONDS_BETWEEN_FRAMES,
        "time_limit": words.TIME_LIMIT_SECONDS,
        "concurrency_id": "cameras",
        "concurrency_limit": _VISITORS_AT_ONCE,
    }
    parts.on(
        camera.stream,
        partial(look, studio),
        "camera session mirror",
        "session start answer name clock",
        **streaming,
        **QUIET,
    )
