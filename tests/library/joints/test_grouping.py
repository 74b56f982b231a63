"""Encode known people to fields, decode them back."""

import time

import numpy as np
import pytest

from tests.support.people import person, record
from train.data.targets import TargetConfig, make_targets
from train.data.transforms import transform
from yoga_models.body.skeleton import LIMBS
from yoga_models.joints.grouping import GroupingConfig, find_peaks, group, match_limbs

STRIDE = 8
SIZE = 512


def encode(people: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    photo = record(people, (SIZE, SIZE))
    sample = transform(np.zeros((SIZE, SIZE, 3), np.uint8), photo, np.eye(2, 3), SIZE)
    targets = make_targets(photo, sample, STRIDE, TargetConfig())
    return targets.heatmaps, targets.pafs


def decode(heatmaps: np.ndarray, pafs: np.ndarray) -> np.ndarray:
    joints = group(heatmaps, pafs).joints()
    joints[..., :2] = joints[..., :2] * STRIDE + (STRIDE - 1) / 2
    return joints


def assert_same_people(found: np.ndarray, people: list[np.ndarray], within: float) -> None:
    """Every person is found once, with all joints and no others, whatever the order."""
    assert len(found) == len(people)
    left = list(range(len(found)))
    for known in people:
        errors = [np.nanmax(np.linalg.norm(found[i, :, :2] - known, axis=1)) for i in left]
        best = left[int(np.argmin(errors))]
        assert np.array_equal(np.isfinite(found[best, :, 0]), np.isfinite(known[:, 0]))
        assert min(errors) < within
        left.remove(best)


def test_one_person_comes_back_to_within_a_pixel() -> None:
    people = [person(250.3, 260.7, 380)]
    assert_same_people(decode(*encode(people)), people, within=1.0)


@pytest.mark.parametrize("degrees", [45, 90, 180, 270, 301])
def test_a_turned_or_upside_down_person_keeps_left_and_right(degrees: float) -> None:
    people = [person(256, 256, 380, degrees)]
    assert_same_people(decode(*encode(people)), people, within=1.0)


def test_two_people_who_cross_are_not_mixed() -> None:
    people = [person(250, 256, 400, 40), person(262, 250, 400, -40)]
    assert_same_people(decode(*encode(people)), people, within=6.0)


def test_limbs_speak_for_a_person_as_far_as_they_are_seen() -> None:
    whole, cut = person(130, 256, 300), person(380, 256, 300)
    cut[[13, 14, 15, 16]] = np.nan  # no knees, no ankles
    heatmaps, pafs = encode([whole, cut])
    full, faint = group(heatmaps, pafs), group(heatmaps, pafs * 0.5)
    legs = sum(bool({start, end} & {13, 14, 15, 16}) for start, end in LIMBS)
    assert sorted(full.limb_support().mean(axis=1)) == pytest.approx([1 - legs / len(LIMBS), 1], abs=0.15)
    assert faint.limb_support() == pytest.approx(full.limb_support() / 2, rel=0.05)


def test_missing_joints_stay_missing() -> None:
    known = person(256, 256, 380)
    known[[9, 15, 16]] = np.nan
    found = decode(*encode([known]))
    assert_same_people(found, [known], within=1.0)
    assert (found[0, [9, 15, 16], 2] == 0).all()


def test_a_hidden_knee_is_bridged_by_the_long_limb() -> None:
    known = person(256, 256, 380)
    known[13] = np.nan
    [found] = decode(*encode([known]))
    assert np.isfinite(found[15, 0]), "the ankle below a hidden knee still belongs to the person"


def test_nobody_gives_nobody() -> None:
    assert group(*encode([])).people.shape == (0, 17)
    assert group(np.zeros((18, 5, 7)), np.zeros((46, 5, 7))).people.shape == (0, 17)


def test_noise_does_not_stall() -> None:
    rng = np.random.default_rng(0)
    heatmaps, pafs = rng.random((18, 64, 64)), rng.normal(size=(46, 64, 64))
    began = time.perf_counter()
    group(heatmaps, pafs)
    assert time.perf_counter() - began < 5


def test_thirty_people_are_told_apart() -> None:
    people = [person(50 + 82 * column, 60 + 98 * row, 90) for row in range(5) for column in range(6)]
    found = decode(*encode(people))
    assert len(found) == 30
    for known in people:
        errors = np.nanmean(np.linalg.norm(found[:, 5:, :2] - known[5:], axis=2), axis=1)
        assert errors.min() < 3


def test_direction_of_the_field_decides() -> None:
    """The same two peaks are a limb along the field, and none against it."""
    heatmaps, pafs = np.zeros((18, 12, 12)), np.zeros((46, 12, 12))
    shoulder, elbow, wrist = 5, 7, 9
    for joint, column in ((shoulder, 2), (elbow, 6), (wrist, 10)):
        heatmaps[joint, 5, column] = 0.9
    for limb in ((shoulder, elbow), (elbow, wrist)):
        pafs[2 * LIMBS.index(limb), 5] = 1.0
    assert len(group(heatmaps, pafs).people) == 1
    assert len(group(heatmaps, -pafs).people) == 0


def test_matching_is_one_to_one_and_greedy() -> None:
    limbs = np.array([4, 4, 4, 4])
    ends = np.array([[0, 2], [0, 3], [1, 2], [1, 3]])
    chosen = match_limbs(limbs, ends, np.array([0.9, 0.8, 0.85, 0.1]))
    assert chosen.tolist() == [True, False, False, True]


def test_peaks_are_found_between_cells() -> None:
    x, y = np.meshgrid(np.arange(20), np.arange(20))
    heatmap = 0.8 * np.exp(-((x - 7.3) ** 2 + (y - 11.6) ** 2) / (2 * 0.9**2))
    joints, peaks = find_peaks(heatmap[None], GroupingConfig())
    assert joints.tolist() == [0]
    assert peaks[0] == pytest.approx([7.3, 11.6, 0.8], abs=0.01)


def test_a_plateau_is_one_peak() -> None:
    heatmap = np.zeros((1, 6, 6))
    heatmap[0, 2:4, 3] = 0.7
    assert len(find_peaks(heatmap, GroupingConfig())[0]) == 1


def test_a_person_under_the_least_number_of_joints_is_dropped() -> None:
    known = np.full((17, 2), np.nan)
    known[[5, 7]] = [[100, 100], [150, 150]]
    assert len(group(*encode([known])).people) == 0
