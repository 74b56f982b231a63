"""The JSON that other programs rely on."""

import json
import math
from dataclasses import replace

import numpy as np

from tests.support.people import person
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.guess import Guess
from yoga_models.body.skeleton import JOINTS
from yoga_models.cli.photos import summary
from yoga_models.results import Analysis, Person, Timing
from yoga_models.table import csv_rows


def analysis() -> Analysis:
    joints = np.concatenate([person(100, 120, 200), np.full((17, 1), 0.8)], axis=1)
    joints[1] = (math.nan, math.nan, 0)
    asana = load_catalogue()[19]
    one = Person(joints, 0.83, (Guess(asana, 0.91),), "confident")
    return Analysis("photo.jpg", 640, 480, "confident", one.asanas, (one,), {"pose": "sha256:0"}, Timing(1, 2, 3, 7))


def test_the_json_is_the_contract() -> None:
    content = json.loads(json.dumps(analysis().to_dict(), allow_nan=False))
    assert list(content) == [
        "schema", "file", "width", "height", "verdict", "asanas", "people", "weights", "timing_ms",
    ]  # fmt: skip
    assert content["schema"] == "yoga-pose/1"
    assert (content["file"], content["width"], content["height"]) == ("photo.jpg", 640, 480)
    assert content["timing_ms"] == {"network": 1, "grouping": 2, "classifier": 3, "total": 7}
    [one] = content["people"]
    assert list(one) == ["score", "box", "joints", "angles", "verdict", "asanas"]
    assert one["verdict"] == "confident"
    assert one["asanas"] == content["asanas"]
    assert one["asanas"][0] == {
        "id": 19,
        "sanskrit": "Adho Mukha Svanasana",
        "english": "Downward-Facing Dog",
        "probability": 0.91,
    }


def test_a_joint_that_was_not_found_is_null() -> None:
    [one] = analysis().to_dict()["people"]
    assert list(one["joints"]) == list(JOINTS)
    assert one["joints"]["left_eye"] is None
    assert set(one["joints"]["nose"]) == {"x", "y", "score"}


def test_the_box_holds_the_joints_found() -> None:
    [one] = analysis().people
    x, y, width, height = one.box
    found = one.joints[one.found]
    assert (x, y) == (found[:, 0].min(), found[:, 1].min())
    assert (x + width, y + height) == (found[:, 0].max(), found[:, 1].max())


def test_angles_of_missing_joints_are_null() -> None:
    joints = np.full((17, 3), math.nan)
    joints[[5, 7, 9]] = [[10, 10, 1], [20, 20, 1], [30, 10, 1]]
    angles = Person(joints, 0.5).to_dict()["angles"]
    assert angles["left_elbow"] == 90.0
    assert angles["right_elbow"] is None
    assert angles["trunk_lean"] is None


def test_who_does_no_asana_is_in_json_and_table_with_what_it_resembles() -> None:
    found = replace(analysis().people[0], verdict="other", asanas=(Guess(load_catalogue()[19], 0.04),))
    result = replace(analysis(), verdict="other", asanas=found.asanas, people=(found,)).to_dict()
    assert result["verdict"] == result["people"][0]["verdict"] == "other"
    assert result["asanas"][0]["id"] == 19
    [row] = csv_rows(result)
    assert (row["verdict"], row["asana_id"], row["probability"]) == ("other", 19, 0.04)
    assert summary(result) == (
        "photo.jpg: 1 person; no asana I know, it resembles Adho Mukha Svanasana (Downward-Facing Dog)"
    )
    result["asanas"][0]["probability"] = 0.01
    assert summary(result) == "photo.jpg: 1 person; no asana I know"
