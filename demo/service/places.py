"""The line of visitors: how many may wait, what those are told, and what is counted of it.

Gradio keeps the line, tells everybody their place and how long it will take, and gives the place of whoever leaves to
the next. Here it gets an end for each kind of work, and an estimate that follows what the last ones took.
"""

import math
import time
from typing import Any

import gradio as gr
from fastapi import HTTPException
from gradio.queueing import Event, ProcessTime, Queue
from gradio.server_messages import EventMessage, ProcessCompletedMessage

from demo.service.log import write
from demo.service.metrics import Metrics
from demo.service.workers import usual_count
from demo.words import common as words

#: Handlers that run a network on photos share one line.
NETWORK = "photos"

#: Clips wait for each other, not for photos: a photo that comes in meanwhile takes turns with one clip, frame by frame,
#: and takes about twice as long instead of waiting for minutes.
CLIPS = "clips"

#: Several photos of one visitor wait for those of others, not for single photos, and take turns with these one by one.
SEVERAL = "several"

#: So many of the first in line are answered at once: while the networks look at one photo, another is read or drawn.
AT_ONCE = usual_count() + 1

#: How many may wait for an answer: for one to a photo, to several photos, to a clip, and for what takes no network.
PLACES = {NETWORK: 32, SEVERAL: 8, CLIPS: 4, "choices": 256}

# How much the last answer weighs in what the next is expected to take.
_WEIGHT = 0.1

_REQUESTS = "requests_total", "Requests that waited in line, by kind and by what became of them"
_SECONDS = "request_seconds", "From joining the line to the answer"


class Recent(ProcessTime):
    """How long answers take, the last ones above all; what Gradio asks of its own mean over all times."""

    def __init__(self) -> None:
        super().__init__()
        self.avg_time: float = 0.0  # type: ignore[assignment]

    def add(self, time: float) -> None:
        """Another one took so many seconds."""
        self.count += 1
        self.avg_time += max(_WEIGHT, 1 / self.count) * (time - self.avg_time)


class Times(dict[Any, ProcessTime]):
    """How long answers take, by line: what one function of it took tells of the others."""

    def __contains__(self, function: Any) -> bool:
        return super().__contains__(function.concurrency_id)

    def __getitem__(self, function: Any) -> ProcessTime:
        return self.setdefault(function.concurrency_id, Recent())


def kind_of(concurrency_id: str) -> str:
    """What kind of work a line of Gradio's is for."""
    return concurrency_id if concurrency_id in PLACES else "choices"


def give_places(page: gr.Blocks, metrics: Metrics) -> None:
    """Give the line of a page, which has one already, its end and its estimate; count what becomes of its visitors."""
    queue = page._queue
    queue.process_time_per_fn = Times()  # type: ignore[assignment]
    join, tell = queue.push, queue.send_message

    async def push(body: Any, request: Any, username: str | None) -> Any:
        function = page.fns.get(body.fn_index) if body.fn_index is not None else None
        if function is not None:
            kind = kind_of(function.concurrency_id)
            if waiting(queue)[kind] >= PLACES[kind]:
                seconds = seconds_to_wait(queue, kind)
                metrics.count(*_REQUESTS, kind=kind, outcome="busy")
                write("request", kind=kind, outcome="busy")
                # 503 would be the word for it, but Gradio's script has a sentence of its own for that.
                raise HTTPException(429, words.busy(seconds), {"Retry-After": str(seconds)})
        return await join(body, request, username)

    def send_message(event: Event, event_message: EventMessage) -> None:
        if isinstance(event_message, ProcessCompletedMessage):
            outcome = "left" if not event.alive else "answered" if event_message.success else "failed"
            kind, seconds = kind_of(event.concurrency_id), time.monotonic() - event.enqueue_time
            metrics.count(*_REQUESTS, kind=kind, outcome=outcome)
            metrics.time(*_SECONDS, seconds, kind=kind)
            if kind != "choices":
                write("request", kind=kind, outcome=outcome, seconds=round(seconds, 3))
        tell(event, event_message)

    queue.push, queue.send_message = push, send_message  # type: ignore[method-assign]


def waiting(queue: Queue) -> dict[str, int]:
    """How many wait, by kind."""
    found = dict.fromkeys(PLACES, 0)
    for name, line in list(queue.event_queue_per_concurrency_id.items()):
        found[kind_of(name)] += len(line.queue)
    return found


def running(queue: Queue) -> dict[str, int]:
    """How many are being answered, by kind."""
    found = dict.fromkeys(PLACES, 0)
    for name, line in list(queue.event_queue_per_concurrency_id.items()):
        found[kind_of(name)] += line.current_concurrency
    return found


def seconds_to_wait(queue: Queue, kind: str) -> int:
    """In how many seconds a place is free and the line half as long; 1 at least, and where nothing is known."""
    total = 0.0
    for name, line in queue.event_queue_per_concurrency_id.items():
        if kind_of(name) == kind:
            times = [queue.process_time_per_fn[event.fn].avg_time for event in line.queue]
            total += sum(times) / (line.concurrency_limit or 1)
    return max(1, math.ceil(total / 2))
