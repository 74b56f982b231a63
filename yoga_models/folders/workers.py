"""Photos analysed in processes that may die or hang: that costs one photo its answer, never the run."""

import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, TypeVar

from yoga_models.runtime.threads import usable_cores

Task = TypeVar("Task")
Answer = TypeVar("Answer")

SECONDS = 120.0
"""How long a photo may take. Those of 60 megapixels take less than 10 seconds of one core."""

_MOST_PROCESSES = 16
"""Each holds some 0.4 GB."""
_MOST_WITH_TORCH = 4
"""Torch brings threads or a graphics card, which several processes share, each with memory of its own on it."""
_AHEAD = 64
"""How many photos a process may be ahead of the one that is to be written next."""
_SECONDS_TO_LOAD = 300.0
_MOST_IN_A_ROW = 10

_CONTEXT = multiprocessing.get_context("spawn")  # forked engines hang


class WorkerLostError(RuntimeError):
    """The process is gone. The message is a plain sentence about its photo."""


def shares(engine: str | None = None, device: str | None = None) -> tuple[int, int]:
    """How many processes suit this machine, and how many threads each: together no more than the usable cores.

    One thread a process is quickest on a CPU: a batch costs as much as its photos one by one, and threads wait for each
    other. ``engine``, ``device``: as they were asked for.
    """
    cores = usable_cores()
    with_torch = engine == "torch" or device not in (None, "cpu")
    processes = min(cores, _MOST_WITH_TORCH if with_torch else _MOST_PROCESSES)
    return processes, cores // processes


class Workers(Generic[Task, Answer]):
    """Processes that answer tasks, started when they are needed and again when they are lost.

    ``make``: called once in each process with ``arguments`` and whether it is the first one; returns what answers a
    task. All of these, tasks and answers must pickle. What ``make`` raises is raised by ``answers``, and so is any
    ``OSError`` of answering: what is wrong there is wrong for all. ``lost``: the answer for a task whose process died
    or took longer than ``seconds``, made of the task and a sentence. ``processes`` and ``threads``: as of ``shares``.
    """

    def __init__(
        self,
        make: Callable[..., Callable[[Task], Answer]],
        arguments: tuple[Any, ...],
        lost: Callable[[Task, str], Answer],
        processes: int = 1,
        threads: int = 1,
        seconds: float = SECONDS,
    ) -> None:
        self.processes, self.seconds = processes, seconds
        self._make, self._arguments, self._lost, self._threads = make, arguments, lost, threads
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(processes):
            self._idle.put(None)
        self._pool = ThreadPoolExecutor(processes)
        self._lock = threading.Lock()
        self._alive: set[_Worker] = set()
        self._started = self._lost_in_a_row = 0
        self._stopping = False

    def __enter__(self) -> "Workers[Task, Answer]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._stopping = True
            for worker in self._alive:
                worker.process.kill()
        self._pool.shutdown(cancel_futures=True)

    def answers(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer]]:
        """Tasks with their answers, in order. Only so many are taken from ``tasks`` as keep the processes busy."""
        waiting: deque[tuple[Task, Future[Answer]]] = deque()
        most = _AHEAD * self.processes
        for task in tasks:
            waiting.append((task, self._pool.submit(self._ask, task)))
            while waiting and (waiting[0][1].done() or len(waiting) >= most):
                first, answer = waiting.popleft()
                yield first, answer.result()
        while waiting:
            first, answer = waiting.popleft()
            yield first, answer.result()

    def _ask(self, task: Task) -> Answer:
        worker = self._idle.get()
        try:
            worker = worker or self._start()
            answer: Answer = worker.ask(task, self.seconds)
            self._lost_in_a_row = 0
            return answer
        except WorkerLostError as error:
            self._forget(worker)
            worker = None
            self._lost_in_a_row += 1
            if self._lost_in_a_row >= _MOST_IN_A_ROW:
                raise RuntimeError(
                    f"{_MOST_IN_A_ROW} photos in a row ended the process that looked at them, the last of them so: "
                    f"{error} Something else must be wrong; another --engine may help."
                ) from None
            return self._lost(task, str(error))
        finally:
            self._idle.put(worker)

    def _start(self) -> "_Worker":
        with self._lock:
            if self._stopping:
                raise RuntimeError("The run is ending.")
            worker = _Worker(self._make, (*self._arguments, self._started == 0), self._threads)
            self._started += 1
            self._alive.add(worker)
        try:
            worker.wait_until_ready()
        except BaseException:
            self._forget(worker)
            raise
        return worker

    def _forget(self, worker: "_Worker | None") -> None:
        if worker:
            worker.end()
            with self._lock:
                self._alive.discard(worker)


class _Worker:
    """One process, and the line to it."""

    def __init__(self, make: Callable[..., Any], arguments: tuple[Any, ...], threads: int) -> None:
        self.line, other = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_work, args=(other, make, arguments, threads), daemon=True)
        blocked = hasattr(signal, "pthread_sigmask")
        # Ctrl-C reaches every process of a terminal; what it means, the main one decides. Children inherit the mask.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if blocked else set()
        try:
            self.process.start()
        finally:
            if blocked:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        other.close()

    def wait_until_ready(self) -> None:
        """Raises what kept the process from getting ready."""
        try:
            ready = self.line.poll(_SECONDS_TO_LOAD)
            error = self.line.recv() if ready else None
        except (EOFError, OSError):
            self.process.join(1)
            raise RuntimeError(
                f"A process that was to look at photos ended while it loaded the networks ({self._status()}). "
                "There may be too little memory; another --engine may help."
            ) from None
        if not ready:
            raise RuntimeError(f"The networks were not loaded within {_SECONDS_TO_LOAD:.0f} seconds.")
        if error is not None:
            raise error

    def ask(self, task: Any, seconds: float) -> Any:
        """The answer to a task. Raises ``WorkerLostError`` where none comes in time, and the ``OSError`` that may come
        instead of one.
        """
        try:
            self.line.send(task)
            if not self.line.poll(seconds):
                raise WorkerLostError(f"Looking at this file took longer than {seconds:g} seconds, so it was left.")
            answer = self.line.recv()
        except (EOFError, OSError):
            self.process.join(1)
            raise WorkerLostError(f"This file ended the process that looked at it ({self._status()}).") from None
        if isinstance(answer, OSError):
            raise answer
        return answer

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.line.close()

    def _status(self) -> str:
        code = self.process.exitcode
        return f"signal {-code}" if code is not None and code < 0 else f"status {code}"


def _work(
    line: Connection, make: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...], threads: int
) -> None:
    """What a process does: it says ``None`` when it is ready, or what went wrong, and then answers each task."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["OMP_NUM_THREADS"] = str(threads)  # what usable_cores goes by
    os.dup2(2, 1)  # standard output belongs to the main process
    with suppress(EOFError, OSError):
        try:
            answer = make(*arguments)
        except Exception as error:
            line.send(error)
            return
        line.send(None)
        while True:
            task = line.recv()
            try:
                line.send(answer(task))
            except OSError as error:
                line.send(error)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
