"""What somebody practised: every hold with its side and its angles, as it grows, through a moment's wobble."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from yoga_models.asanas.catalogue import Asana
from yoga_models.body.angles import ANGLES, joint_angles
from yoga_models.video.holds import Hold

Side = Literal["left", "right"]

# The side is that of the joint that is bent this many degrees more than its twin.
_TELLING_DEGREES = 25.0
# A side counts once most of the looks of this many seconds agree.
_STEADY_SECONDS = 1.0
# Shorter holds are none.
_SHORTEST_SECONDS = 2.0


@dataclass(frozen=True)
class Held:
    """An asana held from ``start`` to ``end``, in seconds. ``side``: the side whose knee, or else hip, is bent more;
    ``None`` where both are alike. ``measured``: of each angle, by its name in ``ANGLES``, the sum in degrees and the
    number of the looks that it could be measured in.
    """

    asana: Asana
    side: Side | None
    start: float
    end: float
    measured: Mapping[str, tuple[float, int]] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        return self.end - self.start

    @property
    def angles(self) -> dict[str, float]:
        """The mean of each angle over the hold, in degrees; those that could never be measured are left out."""
        return {name: total / looks for name, (total, looks) in self.measured.items()}

    @property
    def bent(self) -> str | None:
        """The angle that tells the side, "left_knee" for example; ``None`` where there is no side."""
        return _more_bent(self.angles) if self.side else None

    def with_look(self, angles: Mapping[str, float | None]) -> "Held":
        """The same hold after one more look at these angles, degrees by name."""
        measured = dict(self.measured)
        for name, degrees in angles.items():
            if degrees is not None:
                total, looks = measured.get(name, (0.0, 0))
                measured[name] = (total + degrees, looks + 1)
        return replace(self, measured=measured)

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.asana.id,
            "sanskrit": self.asana.sanskrit,
            "english": self.asana.english,
            "side": self.side,
            "start": round(self.start, 2),
            "seconds": round(self.seconds, 2),
            "bent": self.bent,
            "angles": {name: round(self.angles[name], 1) for name in ANGLES if name in self.measured},
        }


class Practice:
    """Tell it of every look what is held and by which joints; it knows each hold, side by side."""

    def __init__(self) -> None:
        self.current: Held | None = None
        self._held: list[Held] = []
        self._sides: deque[tuple[float, Side | None]] = deque()

    @property
    def held(self) -> tuple[Held, ...]:
        """All holds that lasted long enough, in the order of time, the current one included."""
        every = [*self._held, self.current] if self.current else self._held
        return tuple(one for one in every if one.seconds >= _SHORTEST_SECONDS)

    def update(self, time: float, hold: Hold | None, joints: np.ndarray | None) -> None:
        """One look at ``time`` in seconds, greater than that of the one before.

        ``hold``: as ``HoldTimer`` tells it; ``None`` where nothing is held. ``joints``: (17, 3), NaN where not found.
        """
        angles = joint_angles(joints) if joints is not None else {}
        seen = _side_of(_more_bent(angles))
        self._sides.append((time, seen))
        while time - self._sides[0][0] > _STEADY_SECONDS:
            self._sides.popleft()
        if hold is None:
            self._end()
            return
        side = self._steady_side()
        if self.current is None:
            self._resume(hold)
        now = self.current
        if now is None or now.asana.id != hold.asana.id or hold.start > now.end:
            self._end()
            self.current = Held(hold.asana, side, hold.start, max(hold.start, hold.end))
        elif side is not None and now.side is not None and side != now.side:
            self._end()
            self.current = Held(hold.asana, side, max(now.end, self._sides[0][0]), time)
        else:
            # What was seen before the side was known was the way there.
            measured = now.measured if now.side or not side else {}
            self.current = replace(now, side=now.side or side, end=max(now.end, hold.end), measured=measured)
        if self.current and seen == self.current.side and hold.end == time:
            self.current = self.current.with_look(angles)

    def _steady_side(self) -> Side | None:
        sides = [side for _, side in self._sides if side is not None]
        if 2 * len(sides) <= len(self._sides):
            return None
        return "left" if 2 * sides.count("left") > len(sides) else "right"

    def _resume(self, hold: Hold) -> None:
        """After a wobble that the hold itself outlived, go on with what was held before."""
        if self._held and self._held[-1].asana.id == hold.asana.id and hold.start <= self._held[-1].end:
            self.current = self._held.pop()

    def _end(self) -> None:
        if self.current:
            self._held.append(self.current)
        self.current = None


def bent_side(joints: np.ndarray) -> Side | None:
    """The side whose knee is clearly more bent, or else whose hip is; ``None`` where neither is or can be seen."""
    return _side_of(_more_bent(joint_angles(joints)))


def _more_bent(angles: Mapping[str, float | None]) -> str | None:
    """The knee that is clearly more bent than its twin, or else the hip, by its name in ``ANGLES``."""
    for part in ("knee", "hip"):
        left, right = angles.get(f"left_{part}"), angles.get(f"right_{part}")
        if left is not None and right is not None and abs(left - right) > _TELLING_DEGREES:
            return f"left_{part}" if left < right else f"right_{part}"
    return None


def _side_of(angle: str | None) -> Side | None:
    if angle is None:
        return None
    return "left" if angle.startswith("left_") else "right"
