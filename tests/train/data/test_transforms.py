"""Photo and joints move together: light a pixel, transform, the joint must land on the light."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torchvision.transforms import v2

from tests.support.people import person, record
from train.data.records import PoseRecord
from train.data.transforms import Augmentation, draw_matrix, empty_square, mirror_matrix, transform, vary_colours
from yoga_models.body.skeleton import MIRROR_JOINTS
from yoga_models.imaging.geometry import apply, crop_matrix, letterbox_matrix, warp


def lit(x: int, y: int, size: tuple[int, int]) -> np.ndarray:
    picture = np.zeros((*size, 3), np.uint8)
    picture[y - 2 : y + 3, x - 2 : x + 3] = 255
    return picture


def centre_of_light(picture: np.ndarray) -> np.ndarray:
    light = picture[..., 0].astype(float) - 20
    # Outside the photo the input is grey; the light is what is brighter.
    light[light < 128] = 0
    assert light.sum() > 0, "the light is out of the picture"
    y, x = np.indices(light.shape)
    return np.array([(x * light).sum(), (y * light).sum()]) / light.sum()


def one_joint(x: float, y: float, size: tuple[int, int]) -> PoseRecord:
    return record([np.full((17, 2), (x, y))], size)


@pytest.mark.parametrize("seed", range(40))
def test_lit_pixel_through_every_augmentation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size, (x, y) = (180, 240), (int(rng.integers(60, 180)), int(rng.integers(50, 130)))
    photo = one_joint(x, y, size)
    photo.boxes[:] = (x - 60, y - 60, 120, 120)
    matrix, mirrored = draw_matrix(photo, Augmentation(empty_share=0.0), 256, rng)
    sample = transform(lit(x, y, size), photo, matrix, 256, mirrored)
    joint = sample.joints[0, 0]
    assert abs(joint - 127.5).max() < 119.5, "the box is in the picture, and so is the joint in its middle"
    assert np.linalg.norm(centre_of_light(sample.image) - joint) < 0.75


@pytest.mark.parametrize("photo_size", [(300, 500), (500, 300), (64, 64), (1000, 900)])
@pytest.mark.parametrize("net_size", [(256, 256), (192, 256), (384, 320)])
def test_lit_pixel_through_the_letterbox(photo_size: tuple[int, int], net_size: tuple[int, int]) -> None:
    x, y = photo_size[1] // 3, photo_size[0] // 4
    picture = np.zeros((*photo_size, 3), np.uint8)
    reach = max(2, max(photo_size) // 100)
    picture[y - reach : y + reach + 1, x - reach : x + reach + 1] = 255
    matrix = letterbox_matrix(photo_size, net_size)
    seen = warp(picture, matrix, net_size)
    assert np.linalg.norm(centre_of_light(seen) - apply(matrix, np.array([x, y]))) < 0.75


@pytest.mark.parametrize("degrees", [0, 33, 90, 180, 270])
def test_lit_pixel_through_a_turned_crop(degrees: float) -> None:
    matrix = crop_matrix((120.0, 90.0), 150.0, degrees, 256)
    seen = warp(lit(140, 70, (200, 240)), matrix, (256, 256))
    assert np.linalg.norm(centre_of_light(seen) - apply(matrix, np.array([140, 70]))) < 0.75


def test_what_pointed_right_points_up_in_a_crop_turned_by_90() -> None:
    matrix = crop_matrix((100.0, 100.0), 100.0, 90.0, 100)
    centre, right = apply(matrix, np.array([[100.0, 100.0], [120.0, 100.0]]))
    assert right - centre == pytest.approx([0, -20], abs=1e-9)


def test_mirroring_swaps_left_and_right_exactly() -> None:
    size = 200
    photo = record([person(90, 100, 150, 25)], (size, size))
    plain = transform(np.zeros((size, size, 3), np.uint8), photo, np.eye(2, 3), size)
    mirrored = transform(
        np.zeros((size, size, 3), np.uint8), photo, mirror_matrix(np.eye(2, 3), size), size, mirrored=True
    )
    expected = plain.joints[0][list(MIRROR_JOINTS)]
    expected[:, 0] = size - 1 - expected[:, 0]
    assert np.array_equal(mirrored.joints[0], expected)
    assert np.array_equal(mirrored.trust[0], plain.trust[0][list(MIRROR_JOINTS)])


def test_mirroring_an_image_is_exact() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    assert np.array_equal(warp(picture, mirror_matrix(np.eye(2, 3), 64), (64, 64)), picture[:, ::-1])


def test_colours_leave_the_shape_and_type_alone() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (96, 96, 3), dtype=np.uint8)
    for seed in range(30):
        varied = vary_colours(picture, Augmentation(), np.random.default_rng(seed))
        assert varied.shape == picture.shape
        assert varied.dtype == np.uint8
        assert not np.array_equal(varied, picture)


def test_without_strength_colours_stay() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    settings = Augmentation(colour=0, grey_share=0, blur_share=0, erase_share=0)
    varied = vary_colours(picture, settings, np.random.default_rng(0))
    assert np.abs(varied.astype(int) - picture).max() <= 1


@pytest.mark.parametrize("seed", range(12))
def test_empty_parts_of_a_photo_show_nobody(seed: int) -> None:
    joints = person(100, 150, 120)
    photo = record([joints], (300, 600))
    matrix, mirrored = draw_matrix(photo, Augmentation(empty_share=1.0), 256, np.random.default_rng(seed))
    seen = transform(np.zeros((300, 600, 3), np.uint8), photo, matrix, 256, mirrored).joints[0]
    assert ((seen < 0) | (seen > 255)).any(axis=1).all(), "no joint is in the picture"


def test_a_photo_full_of_people_has_no_empty_part() -> None:
    photo = record([person(x, 150, 300) for x in range(0, 301, 50)], (300, 300))
    assert empty_square(photo, np.random.default_rng(0)) is None


@pytest.mark.parametrize("seed", range(6))
def test_upright_crops_show_whoever_hangs_head_down_with_the_trunk_up(seed: int) -> None:
    photo = record([person(150, 150, 200, degrees=170)], (300, 300))
    augmentation = Augmentation(empty_share=0.0, crop_share=1.0, upright_share=1.0, tilt=0.0)
    matrix, mirrored = draw_matrix(photo, augmentation, 256, np.random.default_rng(seed))
    seen = transform(np.zeros((300, 300, 3), np.uint8), photo, matrix, 256, mirrored).joints[0]
    assert seen[5:7, 1].mean() < seen[11:13, 1].mean() - 20, "shoulders above hips"


def test_grey_and_erased_are_what_torchvision_makes_of_a_picture() -> None:
    image = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    plain = Augmentation(colour=0.0, grey_share=0.0, blur_share=0.0, erase_share=0.0)
    assert (vary_colours(image, plain, np.random.default_rng(0)) == image).all()
    grey = vary_colours(image, replace(plain, grey_share=1.0), np.random.default_rng(0))
    tensor = torch.from_numpy(image).permute(2, 0, 1)
    expected = v2.functional.rgb_to_grayscale(tensor, num_output_channels=3).permute(1, 2, 0).numpy()
    assert np.abs(grey.astype(int) - expected).max() <= 1
    erased = vary_colours(image, replace(plain, erase_share=1.0), np.random.default_rng(0))
    changed = (erased != image).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    box = (rows[0], columns[0], np.ptp(rows) + 1, np.ptp(columns) + 1)
    value = torch.from_numpy(erased[rows[0], columns[0]])[:, None, None]
    assert (v2.functional.erase(tensor, *map(int, box), value).permute(1, 2, 0).numpy() == erased).all()
