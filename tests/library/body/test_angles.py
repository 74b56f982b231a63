"""Angles are those a teacher would read off the photo, and the words about them are kind and true."""

import numpy as np
import pytest

from tests.support.bodies import STANDING, body, turned, without
from yoga_models.body.angles import ANGLES, describe, joint_angles
from yoga_models.body.skeleton import JOINT_INDEX, MIRROR_JOINTS


def test_names_are_frozen() -> None:
    names = [
        "left_elbow", "right_elbow", "left_shoulder", "right_shoulder",
        "left_hip", "right_hip", "left_knee", "right_knee", "trunk_lean", "left_shin_lean", "right_shin_lean",
    ]  # fmt: skip
    assert list(joint_angles(body())) == names == list(ANGLES)


def test_standing_straight() -> None:
    angles = joint_angles(body())
    for side in ("left", "right"):
        assert angles[f"{side}_elbow"] == angles[f"{side}_hip"] == angles[f"{side}_knee"] == pytest.approx(180)
        assert angles[f"{side}_shoulder"] == angles[f"{side}_shin_lean"] == pytest.approx(0)
    assert angles["trunk_lean"] == pytest.approx(0)


def test_right_angles_and_left_is_left() -> None:
    angles = joint_angles(body(left_elbow=(160, 50), left_wrist=(160, 10), right_ankle=(20, 200)))
    assert angles["left_elbow"] == angles["left_shoulder"] == angles["right_knee"] == pytest.approx(90)
    assert angles["right_elbow"] == angles["left_knee"] == pytest.approx(180)
    assert angles["right_shin_lean"] == pytest.approx(90)


@pytest.mark.parametrize(("degrees", "lean"), [(0, 0), (30, 30), (-30, 30), (90, 90), (180, 180), (270, 90)])
def test_turning_the_body_changes_the_lean_and_nothing_else(degrees: float, lean: float) -> None:
    joints = body(left_elbow=(150, 70), right_knee=(50, 190))
    before, after = joint_angles(joints), joint_angles(turned(joints, degrees))
    assert after["trunk_lean"] == pytest.approx(lean, abs=1e-6)
    assert after["left_shin_lean"] == pytest.approx(lean, abs=1e-6)
    for name in ANGLES[:8]:
        assert after[name] == pytest.approx(before[name], abs=1e-6)


def test_a_mirrored_photo_swaps_left_and_right() -> None:
    joints = body(left_elbow=(150, 70), right_knee=(50, 190))
    mirrored = joints[list(MIRROR_JOINTS)] * [-1, 1, 1]
    angles, swapped = joint_angles(joints), joint_angles(mirrored)
    assert swapped["right_elbow"] == pytest.approx(angles["left_elbow"])
    assert swapped["left_knee"] == pytest.approx(angles["right_knee"])
    assert swapped["trunk_lean"] == pytest.approx(angles["trunk_lean"])


def test_missing_and_coincident_joints_give_no_angle() -> None:
    angles = joint_angles(without("left_wrist", "right_hip"))
    gone = {name for name, value in angles.items() if value is None}
    assert gone == {"left_elbow", "right_shoulder", "right_hip", "right_knee"}
    assert joint_angles(body(left_knee=STANDING["left_hip"]))["left_knee"] is None
    assert all(value is None for value in joint_angles(np.full((17, 3), np.nan)).values())
    half = body()
    half[JOINT_INDEX["left_wrist"], 1] = np.inf
    assert joint_angles(half)["left_elbow"] is None


def test_one_side_of_the_trunk_is_enough_and_a_diagonal_is_not() -> None:
    assert joint_angles(without("right_hip"))["trunk_lean"] == pytest.approx(0)
    assert joint_angles(without("right_hip", "left_shoulder"))["trunk_lean"] is None


def test_an_unsure_joint_gives_no_angle() -> None:
    joints = body(left_wrist=(160, 90))
    joints[JOINT_INDEX["left_wrist"], 2] = 0.5
    angles = joint_angles(joints)
    assert angles["left_elbow"] is None
    assert angles["right_elbow"] == pytest.approx(180)


def test_a_limb_that_points_at_the_camera_is_not_measured() -> None:
    angles = joint_angles(body(right_wrist=(85, 97), left_ankle=(121, 205)))
    assert (angles["right_elbow"], angles["left_knee"], angles["left_shin_lean"]) == (None, None, None)
    flat = joint_angles(body(left_shoulder=(120, 130), right_shoulder=(80, 130)))
    assert flat["trunk_lean"] is None


def test_what_no_body_can_do_is_not_said() -> None:
    """A hidden wrist is often seen near the shoulder."""
    angles = joint_angles(body(left_wrist=(121, 52)))
    assert angles["left_elbow"] is None
    assert describe(angles) == ["Your trunk is upright."]
    assert joint_angles(body(left_ankle=(150, 146)))["left_knee"] == pytest.approx(29, abs=1)  # as in Virasana


def test_without_scores_every_joint_is_sure_and_other_shapes_are_refused() -> None:
    assert joint_angles(body()[:, :2]) == joint_angles(body())
    for shape in ((16, 3), (17, 4), (17,), (1, 17, 3)):
        with pytest.raises(ValueError, match="17"):
            joint_angles(np.zeros(shape))


def test_differences_come_largest_first_and_name_the_right_side() -> None:
    words = describe(
        {"left_knee": 172.0, "right_knee": 160.0, "left_elbow": 90.0, "right_elbow": 130.0,
         "left_hip": 100.0, "right_hip": 110.0, "left_shoulder": 80.0, "right_shoulder": 50.0, "trunk_lean": 3.0}
    )  # fmt: skip
    assert words == [
        "Your right elbow is straighter than your left by 40 degrees.",
        "Your left arm is further from your side than your right by 30 degrees.",
        "Your left knee is straighter than your right by 12 degrees.",
        "Your trunk is upright.",
    ]


def test_a_wide_difference_is_told_by_both_angles() -> None:
    words = describe({"left_knee": 45.0, "right_knee": 175.0, "left_shoulder": 170.0, "right_shoulder": 15.0})
    assert words == [
        "Your left arm is much further from your side than your right: 170 and 15 degrees.",
        "Your right knee is much straighter than your left: 175 and 45 degrees.",
    ]


@pytest.mark.parametrize(
    ("lean", "word"),
    [
        (0, "upright"),
        (20, "a little, 20 degrees"),
        (50, "50 degrees"),
        (90, "level"),
        (130, "hips are higher than your shoulders: your trunk slopes down by 40 degrees"),
        (180, "upside down"),
    ],
)
def test_the_trunk_in_words(lean: float, word: str) -> None:
    (sentence,) = describe({"trunk_lean": lean})
    assert word in sentence


def test_balance_is_said_and_nothing_is_invented() -> None:
    assert describe(joint_angles(body())) == ["Your left and right sides match closely.", "Your trunk is upright."]
    assert describe(joint_angles(np.full((17, 3), np.nan))) == describe({}) == []
    assert describe({"left_knee": 100.0, "right_knee": None}) == []
