"""Following people from frame to frame: numbers that stay with them, and joints that don't tremble."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from yoga_models.body.boxes import areas, bounds
from yoga_models.body.similarity import similarity


@dataclass(frozen=True)
class TrackingConfig:
    """``min_likeness``: smallest likeness (0 to 1) of a person with where someone known is expected, to be taken for
    them. ``patience``: seconds that someone may be out of sight and still be known again, though at least one frame.
    ``coast``: seconds that someone out of sight is expected to go on moving. ``memory``: seconds over which the speed
    of a body is averaged.
    ``steady_rate`` and ``eagerness``: cut-off, in Hz, of the smoothing of a joint at rest, and how much it grows for
    each body size a second that the joint moves (Casiez, Roussel and Vogel: 1 Euro filter, CHI 2012).
    """

    min_likeness: float = 0.15
    patience: float = 1.5
    coast: float = 0.6
    memory: float = 0.25
    steady_rate: float = 0.5
    eagerness: float = 6.0


@dataclass
class _Track:
    number: int
    seen: float
    joints: np.ndarray
    smooth: np.ndarray
    speed: np.ndarray = field(default_factory=lambda: np.zeros(2))

    def expected(self, time: float, coast: float) -> np.ndarray:
        """(17, 3) joints as they should be at ``time``, the body going on as it moved."""
        joints = self.joints.copy()
        joints[:, :2] += self.speed * min(time - self.seen, coast)
        return joints


class Tracker:
    """Gives every person of a stream of frames a number, from 1, that stays with them and is never given again."""

    def __init__(self, config: TrackingConfig | None = None) -> None:
        self.config = config or TrackingConfig()
        self._tracks: list[_Track] = []
        self._last_number = 0
        self._last_time = -math.inf

    def update(self, time: float, people: Sequence[np.ndarray]) -> list[tuple[int, np.ndarray]]:
        """The number and the smoothed joints of each person of one frame, in the order given.

        ``time``: seconds, greater than the frame's before. ``people``: (17, 3) joints x, y in pixels and score, NaN
        where not found.
        """
        earliest = min(time - self.config.patience, self._last_time)
        self._last_time = time
        self._tracks = [track for track in self._tracks if track.seen >= earliest]
        known = self._match(time, people)
        tracks = [known.get(index) or self._begin(time, joints) for index, joints in enumerate(people)]
        for index, track in known.items():
            self._follow(track, time, people[index])
        return [(track.number, track.smooth.copy()) for track in tracks]

    def _match(self, time: float, people: Sequence[np.ndarray]) -> dict[int, _Track]:
        """Who of ``people``, by index, is whom: the likest pairs first, each person and each track once."""
        expected = [track.expected(time, self.config.coast) for track in self._tracks]
        pairs = [
            (likeness(joints, place), index, track)
            for index, joints in enumerate(people)
            for track, place in zip(self._tracks, expected, strict=True)
        ]
        matched: dict[int, _Track] = {}
        for value, index, track in sorted(pairs, key=lambda pair: -pair[0]):
            if value < self.config.min_likeness:
                break
            if index not in matched and track not in matched.values():
                matched[index] = track
        return matched

    def _begin(self, time: float, joints: np.ndarray) -> _Track:
        self._last_number += 1
        track = _Track(self._last_number, time, joints.copy(), joints.copy())
        self._tracks.append(track)
        return track

    def _follow(self, track: _Track, time: float, joints: np.ndarray) -> None:
        step = time - track.seen
        moved = joints[:, :2] - track.joints[:, :2]
        both = np.isfinite(moved[:, 0])
        if both.any():
            weight = 1 - math.exp(-step / self.config.memory)
            track.speed += weight * (np.median(moved[both], axis=0) / step - track.speed)
        track.smooth = self._smoothed(track.smooth, joints, step)
        track.seen, track.joints = time, joints.copy()

    def _smoothed(self, before: np.ndarray, joints: np.ndarray, step: float) -> np.ndarray:
        """One step of the 1 Euro filter: a joint at rest is smoothed, one that moves is let go where it is."""
        smooth = joints.copy()
        both = np.isfinite(before[:, 0]) & np.isfinite(joints[:, 0])
        moved = joints[both, :2] - before[both, :2]
        speed = np.linalg.norm(moved, axis=1) / (step * _size(joints))
        cutoff = self.config.steady_rate + self.config.eagerness * speed
        weight = 1 - np.exp(-2 * math.pi * cutoff * step)
        smooth[both, :2] = before[both, :2] + weight[:, None] * moved
        return smooth


def likeness(first: np.ndarray, second: np.ndarray) -> float:
    """How likely two people's joints (17, 2 or 3) are the same person's, 0 to 1: the mean of how alike their joints are
    and how much their boxes overlap (intersection over union).
    """
    return (similarity(first, second) + _overlap(first, second)) / 2


def _overlap(first: np.ndarray, second: np.ndarray) -> float:
    one, other, shared = areas(first, second)
    whole = one + other - shared
    return shared / whole if whole > 0 else 0.0


def _size(joints: np.ndarray) -> float:
    """The longer side of the box around the joints, in pixels."""
    low, high = bounds(joints)
    return max(float((high - low).max()), 1.0)
