"""Two looks at a photo: who is there once, and whom it is about."""

import numpy as np
import pytest

from tests.support.people import person
from yoga_models.joints.estimator import Detection, suppress_copies


def _detection(points: np.ndarray, score: float) -> Detection:
    return Detection(np.concatenate([points, np.full((17, 1), score)], axis=1), score)


def test_two_looks_at_one_body_are_one_person() -> None:
    people = [_detection(person(100, 100, 150), 0.9), _detection(person(102, 101, 150), 0.6)]
    people.append(_detection(person(220, 100, 150), 0.5))
    assert [p.score for p in suppress_copies(people)] == [0.9, 0.5]


def test_a_photo_is_about_the_large_person_in_the_middle() -> None:
    def prominence(x: float, height: float, score: float = 0.7) -> float:
        return _detection(person(x, 200, height), score).prominence(400, 600)

    middle = prominence(300, 200)
    assert middle > prominence(500, 200)
    assert middle > prominence(300, 100)
    assert middle > prominence(300, 200, 0.6)
    assert prominence(100, 200) == pytest.approx(prominence(499, 200))
