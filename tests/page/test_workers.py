"""The networks in processes of their own: they load while the page is built, and one that dies is replaced."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from demo.service import workers as service
from demo.service.workers import LostError, Workers
from tests.support import mortal
from tests.support.scripted import person
from yoga_models import WeightsError, YogaPose

PHOTO = np.full((64, 48, 3), 99, np.uint8)

Start = Callable[..., Workers]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts processes, and ends them after the test."""
    started: list[Workers] = []

    def start(load: Any = mortal.MortalModel, count: int = 1) -> Workers:
        started.append(Workers(load, count))
        return started[-1]

    yield start
    for workers in started:
        workers.close()


def until(holds: Callable[[], Any]) -> None:
    """Wait for something that takes a moment."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_whoever_asks_too_early_waits(start: Start) -> None:
    begun = time.monotonic()
    workers = start(mortal.load_slowly)
    assert time.monotonic() - begun < 0.9, "making it takes no time"
    assert workers.runtime is None
    assert workers.processes == []
    answer = workers.analyze(PHOTO, name="grey.png")
    assert (answer.file, answer.width, answer.height) == ("grey.png", 48, 64)
    assert workers.runtime == workers.wait() == {"engine": "script", "precision": "f32"}


def test_the_answer_is_that_of_the_networks_themselves(start: Start) -> None:
    workers, model = start(YogaPose.from_pretrained), YogaPose.from_pretrained()
    one, other = (asked.analyze(PHOTO).to_dict() for asked in (workers, model))
    for answer in (one, other):
        del answer["timing_ms"]
    assert one == other
    assert np.array_equal(workers.inspect(PHOTO).pafs, model.inspect(PHOTO).pafs)
    frames = [asked.follow(PHOTO, (person(48, 64),)) for asked in (workers, model)]
    assert [(len(frame.people), frame.verdict) for frame in frames] == [(0, "no_person")] * 2


@pytest.mark.parametrize(
    ("load", "error", "words"),
    [(mortal.load_nothing, WeightsError, "There are none"), (mortal.die_early, RuntimeError, "ended while it loaded")],
)
def test_what_goes_wrong_is_told_to_whoever_asks(start: Start, load: Any, error: type[Exception], words: str) -> None:
    workers = start(load)
    for ask in (workers.wait, lambda: workers.analyze(PHOTO)):
        with pytest.raises(error, match=words):
            ask()
    assert workers.runtime is None


def test_a_process_that_dies_takes_one_photo_with_it(start: Start) -> None:
    workers = start(count=2)
    workers.wait()
    names = [f"{'deadly' if number == 7 else number}.jpg" for number in range(20)]

    def ask(name: str) -> str:
        try:
            return workers.analyze(PHOTO, name=name).file or ""
        except LostError:
            return "lost"

    with ThreadPoolExecutor(4) as visitors:
        answers = list(visitors.map(ask, names))
    assert answers == ["lost" if name == "deadly.jpg" else name for name in names]
    until(lambda: len(workers.processes) == 2)
    assert workers.lost == 1


def test_a_process_killed_between_photos_harms_nobody(start: Start) -> None:
    workers = start()
    workers.wait()
    (process,) = workers.processes
    os.kill(process, signal.SIGKILL)
    until(lambda: process not in workers.processes)
    assert workers.analyze(PHOTO, name="next.jpg").file == "next.jpg"


def test_a_process_that_hangs_is_replaced(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_SECONDS", 1.0)
    workers = start()
    workers.wait()
    with pytest.raises(LostError):
        workers.analyze(PHOTO, name="hangs.jpg")
    monkeypatch.undo()
    assert workers.analyze(PHOTO, name="next.jpg").file == "next.jpg"


def test_an_error_of_the_networks_keeps_its_words_to_itself(start: Start, capfd: pytest.CaptureFixture[str]) -> None:
    workers = start()
    with pytest.raises(RuntimeError, match=r"^ValueError$"):
        workers.analyze(PHOTO, name="broken.jpg")
    assert "broken.jpg" not in "".join(capfd.readouterr())
    assert workers.lost == 0


def test_the_number_of_processes_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "usable_cores", lambda: 2)
    assert service.usual_count() == 1
    monkeypatch.setattr(service, "usable_cores", lambda: 64)
    assert service.usual_count() == 4
    monkeypatch.setenv(service.ENVIRONMENT, "3")
    assert service.usual_count() == 3
    monkeypatch.setenv(service.ENVIRONMENT, "many")
    assert service.usual_count() == 4
