"""The geometry between a photo and a network input: 2x3 matrices, and the photo as the input sees it.

Coordinates: x right, y down, and an integer coordinate is the *centre* of a pixel, as in ``cv2.warpAffine``. A photo of
width ``w`` therefore reaches from x = -0.5 to x = w - 0.5 and its middle is x = (w - 1) / 2. Sizes are always given as
(height, width), points always as (x, y).
"""

import math

import cv2
import numpy as np

PADDING = 127
"""The grey that fills whatever lies outside the photo."""


def letterbox_matrix(photo_size: tuple[int, int], net_size: tuple[int, int]) -> np.ndarray:
    """The (2, 3) float64 matrix that fits a whole photo, undistorted and in the middle, into a network input.

    Sizes are (height, width) in pixels. The matrix maps photo pixels to input pixels.
    Raises ``ValueError`` where a size is not positive.
    """
    if min(*photo_size, *net_size) <= 0:
        raise ValueError(f"sizes must be positive, not {photo_size} and {net_size}")
    scale = min(net_size[0] / photo_size[0], net_size[1] / photo_size[1])
    shift_y, shift_x = ((net - 1) / 2 - scale * (own - 1) / 2 for own, net in zip(photo_size, net_size, strict=True))
    return np.array([[scale, 0.0, shift_x], [0.0, scale, shift_y]])


def crop_matrix(center: tuple[float, float], size: float, angle_degrees: float, net_size: int) -> np.ndarray:
    """The (2, 3) float64 matrix that brings a square of the photo to the whole of a (net_size, net_size) input.

    The square has its middle at ``center`` (x, y in photo pixels), sides of ``size`` photo pixels, and is turned
    clockwise by ``angle_degrees``: what points that way in the photo (0 up, 90 right, 180 down) points up in the input.
    Raises ``ValueError`` where a size is not positive or a value not finite.
    """
    if not (size > 0 and net_size > 0 and all(map(math.isfinite, (*center, size, angle_degrees)))):
        raise ValueError(f"not a square: center {center}, size {size}, angle {angle_degrees}, input {net_size}")
    scale = net_size / size
    cos, sin = scale * math.cos(math.radians(angle_degrees)), scale * math.sin(math.radians(angle_degrees))
    turn = np.array([[cos, sin], [-sin, cos]])
    shift = (net_size - 1) / 2 - turn @ np.asarray(center, dtype=np.float64)
    return np.column_stack([turn, shift])


def invert(matrix: np.ndarray) -> np.ndarray:
    """The (2, 3) matrix of the way back. Raises ``ValueError`` for a matrix that flattens the plane."""
    turn, shift = matrix[:, :2], matrix[:, 2]
    if not abs(np.linalg.det(turn)) > 0:
        raise ValueError("this matrix has no inverse")
    back = np.linalg.inv(turn)
    return np.column_stack([back, -back @ shift])


def apply(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Map points by a (2, 3) matrix.

    ``points``: (..., 2) x and y in pixels, or (..., 3) with a score that is kept. NaN stays NaN.
    Returns a new float array of the same shape.
    """
    points = np.asarray(points, dtype=np.float64)
    moved = points[..., :2] @ matrix[:, :2].T + matrix[:, 2]
    return np.concatenate([moved, points[..., 2:]], axis=-1)


def warp(image: np.ndarray, matrix: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Draw a photo as a network input sees it.

    ``image``: (H, W, 3) uint8 RGB. ``matrix``: (2, 3), photo pixels to input pixels. ``size``: (height, width) of the
    input. Returns (height, width, 3) uint8 RGB, interpolated between pixels, ``PADDING`` grey outside the photo. Where
    the photo shrinks to less than half, it is averaged over areas first, so that fine patterns turn to grey, not noise.
    """
    height, width = size
    outside = np.full((height, width, 3), PADDING, dtype=np.uint8)
    # Only the part of the photo that is seen: quicker, and OpenCV's warp can't address pixels beyond 32,767.
    corners = np.array([[-2, -2], [width + 1, -2], [-2, height + 1], [width + 1, height + 1]])
    seen = apply(invert(matrix), corners)
    limit = image.shape[1::-1]
    left, top = np.clip(np.floor(seen.min(axis=0)) - 2, 0, limit).astype(int)
    right, bottom = np.clip(np.ceil(seen.max(axis=0)) + 3, 0, limit).astype(int)
    if left >= right or top >= bottom:
        return outside
    part = image[top:bottom, left:right]
    full = np.array([right - left, bottom - top])
    shrink = np.maximum(np.floor(1 / np.linalg.norm(matrix[:, :2], axis=0)), 1)
    if (shrink >= 2).any():
        part = cv2.resize(part, [int(n) for n in np.maximum(np.round(full / shrink), 1)], interpolation=cv2.INTER_AREA)
    step = full / part.shape[1::-1]
    # From a pixel of the part to a pixel of the photo: areas keep their edges, so centres shift by half a pixel.
    to_photo = np.column_stack([np.diag(step), [left, top] + step / 2 - 0.5])
    to_input = np.column_stack([matrix[:, :2] @ to_photo[:, :2], apply(matrix, to_photo[:, 2])])
    return cv2.warpAffine(
        part,
        to_input,
        (width, height),
        dst=outside,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(PADDING, PADDING, PADDING),
    )
