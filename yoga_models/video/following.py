"""People over time: who is who from frame to frame, what each of them shows, and for how long."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from yoga_models.asanas.guess import Verdict
from yoga_models.body.similarity import torso
from yoga_models.results import Person
from yoga_models.video.holds import Hold, HoldConfig, HoldTimer
from yoga_models.video.tracking import Tracker, TrackingConfig

# Who goes faster than this, in lengths of the torso a second, over this many seconds, is moving: a slow walk is two.
_MOVING, _SPAN_SECONDS = 0.6, 0.5
# A whole frame is looked at after as many seconds, in which somebody else may have come, but not more often than every
# so manieth frame.
_WHOLE_SECONDS, _WHOLE_FRAMES = 0.5, 4


@dataclass(frozen=True)
class Followed:
    """One person in one frame of a stream.

    ``number``: theirs throughout, from 1. ``person``: as found in this frame, the joints smoothed. ``hold``: the asana
    that they hold now and since when; ``None`` while that is not sure. ``moving``: whether their body as a whole has
    moved of late: nobody holds a pose while walking.
    """

    number: int
    person: Person
    hold: Hold | None
    moving: bool = False


class Follower:
    """Tell it who is in each frame, in the order of time; it knows them again."""

    def __init__(self, tracking: TrackingConfig | None = None, holds: HoldConfig | None = None) -> None:
        self._tracker = Tracker(tracking)
        self._hold_config = holds
        self._timers: dict[int, HoldTimer] = {}
        self._places: dict[int, deque[tuple[float, np.ndarray]]] = {}
        self._people: tuple[Person, ...] = ()
        self._whole_seen, self._since = 0.0, 0

    @property
    def holds(self) -> dict[int, tuple[Hold, ...]]:
        """The holds so far of everyone seen so far, by number."""
        return {number: timer.holds for number, timer in self._timers.items()}

    def expected(self, time: float) -> tuple[Person, ...]:
        """The people of the last frame with their joints where they should be in the frame at ``time``, which is asked
        once for each frame.

        Nobody where the whole frame is to be looked at: nobody was there, somebody has just gone out of sight, or it is
        time to look for others.
        """
        self._since += 1
        due = self._since >= _WHOLE_FRAMES and time - self._whole_seen >= _WHOLE_SECONDS
        if due or not self._people or self._tracker.missing:
            self._whole_seen, self._since = time, 0
            return ()
        places = self._tracker.expected(time)
        return tuple(replace(person, joints=joints) for person, joints in zip(self._people, places, strict=True))

    def update(self, time: float, people: Sequence[Person], image: np.ndarray | None = None) -> tuple[Followed, ...]:
        """The people of one frame, by number; without those who have been seen too shortly to have one.

        ``time``: seconds, greater than the frame's before. ``image``: the frame, (H, W, 3) uint8 RGB, by which people
        are known again more surely.
        """
        self._people = tuple(people)
        tracked = self._tracker.update(time, [person.joints for person in people], image)
        seen: dict[int, Person] = {}
        moving: dict[int, bool] = {}
        for known, person in zip(tracked, people, strict=True):
            if known is None:
                continue
            number, joints = known
            seen[number] = replace(person, joints=joints)
            moving[number] = self._moves(number, time, joints)
            verdict: Verdict = "unsure" if moving[number] and person.verdict == "confident" else person.verdict
            self._timers.setdefault(number, HoldTimer(self._hold_config)).update(time, person.asanas, verdict)
        for number, timer in self._timers.items():
            if number not in seen:
                timer.update(time, (), "no_person")
        return tuple(
            Followed(number, seen[number], self._timers[number].current, moving[number]) for number in sorted(seen)
        )

    def cut(self) -> None:
        """From here on the picture is another one: nobody is where they were, and nothing is held any more."""
        self._tracker.cut()
        self._people = ()
        self._places.clear()
        for timer in self._timers.values():
            timer.interrupt()

    def _moves(self, number: int, time: float, joints: np.ndarray) -> bool:
        """Whether half of the joints have gone further of late than those of somebody who holds a pose."""
        places = self._places.setdefault(number, deque())
        places.append((time, joints[:, :2]))
        while len(places) > 2 and time - places[1][0] >= _SPAN_SECONDS:
            places.popleft()
        before, then = places[0]
        gone = np.linalg.norm(joints[:, :2] - then, axis=1)
        known = gone[np.isfinite(gone)]
        if time - before < _SPAN_SECONDS / 2 or not len(known):
            return False
        return float(np.median(known)) > _MOVING * torso(joints) * (time - before)


def between(first: Sequence[Followed], second: Sequence[Followed], share: float) -> tuple[Followed, ...]:
    """The people of a moment between two frames, ``share`` (0 to 1) of the way: those who are in both, in between.

    A joint that only one of the two frames knows is where that frame has it.
    """
    later = {followed.number: followed.person.joints for followed in second}
    return tuple(
        replace(followed, person=replace(followed.person, joints=_mix(followed.person.joints, joints, share)))
        for followed in first
        if (joints := later.get(followed.number)) is not None
    )


def _mix(first: np.ndarray, second: np.ndarray, share: float) -> np.ndarray:
    mixed = (1 - share) * first + share * second
    mixed = np.where(np.isnan(mixed), first, mixed)
    return np.where(np.isnan(mixed), second, mixed)
