"""What is drawn lies where the person is, says which side is which, and never invents what was not found."""

import time

import numpy as np
import pytest

from tests.support.bodies import body, without
from yoga_models.body.comparison import compare
from yoga_models.body.skeleton import JOINT_INDEX, JOINTS, LEGS
from yoga_models.drawing.ink import Texts, letters
from yoga_models.drawing.people import (
    COLOURS,
    MARK,
    PALE,
    PAPER,
    TEXT_COLOURS,
    draw_comparison,
    draw_people,
)
from yoga_models.results import Person


def person(
    joints: np.ndarray, *, scale: float = 1.0, shift: tuple[float, float] = (0, 0), score: float = 1.0
) -> Person:
    joints = joints.copy()
    joints[:, :2] = joints[:, :2] * scale + shift
    joints[:, 2] = score
    return Person(joints=joints, score=score)


def canvas(height: int = 300, width: int = 200, grey: int = 128) -> np.ndarray:
    return np.full((height, width, 3), grey, np.uint8)


def changed(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    return (before != after).any(axis=2)


def test_left_is_blue_right_is_orange_and_the_trunk_neutral() -> None:
    drawn = draw_people(canvas(), [person(body())])
    np.testing.assert_allclose(drawn[230, 120], COLOURS["left"], atol=3)  # the shin of the left leg
    np.testing.assert_allclose(drawn[230, 80], COLOURS["right"], atol=3)
    np.testing.assert_allclose(drawn[50, 100], COLOURS["middle"], atol=3)  # from shoulder to shoulder
    assert COLOURS["left"][2] > COLOURS["left"][0]
    assert COLOURS["right"][0] > COLOURS["right"][2]


def test_the_photo_itself_is_left_alone_and_so_is_what_lies_far_from_the_person() -> None:
    photo = canvas()
    drawn = draw_people(photo, [person(body())], angles=[0])
    assert (photo == 128).all()
    assert drawn.shape == photo.shape
    assert drawn.dtype == np.uint8
    touched = changed(photo, drawn)
    assert touched.any()
    assert not touched[:, :20].any()
    assert not touched[:, 180:].any()


def test_missing_joints_are_not_drawn() -> None:
    photo = canvas()
    drawn = draw_people(photo, [person(without("left_knee", "left_ankle", "left_wrist"))])
    assert not changed(photo, drawn)[160:, 110:].any()
    assert not changed(photo, drawn)[:8, :8].any()  # nor at (0, 0)
    np.testing.assert_array_equal(draw_people(photo, []), photo)
    np.testing.assert_array_equal(draw_people(photo, [person(np.full((17, 3), np.nan))], angles=[0]), photo)


def test_what_is_uncertain_is_thinner_and_fainter() -> None:
    photo = canvas(grey=0)
    sure, unsure = (draw_people(photo, [person(body(), score=score)]) for score in (1.0, 0.1))
    assert changed(photo, unsure)[230, 100:140].sum() < changed(photo, sure)[230, 100:140].sum()
    assert unsure[230, 120].sum() < 0.7 * sure[230, 120].sum()


@pytest.mark.parametrize("grey", [0, 255, 114])
def test_a_white_casing_parts_lines_from_any_background(grey: int) -> None:
    drawn = draw_people(canvas(grey=grey), [person(body())]).astype(int)
    across = drawn[230, 110:130]
    blue = np.abs(across - COLOURS["left"]).max(axis=1) < 20
    first, last = np.flatnonzero(blue)[[0, -1]]
    for beside in (across[first - 3 : first], across[last + 1 : last + 4]):
        assert beside.min(axis=1).max() > 180


def test_lines_grow_with_the_photo_and_the_person() -> None:
    def width(scale: float) -> int:
        photo = canvas(round(300 * scale), round(200 * scale))
        return int(
            changed(photo, draw_people(photo, [person(body(), scale=scale)]))[
                round(230 * scale), round(110 * scale) :
            ].sum()
        )

    assert 2.2 < width(6.0) / width(2.0) < 3.5


def test_people_are_numbered_when_there_are_several() -> None:
    photo = canvas(700, 900)
    several = [person(body(), shift=(50, 200)), person(body(), shift=(600, 300))]
    numbers = changed(draw_people(photo, several), draw_people(photo, several, labels=False))
    rows, columns = np.nonzero(numbers)
    assert numbers[150:215, 100:200].any()
    assert numbers[250:315, 650:750].any()
    assert rows.max() < 320
    assert ((columns > 100) & (columns < 200) | (columns > 650) & (columns < 750)).all()
    one = several[:1]
    np.testing.assert_array_equal(draw_people(photo, one), draw_people(photo, one, labels=False))


def test_angles_are_written_in_the_colour_of_their_side() -> None:
    photo = canvas(600, 400)
    joints = person(body(left_elbow=(160, 60), left_wrist=(150, 20)), scale=2)
    drawn = draw_people(photo, [joints], angles=[0])
    extra = changed(drawn, draw_people(photo, [joints]))
    assert extra.any()
    ink = drawn[extra].astype(int)
    for side in ("left", "right"):
        assert (np.abs(ink - TEXT_COLOURS[side]).max(axis=1) < 10).any()


def test_a_label_stands_above_the_person_it_is_given_for() -> None:
    photo = canvas(700, 900)
    several = [person(body(), shift=(50, 200)), person(body(), shift=(600, 300))]
    words = changed(draw_people(photo, several, labels=["", "7 Tree"]), draw_people(photo, several, labels=False))
    rows, columns = np.nonzero(words)
    assert rows.min() < 300
    assert columns.min() > 600 - 50


def test_angles_are_those_of_the_people_asked_for() -> None:
    photo = canvas(700, 900)
    several = [person(body(), shift=(50, 200)), person(body(), shift=(600, 300))]
    _, columns = np.nonzero(changed(draw_people(photo, several, angles=[1]), draw_people(photo, several)))
    assert columns.min() > 450


def test_texts_never_cover_each_other_nor_stick_out() -> None:
    picture = canvas(60, 60)
    texts = Texts(picture)
    text_size = letters("88", 12)[1].shape
    places = [np.array([x, y], float) for y in range(0, 60, 3) for x in range(0, 60, 3)]
    areas = []
    for _ in range(60):
        before = picture.copy()
        texts.write("88", places, (0, 0, 0), 12)
        rows, columns = np.nonzero(changed(before, picture))
        if len(rows):
            areas.append((rows.min(), rows.max(), columns.min(), columns.max()))
    assert 4 <= len(areas) <= 60 * 60 // (text_size[0] * text_size[1])
    for index, (top, bottom, left, right) in enumerate(areas):
        for y0, y1, x0, x1 in areas[:index]:
            assert bottom < y0 or y1 < top or right < x0 or x1 < left


def test_words_stand_out_from_white() -> None:
    def luminance(colour: tuple[int, int, int]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in np.array(colour) / 255]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    for colour in TEXT_COLOURS.values():
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (3, 3)])
@pytest.mark.parametrize("scale", [0.001, 1.0, 1e12])
def test_thin_photos_and_absurd_joints(size: tuple[int, int], scale: float) -> None:
    people = [person(body(), scale=scale), person(body(), scale=-scale)]
    assert draw_people(canvas(*size), people, angles=range(2)).shape == (*size, 3)


