"""Following people from frame to frame: numbers that stay with them, and joints that don't tremble."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from yoga_models.body.boxes import areas, bounds
from yoga_models.body.similarity import similarity
from yoga_models.video.appearance import alike, appearance

# How much of what somebody looks like now goes into what is remembered of it.
_NEWS = 0.1
# Who is near counts this much whatever they look like; where nobody knows what they look like, that much more.
_PLACE_ALONE, _UNKNOWN = 0.2, 0.5


@dataclass(frozen=True)
class TrackingConfig:
    """``min_likeness``: smallest likeness (0 to 1) of a person with where someone known is expected, to be taken for
    them. ``patience``: seconds that someone may be out of sight and still be known again, though at least one frame.
    ``sure``: seconds that a newcomer is seen before they get a number; what is seen for a moment is often nobody.
    ``coast``: seconds that someone out of sight is expected to go on moving. ``memory``: seconds over which the speed
    of a body is averaged. ``min_alike``: who looks at least so much (0 to 1) like someone known may be them even where
    they are not expected, as long as they are no further away than ``reach`` body sizes, and ``stride`` more for each
    second out of sight. ``alike_after_cut``: who looks at least so much like them may be them after a cut, wherever
    they are. ``hidden``: seconds for which someone out of sight is looked for everywhere.
    ``steady_rate`` and ``eagerness``: cut-off, in Hz, of the smoothing of a joint at rest, and how much it grows for
    each body size a second that the joint moves (Casiez, Roussel and Vogel: 1 Euro filter, CHI 2012).
    """

    min_likeness: float = 0.15
    patience: float = 4.0
    sure: float = 0.3
    coast: float = 0.6
    memory: float = 0.25
    min_alike: float = 0.6
    alike_after_cut: float = 0.8
    reach: float = 0.5
    stride: float = 0.7
    hidden: float = 1.0
    steady_rate: float = 0.5
    eagerness: float = 6.0


@dataclass(eq=False)
class _Track:
    begun: float
    seen: float
    joints: np.ndarray
    smooth: np.ndarray
    appearance: np.ndarray | None
    number: int | None = None
    speed: np.ndarray = field(default_factory=lambda: np.zeros(2))
    moved_away: bool = False  # nobody knows where to: the picture is another one since

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
        self._seen: list[_Track] = []
        self._last_number = 0
        self._last_time = -math.inf

    def update(
        self, time: float, people: Sequence[np.ndarray], image: np.ndarray | None = None
    ) -> list[tuple[int, np.ndarray] | None]:
        """The number and the smoothed joints of each person of one frame, in the order given.

        ``None`` for a newcomer who may be nobody yet; whoever is in the first frame gets their number at once.
        ``time``: seconds, greater than the frame's before. ``people``: (17, 3) joints x, y in pixels and score, NaN
        where not found. ``image``: the frame, (H, W, 3) uint8 RGB: people are then known by their clothes, too.
        """
        first = self._last_time == -math.inf
        earliest = min(time - self.config.patience, self._last_time)
        self._tracks = [
            track for track in self._tracks if track.seen >= (self._last_time if track.number is None else earliest)
        ]
        self._last_time = time
        looks = [None if image is None else appearance(image, joints) for joints in people]
        known = self._match(time, people, looks)
        tracks = [known.get(index) or self._begin(time, joints, looks[index]) for index, joints in enumerate(people)]
        for index, track in known.items():
            self._follow(track, time, people[index], looks[index])
        for track in tracks:
            if track.number is None and (first or time - track.begun >= self.config.sure):
                self._last_number += 1
                track.number = self._last_number
        self._seen = tracks
        return [None if track.number is None else (track.number, track.smooth.copy()) for track in tracks]

    def expected(self, time: float) -> list[np.ndarray]:
        """Where the people of the last frame, newcomers too, should be at ``time``: (17, 3) joints each, in the order
        given. Nobody after a cut.
        """
        return [track.expected(time, self.config.coast) for track in self._seen]

    @property
    def missing(self) -> bool:
        """Whether somebody with a number was not in the last frame, but shortly before: they may be hidden."""
        return any(
            track.number is not None and 0 < self._last_time - track.seen < self.config.hidden for track in self._tracks
        )

    def cut(self) -> None:
        """The picture is another one from here on: nobody is where they were."""
        self._tracks = [track for track in self._tracks if track.number is not None]
        for track in self._tracks:
            track.moved_away = True
        self._seen = []

    def _match(
        self, time: float, people: Sequence[np.ndarray], looks: Sequence[np.ndarray | None]
    ) -> dict[int, _Track]:
        """Who of ``people``, by index, is whom: the likest pairs first, each person and each track once."""
        pairs = [
            (self._likeness(track, time, joints, looks[index]), index, track)
            for index, joints in enumerate(people)
            for track in self._tracks
        ]
        matched: dict[int, _Track] = {}
        for value, index, track in sorted(pairs, key=lambda pair: -pair[0]):
            if value <= 0:
                break
            if index not in matched and track not in matched.values():
                matched[index] = track
        return matched

    def _likeness(self, track: _Track, time: float, joints: np.ndarray, look: np.ndarray | None) -> float:
        """How likely a person is the one of a track; 0 for surely not. Who is where they are expected comes first."""
        config, place = self.config, track.expected(time, self.config.coast)
        near, same = 0.0 if track.moved_away else likeness(joints, place), alike(track.appearance, look)
        if near >= config.min_likeness:
            return 1 + near * (_PLACE_ALONE + (_UNKNOWN if same is None else same))
        least = config.alike_after_cut if track.moved_away else config.min_alike
        if same is None or same < least or track.number is None:
            return 0.0
        away = float(np.linalg.norm(_middle(joints) - _middle(place))) / max(_size(joints), _size(place))
        near_enough = track.moved_away or away < config.reach + config.stride * (time - track.seen)
        return same if near_enough else 0.0

    def _begin(self, time: float, joints: np.ndarray, look: np.ndarray | None) -> _Track:
        track = _Track(time, time, joints.copy(), joints.copy(), look)
        self._tracks.append(track)
        return track

    def _follow(self, track: _Track, time: float, joints: np.ndarray, look: np.ndarray | None) -> None:
        if track.moved_away or track.appearance is None:
            track.appearance = look
        elif look is not None:
            fresh = np.where(np.isnan(look), track.appearance, look)
            track.appearance = np.where(
                np.isnan(track.appearance), fresh, track.appearance + _NEWS * (fresh - track.appearance)
            )
        if track.moved_away:
            track.joints, track.smooth, track.speed = joints.copy(), joints.copy(), np.zeros(2)
            track.seen, track.moved_away = time, False
            return
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


def _middle(joints: np.ndarray) -> np.ndarray:
    """(2,) the median of the joints that were found, in pixels."""
    return np.asarray(np.nanmedian(joints[:, :2], axis=0))


def _size(joints: np.ndarray) -> float:
    """The longer side of the box around the joints, in pixels."""
    low, high = bounds(joints)
    return max(float((high - low).max()), 1.0)
