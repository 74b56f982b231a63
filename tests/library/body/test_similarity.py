"""How alike two bodies are, and which way one points."""

import numpy as np
import pytest

from tests.support.people import person
from yoga_models.body.similarity import similarity, trunk_angle


def test_similarity_of_the_same_and_of_strangers() -> None:
    joints = person(100, 100, 150)
    assert similarity(joints, joints) == 1
    assert similarity(joints, person(300, 100, 150)) == pytest.approx(0, abs=1e-6)
    half = joints.copy()
    half[5:] = np.nan
    assert similarity(joints, half) == pytest.approx(5 / 17)


@pytest.mark.parametrize("degrees", [0, 45, 90, 135, 180, -60])
def test_trunk_angle_follows_the_body(degrees: float) -> None:
    assert trunk_angle(person(100, 100, 150, degrees)) == pytest.approx(degrees, abs=1e-6)


def test_trunk_angle_without_hips_or_at_all() -> None:
    joints = person(100, 100, 150, 90)
    joints[[11, 12]] = np.nan
    assert trunk_angle(joints) == pytest.approx(90, abs=1)
    assert trunk_angle(np.full((17, 2), np.nan)) == 0
