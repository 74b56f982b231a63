"""The JSON that other programs rely on is what its schemas say, and they let nothing else pass."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.bodies import body, without
from tests.support.checkout import ASSETS
from tests.support.scripted import guesses
from yoga_models import Analysis, Person, VideoAnalysis, compare
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.body.skeleton import JOINTS
from yoga_models.results import unreadable
from yoga_models.video.analysis import Frame
from yoga_models.video.following import Followed
from yoga_models.video.holds import Hold

SCHEMAS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (ASSETS / "schemas").glob("*.json")}
WEIGHTS = {"pose": "sha256:" + 64 * "a", "asana": "sha256:" + 64 * "b"}
PERSON = Person(without("left_wrist", "nose"), 0.9, guesses(19, sure=True), "confident")
NOBODY = Analysis("empty.jpg", 640, 480, "no_person", guesses(19, sure=False), (), WEIGHTS)
SOMEBODY = Analysis(None, 640, 480, "confident", PERSON.asanas, (PERSON,), WEIGHTS)


def clip() -> VideoAnalysis:
    hold = Hold(load_catalogue()[19], 1.0, 4.0, 0.9)
    frames = (Frame(0.0, ()), Frame(1.0, (Followed(1, PERSON, hold),)))
    return VideoAnalysis("clip.mp4", 640, 480, 5.0, frames, {1: (hold,), 2: ()}, WEIGHTS)


DOCUMENTS: dict[str, Callable[[], tuple[str, dict[str, Any]]]] = {
    "a photo of somebody": lambda: ("yoga-pose-1", SOMEBODY.to_dict()),
    "a photo of nobody": lambda: ("yoga-pose-1", NOBODY.to_dict()),
    "a photo of somebody who does no asana": lambda: (
        "yoga-pose-1",
        replace(SOMEBODY, verdict="other", people=(replace(PERSON, verdict="other"),)).to_dict(),
    ),
    "a file that is no photo": lambda: ("yoga-pose-1", unreadable("notes.txt", "This is a text file, not a photo.")),
    "a comparison": lambda: ("yoga-comparison-1", compare(body(), without("left_wrist")).to_dict()),
    "a comparison of nothing in common": lambda: (
        "yoga-comparison-1",
        compare(without(*JOINTS[:9]), without(*JOINTS[9:]), turn=True).to_dict(),
    ),
    "a clip": lambda: ("yoga-pose-video-1", clip().to_dict()),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_written_is_what_the_schema_says(name: str) -> None:
    schema, document = DOCUMENTS[name]()
    Draft202012Validator.check_schema(SCHEMAS[schema])
    assert document["schema"] == SCHEMAS[schema]["title"]
    # As another program reads it.
    errors = list(Draft202012Validator(SCHEMAS[schema]).iter_errors(json.loads(json.dumps(document))))
    assert not errors


def spoil(document: dict[str, Any], *path: Any, value: Any) -> dict[str, Any]:
    """A copy in which one thing is something else; ``None``: gone."""
    spoiled = copy.deepcopy(document)
    *way, last = path
    place: Any = spoiled
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return spoiled


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "yoga-pose/2"),
        (("people", 0, "joints", "left_knee"), None),
        (("people", 0, "joints", "left_knee"), {"x": 0, "y": 0}),
        (("people", 0, "joints", "tail"), {"x": 0, "y": 0, "score": 1}),
        (("people", 0, "angles", "left_knee"), 190.5),
        (("people", 0, "box"), [1, 2, 3]),
        (("asanas", 0, "probability"), 1.5),
        (("verdict",), "certain"),
        (("weights", "pose"), "none"),
        (("timing_ms",), None),
        (("width",), 0),
    ],
)
def test_what_breaks_the_promise_does_not_pass(path: tuple[Any, ...], value: Any) -> None:
    validator = Draft202012Validator(SCHEMAS["yoga-pose-1"])
    assert not validator.is_valid(json.loads(json.dumps(spoil(SOMEBODY.to_dict(), *path, value=value))))


def test_joints_and_angles_are_described_alike_in_every_schema() -> None:
    for schema in SCHEMAS.values():
        assert list(schema["$defs"]["joints"]["properties"]) == list(SOMEBODY.people[0].to_dict()["joints"])
    for name in ("yoga-pose-1", "yoga-pose-video-1"):
        assert SCHEMAS[name]["$defs"]["person"] == SCHEMAS["yoga-pose-1"]["$defs"]["person"]
        assert list(SCHEMAS[name]["$defs"]["angles"]["properties"]) == list(SOMEBODY.people[0].to_dict()["angles"])
