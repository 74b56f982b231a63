"""From guesses frame by frame to a steady name, and to which asana was held from when to when."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from yoga_models.asanas.catalogue import Asana, load_catalogue
from yoga_models.asanas.guess import Guess, Verdict


@dataclass(frozen=True)
class HoldConfig:
    """Times in seconds, shares and probabilities 0 to 1.

    ``window``: how far back the guesses are averaged, and over how many ``frames`` at least (a slow machine may see
    less than one a second). ``enter`` and ``leave``: the share of confident frames in it from which there is a name,
    and below which there is none any more. ``ahead``: how much more probable another asana must be to take over.
    ``bridge``: the longest break that still belongs to a hold. ``shortest``: shorter holds are none.
    """

    window: float = 1.0
    frames: int = 3
    enter: float = 0.5
    leave: float = 0.25
    ahead: float = 0.1
    bridge: float = 1.5
    shortest: float = 2.0


@dataclass(frozen=True)
class Hold:
    """An asana held from ``start`` to ``end``, in seconds; ``probability``: its mean over that time."""

    asana: Asana
    start: float
    end: float
    probability: float

    @property
    def seconds(self) -> float:
        return self.end - self.start

    def to_dict(self) -> dict[str, Any]:
        guess = Guess(self.asana, self.probability).to_dict()
        return {**guess, "start": round(self.start, 2), "end": round(self.end, 2), "seconds": round(self.seconds, 2)}


@dataclass(frozen=True)
class _Frame:
    time: float
    probabilities: dict[int, float]  # by asana id, the most probable first
    confident: bool

    @property
    def best(self) -> int | None:
        return next(iter(self.probabilities), None)


class HoldTimer:
    """Watches one person: tell it what each frame shows, and ask what is held now and what was held before."""

    def __init__(self, config: HoldConfig | None = None) -> None:
        self.config = config or HoldConfig()
        self.current: Hold | None = None
        self._window: deque[_Frame] = deque()
        self._past: list[Hold] = []

    @property
    def holds(self) -> tuple[Hold, ...]:
        """All holds so far that lasted long enough, the current one included."""
        every = [*self._past, self.current] if self.current else self._past
        return tuple(hold for hold in every if hold.seconds >= self.config.shortest)

    def update(self, time: float, guesses: Sequence[Guess], verdict: Verdict) -> None:
        """One frame at ``time`` in seconds, greater than the frame's before; no guesses where the person is missing."""
        probabilities = {guess.asana.id: guess.probability for guess in guesses}
        self._window.append(_Frame(time, probabilities, verdict == "confident"))
        while len(self._window) > self.config.frames and time - self._window[0].time > self.config.window:
            self._window.popleft()
        named = self._named()
        if self.current and self.current.asana.id != named:
            self._past.append(self.current)
            self.current = None
        if named is not None:
            self.current = self._extended(self.current, named)

    def interrupt(self) -> None:
        """What was seen so far says nothing about what comes."""
        self._window.clear()
        if self.current:
            self._past.append(self.current)
        self.current = None

    def _named(self) -> int | None:
        """The asana, by id, that the window as a whole shows; ``None`` where it shows none surely."""
        means = self._means()
        now = self.current.asana.id if self.current else None
        sure = sum(frame.confident for frame in self._window) / len(self._window)
        if not means or len(self._window) < 2 or sure < (self.config.enter if now is None else self.config.leave):
            return None
        best = max(means, key=lambda asana: means[asana])
        if now is not None and means[best] < means.get(now, 0.0) + self.config.ahead:
            return now
        return best

    def _means(self) -> dict[int, float]:
        means: dict[int, float] = {}
        for frame in self._window:
            for asana, probability in frame.probabilities.items():
                means[asana] = means.get(asana, 0.0) + probability / len(self._window)
        return means

    def _extended(self, hold: Hold | None, asana: int) -> Hold | None:
        """The hold of this asana up to the last frame that shows it; a new one begins where the window first does."""
        shown = [frame for frame in self._window if frame.best == asana]
        if not shown:
            return hold
        if hold is None:
            hold = self._resumed(asana, shown[0].time)
        if hold is None:
            mean = sum(frame.probabilities[asana] for frame in shown) / len(shown)
            start = max(shown[0].time, self._past[-1].end) if self._past else shown[0].time
            return Hold(load_catalogue()[asana], start, max(start, shown[-1].time), mean)
        last = shown[-1]
        if last.time <= hold.end:
            return hold
        added = (last.time - hold.end) / (last.time - hold.start)
        mean = hold.probability + (last.probabilities[asana] - hold.probability) * added
        return replace(hold, end=last.time, probability=mean)

    def _resumed(self, asana: int, start: float) -> Hold | None:
        """The hold of this asana that ended so shortly before that it goes on; what came between is forgotten."""
        for index, hold in reversed(list(enumerate(self._past))):
            if start - hold.end > self.config.bridge:
                return None
            if hold.asana.id == asana:
                del self._past[index:]
                return hold
        return None
