"""Two looks at a photo: who is there once, and whom it is about."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.support.people import person, record
from train.data.targets import TargetConfig, make_targets
from train.data.transforms import transform
from yoga_models.body.skeleton import JOINTS, joint_indices
from yoga_models.imaging.geometry import apply
from yoga_models.joints.estimator import (
    Detection,
    EstimatorConfig,
    PoseEstimator,
    nearness_to_edge,
    summaries_of,
    suppress_copies,
)
from yoga_models.networks.settings import PoseConfig

ANKLES = list(joint_indices("left_ankle", "right_ankle"))
NOT_ANKLES = sorted(set(range(len(JOINTS))) - set(ANKLES))
STRIDE = 8
SIZE = 256


def _detection(points: np.ndarray, score: float) -> Detection:
    return Detection(np.concatenate([points, np.full((17, 1), score)], axis=1), score)


def test_two_looks_at_one_body_are_one_person() -> None:
    people = [_detection(person(100, 100, 150), 0.9), _detection(person(102, 101, 150), 0.6)]
    people.append(_detection(person(220, 100, 150), 0.5))
    assert [p.score for p in suppress_copies(people, 0.5)] == [0.9, 0.5]


@pytest.mark.parametrize(("apart", "count"), [(18, 1), (60, 2)])
def test_who_is_hidden_is_not_seen_on_the_other_s_body(
    apart: float, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [_detection(person(140, 128, 150), 0.9), _detection(person(140 - apart, 128, 150), 0.8)]
    estimator = PoseEstimator(lambda _: {}, _nobody, PoseConfig())
    monkeypatch.setattr(estimator, "candidates", lambda *_: [])
    monkeypatch.setattr(estimator, "look_again", lambda *_: people)
    assert len(estimator(np.zeros((SIZE, SIZE, 3), np.uint8))) == count


def test_a_photo_is_about_the_large_person_in_the_middle() -> None:
    def prominence(x: float, height: float, score: float = 0.7) -> float:
        return _detection(person(x, 200, height), score).prominence(400, 600)

    middle = prominence(300, 200)
    assert middle > prominence(500, 200)
    assert middle > prominence(300, 100)
    assert middle > prominence(300, 200, 0.6)
    assert prominence(100, 200) == pytest.approx(prominence(499, 200))


def _fields(joints: np.ndarray, size: int) -> dict[str, np.ndarray]:
    """What the first look would give that sees one person in a square picture."""
    photo = record([joints], (size, size))
    sample = transform(np.zeros((size, size, 3), np.uint8), photo, np.eye(2, 3), size)
    targets = make_targets(photo, sample, STRIDE, TargetConfig())
    presence = np.zeros((1, 1, size // 32, size // 32), np.float32)
    return {"heatmaps_1": targets.heatmaps[None], "pafs_1": targets.pafs[None], "presence": presence}


def _nobody(inputs: np.ndarray) -> dict[str, np.ndarray]:
    count, side = len(inputs), inputs.shape[1] // 4
    return {
        "places": np.zeros((count, 17, side, side), np.float32),
        "presence": np.zeros(count, np.float32),
        "summary": np.zeros((count, 1), np.float32),
    }


def _somebody(crops: np.ndarray, strengths: Sequence[float], presence: float = 9.0) -> dict[str, np.ndarray]:
    """What the second look would give that sees somebody in the middle of every crop, each joint as surely as this."""
    seen, side = _nobody(crops), crops.shape[1]
    points = person(side / 2, side / 2, side / 1.5)
    columns, rows = np.round((points - 1.5) / 4).astype(int).T
    for number, strength in enumerate(strengths):
        seen["places"][number, np.arange(17), rows, columns] = strength
    seen["presence"][:] = presence
    return seen


def test_who_lies_beyond_the_photo_is_nobody() -> None:
    fields = _fields(person(384, 384, 200), 2 * SIZE)  # the photo is SIZE pixels wide and high
    estimator = PoseEstimator(lambda _: fields, _nobody, PoseConfig())
    assert estimator.look_at_photo(np.zeros((SIZE, SIZE, 3), np.uint8)) == []


def _one_person(
    config: EstimatorConfig, strength: float = 0.9, presence: float = 9.0
) -> tuple[PoseEstimator, np.ndarray]:
    """An estimator that sees one person in the middle of a photo, and the photo; how surely it does so in a crop."""

    def fields(inputs: np.ndarray) -> dict[str, np.ndarray]:
        size = inputs.shape[1]
        return _fields(person(size / 2, size / 2, 200), size)

    def crops(inputs: np.ndarray) -> dict[str, np.ndarray]:
        return _somebody(inputs, [strength] * len(inputs), presence)

    return PoseEstimator(fields, crops, PoseConfig(), config), np.zeros((SIZE, SIZE, 3), np.uint8)


def test_who_is_seen_twice_is_somebody() -> None:
    estimator, photo = _one_person(EstimatorConfig())
    assert len(estimator(photo)) == 1


def test_whose_joints_all_fade_in_the_crop_is_nobody() -> None:
    estimator, photo = _one_person(EstimatorConfig(min_joint=0.7), strength=0.6)
    (seen,) = estimator.look_at_photo(photo)
    assert estimator.look_again(photo, [seen]) == [None]


@pytest.mark.parametrize("strength", [0.95, 0.8])
def test_doubtful_people_of_photos_are_looked_at_in_the_mirror(strength: float) -> None:
    batches = list[int]()

    def crops(inputs: np.ndarray) -> dict[str, np.ndarray]:
        batches.append(len(inputs))
        return _somebody(inputs, [0.95, strength] if len(inputs) == 2 else [strength])

    estimator = PoseEstimator(lambda _: {}, crops, PoseConfig())
    people = [_detection(person(x, 128, 100), 0.9) for x in (60, 180)]
    photo = np.zeros((SIZE, SIZE, 3), np.uint8)
    assert all(estimator.look_again(photo, people, mirror=True))
    assert batches == [2] + [1] * (strength < EstimatorConfig().sure)
    assert all(estimator.look_again(photo, people))
    assert batches[-1] == 2


def test_what_a_mirror_shows_is_averaged_with_what_is_seen() -> None:
    seen: list[np.ndarray] = []

    def crops(inputs: np.ndarray) -> dict[str, np.ndarray]:
        """Sees every joint in the middle but the left wrist: that lies on what is bright, and the right one nowhere."""
        seen.extend(inputs)
        found = _somebody(inputs, [1.0])
        found["places"][:, JOINTS.index("right_wrist")] = 0
        for crop, places in zip(inputs, found["places"][:, JOINTS.index("left_wrist")], strict=True):
            places[:] = 0
            height, width = places.shape
            left = crop[:, : crop.shape[1] // 2, 0].mean() > 100
            places[height // 4, width // 4 if left else width - 1 - width // 4] = 1
        sides = inputs[:, :, : inputs.shape[2] // 2, 0].mean(axis=(1, 2))  # how bright the left half is
        return {**found, "presence": sides, "summary": sides[:, None].copy()}

    estimator = PoseEstimator(lambda _: {}, crops, PoseConfig(), EstimatorConfig(turn=False, sure=1.1))
    photo = np.zeros((SIZE, SIZE, 3), np.uint8)
    photo[:, : SIZE // 2] = 200
    first = [_detection(person(SIZE / 2 - 0.5, 128, 150, 20), 0.9)]
    [alone] = estimator.look_again(photo, first)
    [both] = estimator.look_again(photo, first, mirror=True)
    assert alone is not None
    assert both is not None
    own, mirrored = seen[1:]
    assert (own[..., :3] == mirrored[:, ::-1, :3]).all()
    x, y = np.round(apply(estimator.crop_around(first[0]), alone.joints[JOINTS.index("left_wrist"), :2])).astype(int)
    assert own[y, x, 3] == 0
    assert mirrored[y, len(mirrored) - 1 - x, 3] == 255, "it is told what the crop itself showed"
    assert alone.joints[JOINTS.index("left_wrist"), 2] == pytest.approx(1)
    assert np.isnan(alone.joints[JOINTS.index("right_wrist"), 0])
    # In the mirror what is bright is on the right, where the crop has a left wrist again: the right one, that is.
    wrists = both.joints[[JOINTS.index("left_wrist"), JOINTS.index("right_wrist")]]
    assert wrists[:, 2] == pytest.approx(0.5)
    assert wrists[0, :2] == pytest.approx(wrists[1, :2], abs=1)
    assert both.summaries is not None
    assert both.summaries[0] > 150
    assert both.summaries[1] < 50
    assert alone.summaries is not None
    assert np.isnan(alone.summaries[1])
    assert summaries_of([both, both]).shape == (2, 2, 1)  # type: ignore[union-attr]
    assert summaries_of([both, *first]) is None, "one was looked at once"
    assert summaries_of([]) is None


def _crops(*strengths: float) -> PoseEstimator:
    """An estimator that sees somebody in the middle of every crop, one after the other as surely as this."""
    return PoseEstimator(lambda _: {}, lambda inputs: _somebody(inputs, strengths), PoseConfig())


def test_who_is_expected_is_looked_at_directly_and_keeps_their_place() -> None:
    expected = [_detection(person(70, 128, 100), 0.9), _detection(person(180, 128, 100), 0.9)]
    seen = _crops(1.0, 1.0).follow(np.zeros((SIZE, SIZE, 3), np.uint8), expected)
    assert seen is not None
    for one, other in zip(seen, expected, strict=True):
        assert np.linalg.norm(one.joints[:, :2] - other.joints[:, :2], axis=1).max() < 8


@pytest.mark.parametrize(
    ("strengths", "places"),
    [((), []), ((1.0, 0.1), [70, 180]), ((1.0, 1.0), [128, 129])],
    ids=["nobody is expected", "one is hardly seen", "two are one body"],
)
def test_a_second_look_alone_is_not_enough(strengths: tuple[float, ...], places: list[float]) -> None:
    expected = [_detection(person(x, 128, 100), 0.9) for x in places]
    assert _crops(*strengths).follow(np.zeros((SIZE, SIZE, 3), np.uint8), expected) is None


def test_in_whose_crop_no_person_is_seen_is_nobody_however_sure_the_joints_are() -> None:
    estimator, photo = _one_person(EstimatorConfig(), presence=-7.0)
    assert len(estimator.look_at_photo(photo)) == 1
    assert estimator(photo) == []


@pytest.mark.parametrize(("around", "count"), [(2.0, 1), (-2.0, 0)])
def test_what_surrounds_a_body_helps_to_tell_whether_it_is_a_person(around: float, count: int) -> None:
    estimator, photo = _one_person(EstimatorConfig(min_presence=3.0), presence=2.0)
    fields = estimator.fields

    def surrounded(inputs: np.ndarray) -> dict[str, np.ndarray]:
        return {**fields(inputs), "presence": np.full((1, 1, 6, 6), around, np.float32)}

    estimator.fields = surrounded
    found = estimator(photo)
    assert len(found) == count
    assert [person.surroundings for person in found] == [around] * count
    (seen,) = estimator.candidates(photo)
    assert estimator.look_again(photo, [replace(seen, surroundings=0.0)]) == [None], "2 alone is not enough"


def test_a_doubtful_joint_at_the_edge_of_the_photo_lies_beyond_it() -> None:
    low = person(SIZE / 2, SIZE - 105, 200)  # the ankles are 15 pixels from the lower edge
    for score, size, expected in ((0.1, SIZE, False), (0.1, 2 * SIZE, True), (0.3, SIZE, True)):
        joints = np.column_stack([low, np.full(17, 0.9)])
        joints[ANKLES, 2] = score
        near = nearness_to_edge(joints, (size, SIZE), 0.1)
        away = (SIZE - 1 - low[ANKLES[0], 1]) / (0.1 * np.ptp(low[:, 1]))
        assert near[ANKLES] == pytest.approx(1 - away if size == SIZE else 0)
        assert not near[NOT_ANKLES].any()
        estimator = PoseEstimator(lambda _: {}, _nobody, PoseConfig(), EstimatorConfig(edge=0.1))
        kept = estimator.without_crammed(joints, (size, SIZE))
        assert np.isfinite(kept[ANKLES, 0]).all() == expected
        assert np.isfinite(kept[NOT_ANKLES, 0]).all()


def test_of_whom_nothing_but_doubtful_joints_at_the_edge_is_left_is_nobody() -> None:
    estimator, photo = _one_person(EstimatorConfig(edge=100.0))
    assert len(estimator.look_at_photo(photo)) == 1
    assert estimator(photo) == []


def test_a_crop_is_told_whom_it_is_about() -> None:
    estimator, photo = _one_person(EstimatorConfig())
    one, other = _detection(person(100, 128, 100), 0.9), _detection(person(150, 128, 100), 0.9)
    crops, matrices = estimator.crops(photo, [one, other])
    assert crops.shape == (2, 192, 192, 4)
    for crop, matrix, mine, theirs in zip(crops, matrices, (one, other), (other, one), strict=True):
        for seen, expected in ((mine, 255), (theirs, 0)):
            x, y = np.round(apply(matrix, seen.joints[12, :2])).astype(int)
            assert crop[y, x, 3] == expected


def test_where_somebody_is_small_the_photo_is_looked_at_more_closely() -> None:
    sides = []

    def fields(inputs: np.ndarray) -> dict[str, np.ndarray]:
        sides.append(inputs.shape[1])
        size = inputs.shape[1]
        return _fields(person(size / 2, size / 2, height * size), size)

    estimator = PoseEstimator(fields, _nobody, PoseConfig())
    for height, photo, expected in (
        (0.7, 512, [192]),
        (0.2, 512, [192, 384]),
        (0.2, 320, [192, 320]),  # as closely as it was taken
        (0.2, 192, [192]),
    ):
        sides.clear()
        (found,) = estimator.candidates(np.zeros((photo, photo, 3), np.uint8))
        assert sides == expected
        assert np.ptp(found.joints[:, 1]) == pytest.approx(0.89 * height * photo, rel=0.1)
