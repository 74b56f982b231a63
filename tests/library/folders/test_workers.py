"""Processes that die, hang or never start."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from yoga_models.folders.workers import Workers
from yoga_models.weights.manifest import WeightsError


def make(trouble: str, first: bool) -> Callable[[str], str]:  # noqa: ARG001
    """What a process answers: its task and its process."""
    if trouble == "no weights":
        raise WeightsError("There are no weights.")
    if trouble == "dies":
        os._exit(3)

    def answer(task: str) -> str:
        if task == "dies":
            os.kill(os.getpid(), signal.SIGSEGV)
        if task == "hangs":
            time.sleep(1000)
        if task == "full":
            raise OSError("no room")
        return f"{task} {os.getpid()}"

    return answer


def workers(trouble: str = "", processes: int = 1, seconds: float = 60.0) -> Workers[str, str]:
    return Workers(make, (trouble,), lambda task, sentence: f"lost {task}: {sentence}", processes, 1, seconds)


def test_a_photo_that_ends_or_holds_up_its_process_costs_one_answer() -> None:
    with workers(processes=2, seconds=3) as two:
        answers = dict(two.answers(["a", "dies", "b", "hangs", "c", "d"]))
    assert list(answers) == ["a", "dies", "b", "hangs", "c", "d"]
    assert answers["dies"] == "lost dies: This file ended the process that looked at it (signal 11)."
    assert answers["hangs"].startswith("lost hangs: Looking at this file took longer than 3 seconds")
    assert all(answers[name].startswith(f"{name} ") for name in "abcd")


def test_only_as_many_tasks_are_taken_as_keep_the_processes_busy() -> None:
    taken = 0

    def tasks() -> Iterator[str]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield str(number)

    with workers() as one:
        for _, (task, answer) in zip(range(10), one.answers(tasks()), strict=False):
            assert answer.startswith(f"{task} ")
            assert taken <= int(task) + 200


def test_what_keeps_a_process_from_starting_is_raised() -> None:
    with workers("no weights") as one, pytest.raises(WeightsError, match=r"There are no weights\."):
        list(one.answers(["a"]))
    with workers("dies") as one, pytest.raises(RuntimeError, match=r"ended while it loaded the networks \(status 3\)"):
        list(one.answers(["a"]))


def test_a_full_disk_ends_the_run() -> None:
    with workers() as one, pytest.raises(OSError, match="no room"):
        list(one.answers(["a", "full", "b"]))


def test_a_run_whose_photos_all_end_their_process_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yoga_models.folders.workers._MOST_IN_A_ROW", 3)
    with workers() as one, pytest.raises(RuntimeError, match="3 photos in a row"):
        list(one.answers(["dies"] * 20))


def test_leaving_ends_every_process_at_once() -> None:
    begun = time.monotonic()
    with workers(processes=2) as two:
        answers = two.answers(["a", "b", "hangs", "hangs"])
        processes = [int(next(answers)[1].split()[1]) for _ in range(2)]
        begun = time.monotonic()
    assert time.monotonic() - begun < 2
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
