"""A film of cut-out people who stand, cross and leave: a clip for the page, and a test whose answers are known.

Run ``python -m train.render.film --out assets/clip.webm``.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from train.render.camera import Camera
from train.render.cutouts import Cutout, cut_out
from train.render.places import random_backdrop
from yoga_models.video.files import VideoWriter

SIZE = (400, 640)
"""Height and width of the pictures, in pixels."""

RATE, SECONDS = 12.0, 12.0

_PLACE_SEED = 12
# There, out at the right, and back again.
_RED = ((1, -0.08, 0.76), (8.0, 0.9, 0.76), (8.8, 1.08, 0.76), (9.6, 1.08, 0.76), (11.0, 0.9, 0.76), (12, 0.9, 0.76))
# Steps a second of somebody who walks, and how far they rise, in body heights.
_STEPS, _RISE = 1.8, 0.012


@dataclass(frozen=True)
class Actor:
    """Somebody in a film.

    ``path``: (time in seconds, x and y of where they stand as shares of the picture); they go straight from one place
    to the next, and are in the film from the first to the last. ``height``: theirs as a share of the picture's.
    """

    name: str
    cutout: Cutout
    path: tuple[tuple[float, float, float], ...]
    height: float

    def place(self, time: float) -> tuple[float, float] | None:
        """Where they stand at a time; ``None`` where they are not in the film."""
        times, across, down = zip(*self.path, strict=True)
        if not times[0] <= time <= times[-1]:
            return None
        x, y = (float(np.interp(time, times, values)) for values in (across, down))
        walks = abs(np.interp(time + 0.05, times, across) - np.interp(time - 0.05, times, across)) > 1e-3
        rise = _RISE * self.height * abs(np.sin(np.pi * _STEPS * time)) if walks else 0.0
        return x, float(y - rise)


def example_film() -> list[Actor]:
    """Two who hold a pose; behind them two who walk past each other, of whom one leaves and soon comes back."""
    walker = cut_out("mountain-from-behind")
    return [
        Actor("tree", cut_out("tree"), ((0, 0.22, 0.93), (SECONDS, 0.22, 0.93)), 0.84),
        Actor("warrior", cut_out("warrior-two"), ((0, 0.68, 0.95), (SECONDS, 0.68, 0.95)), 0.62),
        Actor("blue", walker, ((0.5, 1.08, 0.8), (6, 0.42, 0.8), (7, 0.42, 0.8), (11, -0.1, 0.8)), 0.56),
        Actor("red", walker.mirrored().dyed(130), _RED, 0.54),
    ]


def ground() -> np.ndarray:
    """The empty room: (H, W, 3) uint8 RGB."""
    camera = Camera(elevation=7, view=46, width=SIZE[1], height=SIZE[0])
    colour, _ = random_backdrop(np.random.default_rng(_PLACE_SEED), "room").draw(camera)
    return (255 * np.clip(colour, 0, 1) ** (1 / 2.2)).round().astype(np.uint8)


def compose(place: np.ndarray, actors: list[Actor], time: float) -> tuple[np.ndarray, np.ndarray]:
    """One picture of a film, and of each pixel whose it is.

    ``place``: (H, W, 3) uint8 RGB. Returns (H, W, 3) uint8 RGB and (H, W) int, the index of the actor or -1. Who stands
    lower in the picture is nearer, and hides the others.
    """
    picture, owner = place.astype(np.float32), np.full(place.shape[:2], -1)
    there = [(index, where) for index, actor in enumerate(actors) if (where := actor.place(time)) is not None]
    for index, (x, y) in sorted(there, key=lambda one: one[1][1]):
        person = actors[index].cutout.resized(actors[index].height * place.shape[0])
        height, width = person.alpha.shape
        left, top = round(x * place.shape[1] - width / 2), round(y * place.shape[0]) - height
        _shade(picture, [left + foot for foot in person.stance], top + height)
        rows, columns = slice(max(top, 0), max(top + height, 0)), slice(max(left, 0), max(left + width, 0))
        part = picture[rows, columns]
        own = np.s_[rows.start - top :, columns.start - left :]
        own_rows, own_columns = part.shape[:2]
        alpha = person.alpha[own][:own_rows, :own_columns]
        part += alpha[..., None] * (person.picture[own][:own_rows, :own_columns] - part)
        owner[rows, columns][alpha > 0.5] = index
    return picture.round().astype(np.uint8), owner


def _shade(picture: np.ndarray, feet: list[float], floor: int) -> None:
    """A soft shadow between the first and the last column where somebody stands, at this row."""
    height = picture.shape[0]
    shadow = np.zeros(picture.shape[:2], np.float32)
    middle, axes = (round(sum(feet) / 2), floor - 3), (round((feet[1] - feet[0]) / 2) + height // 30, height // 50)
    cv2.ellipse(shadow, middle, axes, 0, 0, 360, 1.0, -1)
    picture *= 1 - 0.35 * cv2.GaussianBlur(shadow, (0, 0), height / 80)[..., None]


def write(path: Path) -> None:
    """Write the film as a WebM clip."""
    place, actors = ground(), example_film()
    with VideoWriter(path, RATE, SIZE) as writer:
        for frame in range(round(RATE * SECONDS)):
            picture, _ = compose(place, actors, frame / RATE)
            writer.write(picture, frame / RATE)
    print(f"{os.fspath(path)}: {path.stat().st_size // 1024} kB")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Film the people of the example photos.")
    parser.add_argument("--out", type=Path, required=True, help="the clip to write, a .webm")
    write(parser.parse_args().out)


if __name__ == "__main__":
    main()
