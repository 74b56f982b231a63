"""The whole path on the embedded weights."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut, coffee

from tests.support.checkout import EXAMPLES
from yoga_models import Analysis, ImageError, YogaPose
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.body.boxes import extent
from yoga_models.body.skeleton import MIRROR_JOINTS
from yoga_models.imaging.read import load_image


@pytest.fixture(scope="module")
def model() -> YogaPose:
    return YogaPose.from_pretrained(device="cpu")


@pytest.fixture(scope="module")
def analysis(model: YogaPose) -> Analysis:
    return model.analyze(astronaut())


def test_the_astronaut_is_found(analysis: Analysis) -> None:
    assert (analysis.width, analysis.height) == (512, 512)
    assert len(analysis.people) == 1
    nose, left_eye, right_eye = analysis.people[0].joints[:3, :2]
    assert nose == pytest.approx([224, 112], abs=30)
    assert left_eye[0] > right_eye[0], "her left eye is at the viewer's right"
    assert analysis.timing.total >= analysis.timing.network > 0


def test_every_source_of_a_photo_gives_the_same(model: YogaPose, analysis: Analysis, tmp_path: Path) -> None:
    picture = Image.fromarray(astronaut())
    picture.save(tmp_path / "photo.png")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    for source in (picture, tmp_path / "photo.png", str(tmp_path / "photo.png"), buffer.getvalue()):
        again = model.analyze(source)
        assert np.array_equal(again.people[0].joints, analysis.people[0].joints, equal_nan=True)
        assert again.asanas == analysis.asanas
    assert model.analyze(tmp_path / "photo.png").file == "photo.png"


def test_a_mirrored_photo_swaps_left_and_right(model: YogaPose) -> None:
    photo = load_image(EXAMPLES / "tree.jpg")
    (own,), (other,) = (model.analyze(image).people for image in (photo, photo[:, ::-1].copy()))
    mirrored = other.joints[list(MIRROR_JOINTS)]
    mirrored[:, 0] = photo.shape[1] - 1 - mirrored[:, 0]
    sure = (own.joints[:, 2] > 0.5) & (mirrored[:, 2] > 0.5)
    assert sure.sum() >= 12
    assert np.linalg.norm(own.joints[sure, :2] - mirrored[sure, :2], axis=1).max() < 0.05 * extent(own.joints)


def test_a_photo_is_looked_at_in_the_mirror_a_frame_is_not(model: YogaPose, monkeypatch: pytest.MonkeyPatch) -> None:
    crops: list[int] = []
    person = model.estimator.person

    def counted(inputs: np.ndarray) -> dict[str, np.ndarray]:
        crops.append(len(inputs))
        return person(inputs)

    monkeypatch.setattr(model.estimator, "person", counted)
    monkeypatch.setattr(model.estimator, "config", replace(model.estimator.config, sure=1.1))
    people = model.analyze(EXAMPLES / "tree.jpg").people
    assert crops == [1, 1]
    model.follow(EXAMPLES / "tree.jpg", people)
    model.follow(EXAMPLES / "tree.jpg", ())
    assert crops == [1, 1, 1, 1]


def test_nobody_in_an_empty_picture(model: YogaPose) -> None:
    empty = model.analyze(np.full((300, 200, 3), 180, np.uint8))
    assert empty.verdict == "no_person"
    assert empty.people == ()
    assert len(empty.asanas) == 5


def test_nobody_in_a_cup_of_coffee(model: YogaPose) -> None:
    assert model.analyze(coffee()).verdict != "confident"


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (33, 65)])
def test_odd_sizes_get_an_answer(model: YogaPose, size: tuple[int, int]) -> None:
    answer = model.analyze(np.full((*size, 3), 99, np.uint8))
    assert (answer.height, answer.width) == size


def test_what_is_no_photo_is_refused_in_words(model: YogaPose) -> None:
    with pytest.raises(ImageError):
        model.analyze(b"not a photo")


def test_all_asanas_can_be_answered(model: YogaPose) -> None:
    answers = {asana.id for asana in model.classifier.asanas}
    for asana in load_catalogue():
        own = asana.id if asana.same_as is None else asana.same_as
        assert (own in answers) == asana.trained, asana.sanskrit


def test_somebody_on_a_portrait_does_no_asana_surely(model: YogaPose) -> None:
    portrait = model.analyze(astronaut())
    assert portrait.people
    assert portrait.verdict in ("other", "unsure")
