"""A scene of people, drawn: picture, joints and who hides what."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from train.render.anatomy import PARTS, Chart
from train.render.backdrop import Backdrop
from train.render.body import BodyModel, PosedBody
from train.render.camera import Camera
from train.render.light import Light, ShadowMap, contact_shade
from train.render.raster import Fragments, interpolate, rasterize, vertex_normals
from train.render.solids import Solid
from train.render.wardrobe import Outfit, paint

_SAMPLES = 2
"""Samples a pixel along each side."""

_JOINT_PARTS: tuple[tuple[str, ...], ...] = (
    ("head", "eyes"),
    ("head", "eyes"),
    ("head", "eyes"),
    ("head",),
    ("head",),
    ("left_arm", "torso"),
    ("right_arm", "torso"),
    ("left_arm",),
    ("right_arm",),
    ("left_arm", "left_hand"),
    ("right_arm", "right_hand"),
    ("left_leg", "torso"),
    ("right_leg", "torso"),
    ("left_leg",),
    ("right_leg",),
    ("left_leg", "left_foot"),
    ("right_leg", "right_foot"),
)
"""The parts of the body on which a joint is seen, COCO order."""

_JOINT_DEPTH = np.array(
    [0.05, 0.05, 0.05, 0.06, 0.06, 0.13, 0.13, 0.1, 0.1, 0.07, 0.07, 0.2, 0.2, 0.13, 0.13, 0.1, 0.1]
)
"""Metres of its own flesh and clothes that a joint lies under at most and still counts as visible, COCO order."""


@dataclass
class Figure:
    """One person in a scene: the posed body (already in its place), the look, and hair that hangs."""

    body: PosedBody
    outfit: Outfit
    extras: list[Solid] = field(default_factory=list)


@dataclass
class Mat:
    """A yoga mat on the floor: middle (x, y) and (length, width) in metres, degrees of turn, colours of mat and rim."""

    middle: tuple[float, float]
    size: tuple[float, float]
    yaw: float
    colour: np.ndarray
    rim: np.ndarray


@dataclass
class Scene:
    """Everything that is drawn."""

    figures: list[Figure]
    backdrop: Backdrop
    light: Light
    mats: list[Mat] = field(default_factory=list)
    props: list[Solid] = field(default_factory=list)


@dataclass
class Shot:
    """A drawn scene.

    Attributes:
        image: (H, W, 3) uint8 RGB.
        joints: (people, 17, 2) pixels.
        visibility: (people, 17) int: 2 visible, 1 hidden, 0 outside the picture.
        boxes: (people, 4) left, top, right, bottom in pixels of the whole person, hidden parts and parts outside too.
        owner: (H, W) int: the person of each pixel, -1 for none.
    """

    image: np.ndarray
    joints: np.ndarray
    visibility: np.ndarray
    boxes: np.ndarray
    owner: np.ndarray


@dataclass
class _Geometry:
    """All triangles of a scene, with the pieces they came from in order: (first face, figure, solid)."""

    vertices: np.ndarray
    faces: np.ndarray
    pieces: list[tuple[int, int, Solid | None]]


def _gather(model: BodyModel, scene: Scene) -> _Geometry:
    vertices: list[np.ndarray] = []
    faces: list[np.ndarray] = []
    pieces: list[tuple[int, int, Solid | None]] = []
    face_count = vertex_count = 0

    def add(points: np.ndarray, triangles: np.ndarray, figure: int, solid: Solid | None) -> None:
        nonlocal face_count, vertex_count
        pieces.append((face_count, figure, solid))
        vertices.append(points.astype(np.float32))
        faces.append(triangles + vertex_count)
        face_count += len(triangles)
        vertex_count += len(points)

    for number, figure in enumerate(scene.figures):
        add(figure.body.vertices, model.faces, number, None)
        for solid in figure.extras:
            add(solid.vertices, solid.faces, number, solid)
    for solid in scene.props:
        add(solid.vertices, solid.faces, -1, solid)
    return _Geometry(np.concatenate(vertices), np.concatenate(faces), pieces)


def shoot(model: BodyModel, scene: Scene, camera: Camera, shadow_size: int = 512, ground_samples: int = 1) -> Shot:
    """Draw a scene.

    Args:
        model: the body model that posed the figures.
        scene: what to draw.
        camera: where from.
        shadow_size: pixels along each side of the shadow map.
        ground_samples: samples a pixel along each side for the place behind the people.
    """
    geometry = _gather(model, scene)
    fine = camera.scaled(_SAMPLES)
    fragments = rasterize(fine.project(geometry.vertices), geometry.faces, fine.width, fine.height, front_only=True)
    shadow = ShadowMap(geometry.vertices, geometry.faces, scene.light, shadow_size)
    ground = _draw_ground(scene, camera.scaled(ground_samples), geometry, shadow)
    people, part, owner = _draw_pieces(model, scene, camera, geometry, fragments, shadow)
    covered = (fragments.face >= 0).astype(np.float32)
    size = (camera.width, camera.height)
    shrunk = [cv2.resize(layer, size, interpolation=cv2.INTER_AREA) for layer in (covered, people, ground)]
    colour = shrunk[1] + shrunk[2] * (1 - shrunk[0][..., None])
    image = np.clip(colour, 0.0, 1.0) ** (1 / 2.2) * 255.0
    joints, visibility = _annotate(scene, camera, fragments, part, owner)
    boxes = np.array([_box(camera.project(figure.body.vertices)) for figure in scene.figures]).reshape(-1, 4)
    return Shot(image.round().astype(np.uint8), joints, visibility, boxes, owner[::_SAMPLES, ::_SAMPLES])


def _box(projected: np.ndarray) -> np.ndarray:
    """Left, top, right, bottom of the points (V, 3) that are before the camera."""
    seen = projected[projected[:, 2] > 0.05, :2]
    return np.concatenate([seen.min(axis=0), seen.max(axis=0)]) if len(seen) else np.zeros(4)


def _draw_ground(scene: Scene, camera: Camera, geometry: _Geometry, shadow: ShadowMap) -> np.ndarray:
    """The place with its mats and shadows: linear colour (H, W, 3)."""
    colour, floor = scene.backdrop.draw(camera)
    seen = ~np.isnan(floor[..., 0])
    points = np.nan_to_num(floor)
    for mat in scene.mats:
        turn = np.radians(mat.yaw)
        spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        local = np.abs((points - mat.middle) @ spin) - np.array(mat.size) / 2
        edge = local.max(axis=-1)
        colour[seen & (edge < 0)] = mat.colour
        colour[seen & (edge < -0.03) & (edge > -0.042)] = mat.rim
        colour[seen & (edge >= 0) & (edge < 0.012)] *= 0.55
    lit = scene.light.on_floor()
    shade = shadow.on_floor(points) * seen
    contact = contact_shade(geometry.vertices, geometry.faces, points) * seen
    bright = scene.light.ambient * (1 - 0.75 * contact[..., None]) + lit * (1 - shade[..., None])
    full = scene.light.ambient + lit
    return colour * np.where(seen[..., None], bright / full, 1.0) * scene.light.exposure


def _draw_pieces(
    model: BodyModel, scene: Scene, camera: Camera, geometry: _Geometry, fragments: Fragments, shadow: ShadowMap
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """People and props: of each sample the linear colour (h, w, 3), body part (h, w) and person (h, w), -1 for none."""
    height, width = fragments.face.shape
    colour = np.zeros((height * width, 3), dtype=np.float32)
    part = np.full(height * width, -1, dtype=np.int32)
    owner = np.full(height * width, -1, dtype=np.int32)
    filled = np.flatnonzero(fragments.face.ravel() >= 0)
    face = fragments.face.ravel()[filled]
    weights = fragments.weights.reshape(-1, 3)[filled]
    starts = np.array([piece[0] for piece in geometry.pieces] + [len(geometry.faces)])
    piece_of = np.searchsorted(starts, face, side="right") - 1
    for number, (first_face, figure, solid) in enumerate(geometry.pieces):
        chosen = np.flatnonzero(piece_of == number)
        if not len(chosen):
            continue
        pixel, share = filled[chosen], weights[chosen]
        local = face[chosen] - first_face
        if solid is None:
            faces, vertices = model.faces, scene.figures[figure].body.vertices
            chart = Chart(*interpolate(model.chart, faces, local, share).T)
            part[pixel] = model.face_part[local]
            base, shine = paint(chart, part[pixel], scene.figures[figure].outfit)
        else:
            faces, vertices = solid.faces, solid.vertices.astype(np.float32)
            base = np.repeat(solid.colour[None].astype(np.float32), len(local), axis=0)
            shine = np.full(len(local), 0.15, dtype=np.float32)
        normals = vertex_normals(vertices, faces)
        values = interpolate(np.concatenate([vertices, normals], axis=1), faces, local, share)
        place, normal = values[:, :3], values[:, 3:]
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
        view = camera.position - place
        view /= np.linalg.norm(view, axis=1, keepdims=True)
        # Seen from inside (a sleeve, a box without a lid) a surface shades as if it faced the camera.
        normal[np.einsum("ij,ij->i", normal, view) < -0.2] *= -1
        owner[pixel] = figure
        colour[pixel] = scene.light.shade(base, shine, normal, view, 1.0 - shadow.on_body(place, normal))
    shape = (height, width)
    return colour.reshape(height, width, 3), part.reshape(shape), owner.reshape(shape)


def _annotate(
    scene: Scene, camera: Camera, fragments: Fragments, part: np.ndarray, owner: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Joints (people, 17, 2) in pixels, and their visibility (people, 17)."""
    joints = np.zeros((len(scene.figures), 17, 2))
    visibility = np.zeros((len(scene.figures), 17), dtype=int)
    for number, figure in enumerate(scene.figures):
        seen = camera.project(figure.body.joints)
        joints[number] = seen[:, :2]
        own_part = np.where(owner == number, part, -1)
        visibility[number] = joint_visibility(seen, fragments.inverse_depth, own_part, _SAMPLES)
    return joints, visibility


