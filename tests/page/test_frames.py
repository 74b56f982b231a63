"""One frame of a camera after the other: whom each is told to expect."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from demo.parts.files import data_url
from demo.parts.studio import Studio
from demo.tabs import live
from tests.support.scripted import ScriptedModel
from yoga_models.results import Analysis, Person

FRAME = {"frame": data_url(np.full((200, 300, 3), 200, np.uint8))}


class Told(ScriptedModel):
    """Remembers whom it was told to expect."""

    def __init__(self) -> None:
        self.expected: list[Sequence[Person]] = []

    def follow(self, frame: Any, expected: Sequence[Person], name: str | None = None) -> Analysis:
        self.expected.append(expected)
        return super().follow(frame, expected, name)


def test_people_are_expected_in_the_next_frame_of_their_own_camera_only() -> None:
    model = Told()
    studio = Studio(model)
    answer, session = live.look(studio, FRAME, None)
    live.look(studio, FRAME, session)
    live.look(studio, FRAME, None)
    assert [len(people) for people in model.expected] == [0, 1, 0]
    x, y, _ = answer["people"][0]["joints"][0]
    assert np.allclose(model.expected[1][0].joints[0, :2], (x, y), atol=0.1)
