"""Bodies: random shapes of the ``anny`` model, posed by bone rotations, with the 17 COCO joints.

``anny`` is asked only for the rest shape, the skeleton, the skinning weights and the joint table; the posing is done
here, so that clothes can be put on before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from train.render.anatomy import CONTACTS, PARTS, draw_chart, part_of
from train.render.raster import vertex_normals
from train.render.rig import Pose, Poser, Skeleton
from train.render.rotation import Z, about, unit
from train.render.thin import drop_unused, thin_out
from yoga_models.body.skeleton import JOINTS

_TILT_STEPS = 8

# Size in metres of the cells that vertices of a light body are merged in, by part.
_CELLS = {"head": 0.012, "neck": 0.012, "eyes": 0.006, "hand": 0.014, "foot": 0.02}
_CELL = 0.03

# Faces of the body mesh that nobody sees: the insides of the mouth and of the eyes.
_INSIDE = ("mouth_cavity", "tongue", "eye_cavity.L", "eye_cavity.R", "eye_back.L", "eye_back.R")


@dataclass(frozen=True)
class Shape:
    """A body's build; every value runs from 0 to 1 as ``anny`` takes it (gender 0 male, 1 female)."""

    gender: float = 0.5
    age: float = 0.67
    muscle: float = 0.5
    weight: float = 0.5
    height: float = 0.5
    proportions: float = 0.5
    cupsize: float = 0.5
    firmness: float = 0.5
    african: float = 0.33
    asian: float = 0.33
    caucasian: float = 0.33

    @property
    def female(self) -> bool:
        return self.gender > 0.5


def random_shape(rng: np.random.Generator) -> Shape:
    """An adult of any build."""
    female = rng.random() < 0.5
    african, asian, caucasian = rng.dirichlet((0.6, 0.6, 0.6))
    return Shape(
        gender=float(rng.uniform(0.75, 1.0) if female else rng.uniform(0.0, 0.25)),
        age=float(np.clip(rng.normal(0.72, 0.08), 0.62, 0.95)),
        muscle=float(np.clip(rng.normal(0.55, 0.2), 0.1, 1.0)),
        weight=float(np.clip(rng.normal(0.45, 0.2), 0.05, 1.0)),
        height=float(np.clip(rng.normal(0.5, 0.18), 0.1, 0.95)),
        proportions=float(rng.uniform(0.3, 1.0)),
        cupsize=float(rng.uniform(0.2, 0.7)),
        firmness=float(rng.uniform(0.4, 0.8)),
        african=float(african),
        asian=float(asian),
        caucasian=float(caucasian),
    )


@dataclass
class RestBody:
    """One shape before posing.

    Attributes:
        vertices, normals: (V, 3) float32, metres, and unit vectors out of the skin.
        joint_vertices: (N, 3) float32, the vertices that the joints are worked out from, metres.
        poser: the skeleton.
    """

    vertices: np.ndarray
    normals: np.ndarray
    joint_vertices: np.ndarray
    poser: Poser


@dataclass
class PosedBody:
    """One posed body standing on the floor z = 0, its middle near the origin, metres.

    Attributes:
        vertices: (V, 3) float32 with clothes.
        joints: (17, 3) float, COCO order.
        rotations: (B, 3, 3) of the bones against the rest pose.
        places: (B, 3), where the bones begin.
    """

    vertices: np.ndarray
    joints: np.ndarray
    rotations: np.ndarray
    places: np.ndarray

    def moved(self, x: float, y: float, yaw: float) -> PosedBody:
        """The body turned by ``yaw`` degrees to its left and set down at (x, y) metres."""
        turn, shift = about(Z, yaw), np.array([x, y, 0.0])
        return PosedBody(
            (self.vertices @ turn.T + shift).astype(np.float32),
            self.joints @ turn.T + shift,
            turn @ self.rotations,
            self.places @ turn.T + shift,
        )