def test_joints_on_one_spot_and_a_single_joint() -> None:
    together = person(body(), scale=0.0, shift=(50, 50))
    alone = np.full((17, 3), np.nan)
    alone[JOINT_INDEX["nose"]] = 150, 150, 1
    drawn = draw_people(canvas(), [together, person(alone)], angles=[0, 1])
    assert changed(canvas(), drawn)[50, 50]
    assert changed(canvas(), drawn)[150, 150]


def test_a_comparison_shows_mine_in_colour_over_a_pale_reference() -> None:
    drawn = draw_comparison(compare(body(left_wrist=(200, 50), left_elbow=(160, 50)), body()))
    assert max(drawn.shape) == 800
    pixels = drawn.reshape(-1, 3).astype(int)
    for colour in (*(palette[one] for palette in (COLOURS, PALE) for one in ("left", "right")), MARK, PAPER):
        assert (np.abs(pixels - colour).max(axis=1) < 20).sum() > 300, colour


def test_who_share_nothing_are_drawn_beside_each_other() -> None:
    upper = without(*(JOINTS[index] for index in LEGS))
    lower = without(*(name for index, name in enumerate(JOINTS) if index not in LEGS))
    drawn = draw_comparison(compare(upper, lower))
    mine, reference = (
        np.flatnonzero((np.abs(drawn.astype(int) - palette["left"]).max(axis=2) < 20).sum(axis=0) > 8)
        for palette in (COLOURS, PALE)
    )
    assert mine.max() < reference.min()


@pytest.mark.parametrize("image", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3))])
def test_other_images_are_refused(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="RGB"):
        draw_people(image, [])


def test_drawing_is_quick() -> None:
    photo, people = canvas(1000, 1000), [person(body(), scale=3.5, shift=(100, 20))]
    times = []
    for _ in range(7):
        start = time.thread_time()
        draw_people(photo, people, angles=range(2))
        times.append(time.thread_time() - start)
    assert min(times) < 0.04


def test_lines_and_letters_have_the_size_that_suits_where_they_are_shown() -> None:
    """A small picture that is shown enlarged, and a large one that is shown small."""
    thickness = []
    for density in (1.0, 2.0):
        photo = canvas(900, 600)
        drawn = draw_people(photo, [person(body(), scale=3)], density=density)
        thickness.append(changed(photo, drawn)[690].sum())
    assert 1.5 < thickness[1] / thickness[0] < 2.2  # edges are soft


def test_no_number_covers_a_face() -> None:
    photo = canvas(400, 300)
    several = [person(body(), shift=(0, 90)), person(body(), shift=(100, 90))]
    numbers = changed(draw_people(photo, several), draw_people(photo, several, labels=False))
    assert numbers.any()
    for one in several:
        left, top = one.joints[:5, :2].min(axis=0).astype(int)
        right, bottom = one.joints[:5, :2].max(axis=0).astype(int)
        assert not numbers[top : bottom + 1, left : right + 1].any()


def test_weak_joints_and_the_angles_at_them_can_be_hidden() -> None:
    joints = body()
    joints[JOINT_INDEX["left_wrist"], 2] = 0.5
    joints[JOINT_INDEX["left_wrist"], :2] = (190, 90)
    photo = canvas()
    one = [Person(joints, 1.0)]
    all_drawn, some = (changed(photo, draw_people(photo, one, angles=[0], least=least)) for least in (0.0, 0.6))
    assert all_drawn[80:100, 150:].any()
    assert not some[80:100, 150:].any()


def test_who_reaches_out_of_the_picture_is_numbered_all_the_same() -> None:
    photo = canvas(300, 400)
    several = [person(body(), shift=(0, 20)), person(body(left_wrist=(120, -10), left_elbow=(120, 10)), shift=(180, 0))]
    numbers = changed(draw_people(photo, several), draw_people(photo, several, labels=False))
    assert numbers[:, :200].any()
    assert numbers[:, 200:].any()
