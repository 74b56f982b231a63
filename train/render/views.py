"""Joints of the written asanas as a detector would report them, seen from many sides: a table to train on.

Run ``python -m train.render.views --out FILE.csv``. The table has the columns of a table of joints without photos
(:func:`train.data.asanas.load_skeletons`). A body is a build and a way of standing in the asana; the bodies of ``val``
are others than those of ``train``, and so are the cameras that look at them.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from train.data.asanas import RENDERED
from train.render.asana import DrawnAsana
from train.render.body import BodyModel, body_model, random_shape
from train.render.camera import Camera
from train.render.poses import ASANAS
from train.render.random_poses import some_way
from train.render.raster import rasterize
from train.render.scene import joint_visibility
from train.render.threads import one_thread
from yoga_models.body.skeleton import JOINTS

COLUMNS = (
    "detector",
    "group",
    "asana_id",
    "split",
    *(f"{joint}_{part}" for joint in JOINTS for part in ("x", "y", "score")),
)
"""Header of the table."""

_PLAY = (3.0, 9.0)
"""Degrees that a body is off the written angles, from the most to the least exact person."""

_STRIDE = 8
"""A camera is aimed by one vertex in so many: all of them would take as long as the drawing."""


@dataclass(frozen=True)
class ViewOptions:
    """What to write: bodies an asana, cameras a body, one body in ``val_every`` for validation, pixels, seed."""

    bodies: int = 60
    cameras: int = 4
    val_every: int = 5
    size: int = 256
    seed: int = 0


def random_camera(rng: np.random.Generator, size: int) -> Camera:
    """A camera as people hold one: any side, mostly level, from a wide phone to a long lens."""
    return Camera(
        azimuth=float(rng.uniform(0, 360)),
        elevation=float(np.clip(rng.normal(8, 11), -12, 60)),
        roll=float(rng.normal(0, 4)),
        view=float(rng.uniform(18, 65)),
        width=size,
        height=size,
    )


def detected(seen: np.ndarray, visibility: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What a detector makes of projected joints.

    Args:
        seen: (17, 2) pixels.
        visibility: (17,) int: 2 visible, 1 hidden, 0 outside the picture.
        rng: source of chance.

    Returns:
        (17, 3) x, y and score from 0 to 1. What can be seen is near the truth, hidden joints are guessed with little
        confidence, and those outside of the picture, with some of the hidden ones, are NaN.
    """
    size = float(np.hypot(*np.ptp(seen, axis=0)))
    shown = visibility == 2
    error = np.where(shown, 0.008, 0.03)[:, None] * size
    score = np.where(shown, rng.uniform(0.7, 1.0, len(seen)), rng.uniform(0.05, 0.65, len(seen)))
    result = np.column_stack([seen + rng.normal(0, 1, seen.shape) * error, score])
    lost = (visibility == 0) | ((visibility == 1) & (rng.random(len(seen)) < 0.1))
    result[lost] = np.nan
    return result


def table_row(asana_id: int, group: str, split: str, joints: np.ndarray) -> list[str]:
    """One row of the table for joints (17, 3); a joint that is NaN leaves its three fields empty."""
    fields = [RENDERED, group, str(asana_id), split]
    for joint in joints:
        fields += [f"{value:.2f}" for value in joint] if np.isfinite(joint).all() else [""] * 3
    return fields


def body_rows(model: BodyModel, asana: DrawnAsana, number: int, options: ViewOptions) -> Iterator[list[str]]:
    """The rows of body ``number`` of an asana, always the same for one seed."""
    rng = np.random.default_rng((options.seed, asana.id, number))
    play = float(rng.uniform(*_PLAY))
    body = model.pose(model.rest(random_shape(rng)), some_way(asana, rng, play))
    split = "val" if number % options.val_every == options.val_every - 1 else "train"
    outline = body.vertices[::_STRIDE]
    for _ in range(options.cameras):
        camera = random_camera(rng, options.size).framing(outline, float(rng.uniform(-0.01, 0.2)))
        fragments = rasterize(camera.project(body.vertices), model.faces, camera.width, camera.height, front_only=True)
        part = np.where(fragments.face >= 0, model.face_part[fragments.face], -1)
        seen = camera.project(body.joints)
        joints = detected(seen[:, :2], joint_visibility(seen, fragments.inverse_depth, part), rng)
        yield table_row(asana.id, f"rendered/{options.seed}/{asana.id}/{number}", split, joints)


def write(options: ViewOptions, out: Path, asanas: list[DrawnAsana]) -> None:
    """Write the table of some asanas."""
    out.parent.mkdir(parents=True, exist_ok=True)
    model = body_model(light=True)
    start = time.perf_counter()
    count = 0
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for asana in asanas:
            for number in range(options.bodies):
                rows = list(body_rows(model, asana, number, options))
                writer.writerows(rows)
                count += len(rows)
            print(f"asana {asana.id}: {count} rows, {time.perf_counter() - start:.0f} s", flush=True)


def chosen(ids: str | None) -> list[DrawnAsana]:
    """The asanas whose numbers stand in a text such as ``"1,28"``, sorted; all that are written where it is None.

    Raises ``ValueError`` for a number that no asana has, or something that is no number.
    """
    by_id = {asana.id: asana for asana in ASANAS.values()}
    if ids is None:
        return [by_id[id_] for id_ in sorted(by_id)]
    wanted = sorted({int(part) for part in ids.split(",")})
    unknown = [id_ for id_ in wanted if id_ not in by_id]
    if unknown:
        raise ValueError(f"no pose is written for {unknown}")
    return [by_id[id_] for id_ in wanted]


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write the joints of rendered asanas, seen from many sides.")
    parser.add_argument("--out", type=Path, required=True, help="CSV file to write")
    parser.add_argument("--asanas", help="numbers in the catalogue, such as 1,28; default: all that are written")
    defaults = ViewOptions()
    parser.add_argument("--bodies", type=int, default=defaults.bodies, help="bodies an asana")
    parser.add_argument("--cameras", type=int, default=defaults.cameras, help="cameras a body")
    parser.add_argument("--val-every", type=int, default=defaults.val_every, help="one body in so many is for val")
    parser.add_argument("--seed", type=int, default=defaults.seed, help="same seed, same table")
    given = parser.parse_args(arguments)
    try:
        asanas = chosen(given.asanas)
    except ValueError as error:
        parser.error(f"--asanas: {error}")
    options = ViewOptions(given.bodies, given.cameras, given.val_every, defaults.size, given.seed)
    with one_thread():
        write(options, given.out, asanas)


if __name__ == "__main__":
    main()