class BodyModel:
    """The body model as arrays.

    Attributes:
        faces: (F, 3) int32.
        template: (V, 3) float32, the average body at rest, metres.
        weights: (V, B) float32, how much each vertex follows each bone.
        vertex_part, face_part: (V,) and (F,) int, index into :data:`train.render.anatomy.PARTS`.
        chart: (V, 7) float32, where on the body a vertex is, the same for every shape and pose (see
            :class:`train.render.anatomy.Chart`).
    """

    def __init__(self, light: bool = False) -> None:
        """Load the model.

        Args:
            light: with about a third of the vertices, for people who are small in the picture.
        """
        import anny
        from anny.face_segmentation import get_face_segmentation_mask

        self._anny = anny.Anny(phenotypes="all", skinning_method="lbs").to(dtype=torch.float32)
        model = self._anny
        self.labels = list(model.bone_labels)
        self.parents = [int(parent) for parent in model.bone_parents]
        self.index = {label: number for number, label in enumerate(self.labels)}
        weights = np.zeros((len(model.template_vertices), len(self.labels)), dtype=np.float32)
        rows = np.arange(len(weights))[:, None]
        np.add.at(weights, (rows, model.vertex_bone_indices.numpy()), model.vertex_bone_weights.numpy())

        # Vertices of hardly any weight move a joint by less than 0.2 mm and are many.
        regressor = anny.KeypointsRegressor.coco(model, labels=list(JOINTS)).regression_weights.numpy()
        regressor = np.where(regressor > 5e-4, regressor, 0.0)
        self._joint_vertices = np.flatnonzero(regressor.any(axis=0))
        self._joint_weights = weights[self._joint_vertices]
        self._regressor = regressor[:, self._joint_vertices] / regressor.sum(axis=1, keepdims=True)

        part_weight = np.zeros((len(weights), len(PARTS)), dtype=np.float32)
        for number, label in enumerate(self.labels):
            part_weight[:, PARTS.index(part_of(label))] += weights[:, number]
        inside = get_face_segmentation_mask(model, list(_INSIDE)).numpy()
        template, heads = self._shape(Shape())
        self._kept, self.faces = drop_unused(model.faces.numpy()[~inside])
        if light:
            names = [PARTS[part].split("_")[-1] for part in part_weight[self._kept].argmax(axis=1)]
            cells = np.array([_CELLS.get(name, _CELL) for name in names])
            thinned, self.faces = thin_out(template[self._kept], self.faces, cells)
            self._kept = self._kept[thinned]
        part_weight = part_weight[self._kept]
        self.weights = weights[self._kept]
        self.template = template[self._kept]
        self.vertex_part = part_weight.argmax(axis=1)
        self.face_part = part_weight[self.faces].sum(axis=1).argmax(axis=1)
        self.chart = draw_chart(self.template, part_weight, Skeleton(self.labels, self.parents, heads))
        self._contacts = {
            group: np.flatnonzero(np.isin(self.vertex_part, [PARTS.index(part) for part in parts]))
            for group, parts in CONTACTS.items()
        }

    def _shape(self, shape: Shape) -> tuple[np.ndarray, np.ndarray]:
        """All vertices and bone heads of a shape at rest, metres."""
        with torch.no_grad():
            output = self._anny(
                phenotype_kwargs={label: getattr(shape, label) for label in self._anny.phenotype_labels}
            )
        return output["rest_vertices"][0].numpy(), output["rest_bone_heads"][0].numpy().astype(np.float64)

    def rest(self, shape: Shape) -> RestBody:
        """A shape at rest."""
        everything, heads = self._shape(shape)
        vertices = everything[self._kept]
        skeleton = Skeleton(self.labels, self.parents, heads)
        normals = vertex_normals(vertices, self.faces)
        return RestBody(vertices, normals, everything[self._joint_vertices], Poser(skeleton))

    def pose(self, body: RestBody, pose: Pose, clothes: np.ndarray | None = None) -> PosedBody:
        """Pose a body and set it on the floor.

        Args:
            body: the shape at rest.
            pose: joint angles.
            clothes: (V,) metres that each vertex is pushed outward by what is worn.
        """
        rest = body.vertices if clothes is None else body.vertices + body.normals * clothes[:, None]
        rotations, places = self._settle(body, pose, rest)
        bones = _transforms(body, rotations, places)
        vertices = _skin(self.weights, bones, rest)
        shift = np.array([-places[0, 0], -places[0, 1], -float(vertices[:, 2].min())])
        joints = self._regressor @ _skin(self._joint_weights, bones, body.joint_vertices)
        return PosedBody(vertices + shift.astype(np.float32), joints + shift, rotations, places + shift)

    def _settle(self, body: RestBody, pose: Pose, rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bone rotations and places, the body tilted about a level axis until both groups in ``touching`` are down."""
        poser, tilt = body.poser, np.eye(3)
        for _ in range(_TILT_STEPS):
            rotations = poser.rotations(pose, tilt)
            for reach in pose.reaches:
                rotations = poser.reach(reach, rotations, reach.limb in pose.flat)
            places = poser.places(rotations)
            if not pose.touching:
                break
            bones = _transforms(body, rotations, places)
            first, second = (self._lowest(bones, rest, group) for group in pose.touching)
            step = second - first
            level = float(np.hypot(step[0], step[1]))
            if level < 1e-3 or abs(step[2]) < 2e-3:
                break
            tilt = about(unit(np.cross(Z, step * (1.0, 1.0, 0.0))), np.degrees(np.arctan2(step[2], level))) @ tilt
        return rotations, places

    def _lowest(self, bones: np.ndarray, rest: np.ndarray, group: str) -> np.ndarray:
        """The lowest point (3,) of a group of parts."""
        members = self._contacts[group]
        points = _skin(self.weights[members], bones, rest[members])
        return points[points[:, 2].argmin()]


def _transforms(body: RestBody, rotations: np.ndarray, places: np.ndarray) -> np.ndarray:
    """What each bone does to points of the rest pose: (B, 12) float32, a rotation by rows and a shift."""
    shift = places - np.einsum("bij,bj->bi", rotations, body.poser.skeleton.heads)
    return np.concatenate([rotations.reshape(-1, 9), shift], axis=1).astype(np.float32)


def _skin(weights: np.ndarray, bones: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Linear blend skinning of points: weights (N, B), bones (B, 12), rest (N, 3) to (N, 3) float32."""
    blend = weights @ bones
    return np.einsum("vij,vj->vi", blend[:, :9].reshape(-1, 3, 3), rest) + blend[:, 9:]


@lru_cache(maxsize=2)
def body_model(light: bool = False) -> BodyModel:
    """The body model of this process (loading takes some seconds, the first time on a machine up to a minute)."""
    return BodyModel(light)
