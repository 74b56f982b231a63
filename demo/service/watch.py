"""``/health`` and ``/metrics``: whether the page can answer, and how much it does. Neither holds a photo or a name."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import gradio as gr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import yoga_models
from demo.service.metrics import CONTENT_TYPE, Metrics
from demo.service.places import PLACES, running, waiting

Now = Iterator[tuple[str, str, Mapping[str, str], float]]


class Engine(Protocol):
    """What can be asked of the processes with the networks: see ``Workers``."""

    count: int
    lost: int

    @property
    def runtime(self) -> dict[str, str] | None: ...

    @property
    def processes(self) -> Sequence[int]: ...


@dataclass(frozen=True)
class Service:
    """What is to be watched of a page. ``engine``: ``None`` where the networks are in the page's own process."""

    metrics: Metrics
    engine: Engine | None


def health(request: Request) -> Response:
    """Whether the networks can be asked: status 200, else 503; and what runs them."""
    engine = _service(request).engine
    ready = engine is None or bool(engine.processes)
    told = {"status": "ok" if ready else "not ready", "version": yoga_models.__version__}
    return JSONResponse({**told, **((engine and engine.runtime) or {})}, 200 if ready else 503)


def numbers(request: Request) -> Response:
    """What Prometheus collects."""
    service = _service(request)
    text = service.metrics.text(_now(request.app.get_blocks(), service.engine))
    return Response(text, media_type=CONTENT_TYPE)


#: Both, for the page that is served.
ROUTES = [Route("/health", health), Route("/metrics", numbers)]


def watch(page: gr.Blocks, service: Service) -> None:
    """Let ``ROUTES`` find what they tell about a page."""
    page.service = service  # type: ignore[attr-defined]


def _service(request: Request) -> Service:
    found: Service = request.app.get_blocks().service
    return found


def _now(page: gr.Blocks, engine: Engine | None) -> Now:
    for kind, places in PLACES.items():
        yield "places", "How many may wait", {"kind": kind}, places
    for kind, count in waiting(page._queue).items():
        yield "waiting", "How many wait in line", {"kind": kind}, count
    for kind, count in running(page._queue).items():
        yield "running", "How many are being answered", {"kind": kind}, count
    processes = {"page": [os.getpid()]}
    if engine is not None:
        processes["engine"] = list(engine.processes)
        yield "engine_processes", "Processes with networks that are ready", {}, len(engine.processes)
        yield "engine_processes_wanted", "Processes with networks that there should be", {}, engine.count
        yield "engine_processes_lost", "Processes with networks that ended and were replaced", {}, engine.lost
        if engine.runtime:
            yield "engine_info", "What runs the networks", engine.runtime, 1
    for part, numbers in processes.items():
        yield "resident_bytes", "Memory that is held", {"part": part}, sum(map(resident_bytes, numbers))


def resident_bytes(process: int) -> int:
    """Memory that a process holds; 0 where that is not known."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
