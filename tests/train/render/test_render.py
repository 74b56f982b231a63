"""The renderer: triangles, light and cameras, and (where anny is installed) people and their joints."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from train.data.records import load_pose_records
from train.render.anatomy import PARTS
from train.render.body import BodyModel, Shape, body_model
from train.render.camera import Camera
from train.render.examples import EXAMPLES
from train.render.light import Light, ShadowMap
from train.render.people import random_person
from train.render.places import random_backdrop
from train.render.poses import ASANAS
from train.render.random_poses import jitter, random_pose
from train.render.raster import interpolate, rasterize, vertex_normals
from train.render.rig import Arm, Pose, Reach, mirrored
from train.render.scene import Scene, Shot, shoot
from train.render.solids import ball, box
from train.render.synthetic import BOX_SHARE, SyntheticOptions, annotate, draw, write
from train.render.thin import drop_unused, thin_out
from yoga_models.body.skeleton import JOINT_INDEX, MIRROR_JOINTS

GREY = np.full(3, 0.5)
OVERHEAD = Light(np.array([0.0, 0.0, 1.0]), np.ones(3), np.full(3, 0.2), np.full(3, 0.1))


def test_triangle_covers_the_pixel_centres_inside_it() -> None:
    corners = np.array([[2.0, 2.0, 1.0], [8.0, 2.0, 1.0], [2.0, 8.0, 1.0]])
    seen = rasterize(corners, np.array([[0, 1, 2]]), 12, 10)
    y, x = np.mgrid[:10, :12]
    np.testing.assert_array_equal(seen.face >= 0, (x >= 2) & (y >= 2) & (x + y <= 10))


def test_shares_of_the_corners_lead_back_to_the_pixel() -> None:
    corners = np.array([[1.3, 2.1, 1.0], [50.2, 7.9, 1.0], [20.7, 39.4, 1.0]])
    faces = np.array([[0, 1, 2]])
    seen = rasterize(corners, faces, 64, 48)
    y, x = np.nonzero(seen.face >= 0)
    back = interpolate(corners[:, :2], faces, seen.face[y, x], seen.weights[y, x])
    np.testing.assert_allclose(back, np.stack([x, y], axis=1), atol=1e-3)


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_nearer_triangle_hides_the_farther_one(order: list[int]) -> None:
    near = np.array([[0.0, 0.0, 1.0], [20.0, 0.0, 1.0], [0.0, 20.0, 1.0]])
    far = near * (1.0, 1.0, 3.0)
    faces = np.array([[0, 1, 2], [3, 4, 5]])[order]
    seen = rasterize(np.concatenate([near, far]), faces, 20, 20)
    assert seen.face[5, 5] == order.index(0)
    assert seen.inverse_depth[5, 5] == pytest.approx(1.0)


def test_depth_of_a_slanted_surface_follows_perspective() -> None:
    camera = Camera(target=(0.0, 0.0, 0.0), elevation=30, distance=3.0, width=80, height=80)
    floor = np.array([[-1.0, -1.0, 0.0], [1.0, -1.0, 0.0], [1.0, 1.0, 0.0], [-1.0, 1.0, 0.0]])
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    seen = rasterize(camera.project(floor), faces, 80, 80)
    y, x = np.nonzero(seen.face >= 0)
    points = interpolate(floor, faces, seen.face[y, x], seen.weights[y, x])
    np.testing.assert_allclose(camera.project(points)[:, :2], np.stack([x, y], axis=1), atol=0.01)


def test_triangles_behind_the_camera_are_left_out() -> None:
    corners = np.array([[2.0, 2.0, 1.0], [8.0, 2.0, -1.0], [2.0, 8.0, 1.0]])
    assert (rasterize(corners, np.array([[0, 1, 2]]), 12, 12).face < 0).all()


def test_closed_body_looks_the_same_without_its_far_side() -> None:
    solid = box(np.zeros(3), np.array([1.0, 0.5, 0.8]), 20.0, GREY)
    camera = Camera(target=(0.0, 0.0, 0.0), azimuth=30, elevation=25, width=60, height=60)
    both = rasterize(camera.project(solid.vertices), solid.faces, 60, 60)
    front = rasterize(camera.project(solid.vertices), solid.faces, 60, 60, front_only=True)
    np.testing.assert_array_equal(both.face, front.face)


def test_normals_of_a_ball_point_outward() -> None:
    solid = ball(np.array([1.0, 2.0, 3.0]), 0.5, GREY)
    outward = (solid.vertices - (1.0, 2.0, 3.0)) / 0.5
    normals = vertex_normals(solid.vertices, solid.faces)
    # The rings at the poles are points, whose triangles have no area.
    ring = np.abs(outward[:, 2]) < 0.99
    assert (np.einsum("ij,ij->i", outward, normals)[ring] > 0.9).all()


def test_side_towards_the_light_is_brighter() -> None:
    up, down = np.array([[0.0, 0.0, 1.0]]), np.array([[0.0, 0.0, -1.0]])
    base, shine, lit = GREY[None], np.zeros(1), np.ones(1)
    bright = OVERHEAD.shade(base, shine, up, up, lit)
    assert (bright > 2 * OVERHEAD.shade(base, shine, down, down, lit)).all()
    assert (bright > OVERHEAD.shade(base, shine, up, up, np.zeros(1))).all()


def test_shadow_falls_under_a_box_and_nowhere_else() -> None:
    solid = box(np.array([0.0, 0.0, 1.0]), np.array([1.0, 1.0, 0.2]), 0.0, GREY)
    shadow = ShadowMap(solid.vertices, solid.faces, OVERHEAD, 128)
    shade = shadow.on_floor(np.array([[[0.0, 0.0], [0.3, -0.3], [2.0, 0.0], [0.0, -5.0]]], dtype=np.float32))
    np.testing.assert_allclose(shade[0], [1, 1, 0, 0], atol=0.02)


@pytest.mark.parametrize("roll", [0.0, 73.0])
def test_ray_through_a_projected_point_meets_it(roll: float) -> None:
    camera = Camera(azimuth=130, elevation=25, roll=roll, width=90, height=70)
    rays = camera.rays()
    points = camera.position + rays[[5, 40], [80, 3]] * [[2.5], [4.0]]
    np.testing.assert_allclose(camera.project(points), [[80, 5, 2.5], [3, 40, 4.0]], atol=1e-3)


def test_camera_sees_left_on_its_right_from_the_front_and_rolls_clockwise() -> None:
    points = np.array([[0.5, 0.0, 0.9], [0.0, 0.0, 1.4]])  # to the person's left, and above
    front = Camera(elevation=0).project(points)
    behind = Camera(elevation=0, azimuth=180).project(points)
    rolled = Camera(elevation=0, roll=90).project(points)
    middle = Camera().centre[0]
    assert front[0, 0] > middle > behind[0, 0]
    assert front[1, 1] < middle
    assert rolled[1, 0] > middle


def test_framing_fills_the_picture_but_for_the_margin() -> None:
    points = np.random.default_rng(0).normal(0, 0.5, (200, 3)) + (3.0, -2.0, 1.0)
    camera = Camera(azimuth=40, elevation=20, roll=15, width=200, height=120).framing(points, 0.1)
    seen = camera.project(points)[:, :2]
    assert (seen > (20 - 4, 12 - 4)).all()
    assert (seen < (180 + 4, 108 + 4)).all()
    assert max((seen.max(axis=0) - seen.min(axis=0)) / (160, 96)) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("view", [18.0, 60.0])
def test_framing_somebody_who_lies_along_the_view(view: float) -> None:
    points = np.random.default_rng(1).uniform((-0.3, -0.9, 0.0), (0.3, 0.9, 0.25), (300, 3))
    camera = Camera(elevation=8, view=view, width=100, height=100).framing(points, 0.05)
    seen = camera.project(points)
    assert seen[:, 2].min() > 0
    assert max(np.ptp(seen[:, :2], axis=0)) == pytest.approx(90, abs=5)


@pytest.mark.parametrize("kind", ["studio", "room", "outdoor"])
def test_backdrop_knows_where_its_floor_is(kind: str) -> None:
    camera = Camera(elevation=10, distance=3.0, width=64, height=48)
    colour, floor = random_backdrop(np.random.default_rng(4), kind).draw(camera)
    assert colour.shape == (48, 64, 3)
    assert np.isfinite(colour).all()
    y, x = np.nonzero(~np.isnan(floor[..., 0]))
    back = camera.project(np.column_stack([floor[y, x], np.zeros(len(x))]))
    np.testing.assert_allclose(back[:, :2], np.stack([x, y], axis=1), atol=0.05)


def test_thinning_keeps_the_outline_and_drops_most_of_the_mesh() -> None:
    solid = ball(np.zeros(3), 0.5, GREY)
    kept, faces = thin_out(solid.vertices, solid.faces, np.full(len(solid.vertices), 0.3))
    points = solid.vertices[kept]
    assert len(faces) < 0.7 * len(solid.faces)
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), 0.5, atol=1e-6)
    used, renumbered = drop_unused(np.array([[5, 9, 7]]))
    np.testing.assert_array_equal(used[renumbered], [[5, 9, 7]])


def test_mirroring_twice_gives_the_pose_back() -> None:
    for asana in ASANAS.values():
        assert mirrored(mirrored(asana.pose)) == asana.pose


def test_asanas_have_ids_of_their_own_and_examples_know_them() -> None:
    ids = [asana.id for asana in ASANAS.values()]
    assert len(set(ids)) == len(ids)
    assert {stand.asana for example in EXAMPLES for stand in example.stands} <= set(ASANAS)


def test_random_poses_stay_within_the_limits_of_knees_and_elbows() -> None:
    rng = np.random.default_rng(1)
    poses = [random_pose(rng) for _ in range(200)]
    poses += [jitter(pose, rng, 15.0) for pose in poses]
    for pose in poses:
        assert all(0 <= leg.knee <= 158 and 0 <= leg.lift <= 180 for leg in (pose.left_leg, pose.right_leg))
        assert all(0 <= arm.elbow <= 148 and 0 <= arm.lift <= 180 for arm in (pose.left_arm, pose.right_arm))


def test_annotations_leave_out_the_unseen_and_mark_the_hardly_seen() -> None:
    owner = np.full((40, 60), -1)
    owner[:20, :30], owner[30:36, 50:] = 0, 1
    visibility = np.zeros((3, 17), dtype=int)
    visibility[0, :5], visibility[1, :4] = 2, 1
    boxes = np.array([[-5.0, 2.0, 30.0, 20.0], [50.0, 30.0, 80.0, 36.0], [0.0, 0.0, 9.0, 9.0]])
    shot = Shot(np.zeros((40, 60, 3), np.uint8), np.full((3, 17, 2), 7.25), visibility, boxes, owner)
    first, second = annotate(shot, image_id=4, first_id=11)
    assert (first["id"], first["image_id"], first["num_keypoints"]) == (11, 4, 5)
    assert first["bbox"] == [0.0, 2.0, 30.0, 18.0]
    assert first["area"] == pytest.approx(30 * 18 * BOX_SHARE)
    assert first["keypoints"][:3] == [7.25, 7.25, 2]
    assert first["keypoints"][15:] == [0] * 36
    assert second["num_keypoints"] == 0
    assert not any(second["keypoints"])


needs_anny = pytest.mark.skipif(
    importlib.util.find_spec("anny") is None or importlib.util.find_spec("threadpoolctl") is None,
    reason="drawing people needs train/requirements-render.txt",
)

T_POSE = Pose(left_arm=Arm(lift=90, elbow=0), right_arm=Arm(lift=90, elbow=0))
"""Arms straight out to the sides."""


@pytest.fixture(scope="module")
def model() -> BodyModel:
    return body_model(light=True)


@needs_anny
class TestPeople:
    """What needs bodies."""

    @staticmethod
    def _joints(model: BodyModel, pose: Pose) -> np.ndarray:
        return model.pose(model.rest(Shape()), pose).joints

    @staticmethod
    def _shot(model: BodyModel, poses: dict[tuple[float, float], Pose], camera: Camera) -> Shot:
        rng = np.random.default_rng(5)
        figures = [random_person(model, rng, pose, place) for place, pose in poses.items()]
        scene = Scene(figures, random_backdrop(rng, "studio"), OVERHEAD)
        return shoot(model, scene, camera)

    @pytest.mark.parametrize(("azimuth", "side"), [(0, 1), (180, -1)])
    def test_left_wrist_is_at_the_viewers_right_from_the_front(
        self, model: BodyModel, azimuth: float, side: int
    ) -> None:
        shot = self._shot(model, {(0.0, 0.0): T_POSE}, Camera(azimuth=azimuth, width=120, height=120))
        x = shot.joints[0, :, 0]
        assert side * (x[JOINT_INDEX["left_wrist"]] - x[JOINT_INDEX["right_wrist"]]) > 25
        face = shot.visibility[0, [JOINT_INDEX["nose"], JOINT_INDEX["left_eye"], JOINT_INDEX["right_eye"]]]
        assert (face == (2 if side == 1 else 1)).all()

    def test_mirrored_pose_has_mirrored_joints(self, model: BodyModel) -> None:
        pose = ASANAS["natarajasana"].pose
        here, there = self._joints(model, pose), self._joints(model, mirrored(pose))
        np.testing.assert_allclose(there[list(MIRROR_JOINTS)] * (-1, 1, 1), here, atol=0.01)

    def test_person_stands_on_the_floor_and_a_handstand_is_upside_down(self, model: BodyModel) -> None:
        standing, inverted = (self._joints(model, ASANAS[name].pose) for name in ("tadasana", "adho_mukha_vriksasana"))
        nose, ankle, wrist = JOINT_INDEX["nose"], JOINT_INDEX["left_ankle"], JOINT_INDEX["left_wrist"]
        assert 0.03 < standing[ankle, 2] < 0.15 < 1.3 < standing[nose, 2]
        assert 0.0 < inverted[wrist, 2] < 0.15 < inverted[nose, 2] < 1.3 < inverted[ankle, 2]

    def test_what_should_touch_the_floor_does(self, model: BodyModel) -> None:
        body = model.pose(model.rest(Shape(height=0.8)), ASANAS["adho_mukha_svanasana"].pose)
        for part in ("left_hand", "right_hand", "left_foot", "right_foot"):
            assert body.vertices[model.vertex_part == PARTS.index(part), 2].min() < 0.03

    def test_reaching_hand_gets_there(self, model: BodyModel) -> None:
        pose = replace(T_POSE, reaches=(Reach("left_hand", "head", (0.1, -0.3, 0.0)),))
        body = model.pose(model.rest(Shape()), pose)
        goal = body.places[model.index["head"]] + (0.1, -0.3, 0.0)
        np.testing.assert_allclose(body.places[model.index["wrist.L"]], goal, atol=0.005)

    def test_person_behind_another_is_hidden_and_one_outside_is_not_there(self, model: BodyModel) -> None:
        standing = ASANAS["tadasana"].pose
        camera = Camera(elevation=0, width=100, height=100)
        shot = self._shot(model, {(0.0, 0.0): standing, (0.05, 0.6): standing, (9.0, 0.0): standing}, camera)
        hips = [JOINT_INDEX["left_hip"], JOINT_INDEX["right_hip"]]
        assert (shot.visibility[0, hips] == 2).all()
        assert (shot.visibility[1, hips] == 1).all()
        assert (shot.visibility[2] == 0).all()

    def test_visible_joints_lie_on_their_person(self, model: BodyModel) -> None:
        shot = self._shot(model, {(0.0, 0.0): T_POSE, (0.6, 0.4): T_POSE}, Camera(width=160, height=160))
        for person in range(2):
            # From the shoulders down: an ear may lie just outside the outline.
            limbs = shot.joints[person][5:]
            seen = limbs[shot.visibility[person][5:] == 2].round().astype(int)
            assert len(seen) > 6
            assert (shot.owner[seen[:, 1], seen[:, 0]] == person).all()

    def test_same_seed_draws_the_same_picture(self, model: BodyModel) -> None:
        first, again, other = draw(model, 3, 1, 96), draw(model, 3, 1, 96), draw(model, 3, 2, 96)
        np.testing.assert_array_equal(first.image, again.image)
        np.testing.assert_array_equal(first.joints, again.joints)
        assert first.image.shape != other.image.shape or (first.image != other.image).any()

    def test_synthetic_folder_loads_as_coco(self, model: BodyModel, tmp_path: Path) -> None:
        del model  # loaded already, so that writing is quick
        write(SyntheticOptions(count=2, seed=8, size=96), tmp_path)
        content = json.loads((tmp_path / "annotations.json").read_text())
        assert all(image["source"] == "synthetic" and image["exhaustive"] for image in content["images"])
        records = load_pose_records(tmp_path / "annotations.json")
        assert len(records) == 2
        for record in records:
            assert record.path.is_file()
            assert max(record.width, record.height) == 96
            known = record.joints[record.trust > 0]
            assert (known >= -0.5).all()
            assert (known <= (record.width - 0.5, record.height - 0.5)).all()
