"""The Live tab: the camera's own picture with skeletons over it, a steady name, and a practice of holds.

The picture never leaves the browser but as single small frames, of which only joints come back; see scripts/live.js.
"""

import time
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any

import gradio as gr
import numpy as np

from demo.parts.kept import joints_of
from demo.parts.studio import Studio, source
from demo.parts.wiring import STATE_SECONDS
from demo.service.turns import CrowdedError
from demo.words import common
from demo.words import live as words
from yoga_models.body.angles import NOTABLE_DIFFERENCE
from yoga_models.body.comparison import compare
from yoga_models.body.visibility import missing_joints
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.results import Person
from yoga_models.video.following import Followed, Follower
from yoga_models.video.practice import Practice

# A longer pause means that the camera was off.
_PAUSE_SECONDS = 10.0
# Under this mean brightness, of 255, little can be seen.
_DARK = 40.0


@dataclass
class Session:
    """What is remembered of a camera while it runs: who is who, and what was held. No picture."""

    begun: float
    follower: Follower = field(default_factory=Follower)
    practice: Practice = field(default_factory=Practice)
    last: float = 0.0
    lock: Lock = field(default_factory=Lock)  # its frames come two at a time


def look(studio: Studio, asked: Any, session: Session | None) -> tuple[dict[str, Any], Session | None]:
    """One frame of a camera: ``{"frame": its address as data, "reference": joints or null}``.

    Returns where everybody's joints are, what is held and what was; no more than ``{}`` where there is no frame.
    """
    try:
        image = load_image(source({"path": "", "url": asked["frame"]}))
    except (ImageError, TypeError, KeyError, AttributeError):  # a camera that is just being switched on, or no page
        return {}, session
    now = time.monotonic()
    if session is None or now - session.begun - session.last > _PAUSE_SECONDS:
        session = Session(begun=now)
    with session.lock:
        try:
            return _answer(studio, image, asked.get("reference"), session), session
        except CrowdedError:  # too many cameras at once: a later frame will have its turn
            return {}, session


def _answer(studio: Studio, image: np.ndarray, reference: Any, session: Session) -> dict[str, Any]:
    moment = max(time.monotonic() - session.begun, session.last + 1e-3)
    people = studio.frames.follow(image, session.follower.expected(moment)).people
    session.last = moment
    followed = session.follower.update(moment, people, image)
    main = max(followed, key=_size, default=None)
    hold = main.hold if main else None
    session.practice.update(moment, hold, main.person.joints if main else None)
    answer: dict[str, Any] = {
        "width": image.shape[1],
        "height": image.shape[0],
        "people": [{"number": one.number, "joints": _places(one.person)} for one in followed],
        "main": main.number if main else None,
        "says": _says(image, main),
        "current": session.practice.current.to_dict() if session.practice.current else None,
        "held": [one.to_dict() for one in session.practice.held],
    }
    if main and reference:
        answer["ghost"] = _ghost(main.person.joints, reference)
    return answer


def _size(one: Followed) -> float:
    return one.person.box[2] * one.person.box[3]


def _says(image: np.ndarray, main: Followed | None) -> str:
    """One sentence to who is in the picture; empty where there is nothing to say."""
    if main is None:
        return words.DARK if float(image.mean()) < _DARK else words.NOBODY
    if main.hold:
        return ""
    outside, _ = missing_joints(main.person.joints, image.shape[:2])
    if outside:
        _, _, width, height = main.person.box
        portrait = image.shape[0] > image.shape[1]
        return words.TURN if portrait and width > height else words.step_back(outside)
    if float(image.mean()) < _DARK:
        return words.DARK
    return words.HOLD_STILL if main.moving else words.LOOKING


def _places(person: Person) -> list[list[float] | None]:
    """x, y and score of every joint in pixels of the frame, in the order of ``JOINTS``; ``None`` where not found."""
    return [
        [round(float(x), 1), round(float(y), 1), round(float(score), 2)] if np.isfinite(x) else None
        for x, y, score in person.joints
    ]


def _ghost(joints: np.ndarray, reference: Any) -> dict[str, Any] | None:
    """A reference's joints laid over somebody, and what differs most, or nothing where too little can be seen of both;
    ``None`` for no reference, or for one that can't be laid over.
    """
    other = joints_of(reference)
    if other is None or (comparison := compare(joints, other)).distance is None:
        return None
    notable = [one for one in comparison.differences if abs(one.degrees) > NOTABLE_DIFFERENCE]
    alike = common.LIKE_REFERENCE if comparison.likeness["whole"] is not None else ""
    return {
        "joints": _places(Person(comparison.laid_over(), 1.0)),
        "says": notable[0].sentence() if notable else alike,
    }


def add_live_tab(studio: Studio) -> None:
    """Lay out the tab inside the ``gr.Tabs`` that are being built, and connect its event."""
    with gr.Tab(common.TABS["live"], id="live"):
        gr.HTML(words.stage(), elem_id="live")
        session = gr.State(None, time_to_live=STATE_SECONDS)
        asked, answer = gr.JSON(visible=False), gr.JSON(visible=False)
        # The page's own script asks it, frame after frame, without waiting in the line of photos.
        gr.Button(visible=False).click(
            partial(look, studio),
            [asked, session],
            [answer, session],
            api_name="look",
            api_visibility="undocumented",
            queue=False,
            preprocess=False,
            postprocess=False,
        )
