"""Two looks at a photo: who is there once, and whom it is about."""

import numpy as np
import pytest

from tests.support.people import person, record
from train.data.targets import TargetConfig, make_targets
from train.data.transforms import transform
from yoga_models.body.skeleton import JOINTS, joint_indices
from yoga_models.joints.estimator import Detection, EstimatorConfig, PoseEstimator, at_edge, suppress_copies
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
    assert [p.score for p in suppress_copies(people)] == [0.9, 0.5]


def test_a_photo_is_about_the_large_person_in_the_middle() -> None:
    def prominence(x: float, height: float, score: float = 0.7) -> float:
        return _detection(person(x, 200, height), score).prominence(400, 600)

    middle = prominence(300, 200)
    assert middle > prominence(500, 200)
    assert middle > prominence(300, 100)
    assert middle > prominence(300, 200, 0.6)
    assert prominence(100, 200) == pytest.approx(prominence(499, 200))


def _fields(joints: np.ndarray, size: int, strength: float = 1.0, presence: float = 0.5) -> dict[str, np.ndarray]:
    """What a network would give that sees one person in a square picture; ``strength``: how high its peaks are."""
    photo = record([joints], (size, size))
    sample = transform(np.zeros((size, size, 3), np.uint8), photo, np.eye(2, 3), size)
    targets = make_targets(photo, sample, STRIDE, TargetConfig())
    return {
        "heatmaps_1": targets.heatmaps[None] * strength,
        "pafs_1": targets.pafs[None],
        "presence": np.array([presence]),
    }


def test_who_lies_beyond_the_photo_is_nobody() -> None:
    fields = _fields(person(384, 384, 200), 2 * SIZE)  # the photo is SIZE pixels wide and high
    estimator = PoseEstimator(lambda _: fields, PoseConfig())
    assert estimator.look_at_photo(np.zeros((SIZE, SIZE, 3), np.uint8)) == []


def _one_person(config: EstimatorConfig, **crop: float) -> tuple[PoseEstimator, np.ndarray]:
    """An estimator that sees one person in the middle of a photo, and the photo; ``crop``: how the crop differs."""

    def graph(inputs: np.ndarray) -> dict[str, np.ndarray]:
        size = inputs.shape[1]
        if size == SIZE:
            return _fields(person(size / 2, size / 2, 200), size)
        return _fields(person(size / 2, size / 2, size / config.crop_margin), size, **crop)

    return PoseEstimator(graph, PoseConfig(), config), np.zeros((SIZE, SIZE, 3), np.uint8)


def test_who_is_seen_twice_is_somebody() -> None:
    estimator, photo = _one_person(EstimatorConfig())
    assert len(estimator(photo)) == 1


def test_whose_joints_all_fade_in_the_crop_is_nobody() -> None:
    estimator, photo = _one_person(EstimatorConfig(min_joint=0.7), strength=0.6)
    (seen,) = estimator.look_at_photo(photo)
    assert estimator.look_again(photo, [seen]) == [None]


def _crops(*strengths: float) -> PoseEstimator:
    """An estimator that sees somebody in the middle of every crop, one after the other with peaks as high as this."""
    waiting = list(strengths)

    def graph(inputs: np.ndarray) -> dict[str, np.ndarray]:
        size = inputs.shape[1]
        seen = [_fields(person(size / 2, size / 2, size / 1.8), size, waiting.pop(0)) for _ in inputs]
        return {name: np.concatenate([one[name] for one in seen]) for name in seen[0]}

    return PoseEstimator(graph, PoseConfig())


def test_who_is_expected_is_looked_at_directly_and_keeps_their_place() -> None:
    expected = [_detection(person(70, 128, 100), 0.9), _detection(person(180, 128, 100), 0.9)]
    seen = _crops(1.0, 1.0).follow(np.zeros((SIZE, SIZE, 3), np.uint8), expected)
    assert seen is not None
    for one, other in zip(seen, expected, strict=True):
        assert np.linalg.norm(one.joints[:, :2] - other.joints[:, :2], axis=1).max() < 8


@pytest.mark.parametrize(
    ("strengths", "places"),
    [((), []), ((1.0, 0.3), [70, 180]), ((1.0, 1.0), [128, 129])],
    ids=["nobody is expected", "one is hardly seen", "two are one body"],
)
def test_a_second_look_alone_is_not_enough(strengths: tuple[float, ...], places: list[float]) -> None:
    expected = [_detection(person(x, 128, 100), 0.9) for x in places]
    assert _crops(*strengths).follow(np.zeros((SIZE, SIZE, 3), np.uint8), expected) is None


def test_in_whose_crop_no_person_is_seen_is_nobody_however_sure_the_joints_are() -> None:
    estimator, photo = _one_person(EstimatorConfig(), presence=0.001)
    assert len(estimator.look_at_photo(photo)) == 1
    assert estimator(photo) == []


def test_a_doubtful_joint_at_the_edge_of_the_photo_lies_beyond_it() -> None:
    low = person(SIZE / 2, SIZE - 105, 200)  # the ankles are 15 pixels from the lower edge
    for score, size, expected in ((0.45, SIZE, False), (0.45, 2 * SIZE, True), (0.6, SIZE, True)):
        joints = np.column_stack([low, np.full(17, 0.9)])
        joints[ANKLES, 2] = score
        near = at_edge(joints, (size, SIZE), 0.1)
        assert near[ANKLES].all() == (size == SIZE)
        assert not near[NOT_ANKLES].any()
        estimator = PoseEstimator(lambda _: {}, PoseConfig(), EstimatorConfig(edge=0.1))
        kept = estimator.without_crammed(joints, (size, SIZE))
        assert np.isfinite(kept[ANKLES, 0]).all() == expected
        assert np.isfinite(kept[NOT_ANKLES, 0]).all()


def test_in_a_crowd_crops_are_smaller_and_bodies_nearly_as_large() -> None:
    estimator, photo = _one_person(EstimatorConfig())
    people = [_detection(person(128, 128, 150), 0.9)] * (estimator.config.crowd + 1)
    few, few_matrices = estimator.crops(photo, people[:-1])
    many, many_matrices = estimator.crops(photo, people)
    assert few.shape[1:] == (224, 224, 3)
    assert many.shape[1:] == (192, 192, 3)
    scales = [np.sqrt(np.linalg.det(matrices[0][:, :2])) for matrices in (few_matrices, many_matrices)]
    assert 0.95 < scales[1] / scales[0] < 1
