"""The Live tab: the camera, with skeletons, a steady name and how long it has been held."""

import base64
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import gradio as gr
import numpy as np

from demo.parts.photos import QUIET, STATE_SECONDS, Model, Upload, jpeg, source, webcam
from demo.words import live as live_words
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


def add_live_tab(model: Model) -> None:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its events."""
    with gr.Tab("Live", id="live"), gr.Row(elem_classes="view"):
        session = gr.State(None, time_to_live=STATE_SECONDS)
        with gr.Column(elem_classes="ask"):
            camera = gr.Image(
                sources=["webcam"],
                streaming=True,
                # What is shown to the visitor may be mirrored all the same, see "mirrored".
                webcam_options=webcam("user", 640, 480),
                label="Your camera",
                show_label=False,
                height=260,
                buttons=[],
                elem_id="camera",
                elem_classes="photo",
            )
            mirror = gr.Checkbox(True, label=live_words.MIRROR, info=live_words.MIRROR_INFO, elem_id="mirror")
            gr.HTML(live_words.PRIVACY_LINE)
        with gr.Column(elem_classes="reply answer"):
            picture = gr.HTML(live_words.START, elem_id="live-picture")
            with gr.Column(visible=False, elem_id="live-answer", elem_classes="live-answer") as answer:
                name = gr.HTML(elem_id="live-name")
                clock = gr.HTML(elem_id="live-clock")

    def look(upload: Upload | None, session: Session | None, mirror: bool) -> Any:
        if upload is None:
            return gr.skip()
        try:
            image = load_image(source(upload))
        except ImageError:  # a camera that is just being switched on or off
            return gr.skip()
        if session is None or time.monotonic() - session.times[-1] > _PAUSE_SECONDS:
            session = Session()
        followed, rate = session.update(time.monotonic(), model.analyze(image).people)
        main = max(followed, key=lambda one: one.person.box[2] * one.person.box[3], default=None)
        hold = main.hold if main else None
        shown, people = mirrored(image, followed) if mirror else (image, [one.person for one in followed])
        drawn = draw_people(shown, people, labels=[label(one) if len(followed) > 1 else "" for one in followed])
        return (
            session,
            live_words.picture(_data_url(drawn), len(followed)),
            gr.Column(visible=True),
            live_words.name(hold) if hold else live_words.UNSURE if main else live_words.NOBODY,
            live_words.clock(session.times[-1] - hold.start if hold else None, len(followed), rate),
        )

    camera.stream(
        look,
        [camera, session, mirror],
        [session, picture, answer, name, clock],
        # Decoded by the library, and never written to disk.
        preprocess=False,
        stream_every=_SECONDS_BETWEEN_FRAMES,
        time_limit=live_words.TIME_LIMIT_SECONDS,
        concurrency_id="cameras",
        concurrency_limit=_VISITORS_AT_ONCE,
        **QUIET,
    )


def mirrored(image: np.ndarray, followed: Sequence[Followed]) -> tuple[np.ndarray, list[Person]]:
    """A frame as a mirror shows it, and the people where they are in it: each joint keeps its name and its side."""
    people = []
    for one in followed:
        joints = one.person.joints.copy()
        joints[:, 0] = image.shape[1] - 1 - joints[:, 0]
        people.append(replace(one.person, joints=joints))
    return np.ascontiguousarray(image[:, ::-1]), people


def _data_url(picture: np.ndarray) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg(picture)).decode()