def joint_visibility(seen: np.ndarray, inverse_depth: np.ndarray, own_part: np.ndarray, samples: int = 1) -> np.ndarray:
    """Which joints of a person can be seen: (17,) int, 2 visible, 1 hidden, 0 outside the picture or behind the camera.

    Args:
        seen: (17, 3) joints as :meth:`train.render.camera.Camera.project` gives them.
        inverse_depth: (h, w) 1 / metres of what is drawn, 0 where there is nothing.
        own_part: (h, w) the part of this person's body (:data:`train.render.anatomy.PARTS`), -1 for anything else.
        samples: pixels of the two maps along each side of a pixel of the picture.
    """
    height, width = own_part.shape[0] // samples, own_part.shape[1] // samples
    visibility = np.zeros(len(seen), dtype=int)
    for joint, (x, y, depth) in enumerate(seen):
        if depth <= 0 or not (-0.5 <= x < width - 0.5 and -0.5 <= y < height - 0.5):
            continue
        # Pixel x holds the fine pixels samples * x and those after it.
        column = min(round(x * samples + (samples - 1) / 2), width * samples - 1)
        row = min(round(y * samples + (samples - 1) / 2), height * samples - 1)
        surface = 1.0 / max(float(inverse_depth[row, column]), 1e-6)
        part = int(own_part[row, column])
        fitting = part >= 0 and PARTS[part] in _JOINT_PARTS[joint]
        free = surface > depth or (fitting and depth - surface < _JOINT_DEPTH[joint])
        visibility[joint] = 2 if free else 1
    return visibility
