"""All engines see the same in the same photo."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.support.checkout import EXAMPLES
from yoga_models import Analysis, YogaPose, load_image

#: Fields reach from -1 to 1.
SAME = 1e-3
PHOTOS = ("tree.jpg", "two-people.jpg", "warrior-two-upside-down.jpg")

Models = Callable[[str, str], YogaPose]


@pytest.fixture(scope="module")
def load() -> Models:
    """Loads each engine once."""
    loaded: dict[tuple[str, str], YogaPose] = {}

    def model(engine: str, precision: str) -> YogaPose:
        key = (engine, precision)
        if key not in loaded:
            if engine != "torch":
                pytest.importorskip(engine)
            loaded[key] = YogaPose.from_pretrained(engine=engine, precision=precision, device="cpu")
            assert loaded[key].runtime == {"engine": engine, "precision": precision}
        return loaded[key]

    return model


@pytest.mark.parametrize("engine", ["openvino", "onnxruntime"])
@pytest.mark.parametrize("size", [(1, 288, 224), (3, 96, 160)])
def test_fields_of_every_stage_are_the_same(load: Models, engine: str, size: tuple[int, int, int]) -> None:
    count, height, width = size
    photo = load_image(EXAMPLES / PHOTOS[0])
    batch = np.stack([photo[start : start + height, start : start + width] for start in range(0, 40 * count, 40)])
    estimators = [load(name, "f32").estimator for name in ("torch", engine)]
    expected, found = (estimator.stages(batch) for estimator in estimators)
    assert found.presence == pytest.approx(expected.presence, abs=SAME)
    for kind, other in ((expected.heatmaps, found.heatmaps), (expected.pafs, found.pafs)):
        assert len(kind) == len(other) > 1
        for one, two in zip(kind, other, strict=True):
            assert two.dtype == np.float32
            assert one.shape == two.shape
            assert two == pytest.approx(one, abs=SAME)


@pytest.mark.parametrize("engine", ["openvino", "onnxruntime"])
def test_places_in_crops_are_the_same(load: Models, engine: str) -> None:
    photo = load_image(EXAMPLES / PHOTOS[1])
    estimators = [load(name, "f32").estimator for name in ("torch", engine)]
    crops, _ = estimators[0].crops(photo, estimators[0].look_at_photo(photo))
    assert len(crops) > 1
    expected, found = (estimator.person(crops) for estimator in estimators)
    for name, values in expected.items():
        assert found[name].dtype == np.float32
        assert found[name] == pytest.approx(values, abs=SAME)


def apart(one: Analysis, other: Analysis) -> float:
    """The furthest that a joint of one analysis is from the same in the other, in pixels."""
    assert [person.found.tolist() for person in one.people] == [person.found.tolist() for person in other.people]
    pairs = zip(one.people, other.people, strict=True)
    return max(float(np.nanmax(np.abs(a.joints[:, :2] - b.joints[:, :2]))) for a, b in pairs)


@pytest.mark.parametrize("engine", ["openvino", "onnxruntime"])
@pytest.mark.parametrize("photo", PHOTOS)
def test_joints_and_names_are_the_same(load: Models, engine: str, photo: str) -> None:
    expected, found = (load(name, "f32").analyze(EXAMPLES / photo) for name in ("torch", engine))
    assert expected.people
    assert apart(expected, found) < 0.5
    for one, other in zip(expected.people, found.people, strict=True):
        assert one.verdict == other.verdict
        assert [guess.asana.id for guess in one.asanas] == [guess.asana.id for guess in other.asanas]
        assert one.asanas[0].probability == pytest.approx(other.asanas[0].probability, abs=0.005)


@pytest.mark.parametrize("photo", PHOTOS)
def test_half_precision_moves_joints_by_a_few_pixels_at_most(load: Models, photo: str) -> None:
    openvino = pytest.importorskip("yoga_models.runtime.with_openvino")
    if not openvino.half_precision():
        pytest.skip("this CPU has no instructions for half precision")
    exact, half = (load("openvino", precision).analyze(EXAMPLES / photo) for precision in ("f32", "bf16"))
    assert len(exact.people) == len(half.people)
    for one, other in zip(exact.people, half.people, strict=True):
        both = one.found & other.found
        assert both.sum() >= one.found.sum() - 1
        moved = np.linalg.norm(one.joints[both, :2] - other.joints[both, :2], axis=1)
        assert np.median(moved) < 0.01 * max(one.box[2:])
        assert one.asanas[0].asana.id == other.asanas[0].asana.id


def test_answers_do_not_change_with_later_ones(load: Models) -> None:
    """What an engine returns is the caller's to keep: it may use its own memory again."""
    photo = load_image(EXAMPLES / PHOTOS[0])[None, :96, :96].copy()
    for engine in ("openvino", "onnxruntime", "torch"):
        graph = load(engine, "f32").estimator.fields
        first = graph(photo)
        before = {name: values.copy() for name, values in first.items()}
        graph(255 - photo)
        for name, values in first.items():
            assert np.array_equal(values, before[name])
