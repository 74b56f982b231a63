"""Followed people are seen as well as those of a first look: films of example people, seen by the weights that ship."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from tests.support.clips import pan
from train.render.cutouts import cut_out
from train.render.film import SIZE, Actor, compose, ground
from yoga_models.body.similarity import similarity, torso
from yoga_models.pipeline import YogaPose
from yoga_models.results import Analysis, Person
from yoga_models.video.following import Follower

_RATE = 8


@dataclass
class Counting:
    """The networks, and how many first looks they had."""

    model: YogaPose = field(default_factory=YogaPose.from_pretrained)
    first: int = 0

    def __post_init__(self) -> None:
        whole = self.model.estimator.candidates

        def counted(*given: Any) -> Any:
            self.first += 1
            return whole(*given)

        self.model.estimator.candidates = counted  # type: ignore[assignment,method-assign]


@pytest.fixture
def networks() -> Counting:
    return Counting()


def watch(model: YogaPose, pictures: Sequence[np.ndarray]) -> Iterator[Analysis]:
    follower = Follower()
    for index, picture in enumerate(pictures):
        time = (index + 1) / _RATE
        analysis = model.follow(picture, follower.expected(time))
        follower.update(time, analysis.people, picture)
        yield analysis


def apart(one: Person, other: Person) -> float:
    """Mean distance of the joints that both have, in lengths of the torso."""
    return float(np.nanmean(np.linalg.norm(one.joints[:, :2] - other.joints[:, :2], axis=1))) / torso(other.joints)


def test_followed_joints_and_names_are_those_of_a_first_look(networks: Counting) -> None:
    pictures, distances = pan("warrior-two", 2.0, _RATE), []
    for picture, followed in zip(pictures, watch(networks.model, pictures), strict=True):
        whole = networks.model.analyze(picture)
        (one,), (other,) = followed.people, whole.people
        assert one.asanas[0].asana == other.asanas[0].asana
        assert followed.verdict == "confident"
        distances.append(apart(one, other))
    assert np.mean(distances) < 0.03
    followed_first = networks.first - len(pictures)
    assert followed_first == len(pictures) // 4, "every fourth frame"


def test_who_leaves_is_dropped_and_who_comes_is_found(networks: Counting) -> None:
    place = ground()
    leaves = Actor("tree", cut_out("tree"), ((0, 0.3, 0.95), (1.0, 0.3, 0.95), (1.5, -0.3, 0.95)), 0.8)
    comes = Actor("warrior", cut_out("warrior-two"), ((1.0, 0.7, 0.95), (3.0, 0.7, 0.95)), 0.6)
    pictures = [compose(place, [leaves, comes], index / _RATE)[0] for index in range(3 * _RATE)]
    counts = [[person.box[0] < SIZE[1] / 3 for person in one.people] for one in watch(networks.model, pictures)]
    assert counts[: _RATE - 1] == [[True]] * (_RATE - 1), "alone"
    found = next(index for index, sides in enumerate(counts) if False in sides)
    assert found <= _RATE + 4, "within half a second"
    assert counts[2 * _RATE :] == [[False]] * _RATE, "alone again"


def test_a_cut_to_somebody_else_is_seen_at_once(networks: Counting) -> None:
    pictures = [*pan("tree", 0.75, _RATE), *pan("downward-dog", 0.5, _RATE)]
    *_, (after, seen), _ = list(zip(pictures, watch(networks.model, pictures), strict=True))[:8]
    (one,), (other,) = seen.people, networks.model.analyze(after).people
    assert similarity(one.joints, other.joints) > 0.8
    assert one.asanas[0].asana == other.asanas[0].asana


def test_an_empty_room_has_nobody_and_no_asana(networks: Counting) -> None:
    found = networks.model.follow(ground(), ())
    assert (found.people, found.asanas, found.verdict) == ((), (), "no_person")
