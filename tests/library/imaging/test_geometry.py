"""Between photo and network: there and back without loss, nothing shifted, nothing distorted, grey outside."""

import cv2
import numpy as np
import pytest

from tests.support.pictures import WHITE, picture
from yoga_models.imaging import geometry


def test_letterbox_keeps_middle_edges_and_proportions() -> None:
    matrix = geometry.letterbox_matrix((100, 300), (256, 256))
    np.testing.assert_allclose(geometry.apply(matrix, np.array([149.5, 49.5])), [127.5, 127.5])
    # The outer edges of the photo, half a pixel beyond the outer centres, meet those of the input.
    np.testing.assert_allclose(
        geometry.apply(matrix, np.array([[-0.5, 49.5], [299.5, 49.5]])), [[-0.5, 127.5], [255.5, 127.5]]
    )
    assert matrix[0, 0] == matrix[1, 1] == pytest.approx(256 / 300)
    assert matrix[0, 1] == matrix[1, 0] == 0
    with pytest.raises(ValueError, match="positive"):
        geometry.letterbox_matrix((0, 5), (256, 256))


def test_the_way_there_and_back() -> None:
    random = np.random.default_rng(2)
    for angle in (0, 17, 90, 180, 271.5):
        matrix = geometry.crop_matrix((30.25, -7), 123, angle, 192)
        points = random.uniform(-500, 500, (5, 17, 2))
        np.testing.assert_allclose(
            geometry.apply(geometry.invert(matrix), geometry.apply(matrix, points)), points, atol=1e-9
        )
    with pytest.raises(ValueError, match="inverse"):
        geometry.invert(np.zeros((2, 3)))


def test_crop_brings_the_turned_square_upright() -> None:
    matrix = geometry.crop_matrix((100, 60), 50, 90, 200)
    np.testing.assert_allclose(geometry.apply(matrix, np.array([100, 60])), [99.5, 99.5])
    # What points right in the photo points up in the input, four times as large.
    np.testing.assert_allclose(geometry.apply(matrix, np.array([110, 60])), [99.5, 59.5], atol=1e-9)
    upright = geometry.crop_matrix((100, 60), 50, 0, 200)
    np.testing.assert_allclose(geometry.apply(upright, np.array([75, 35])), [-0.5, -0.5])
    for bad in ((np.nan, 1), 50, 0, 200), ((1, 1), 0, 0, 200), ((1, 1), 50, np.inf, 200), ((1, 1), 50, 0, 0):
        with pytest.raises(ValueError, match="square"):
            geometry.crop_matrix(*bad)


def test_apply_keeps_scores_and_missing_joints() -> None:
    joints = np.array([[1.0, 2.0, 0.7], [np.nan, np.nan, 0.0]])
    moved = geometry.apply(np.array([[2.0, 0, 1], [0, 2, -1]]), joints)
    np.testing.assert_array_equal(moved, [[3, 3, 0.7], [np.nan, np.nan, 0]])
    assert geometry.apply(np.eye(2, 3), np.zeros((0, 2))).shape == (0, 2)


@pytest.mark.parametrize("net", [64, 200, 999])
@pytest.mark.parametrize("angle", [0, 33, 90, 180])
def test_a_lit_spot_lands_where_its_point_lands(net: int, angle: float) -> None:
    image = np.full((437, 611, 3), geometry.PADDING, np.uint8)
    spot = np.array([301.0, 177.0])
    cv2.circle(image, (301, 177), 9, WHITE, -1)
    for matrix in (
        geometry.letterbox_matrix((437, 611), (net, net)),
        geometry.crop_matrix((280, 200), 390, angle, net),
    ):
        warped = geometry.warp(image, matrix, (net, net))[..., 0].astype(float) - geometry.PADDING
        y, x = np.mgrid[0:net, 0:net]
        found = np.array([(x * warped).sum(), (y * warped).sum()]) / warped.sum()
        np.testing.assert_allclose(found, geometry.apply(matrix, spot), atol=0.1)


def test_whole_photo_unchanged_when_nothing_is_to_be_done() -> None:
    np.testing.assert_array_equal(
        geometry.warp(picture(), geometry.letterbox_matrix((24, 40), (24, 40)), (24, 40)), picture()
    )


def test_grey_outside_the_photo_and_nowhere_else() -> None:
    white = np.full((50, 100, 3), 255, np.uint8)
    warped = geometry.warp(white, geometry.letterbox_matrix((50, 100), (80, 80)), (80, 80))
    assert (warped[:19] == 127).all()
    assert (warped[61:] == 127).all()
    assert (warped[21:59] == 255).all()
    for far_away in ((5000.0, 0.0), (0.0, -5000.0)):
        assert (geometry.warp(white, geometry.crop_matrix(far_away, 60, 20, 32), (32, 32)) == 127).all()


@pytest.mark.parametrize("angle", [0, 45])
def test_fine_patterns_turn_grey_when_the_photo_shrinks(angle: float) -> None:
    board = np.indices((1201, 1601)).sum(axis=0) % 2 * 255
    image = np.repeat(board[..., None], 3, axis=2).astype(np.uint8)
    warped = geometry.warp(image, geometry.crop_matrix((800, 600), 800, angle, 100), (100, 100))
    assert np.abs(warped.astype(int) - 127).max() <= 4


def test_panoramas_beyond_opencvs_reach() -> None:
    wide = np.zeros((2, 40_000, 3), np.uint8)
    wide[:, 39_000:] = 255
    warped = geometry.warp(wide, geometry.crop_matrix((39_000, 0.5), 20, 0, 20), (20, 20))
    assert (warped[9:11, :9] == 0).all()
    assert (warped[9:11, 11:] == 255).all()
    assert geometry.warp(wide, geometry.letterbox_matrix((2, 40_000), (64, 64)), (64, 64)).shape == (64, 64, 3)
    assert geometry.warp(picture(1, 1), geometry.letterbox_matrix((1, 1), (64, 64)), (64, 64)).shape == (64, 64, 3)
