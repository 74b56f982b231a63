"""Crops around one person: what is asked of the second look, and what it is told."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.people import person, record, write_coco
from train.data.cutting import Bounds, cut_record
from train.data.looks import Looks
from train.data.people import FirstLook, PersonSamples, cut_target, people_of, without_people
from train.data.records import PoseRecord, load_pose_records
from train.data.transforms import Augmentation
from yoga_models.networks.settings import PersonConfig

PERFECT = FirstLook(
    most_missed=0, jitter=0, most_crammed=0, strangers_share=0, no_hint_share=0, off_centre=0, nobody_share=0
)
STILL = Augmentation(
    cut_share=0, upright_share=1, tilt=0, colour=0, grey_share=0, blur_share=0, erase_share=0, turned_share=0
)
SIDE = 192


@pytest.fixture
def records(tmp_path: Path) -> list[PoseRecord]:
    photos = [[person(70, 128, 180), person(190, 128, 180)], [person(128, 128, 200, 180)]]
    return load_pose_records(write_coco(tmp_path, photos, (256, 256)))


def samples(records: list[PoseRecord], first_look: FirstLook, looks: Looks | None = None) -> PersonSamples:
    repeats = [1.0] * len(records)
    return PersonSamples(records, repeats, PersonConfig(), STILL, first_look, looks or {}, seed=0)


def test_everybody_with_enough_joints_is_shown_once() -> None:
    few = person(190, 128, 180)
    few[3:] = np.nan
    assert people_of([record([person(70, 128, 180), few]), record([few, person(70, 128, 180)])]) == [(0, 0), (1, 1)]
    assert people_of([replace(record([few]), ignored=np.array([True]))]) == []


def test_a_crop_shows_the_person_upright_and_hints_at_their_joints(records: list[PoseRecord]) -> None:
    data = samples(records, PERFECT)
    for position in range(6):
        sample = data[position]
        crop, joints = sample["crop"].numpy(), sample["joints"].numpy()
        assert crop.shape == (4, SIDE, SIDE)
        assert sample["there"].all()
        assert sample["trust"].min() == 1
        assert joints[:5, 1].mean() < joints[11:13, 1].mean() < joints[15:, 1].mean(), "upright"
        columns, rows = np.round(joints).astype(int).T
        assert (crop[3, rows, columns] == 255).all(), "the hint lies on this person's joints"
        extent = np.ptp(joints, axis=0).max()
        assert SIDE / 2.01 < extent < SIDE / 1.24


def test_the_first_look_misses_joints_and_mistakes_others(records: list[PoseRecord]) -> None:
    whole, poor = samples(records, PERFECT), samples(records, replace(PERFECT, most_missed=1.0, no_hint_share=0.3))
    hinted = [[(data[position]["crop"][3] > 0).sum().item() for position in range(12)] for data in (whole, poor)]
    assert min(hinted[0]) > 0
    assert min(hinted[1]) == 0, "some are told nothing"
    assert np.mean(hinted[1]) < np.mean(hinted[0])


def test_most_of_what_the_first_look_sees_lies_near_and_some_far_off() -> None:
    whole = record([person(128, 128, 200)])
    data = samples([whole], replace(PERFECT, jitter=0.04, spread=1.3))
    size = float(whole.boxes[0, 2:].max())
    seen = np.stack([data._seen(whole, np.random.default_rng(seed)) for seed in range(60)])
    apart = np.linalg.norm(seen - whole.joints[0], axis=2) / size
    assert np.median(apart) == pytest.approx(0.04, rel=0.1)
    assert 0.08 < (apart > 0.2).mean() < 0.15
    assert apart.max() == pytest.approx(0.5, abs=0.01), "never further than half of the body's size"


def test_what_a_cut_takes_away_the_first_look_sees_at_the_edge_at_times() -> None:
    whole = record([person(128, 128, 220)])
    cut = cut_record(whole, Bounds(0, 0, 256, 150))
    data = samples([whole], replace(PERFECT, most_crammed=1.0))
    gone, counts = cut.absent[0] == 1, []
    for seed in range(40):
        seen = data._seen(cut, np.random.default_rng(seed))
        np.testing.assert_allclose(seen[~gone], cut.joints[0][~gone])
        crammed = seen[gone][np.isfinite(seen[gone][:, 0])]
        assert (crammed[:, 1] <= 149).all()
        assert (crammed[:, 1] > 60).all(), "near the edge that they are beyond"
        counts.append(len(crammed))
    assert min(counts) == 0
    assert max(counts) == gone.sum()


def test_where_nobody_is_nothing_is_there(tmp_path: Path) -> None:
    records = load_pose_records(write_coco(tmp_path, [[person(40, 60, 70)], []], (512, 512)))
    assert without_people(records) == [1]
    data = samples(records, replace(PERFECT, nobody_share=1.0))
    for position in range(4):
        sample = data[position]
        assert sample["somebody"] == 0
        assert not sample["there"].any()
        assert sample["trust"].min() == 1
        assert (sample["crop"][3] > 0).any(), "the hint does not give it away"


def test_what_the_first_look_saw_is_what_the_second_is_told(records: list[PoseRecord]) -> None:
    askew = person(190, 128, 180) + 12
    data = samples(records, replace(PERFECT, real_share=1.0), {"coco 1": askew[None].astype(np.float32)})
    told = {}
    for position in range(3):
        sample = data[position]
        assert sample["somebody"] == 1
        hint, nose = sample["crop"][3].numpy(), sample["joints"][0].numpy()
        told[data.people[data.order[position]]] = hint[tuple(np.round(nose[::-1]).astype(int))]
    assert told == {(0, 0): 255, (0, 1): 0, (1, 0): 255}, "on everybody but the one whom it saw elsewhere"


def test_a_mistake_of_the_first_look_is_shown_as_nobody(tmp_path: Path) -> None:
    photo = np.zeros((512, 512, 3), np.uint8)
    photo[300:, 300:] = 255
    records = load_pose_records(write_coco(tmp_path, [[person(60, 100, 100)]], (512, 512)))
    cv2.imwrite(str(records[0].path), photo)
    looks = {"coco 1": np.stack([person(60, 100, 100), person(420, 420, 60)]).astype(np.float32)}
    sample = samples(records, replace(PERFECT, nobody_share=1.0, real_share=1.0), looks)[0]
    assert sample["somebody"] == 0
    assert sample["crop"][:3].min() > 200, "the crop lies on what it took for somebody"


def test_a_cut_goes_through_the_person_who_is_shown() -> None:
    pair, photo = record([person(70, 128, 180), person(190, 128, 180)]), np.zeros((256, 256, 3), np.uint8)
    always = replace(STILL, cut_share=1.0)
    for seed in range(8):
        image, left = cut_target(photo, pair, always, np.random.default_rng(seed))
        assert len(left.trust) == 1
        assert image.shape[:2] == (left.height, left.width) != (256, 256)
        assert left.absent[0].sum() == 17 - (left.trust[0] > 0).sum() > 0
