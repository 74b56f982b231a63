"""Who may ask the networks next: kinds of work take turns, so that none of them keeps another waiting for long."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class CrowdedError(Exception):
    """As many of a kind are waiting as may."""


class Turns:
    """A door that lets ``at_once`` in. Where several kinds wait, each kind gets every so manieth turn; within a kind
    first come is first served.
    """

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._free = at_once
        self._lock = Lock()
        self._lines: OrderedDict[str, deque[Event]] = OrderedDict()  # the kind whose turn is next first

    def waiting(self, kind: str) -> int:
        """How many of a kind are waiting."""
        with self._lock:
            return len(self._lines.get(kind, ()))

    @contextmanager
    def take(self, kind: str, places: int | None = None) -> Iterator[None]:
        """Wait for a turn, and give it back at the end of the block.

        Raises ``CrowdedError`` at once where ``places`` of this kind are waiting already.
        """
        mine = Event()
        with self._lock:
            line = self._lines.setdefault(kind, deque())
            if places is not None and len(line) >= places:
                raise CrowdedError
            line.append(mine)
            self._let_in()
        mine.wait()
        try:
            yield
        finally:
            with self._lock:
                self._free += 1
                self._let_in()

    def _let_in(self) -> None:
        while self._free:
            kind = next((kind for kind, line in self._lines.items() if line), None)
            if kind is None:
                return
            self._lines.move_to_end(kind)
            self._lines[kind].popleft().set()
            self._free -= 1
