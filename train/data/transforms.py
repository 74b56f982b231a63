"""Transforms that move a photo and its joints together, and colours that move only the photo."""

from dataclasses import dataclass

import cv2
import numpy as np

from train.data.cutting import cut_record, draw_cut
from train.data.records import PoseRecord
from yoga_models.body.similarity import trunk_angle
from yoga_models.body.skeleton import MIRROR_JOINTS
from yoga_models.imaging.geometry import apply, crop_matrix, warp

MIRROR = np.array(MIRROR_JOINTS)


@dataclass(frozen=True)
class Augmentation:
    """How training pictures are varied. Angles in degrees; a share is the part of the samples, 0 to 1.

    ``cut_share`` of the photos are cut through somebody first, and shown as if that were the whole photo.
    ``empty_share`` of the photos in which everybody is labelled show a part without anybody, where there is one: there
    the network learns not to see people. ``crop_share`` of the others look at one person, whose box fills 1 /
    ``crop_zoom`` of the picture; the rest show the whole photo, scaled by ``photo_zoom``. ``upright_share`` of the
    crops are turned so that the person's trunk points up, as the second look at inference sees them; of everything
    else ``turned_share`` is turned by any angle. All are off by about ``tilt`` (one standard deviation). ``shift`` is
    relative to the side of the region.
    ``erase_share`` get a patch of one colour.
    """

    cut_share: float = 0.3
    empty_share: float = 0.15
    crop_share: float = 0.7
    upright_share: float = 0.6
    crop_zoom: tuple[float, float] = (1.05, 2.2)
    photo_zoom: tuple[float, float] = (0.75, 1.2)
    turned_share: float = 0.5
    tilt: float = 20.0
    shift: float = 0.08
    colour: float = 0.3
    grey_share: float = 0.05
    blur_share: float = 0.1
    erase_share: float = 0.2


@dataclass(frozen=True)
class PoseSample:
    """A network input with its people: ``image`` (S, S, 3) RGB uint8, ``matrix`` 2x3 from photo to input pixels."""

    image: np.ndarray
    matrix: np.ndarray
    joints: np.ndarray
    trust: np.ndarray
    absent: np.ndarray
    mirrored: bool


def mirror_matrix(matrix: np.ndarray, size: int) -> np.ndarray:
    """A 2x3 matrix to a ``size`` pixels wide input, followed by a mirror image of that input."""
    mirrored = matrix.copy()
    mirrored[0] *= -1
    mirrored[0, 2] += size - 1
    return mirrored


def cut_at_random(
    image: np.ndarray, record: PoseRecord, augmentation: Augmentation, rng: np.random.Generator
) -> tuple[np.ndarray, PoseRecord]:
    """A photo (H, W, 3) and its record; ``cut_share`` of them cut through somebody."""
    bounds = draw_cut(record, rng) if rng.random() < augmentation.cut_share else None
    return (bounds.cut(image), cut_record(record, bounds)) if bounds else (image, record)


def draw_matrix(
    record: PoseRecord, augmentation: Augmentation, size: int, rng: np.random.Generator
) -> tuple[np.ndarray, bool]:
    """Draw the region of a photo that a sample shows: the 2x3 matrix to input pixels, and whether it is mirrored."""
    labelled = np.flatnonzero((record.trust > 0).any(axis=1))
    mirrored = bool(rng.random() < 0.5)
    turned = rng.random() < augmentation.turned_share
    degrees = rng.uniform(0, 360) if turned else rng.normal(0, augmentation.tilt)
    empty = empty_square(record, rng) if record.exhaustive and rng.random() < augmentation.empty_share else None
    if empty:
        x, y, width, height = empty
        zoom = (1.0, 1.0)
    elif len(labelled) and rng.random() < augmentation.crop_share:
        person = rng.choice(labelled)
        x, y, width, height = record.boxes[person]
        zoom = augmentation.crop_zoom
        if rng.random() < augmentation.upright_share:
            known = record.trust[person] > 0
            degrees = trunk_angle(np.where(known[:, None], record.joints[person], np.nan))
            degrees += rng.normal(0, augmentation.tilt)
    else:
        x, y, width, height = 0.0, 0.0, float(record.width), float(record.height)
        zoom = augmentation.photo_zoom
    # Uniform in the logarithm: as many samples double the region as halve it.
    side = max(width, height, 8.0) * np.exp(rng.uniform(np.log(zoom[0]), np.log(zoom[1])))
    centre = np.array([x + width / 2, y + height / 2]) + rng.uniform(-1, 1, 2) * augmentation.shift * side
    matrix = crop_matrix((float(centre[0]), float(centre[1])), float(side), float(degrees), size)
    return (mirror_matrix(matrix, size) if mirrored else matrix), mirrored


