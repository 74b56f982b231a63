"""The page under load: a line with an end, turns that starve nobody, and numbers that name nobody."""

import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from typing import Any

import gradio as gr
import httpx
import pytest
from PIL import Image

from demo.parts.studio import FRAMES_WAITING, Studio
from demo.service import log, places
from demo.service.metrics import BUCKETS, Metrics
from demo.service.turns import CrowdedError, Turns
from demo.service.workers import LostError
from tests.support.scripted import ScriptedModel
from tests.support.served import served
from tests.support.visitor import functions, send, upload
from yoga_models import Analysis

NAME = "grandmother-in-lotus"
PLACES = 3


class Gated(ScriptedModel):
    """Answers, one after the other, only while the gate is open."""

    def __init__(self) -> None:
        self.gate, self.asked = threading.Event(), list[str | None]()
        self.gate.set()
        self.lost = False

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """As ``YogaPose.analyze``."""
        self.asked.append(name)
        self.gate.wait(60)
        if self.lost:
            raise LostError
        return super().analyze(source, name)


@pytest.fixture(scope="module")
def model() -> Gated:
    return Gated()


@pytest.fixture(scope="module")
def url(model: Gated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page, with a short line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(places.PLACES, "photos", PLACES)
        with served(model, tmp_path_factory.mktemp("uploads")) as url:
            yield url


class Visitor:
    """Somebody who sends a photo and reads what the line says, until they leave."""

    def __init__(self, url: str, name: str) -> None:
        self.client, self.who = httpx.Client(base_url=url, timeout=60), {"session_hash": name}
        content = BytesIO()
        Image.new("RGB", (60, 40), "white").save(content, "png")
        (path,) = upload(url, content.getvalue(), f"{name}.png").json()
        photo = {"path": path, "orig_name": f"{name}.png", "meta": {"_type": "gradio.FileData"}}
        number = next(number for number, entry in functions(url).items() if entry["api_name"] == "analyze")
        body = {"data": [photo], "fn_index": number, **self.who}
        self.joined = self.client.post("/gradio_api/queue/join", json=body)
        self.told: list[dict[str, Any]] = []
        self._stay = threading.Event()
        self._reading = threading.Thread(target=self._read, daemon=True)
        if self.joined.status_code == 200:
            self._reading.start()

    def _read(self) -> None:
        with (
            suppress(httpx.HTTPError),
            self.client.stream("GET", "/gradio_api/queue/data", params=self.who) as events,
        ):
            for line in events.iter_lines():
                if line.startswith("data:"):
                    self.told.append(json.loads(line[5:]))
                if self._stay.is_set() or (self.told and self.told[-1]["msg"] == "process_completed"):
                    return

    def answer(self) -> dict[str, Any]:
        self._reading.join(60)
        assert self.told[-1]["msg"] == "process_completed", self.told
        return dict(self.told[-1])

    def places(self) -> list[int]:
        """Where in line it was, as it was told."""
        return [message["rank"] for message in self.told if message["msg"] == "estimation"]

    def leave(self) -> None:
        self._stay.set()
        self.client.close()


def metrics(url: str) -> dict[str, float]:
    """Every number of ``/metrics``, each line of which is checked."""
    found = {}
    for line in httpx.get(f"{url}/metrics", timeout=60).text.splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# (HELP|TYPE) yoga_pose_\w+ .+", line), line
        else:
            match = re.fullmatch(r'(yoga_pose_\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})?) ([\d.e+-]+)', line)
            assert match, line
            found[match[1]] = float(match[2])
    return found


def until(holds: Any) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def waiting(url: str) -> float:
    return metrics(url)['yoga_pose_waiting{kind="photos"}']


def test_a_full_line_says_when_to_come_back(url: str, model: Gated) -> None:
    model.gate.clear()
    busy = 'yoga_pose_requests_total{kind="photos",outcome="busy"}'
    before = metrics(url).get(busy, 0)
    in_line = [Visitor(url, f"visitor-{number}") for number in range(2 + PLACES)]
    until(lambda: waiting(url) == PLACES)
    turned_away = Visitor(url, "late")
    assert turned_away.joined.status_code == 429
    assert re.fullmatch(r"This page is busy .* Try again in \d+ seconds?\.", turned_away.joined.json()["detail"])
    assert int(turned_away.joined.headers["retry-after"]) >= 1
    assert metrics(url)[busy] == before + 1
    # What needs no network is answered all the same, and so is a program that comes by another way.
    assert httpx.post(f"{url}/gradio_api/run/analyze", json={"data": [None]}, timeout=60).status_code == 404
    model.gate.set()
    assert all(visitor.answer()["success"] for visitor in in_line)


def test_everybody_is_told_the_place_they_have(url: str, model: Gated) -> None:
    model.gate.clear()
    in_line = [Visitor(url, f"line-{number}") for number in range(2 + PLACES)]
    until(lambda: waiting(url) == PLACES)
    until(lambda: [visitor.places()[-1:] for visitor in in_line[2:]] == [[0], [1], [2]])
    model.gate.set()
    assert all(visitor.answer()["success"] for visitor in in_line)


def test_whoever_leaves_gives_the_place_to_the_next(url: str, model: Gated) -> None:
    model.gate.clear()
    in_line = [Visitor(url, f"leaving-{number}") for number in range(2 + PLACES)]
    until(lambda: waiting(url) == PLACES)
    in_line[2].leave()
    until(lambda: waiting(url) == PLACES - 1)
    in_line.append(Visitor(url, "leaving-next"))
    assert in_line[-1].joined.status_code == 200
    model.gate.set()
    assert all(visitor.answer()["success"] for number, visitor in enumerate(in_line) if number != 2)
    assert "leaving-2.png" not in model.asked


def test_networks_that_are_lost_are_told_to_one_visitor(url: str, model: Gated) -> None:
    model.lost = True
    unlucky = Visitor(url, "unlucky").answer()
    model.lost = False
    assert not unlucky["success"]
    assert "not your photo's fault" in unlucky["output"]["error"]
    assert Visitor(url, "lucky").answer()["success"]


def test_the_page_says_that_it_is_well(url: str) -> None:
    answer = httpx.get(f"{url}/health", timeout=60)
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_numbers_name_nobody(url: str) -> None:
    answered = 'yoga_pose_requests_total{kind="photos",outcome="answered"}'
    before = metrics(url).get(answered, 0)
    assert Visitor(url, NAME).answer()["success"]
    assert '"success":false' in send(url, {"path": f"/home/{NAME}.png", "meta": {"_type": "gradio.FileData"}})
    now = metrics(url)
    assert now[answered] == before + 1
    assert now['yoga_pose_request_seconds_count{kind="photos"}'] >= now[answered]
    assert now['yoga_pose_looks_total{kind="photos",outcome="answered"}'] >= 1
    assert now['yoga_pose_resident_bytes{part="page"}'] > 1e6
    assert NAME not in httpx.get(f"{url}/metrics", timeout=60).text


def test_what_is_written_down_names_nobody(
    url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(log.ENVIRONMENT, "json")
    log.set_up()
    try:
        assert Visitor(url, NAME).answer()["success"]
        try:
            raise ValueError(NAME)
        except ValueError:
            log.print_error()
    finally:
        log.tear_down()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    told = {line["event"]: line for line in lines}
    assert told["request"]["kind"] == "photos"
    assert told["request"]["outcome"] == "answered"
    assert told["request"]["seconds"] >= 0
    assert told["error"]["kind"] == "ValueError"
    assert NAME not in json.dumps(lines)


def test_estimates_follow_the_last_answers() -> None:
    recent = places.Recent()
    recent.add(30.0)  # the first one waited for the networks to load
    for _ in range(60):
        recent.add(0.5)
    assert 0.5 <= recent.avg_time < 0.6


# --- turns ---


def test_no_kind_of_work_starves_another() -> None:
    turns, served, gate = Turns(1), list[str](), threading.Event()

    def work(kind: str) -> None:
        with turns.take(kind):
            gate.wait(60)
            served.append(kind)

    with ThreadPoolExecutor(40) as threads:
        threads.submit(work, "frames")
        until(lambda: turns.waiting("frames") == 0)
        for _ in range(20):
            threads.submit(work, "frames")
        until(lambda: turns.waiting("frames") == 20)
        for _ in range(5):
            threads.submit(work, "photos")
        until(lambda: turns.waiting("photos") == 5)
        gate.set()
    assert served.count("frames") == 21
    assert served[1:11].count("photos") == 5, "every second turn is a photo's"


def test_a_turn_is_given_back_after_an_error() -> None:
    turns = Turns(1)
    with pytest.raises(ValueError, match="wrong"), turns.take("photos"):
        raise ValueError("wrong")
    with turns.take("photos"):
        assert turns.waiting("photos") == 0


def test_frames_of_too_many_cameras_do_not_wait() -> None:
    model = Gated()
    model.gate.clear()
    studio = Studio(model)
    photo = Image.new("RGB", (60, 40))
    with ThreadPoolExecutor(1 + FRAMES_WAITING) as cameras:
        asked = [cameras.submit(studio.frames.follow, photo, ()) for _ in range(1 + FRAMES_WAITING)]
        until(lambda: studio.frames.turns.waiting("frames") == FRAMES_WAITING)
        with pytest.raises(CrowdedError):
            studio.frames.follow(photo, ())
        model.gate.set()
        assert all(answer.result().people for answer in asked)


def test_a_lost_model_is_a_sentence() -> None:
    model = Gated()
    model.lost = True
    with pytest.raises(gr.Error, match="not your photo's fault"):
        Studio(model).frames.follow(Image.new("RGB", (60, 40)), ())


# --- numbers ---


def test_times_are_counted_by_their_upper_ends() -> None:
    numbers = Metrics()
    for seconds in (0.05, 0.06, 3.0, 1e6):
        numbers.time("t", "Times", seconds, kind="a")
    numbers.count("c", "Counts", kind='quoted "word"')
    text = numbers.text([("g", "Now", {}, 2_000_000_001)])
    assert f'yoga_pose_t_bucket{{kind="a",le="{BUCKETS[0]}"}} 1' in text
    assert 'yoga_pose_t_bucket{kind="a",le="0.1"} 2' in text
    assert 'yoga_pose_t_bucket{kind="a",le="5.0"} 3' in text
    assert 'yoga_pose_t_bucket{kind="a",le="+Inf"} 4' in text
    assert 'yoga_pose_t_count{kind="a"} 4' in text
    assert r'yoga_pose_c{kind="quoted \"word\""} 1' in text
    assert "yoga_pose_g 2000000001" in text
