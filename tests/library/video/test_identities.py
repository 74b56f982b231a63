"""People who cross and come back keep their numbers: a film whose people are known, seen by the weights that ship."""

import numpy as np
import pytest

from tests.support.checkout import ASSETS
from train.render.film import RATE, SECONDS, compose, example_film, ground
from yoga_models.pipeline import YogaPose
from yoga_models.video.files import VideoReader
from yoga_models.video.following import Followed, Follower

_LOOKS = 8
# Whom a skeleton belongs to is clear where so many of its joints, and such a share of them, lie on one person.
_LEAST_JOINTS, _CLEARLY = 4, 0.6


def whose(one: Followed, owner: np.ndarray) -> int | None:
    """The actor on whom somebody's joints lie; ``None`` where that is not clear."""
    joints = one.person.joints[one.person.found, :2]
    columns, rows = np.clip(joints.round().astype(int), 0, np.array(owner.shape[::-1]) - 1).T
    actors = owner[rows, columns]
    actors = actors[actors >= 0]
    if len(actors) < _LEAST_JOINTS:
        return None
    most = int(np.bincount(actors).argmax())
    return most if (actors == most).mean() >= _CLEARLY else None


@pytest.mark.timeout(900)  # a hundred looks, on a machine that may be busy
def test_few_identities_are_switched_and_only_who_stands_still_holds() -> None:
    """Four people; two cross behind the others, one of them leaves and comes back. At most one switch is allowed."""
    model, place, actors, follower = YogaPose.from_pretrained(), ground(), example_film(), Follower()
    numbers: dict[int, list[int]] = {index: [] for index in range(len(actors))}
    for look in range(round(SECONDS * _LOOKS)):
        picture, owner = compose(place, actors, look / _LOOKS)
        people = model.follow(picture, follower.expected(look / _LOOKS)).people
        here: dict[int | None, list[int]] = {}
        for one in follower.update(look / _LOOKS, people, picture):
            here.setdefault(whose(one, owner), []).append(one.number)
        # As in CLEAR MOT: where two are seen on one body, the one who was there before is who it is.
        for actor, seen in numbers.items():
            if known := here.get(actor):
                seen.append(seen[-1] if seen and seen[-1] in known else known[0])
    assert all(len(seen) > 2 * _LOOKS for seen in numbers.values()), "everybody is followed for some seconds"
    switches = sum(int(np.count_nonzero(np.diff(seen))) for seen in numbers.values())
    assert switches <= 1
    assert len(follower.holds) <= len(actors) + 1
    holds = [hold for some in follower.holds.values() for hold in some]
    # Who walks may stop for a second, from 6 to 7, and stands like somebody in Mountain Pose then.
    stops = [hold for hold in holds if hold.asana.sanskrit == "Tadasana" and 5.5 < hold.start < hold.end < 8.5]
    assert {hold.asana.sanskrit for hold in holds if hold not in stops} == {"Vriksasana", "Virabhadrasana II"}


def test_the_example_clip_is_small_and_whole() -> None:
    path = ASSETS / "examples" / "clip.webm"
    assert path.stat().st_size < 1_000_000
    with VideoReader(path) as clip:
        assert abs(clip.seconds - SECONDS) < 2 / RATE
