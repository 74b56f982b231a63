"""Naming: features that do not depend on place and size, honest fusion, calibration."""

import numpy as np
import pytest

from tests.support.asanas import CLASSES, classifier
from tests.support.people import person
from yoga_models.asanas.classifier import photo_crop
from yoga_models.asanas.fusion import Logits, fuse, lead, other_probability, sure
from yoga_models.body.skeleton import mirror_joints
from yoga_models.networks.settings import AsanaConfig


def test_mirrored_photos_get_the_same_joint_evidence() -> None:
    joints = person(120, 90, 150, 35)
    joints[9] = np.nan
    net = classifier()
    one = net.logits(None, joints[None]).joints
    other = net.logits(None, mirror_joints(joints[None])).joints
    assert one is not None
    assert other is not None
    assert one == pytest.approx(other, abs=1e-5)


def test_answers_are_probabilities_best_first() -> None:
    net = classifier(thresholds={"both": 0.0, "photo": 1.1})
    image = np.random.default_rng(0).integers(0, 256, (80, 120, 3), dtype=np.uint8)
    [(guesses, verdict)] = net.people(image, np.concatenate([person(60, 40, 60), np.ones((17, 1))], axis=1)[None])
    assert {guess.asana.id for guess in guesses} == set(CLASSES)
    assert sum(guess.probability for guess in guesses) == pytest.approx(1, abs=1e-5)
    assert [g.probability for g in guesses] == sorted((g.probability for g in guesses), reverse=True)
    assert verdict == "confident"
    assert net.people(image, np.empty((0, 17, 3))) == []
    assert len(net.photo(image)) == len(CLASSES)


def test_a_confident_answer_is_probable_and_has_no_rival() -> None:
    probabilities = np.array([[0.6, 0.05, 0.05], [0.6, 0.3, 0.0], [0.4, 0.01, 0.02], [0.0, 0.0, 0.9], [0.5, 0.5, 0.0]])
    assert lead(probabilities) == pytest.approx([1 - 0.05 / 0.6, 0.5, 0.95, 1, 0])
    config = AsanaConfig(CLASSES, thresholds={"both": 0.5}, leads={"both": 0.8})
    assert sure(config, "both", probabilities).tolist() == [True, False, False, True, False]
    assert not sure(config, "photo", probabilities).any(), "which has no threshold"
    assert sure(AsanaConfig(CLASSES, thresholds={"both": 0.5}), "both", probabilities).sum() == 4


def test_without_a_threshold_nothing_is_confident() -> None:
    net = classifier()
    image = np.zeros((80, 120, 3), np.uint8)
    [(_, verdict)] = net.people(image, np.concatenate([person(60, 40, 60), np.ones((17, 1))], axis=1)[None])
    assert verdict == "unsure"


@pytest.mark.parametrize(("constant", "verdict"), [(4.0, "other"), (-4.0, "confident"), (1.5, "unsure")])
def test_who_does_none_of_the_asanas_is_told_so_and_what_it_resembles(constant: float, verdict: str) -> None:
    net = classifier(
        other_output=True,
        other={"both": (0.0, 0.0, constant)},
        thresholds={"both": 0.3},
        other_thresholds={"both": 0.9},
    )
    image = np.zeros((80, 120, 3), np.uint8)
    [(guesses, said)] = net.people(image, np.concatenate([person(60, 40, 60), np.ones((17, 1))], axis=1)[None])
    assert said == verdict
    assert {guess.asana.id for guess in guesses} == set(CLASSES)
    assert sum(guess.probability for guess in guesses) == pytest.approx(1 / (1 + np.exp(constant)), abs=1e-5)


def test_all_networks_have_a_say_in_whether_it_is_an_asana_at_all() -> None:
    both, photo_alone, joints_alone = (1.0, 2.0, 0.5, -1.0), (3.0, 0.0, 0.0, 0.5), (0.0, 4.0, 0.0, 0.0)
    weights: dict[str, tuple[float, ...]] = {"both": both, "photo": photo_alone, "joints": joints_alone}
    config = AsanaConfig(CLASSES, other_output=True, other=weights)
    photo, joints, body = (np.array([[9.0, 9.0, 9.0, logit]]) for logit in (0.3, 0.2, 0.4))
    for given, logit in (
        (Logits(photo, joints, body), -0.1),
        (Logits(photo, joints), -0.3),
        (Logits(photo), 1.4),
        (Logits(joints=joints), 0.8),
    ):
        assert other_probability(config, given) == pytest.approx(1 / (1 + np.exp(-logit)))
        assert fuse(config, given).shape == (1, 3), "which is no class of its own"
    assert other_probability(AsanaConfig(CLASSES), Logits(photo[:, :3])).tolist() == [0.0]


