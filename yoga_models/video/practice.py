"""What somebody practised: every hold with its side, as it grows, through a moment's wobble."""

from collections import deque
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from yoga_models.asanas.catalogue import Asana
from yoga_models.body.angles import joint_angles
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
    ``None`` where both are alike.
    """

    asana: Asana
    side: Side | None
    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.asana.id,
            "sanskrit": self.asana.sanskrit,
            "english": self.asana.english,
            "side": self.side,
            "start": round(self.start, 2),
            "seconds": round(self.seconds, 2),
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
        self._sides.append((time, bent_side(joints) if joints is not None else None))
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
            self.current = replace(now, side=now.side or side, end=max(now.end, hold.end))

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
    angles = joint_angles(joints)
    for part in ("knee", "hip"):
        left, right = angles[f"left_{part}"], angles[f"right_{part}"]
        if left is not None and right is not None and abs(left - right) > _TELLING_DEGREES:
            return "left" if left < right else "right"
    return None
