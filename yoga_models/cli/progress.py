"""How far a run over many photos is, on standard error: one line that changes on a terminal, plain lines elsewhere."""

import sys
import threading
import time
from collections.abc import Callable

_SECONDS_ON_A_TERMINAL, _SECONDS_ELSEWHERE = 0.5, 10.0


class Progress:
    """Counts photos. ``count``: finds out how many there are, in a thread of its own: until it knows, no time left is
    told.
    """

    def __init__(self, count: Callable[[], int]) -> None:
        self.done = self.errors = self.skipped = 0
        self._total: int | None = None
        self._terminal = sys.stderr.isatty()
        self._every = _SECONDS_ON_A_TERMINAL if self._terminal else _SECONDS_ELSEWHERE
        self._begun = self._told = time.monotonic()
        self._shown = False

        def find_out() -> None:
            self._total = count()

        threading.Thread(target=find_out, daemon=True).start()

    def step(self, failed: bool) -> None:
        """One more photo is done."""
        self.done += 1
        self.errors += failed
        if time.monotonic() - self._told >= self._every:
            self._told = time.monotonic()
            print(("\r" if self._terminal else "") + self.line(), end=self._end(), file=sys.stderr, flush=True)
            self._shown = True

    def clear(self) -> None:
        """Make room on the terminal for another line."""
        if self._terminal and self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False

    def finish(self) -> None:
        """Say how it went, if it took long enough for anybody to wait."""
        self.clear()
        if time.monotonic() - self._begun >= _SECONDS_ELSEWHERE:
            self._total = None
            print(self.line(), file=sys.stderr)

    def line(self) -> str:
        """How far it is: ``1,200 of 10,000 photos, 21.3 a second, 2 errors, 6 min 53 s left``."""
        rate = self.done / max(time.monotonic() - self._begun, 1e-3)
        reached = self.done + self.skipped
        of = f" of {self._total:,}" if self._total is not None else ""
        parts = [f"{reached:,}{of} photos", f"{rate:.1f} a second", f"{self.errors:,} errors"]
        if self._total is not None and rate:
            parts.append(f"{duration(max(self._total - reached, 0) / rate)} left")
        return ", ".join(parts)

    def _end(self) -> str:
        return "\x1b[K" if self._terminal else "\n"


def duration(seconds: float) -> str:
    """``2 h 5 min``, ``3 min 20 s`` or ``45 s``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
