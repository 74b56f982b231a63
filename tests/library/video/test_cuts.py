"""Where one shot ends and the next begins."""

import numpy as np
import pytest

from tests.support.clips import pan
from yoga_models.video.cuts import CutDetector


def cuts(pictures: list[np.ndarray]) -> list[int]:
    detector = CutDetector()
    return [index for index, picture in enumerate(pictures) if detector.update(picture)]


def test_a_jump_to_another_room_is_a_cut() -> None:
    assert cuts([*pan("tree", 1), *pan("triangle", 1), *pan("tree", 1)]) == [12, 24]


@pytest.mark.parametrize("speed", [0, 3, 12])
def test_a_camera_that_moves_makes_no_cut(speed: int) -> None:
    """``speed``: pixels from picture to picture, of 320."""
    photo = pan("mountain-from-behind", 0.1)[0]
    assert cuts([np.roll(photo, speed * k, axis=1) for k in range(24)]) == []
