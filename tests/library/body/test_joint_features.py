"""Joints as numbers: free of place and size, not of which way up."""

import numpy as np
import pytest

from tests.support.people import person
from yoga_models.body.joint_features import FEATURES, joint_features


def test_features_do_not_depend_on_place_and_size() -> None:
    near, far = person(300, 200, 400), person(50, 60, 40)
    one, other = joint_features(np.stack([near, far]))
    assert one.shape == (FEATURES,)
    assert one == pytest.approx(other, abs=1e-4)


def test_features_tell_which_way_up() -> None:
    upright, inverted = joint_features(np.stack([person(0, 0, 100), person(0, 0, 100, 180)]))
    assert np.abs(upright - inverted).max() > 1


def test_missing_joints_give_finite_features() -> None:
    joints = person(0, 0, 100)
    joints[[5, 11, 15]] = np.nan
    assert np.isfinite(joint_features(np.stack([joints, np.full((17, 2), np.nan)]))).all()
