"""The fields of a photo, kept to be looked at, are those that people are made of, and are drawn where they belong."""

import json

import cv2
import numpy as np
import pytest

from tests.support.checkout import EXAMPLES
from yoga_models import YogaPose, load_image
from yoga_models.body.skeleton import JOINT_INDEX, JOINTS, LIMBS
from yoga_models.drawing.fields import direction_colours, direction_wheel, draw_candidates, draw_heatmap, draw_paf
from yoga_models.joints.inspection import END_NAMES, START_NAMES, Inspection

PHOTO = "two-people.jpg"


@pytest.fixture(scope="module")
def model() -> YogaPose:
    return YogaPose.from_pretrained(device="cpu")


@pytest.fixture(scope="module")
def inspection(model: YogaPose) -> Inspection:
    return model.inspect(EXAMPLES / PHOTO)


@pytest.fixture(scope="module")
def people() -> list[dict[str, dict[str, float]]]:
    """Where the joints of the two people really are, by name."""
    entries = json.loads((EXAMPLES / "examples.json").read_text(encoding="utf-8"))
    return [person["joints"] for entry in entries if entry["file"] == PHOTO for person in entry["people"]]


def test_every_stage_is_there(inspection: Inspection) -> None:
    stages, limbs, parts, height, width = inspection.pafs.shape
    assert (stages, limbs, parts) == (3, len(LIMBS), 2)
    assert [maps.shape for maps in inspection.heatmaps] == [(len(JOINTS) + 1, height, width)] * 2
    assert not np.array_equal(inspection.heatmaps[0], inspection.heatmaps[1])


def test_peaks_lie_on_the_joints_of_the_photo(
    inspection: Inspection, people: list[dict[str, dict[str, float]]]
) -> None:
    peaks = inspection.peaks(JOINT_INDEX["left_shoulder"])
    assert (np.diff(peaks[:, 2]) <= 0).all(), "highest first"
    for person in people:
        joint = person["left_shoulder"]
        assert np.linalg.norm(peaks[:, :2] - (joint["x"], joint["y"]), axis=1).min() < 30


def test_two_people_have_two_shoulder_lines(inspection: Inspection) -> None:
    candidates = inspection.candidates(LIMBS.index((5, 6)))
    scores = [candidate.score for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    assert sum(candidate.accepted for candidate in candidates) == 2
    taken = [(candidate.start, candidate.end) for candidate in candidates if candidate.accepted]
    assert len(set(taken)) == 2
    assert all(start in START_NAMES and end in END_NAMES for start, end in taken)


def test_a_large_photo_is_inspected_at_a_handy_size(model: YogaPose) -> None:
    large = np.kron(load_image(EXAMPLES / PHOTO), np.ones((3, 3, 1), np.uint8))
    assert max(model.inspect(large).photo.shape) == 800


def test_a_heatmap_glows_where_the_joint_is(inspection: Inspection, people: list[dict[str, dict[str, float]]]) -> None:
    drawn = draw_heatmap(inspection, JOINT_INDEX["left_shoulder"]).astype(int)
    assert drawn.shape == inspection.photo.shape
    for person in people:
        x, y = (round(person["left_shoulder"][axis]) for axis in "xy")
        assert drawn[y - 20 : y + 20, x - 20 : x + 20, 1].max() > 140
    assert drawn[:60, -60:].max() < 140, "the corner stays dim"
    everything = draw_heatmap(inspection, None).astype(int)
    assert (everything.sum(axis=2) > 400).sum() > 4 * (drawn.sum(axis=2) > 400).sum()


def test_a_paf_has_the_colour_of_its_direction(
    inspection: Inspection, people: list[dict[str, dict[str, float]]]
) -> None:
    shoulders = LIMBS.index((5, 6))
    drawn = draw_paf(inspection, shoulders).astype(int)
    for person in people:
        start, end = (np.array([person[name]["x"], person[name]["y"]]) for name in ("left_shoulder", "right_shoulder"))
        x, y = np.round((start + end) / 2).astype(int)
        seen = np.median(drawn[y - 12 : y + 12, x - 12 : x + 12].reshape(-1, 3), axis=0)
        along = direction_colours(np.array([np.arctan2(*(end - start)[::-1])]))[0].astype(int)
        against = direction_colours(np.array([np.arctan2(*(start - end)[::-1])]))[0].astype(int)
        assert np.abs(seen - along).sum() < np.abs(seen - against).sum()


def test_directions_look_equally_bright() -> None:
    colours = direction_colours(np.linspace(-np.pi, np.pi, 60)) / 255
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    luminance = linear @ (0.2126, 0.7152, 0.0722)
    assert np.ptp(luminance) < 0.1
    wheel = direction_wheel(64)
    assert wheel.shape == (64, 64, 4)
    assert wheel[32, 32, 3] == wheel[0, 0, 3] == 0
    assert wheel[32, 60, 3] == 255


def test_candidates_are_drawn_over_the_photo(inspection: Inspection) -> None:
    drawn = draw_candidates(inspection, LIMBS.index((5, 6)))
    assert drawn.shape == inspection.photo.shape
    assert (drawn == 255).all(axis=2).sum() > 200


def test_what_is_shown_of_a_large_photo_is_what_its_people_are_made_of(model: YogaPose) -> None:
    image = cv2.resize(load_image(EXAMPLES / PHOTO), None, fx=3.1, fy=3.1, interpolation=cv2.INTER_CUBIC)
    inspection, people = model.inspect(image), model.estimator.look_at_photo(image)
    height, width = inspection.photo.shape[:2]
    assert max(height, width) == 800
    assert len(people) == 2
    scale = np.array([width, height]) / image.shape[1::-1]
    for person in people:
        for joint in np.flatnonzero(person.found):
            shown = (person.joints[joint, :2] + 0.5) * scale - 0.5
            assert np.abs(inspection.peaks(int(joint))[:, :2] - shown).max(axis=1).min() < 1e-6