@pytest.mark.parametrize(("count", "looks"), [(4, 8), (5, 5)])
def test_of_a_crowd_the_photo_network_sees_no_mirror_images(count: int, looks: int) -> None:
    net, seen, graph = classifier(), list[int](), classifier().photo_graph

    def counted(inputs: np.ndarray) -> dict[str, np.ndarray]:
        seen.append(len(inputs))
        return graph(inputs)

    net.photo_graph = counted
    joints = np.concatenate([person(60, 40, 60), np.ones((17, 1))], axis=1)
    answers = net.people(np.zeros((80, 120, 3), np.uint8), np.tile(joints, (count, 1, 1)))
    assert len(answers) == count
    assert seen == [looks]


def test_the_body_network_has_a_say_where_the_second_look_was_taken() -> None:
    net = classifier(body_inputs=4, fusion={"both": (0.0, 0.0, 1.0), "photo": (1.0, 0.0, 0.0)})
    joints = np.concatenate([person(60, 40, 60), np.ones((17, 1))], axis=1)[None]
    image = np.zeros((80, 120, 3), np.uint8)
    [(one, _)], [(other, _)] = (net.people(image, joints, np.full((1, 2, 4), value, np.float32)) for value in (0, 9))
    [(neither, _)] = net.people(image, joints)
    assert [guess.probability for guess in one] != [guess.probability for guess in other]
    assert [guess.probability for guess in neither] == pytest.approx([1 / 3] * 3)


def test_what_two_looks_at_a_body_say_counts_alike() -> None:
    net = classifier(body_inputs=4)
    joints = np.concatenate([person(60, 40, 60, 20), np.ones((17, 1))], axis=1)[None]
    one, other, not_taken = (np.full((1, 1, 4), value, np.float32) for value in (0, 9, np.nan))
    both = net.logits(None, joints, np.concatenate([one, other], axis=1)).body
    own = net.logits(None, joints, np.concatenate([one, not_taken], axis=1)).body
    mirrored = net.logits(None, mirror_joints(joints), np.concatenate([other, not_taken], axis=1)).body
    assert own is not None
    assert mirrored is not None
    assert both == pytest.approx((own + mirrored) / 2, abs=1e-5)
    looks = np.concatenate([np.tile(one, (2, 1, 1)), np.concatenate([not_taken, other])], axis=1)
    together = net.logits(None, np.tile(joints, (2, 1, 1)), looks).body
    assert together == pytest.approx(np.concatenate([own, both]), abs=1e-5)


def test_of_what_has_no_photos_the_body_network_says_what_the_joints_say() -> None:
    config = AsanaConfig(CLASSES, without_photos=(CLASSES[2],), neutral=-2.0, fusion={"both": (0.0, 0.0, 1.0)})
    never, joints = np.array([[1.0, 0.0, -20.0]]), np.array([[0.0, 0.0, 2.0]])
    third = np.exp(2) / (np.exp(2) + 2)
    first = (1 - third) * np.e / (np.e + 1)
    nothing = np.zeros((1, 3))
    assert fuse(config, Logits(nothing, joints, never))[0] == pytest.approx([first, 1 - third - first, third])
    sure = np.array([[0.0, 0.0, 60.0]])
    assert np.isfinite(fuse(config, Logits(nothing, sure, never))).all()


def test_the_crop_holds_the_person_upright() -> None:
    image = np.zeros((200, 300, 3), np.uint8)
    joints = person(220, 90, 120)
    x, y = joints[0].astype(int)
    image[y - 4 : y + 5, x - 4 : x + 5] = 255
    crop = photo_crop(image, joints, 96)
    row, column = np.unravel_index(np.argmax(crop[..., 0].astype(int) - 200), crop.shape[:2])
    assert crop.shape == (96, 96, 3)
    assert row < 30, "the nose is near the top"
    assert 40 < column < 56, "and in the middle"


def test_evidence_may_be_missing_but_not_all_of_it() -> None:
    # Weights of two networks, as they were before there was a third, and no third at hand.
    config = AsanaConfig(CLASSES, fusion={"both": (1.0, 2.0), "photo": (0.5, 0.0), "joints": (0.0, 3.0)})
    photo, joints = np.array([[2.0, 0.0, 0.0]]), np.array([[0.0, 1.0, 0.0]])
    for given, evidence, logits in (
        (Logits(photo, joints), "both", photo + 2 * joints),
        (Logits(photo), "photo", 0.5 * photo),
        (Logits(joints=joints), "joints", 3 * joints),
    ):
        assert given.evidence == evidence
        assert fuse(config, given) == pytest.approx(np.exp(logits) / np.exp(logits).sum())
    with pytest.raises(ValueError, match="no evidence"):
        fuse(config, Logits())
