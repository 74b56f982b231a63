"""The load test itself: what it counts, against a page whose answers are known."""

import argparse
import os
from collections.abc import Iterator

import pytest

from demo.service import places
from tests.load.__main__ import Row, leak, measure, table
from tests.load.machine import busy_seconds, family, memory, processor_seconds, resident_bytes
from tests.load.visitors import Seen, photos, visit
from tests.support.scripted import ScriptedModel
from tests.support.served import served

OPTIONS = argparse.Namespace(seconds=60.0, most=12)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(ScriptedModel(), tmp_path_factory.mktemp("uploads")) as url:
        yield url


def test_every_answer_is_timed_and_compared(url: str) -> None:
    right: dict[int, object] = {0: {"another": "answer"}}
    row = measure("this", url, os.getpid(), 4, OPTIONS, right)
    assert len(row.seen.seconds) == OPTIONS.most
    assert (row.seen.busy, row.seen.errors, row.wrong) == (0, 0, 1)
    assert all(0 < seconds < row.seen.spent for seconds in row.seen.seconds)
    assert set(right) == set(range(OPTIONS.most))
    assert row.processor > 0
    assert row.megabytes > 10
    said = table([row])[-1]
    assert said.startswith("| this | 4 | 12 |")


def test_a_busy_page_is_no_error(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(places.PLACES, "photos", 0)
    seen = visit(url, photos(1), 2, 60.0, 2)
    assert (seen.busy, seen.errors, seen.answers) == (2, 0, [])


def test_memory_is_looked_at_over_many_answers(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.load.__main__._LEAK_WARM_UP", 4)
    said, _ = leak(url, os.getpid(), 6)
    assert said.startswith("6 analyses after 4:")


def test_nobody_answered_is_still_a_row() -> None:
    assert "nan" in table([Row("this", 1, Seen(spent=1.0), 0, 0.0, 0.0, 0.0)])[-1]


def test_what_a_process_spends_is_seen() -> None:
    own, all_of_them = processor_seconds(os.getpid()), busy_seconds()
    sum(range(10**7))
    assert os.getpid() in family(os.getpid())
    assert processor_seconds(os.getpid()) > own
    assert busy_seconds() > all_of_them
    assert resident_bytes(os.getpid()) > 1e7
    held = memory("self")
    assert 1e7 < held["proportional"] <= held["resident"]
