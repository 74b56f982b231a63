"""People for a scene: a random body in random clothes, posed, in its place, and a mat under it."""

from __future__ import annotations

import numpy as np

from train.render.body import BodyModel, Shape, random_shape
from train.render.rig import Pose
from train.render.scene import Figure, Mat
from train.render.solids import hair_piece
from train.render.wardrobe import cloth_thickness, hue_colour, random_outfit


def random_person(
    model: BodyModel,
    rng: np.random.Generator,
    pose: Pose,
    place: tuple[float, float] = (0.0, 0.0),
    yaw: float = 0.0,
    studio: bool = True,
    shape: Shape | None = None,
) -> Figure:
    """A person of random look, and of random build unless one is given.

    Args:
        model: the body model.
        rng: source of chance.
        pose: joint angles.
        place: where they are on the floor, metres.
        yaw: degrees they are turned to their left; 0 faces -y.
        studio: yoga clothes and bare feet; else also street clothes and shoes.
        shape: their build.
    """
    shape = shape or random_shape(rng)
    outfit = random_outfit(rng, shape.female, studio)
    body = model.pose(model.rest(shape), pose, cloth_thickness(model, outfit)).moved(*place, yaw)
    return Figure(body, outfit, hair_piece(model, body, outfit, rng))


def mat_under(figure: Figure, rng: np.random.Generator) -> Mat:
    """A mat along the longer side of a person's print on the floor."""
    flat = figure.body.joints[:, :2]
    middle = (flat.min(axis=0) + flat.max(axis=0)) / 2
    _, spread, axes = np.linalg.svd(flat - flat.mean(axis=0))
    long = axes[0]
    if spread[0] < 1.0:
        # Standing or sitting upright: the mat runs the way the person faces, under what carries them.
        long = figure.body.rotations[0, :2, 1]
        carried = figure.body.vertices[figure.body.vertices[:, 2] < 0.05, :2]
        middle = (carried.min(axis=0) + carried.max(axis=0)) / 2
    hue, value = rng.random(), rng.uniform(0.3, 0.75)
    saturation = rng.uniform(0.25, 0.65)
    return Mat(
        middle=(float(middle[0]), float(middle[1])),
        size=(1.83, 0.68),
        yaw=float(np.degrees(np.arctan2(long[1], long[0]))),
        colour=hue_colour(hue, saturation, value),
        rim=hue_colour(hue, saturation * 0.7, min(value * 1.3, 1.0)),
    )
