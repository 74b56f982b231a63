"""Draw training pictures: one to eight people each, overlapping, from any side, with exact joints in COCO format.

Run ``python -m train.render.synthetic --out DIR --count N --seed S``. Picture k of a seed is always the same, however
many are drawn.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from train.render.body import BodyModel, body_model
from train.render.camera import Camera
from train.render.light import random_light
from train.render.people import mat_under, random_person
from train.render.places import random_backdrop
from train.render.poses import ASANAS
from train.render.random_poses import jitter, random_asana, random_pose
from train.render.rig import Pose, mirrored
from train.render.scene import Figure, Scene, Shot, shoot
from train.render.solids import Solid, box
from train.render.threads import one_thread
from train.render.wardrobe import hue_colour
from yoga_models.body.skeleton import JOINTS, LIMBS

_CROWD = (0.22, 0.2, 0.16, 0.13, 0.1, 0.08, 0.06, 0.05)
"""How likely one to eight people are."""

_SHAPES = ((4, 3), (3, 4), (1, 1), (3, 2), (2, 3), (16, 9))
"""Proportions of the pictures."""

_MIN_PIXELS = 30
"""People of whom fewer pixels are seen have no annotation."""

BOX_SHARE = 0.53
"""Area of a person as a share of the box, as in the COCO files used for training."""


@dataclass(frozen=True)
class SyntheticOptions:
    """What to draw: number of pictures, seed, and pixels of the longer side."""

    count: int = 1000
    seed: int = 0
    size: int = 384


def _poses(rng: np.random.Generator, count: int) -> list[Pose]:
    """Poses for the people of one picture: a class that does the same, or everybody something else."""
    if count > 1 and rng.random() < 0.3:
        names = sorted(ASANAS)
        pose = ASANAS[names[int(rng.integers(len(names)))]].pose
        pose = mirrored(pose) if rng.random() < 0.5 else pose
        return [jitter(pose, rng, 5.0) for _ in range(count)]
    return [random_asana(rng) if rng.random() < 0.45 else random_pose(rng) for _ in range(count)]


def _places(rng: np.random.Generator, count: int) -> list[tuple[float, float]]:
    """Where people stand, metres: close enough together to hide parts of each other."""
    spread = float(rng.uniform(0.4, 1.3)) * count**0.5
    places: list[tuple[float, float]] = []
    for _ in range(count):
        for _ in range(20):
            x, y = rng.uniform(-spread, spread, 2)
            if all(np.hypot(x - other_x, y - other_y) > 0.45 for other_x, other_y in places):
                break
        places.append((float(x), float(y)))
    return places


def _furniture(rng: np.random.Generator, figures: list[Figure]) -> list[Solid]:
    """Boxes and posts among the people, some of which hide them."""
    props = []
    for _ in range(int(rng.choice([0, 1, 2, 4], p=[0.5, 0.2, 0.18, 0.12]))):
        near = figures[int(rng.integers(len(figures)))].body.joints[11, :2]
        turn, distance = rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 1.6)
        post = rng.random() < 0.3
        size = np.array([0.08, 0.08, 2.2]) if post else np.array([*rng.uniform(0.15, 0.8, 2), rng.uniform(0.1, 0.9)])
        middle = np.array([near[0] + distance * np.cos(turn), near[1] + distance * np.sin(turn), size[2] / 2])
        props.append(box(middle, size, float(rng.uniform(0, 90)), hue_colour(*rng.uniform(0.05, 0.8, 3))))
    return props


def _camera(rng: np.random.Generator, figures: list[Figure], size: int) -> Camera:
    """A view of all or some of the people, often with somebody cut off by the edge."""
    wide, tall = _SHAPES[int(rng.integers(len(_SHAPES)))]
    longer = max(wide, tall)
    camera = Camera(
        azimuth=float(rng.uniform(0, 360)),
        elevation=float(np.clip(rng.normal(12, 16), -10, 60)),
        roll=float(rng.normal(0, 6) if rng.random() < 0.65 else rng.uniform(0, 360)),
        view=float(rng.uniform(28, 70)),
        width=round(size * wide / longer),
        height=round(size * tall / longer),
    )
    chosen = figures if rng.random() < 0.7 else [figures[int(rng.integers(len(figures)))]]
    return camera.framing(np.concatenate([figure.body.joints for figure in chosen]), float(rng.uniform(-0.06, 0.2)))


def _develop(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """The faults of a real camera: blur, contrast, tint and noise. uint8 RGB in and out."""
    picture: np.ndarray = image.astype(np.float32)
    if rng.random() < 0.35:
        picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 1.3)))
    picture = (picture - 128) * float(rng.uniform(0.75, 1.2)) + 128 + float(rng.uniform(-18, 18))
    picture *= rng.uniform(0.93, 1.07, 3).astype(np.float32)
    if rng.random() < 0.6:
        grain = rng.standard_normal(picture.shape, dtype=np.float32)
        picture += grain * float(rng.uniform(1, 9))
    if rng.random() < 0.04:
        picture[:] = picture.mean(axis=-1, keepdims=True)
    return np.clip(picture, 0, 255).astype(np.uint8)


def draw(model: BodyModel, seed: int, number: int, size: int) -> Shot:
    """Picture ``number`` of a seed, its longer side ``size`` pixels."""
    rng = np.random.default_rng((seed, number))
    count = 1 + int(rng.choice(len(_CROWD), p=_CROWD))
    studio = rng.random() < 0.55
    facing = float(rng.uniform(0, 360))
    together = rng.random() < 0.4
    figures = []
    for pose, place in zip(_poses(rng, count), _places(rng, count), strict=True):
        yaw = facing + float(rng.normal(0, 12)) if together else float(rng.uniform(0, 360))
        figures.append(random_person(model, rng, pose, place, yaw, studio))
    camera = _camera(rng, figures, size)
    mats = [mat_under(figure, rng) for figure in figures] if studio and rng.random() < 0.7 else []
    scene = Scene(figures, random_backdrop(rng), random_light(rng, camera.azimuth), mats, _furniture(rng, figures))
    shot = shoot(model, scene, camera, shadow_size=320)
    shot.image = _develop(rng, shot.image)
    return shot


def annotate(shot: Shot, image_id: int, first_id: int) -> list[dict]:
    """COCO annotations of the people that are seen; who shows no joint is given a box only, to be ignored."""
    height, width = shot.image.shape[:2]
    result: list[dict] = []
    for person, (joints, visibility) in enumerate(zip(shot.joints, shot.visibility, strict=True)):
        if np.count_nonzero(shot.owner == person) < _MIN_PIXELS:
            continue
        low, high = shot.boxes[person, :2], shot.boxes[person, 2:]
        low, high = np.clip(low, 0, (width, height)), np.clip(high, 0, (width, height))
        known = visibility if (visibility == 2).any() else np.zeros_like(visibility)
        keypoints: list[float] = []
        for (x, y), seen in zip(joints, known, strict=True):
            keypoints += [round(float(x), 2), round(float(y), 2), int(seen)] if seen else [0, 0, 0]
        sides = high - low
        result.append(
            {
                "id": first_id + len(result),
                "image_id": image_id,
                "category_id": 1,
                "iscrowd": 0,
                "bbox": [round(float(value), 2) for value in (*low, *sides)],
                "area": round(float(sides.prod()) * BOX_SHARE, 2),
                "num_keypoints": int(np.count_nonzero(known)),
                "keypoints": keypoints,
            }
        )
    return result


def write(options: SyntheticOptions, out: Path) -> None:
    """Draw the pictures and ``annotations.json`` into a folder."""
    folder = out / "images"
    folder.mkdir(parents=True, exist_ok=True)
    model = body_model(light=True)
    images: list[dict] = []
    people: list[dict] = []
    start = time.perf_counter()
    for number in range(options.count):
        shot = draw(model, options.seed, number, options.size)
        name = f"images/{number:06d}.jpg"
        quality = int(np.random.default_rng((options.seed, number, 1)).integers(75, 96))
        Image.fromarray(shot.image).save(out / name, quality=quality)
        height, width = shot.image.shape[:2]
        images.append(
            {
                "id": number + 1,
                "file_name": name,
                "width": width,
                "height": height,
                "source": "synthetic",
                "exhaustive": True,
            }
        )
        people += annotate(shot, number + 1, len(people) + 1)
        if (number + 1) % 100 == 0 or number + 1 == options.count:
            pace = (time.perf_counter() - start) / (number + 1)
            print(f"{number + 1}/{options.count} pictures, {len(people)} people, {pace:.2f} s a picture", flush=True)
    category = {
        "id": 1,
        "name": "person",
        "supercategory": "person",
        "keypoints": list(JOINTS),
        "skeleton": [[first + 1, second + 1] for first, second in LIMBS],
    }
    content = {
        "info": {"description": "Rendered people", "settings": asdict(options)},
        "images": images,
        "annotations": people,
        "categories": [category],
    }
    (out / "annotations.json").write_text(json.dumps(content), encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Draw training pictures of people with exact joints.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    defaults = SyntheticOptions()
    parser.add_argument("--count", type=int, default=defaults.count, help="number of pictures")
    parser.add_argument("--seed", type=int, default=defaults.seed, help="same seed, same pictures")
    parser.add_argument("--size", type=int, default=defaults.size, help="pixels of the longer side")
    given = parser.parse_args()
    with one_thread():
        write(SyntheticOptions(given.count, given.seed, given.size), given.out)


if __name__ == "__main__":
    main()
