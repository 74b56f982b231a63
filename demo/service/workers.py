"""The networks in processes of their own: one that dies takes no visitor with it but the one whose photo it had.

The first is started before the page is built and loads the networks meanwhile; whoever asks too early waits for it.
Nothing of Gradio is imported here.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from demo.service.log import print_error, set_up, write
from yoga_models import Analysis, YogaPose
from yoga_models.imaging.read import load_image
from yoga_models.joints.inspection import Inspection
from yoga_models.results import Person
from yoga_models.runtime.threads import usable_cores

#: How many processes there are, if not as many as suit the machine.
ENVIRONMENT = "YOGA_POSE_WORKERS"

#: Who needs longer for a photo hangs, and is ended.
MAX_SECONDS = 120.0

# A process that can't load its networks any more is started again after as long as this, and doubly as long each time.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# More cores than these make no photo quicker, and more processes than these hold memory for nothing.
_CORES_EACH, _MOST = 2, 4


class LostError(Exception):
    """The process that had the photo died, or hung and was ended; or there has been none for long."""


def usual_count() -> int:
    """How many processes there are: what YOGA_POSE_WORKERS says, else what suits the machine."""
    wanted = os.environ.get(ENVIRONMENT, "")
    if wanted.isdigit() and int(wanted):
        return int(wanted)
    return min(_MOST, max(1, usable_cores() // _CORES_EACH))


class Workers:
    """What the page asks of ``YogaPose``, from ``count`` processes that have one each.

    ``load`` makes one, and can be pickled. As many may ask at once as there are processes; more wait.
    """

    def __init__(self, load: Callable[[], YogaPose], count: int | None = None) -> None:
        self.count = count or usual_count()
        self.lost = 0
        self._load = load
        self._runtime: Future[dict[str, str]] = Future()
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._alive: set[_Worker] = set()
        self._closed = threading.Event()
        threading.Thread(target=self._keep_alive, args=(True,), daemon=True).start()

    def wait(self) -> dict[str, str]:
        """What runs the networks, ``engine`` and ``precision``, as soon as it is known. Raises what loading raised."""
        return self._runtime.result()

    @property
    def runtime(self) -> dict[str, str] | None:
        """As ``wait``; ``None`` where that is not known yet, or loading failed."""
        return self._runtime.result() if self._runtime.done() and not self._runtime.exception() else None

    @property
    def processes(self) -> list[int]:
        """The numbers of the processes whose networks are loaded."""
        return sorted(worker.process.pid or 0 for worker in self._alive)

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """As ``YogaPose.analyze``. Raises ``LostError`` too."""
        return self._ask("analyze", load_image(source), name=name)

    def follow(self, frame: Any, expected: Sequence[Person], name: str | None = None) -> Analysis:
        """As ``YogaPose.follow``. Raises ``LostError`` too."""
        return self._ask("follow", load_image(frame), expected=expected, name=name)

    def inspect(self, source: Any) -> Inspection:
        """As ``YogaPose.inspect``. Raises ``LostError`` too."""
        return self._ask("inspect", load_image(source))

    def close(self) -> None:
        """End the processes."""
        self._closed.set()
        for worker in list(self._alive):
            worker.process.kill()

    def _ask(self, question: str, pixels: np.ndarray, **more: Any) -> Any:
        self.wait()
        try:
            worker = self._idle.get(timeout=MAX_SECONDS)
            while not worker.process.is_alive():  # it died while nobody asked it
                worker = self._idle.get(timeout=MAX_SECONDS)
        except Empty as error:
            raise LostError from error
        try:
            fine, answer = worker.ask(question, pixels, more)
        except (OSError, EOFError) as error:
            worker.process.kill()
            raise LostError from error
        self._idle.put(worker)
        if fine:
            return answer
        raise answer

    def _keep_alive(self, first: bool) -> None:
        """See that one process is there, and another when it dies. ``first``: it tells what runs the networks."""
        pause = _FIRST_PAUSE
        while not self._closed.is_set():
            worker = _Worker(self._load, max(1, usable_cores() // self.count), quiet=not first or self._runtime.done())
            try:
                runtime = worker.loaded()
            except BaseException as error:  # whoever waits is to be told
                worker.process.kill()
                if first and not self._runtime.done():
                    self._runtime.set_exception(error)
                    return
                self._closed.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            pause = _FIRST_PAUSE
            self._alive.add(worker)
            self._idle.put(worker)
            write("worker", state="ready", **runtime)
            if first and not self._runtime.done():
                self._runtime.set_result(runtime)
                for _ in range(self.count - 1):  # only now: two that load at once would be slower than one
                    threading.Thread(target=self._keep_alive, args=(False,), daemon=True).start()
            worker.process.join()
            self._alive.discard(worker)
            self.lost += not self._closed.is_set()
            write("worker", state="gone", status=worker.process.exitcode)


class _Worker:
    """One process and the line to it."""

    def __init__(self, load: Callable[[], YogaPose], threads: int, quiet: bool) -> None:
        spawn = multiprocessing.get_context("spawn")  # a fork would copy the page's locks as its threads hold them
        self._line, far_end = spawn.Pipe()
        self.process: BaseProcess = spawn.Process(
            target=_work, args=(load, threads, quiet, far_end), name="networks", daemon=True
        )
        self.process.start()
        far_end.close()  # the process has it: where it dies, the line ends

    def loaded(self) -> dict[str, str]:
        """Wait for the networks; what runs them. Raises what loading raised."""
        try:
            fine, said = self._line.recv()
        except EOFError:
            raise RuntimeError("The process with the networks ended while it loaded them.") from None
        if fine:
            return said
        raise said

    def ask(self, question: str, pixels: np.ndarray, more: dict[str, Any]) -> tuple[bool, Any]:
        """Whether there is an answer, and it; or the error. Raises ``OSError`` or ``EOFError`` where the process died
        or hangs.
        """
        self._line.send((question, pixels.shape, more))
        self._line.send_bytes(np.ascontiguousarray(pixels).reshape(-1).data)
        if not self._line.poll(MAX_SECONDS):
            raise OSError("no answer")
        return self._line.recv()


def _work(load: Callable[[], YogaPose], threads: int, quiet: bool, line: Connection) -> None:
    """What a process does: load the networks, then answer until the page is gone. ``quiet``: another has warned."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the page, which ends this one
    os.environ["OMP_NUM_THREADS"] = str(threads)
    if quiet:
        logging.disable(logging.WARNING)
    set_up()
    with suppress(EOFError, OSError):  # the page is gone
        try:
            model = load()
            model.warm_up()
        except Exception as error:
            line.send((False, error))
            return
        line.send((True, model.runtime))
        while True:
            question, shape, more = line.recv()
            pixels = np.empty(shape, np.uint8)
            line.recv_bytes_into(pixels.reshape(-1).data)
            try:
                answer = True, getattr(model, question)(pixels, **more)
            except Exception as error:
                print_error()  # the page learns no more of it than its kind
                answer = False, RuntimeError(type(error).__name__)
            line.send(answer)