def empty_square(
    record: PoseRecord, rng: np.random.Generator, tries: int = 20
) -> tuple[float, float, float, float] | None:
    """A square of a photo, however turned clear of everybody's box: x, y, width, height; ``None`` where none is found.

    Its side is 0.15 to 0.6 of the photo's longer side.
    """
    longer = max(record.width, record.height)
    low, high = record.boxes[:, :2], record.boxes[:, :2] + record.boxes[:, 2:]
    for _ in range(tries):
        side = longer * rng.uniform(0.15, 0.6)
        centre = rng.uniform(0, (record.width, record.height))
        # From the centre to each box; half the square's diagonal, and what "shift" may add, must fit in between.
        gap = np.linalg.norm(np.maximum(np.maximum(low - centre, centre - high), 0), axis=1)
        if (gap > side * 0.85).all():
            return float(centre[0] - side / 2), float(centre[1] - side / 2), float(side), float(side)
    return None


def vary_colours(image: np.ndarray, augmentation: Augmentation, rng: np.random.Generator) -> np.ndarray:
    """Brightness, contrast, saturation and colour cast, sometimes grey, blurred or with a patch erased; RGB uint8."""
    strength = augmentation.colour
    gain = (1 + rng.uniform(-strength, strength)) * (1 + rng.uniform(-strength, strength, 3) / 3)
    offset = rng.uniform(-strength, strength) * 80
    saturation = 0.0 if rng.random() < augmentation.grey_share else 1 + rng.uniform(-strength, strength)
    # All of it is one 3x4 colour matrix: saturation about the luminance, then gain and offset about mid grey.
    luminance = np.array([0.299, 0.587, 0.114])
    mix = gain[:, None] * (saturation * np.eye(3) + (1 - saturation) * luminance)
    varied = cv2.transform(image, np.hstack([mix, (127 - mix.sum(axis=1) * 127 + offset)[:, None]]))
    if rng.random() < augmentation.blur_share:
        varied = cv2.GaussianBlur(varied, (0, 0), rng.uniform(0.5, 2.0))
    if rng.random() < augmentation.erase_share:
        size = image.shape[0]
        width, height = (rng.uniform(0.08, 0.3, 2) * size).astype(int)
        x, y = int(rng.uniform(0, size - width)), int(rng.uniform(0, size - height))
        varied[y : y + height, x : x + width] = rng.integers(0, 256, 3)
    return varied


def transform(
    image: np.ndarray, record: PoseRecord, matrix: np.ndarray, size: int, mirrored: bool = False
) -> PoseSample:
    """Bring a photo (H, W, 3) and its joints to the input; a mirrored matrix swaps left and right joints."""
    warped = warp(image, matrix, (size, size))
    joints, trust, absent = apply(matrix, record.joints).astype(np.float32), record.trust, record.absent
    if mirrored:
        joints, trust, absent = joints[:, MIRROR], trust[:, MIRROR], absent[:, MIRROR]
    return PoseSample(warped, matrix, joints, trust, absent, mirrored)
