"""Visitors who send photo after photo over HTTP, as the page's own script does, and time what comes back."""

import asyncio
import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import numpy as np
from PIL import Image

from tests.support.checkout import EXAMPLES

# Refusals that mean "come back later", today's page's and an older one's.
_BUSY = (429, 503)
_MOST_SECONDS = 300.0


def photos(number: int) -> list[bytes]:
    """Photos, JPEG files: the examples, each moved sideways by some pixels, since the page remembers the originals."""
    paths = sorted(EXAMPLES.glob("*.jpg"))
    made = []
    for index in range(number):
        pixels = np.asarray(Image.open(paths[index % len(paths)]))
        file = io.BytesIO()
        Image.fromarray(np.roll(pixels, 1 + index, axis=1)).save(file, "jpeg", quality=90)
        made.append(file.getvalue())
    return made


@dataclass
class Seen:
    """What visitors met with: seconds until each answer, how often the page was busy, how often something else went
    wrong, and the answers by the number of the photo, without what differs from time to time.
    """

    seconds: list[float] = field(default_factory=list)
    busy: int = 0
    errors: int = 0
    answers: list[tuple[int, Any]] = field(default_factory=list)
    spent: float = 0.0


def visit(url: str, files: list[bytes], visitors: int, seconds: float, most: int) -> Seen:
    """So many visitors at once, each sending photo after photo until the time is over or ``most`` were sent by all."""
    # In a thread of their own: whoever calls may be running an event loop, as browser tests do.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _come(url, files, visitors, seconds, most)).result()


async def _come(url: str, files: list[bytes], visitors: int, seconds: float, most: int) -> Seen:
    seen, numbers = Seen(), count()
    async with httpx.AsyncClient(base_url=url, timeout=_MOST_SECONDS) as client:
        function = await _function_number(client)
    begun = time.monotonic()

    async def one(name: str) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=_MOST_SECONDS) as client:
            while time.monotonic() - begun < seconds and (number := next(numbers)) < most:
                await _send(client, function, name, number % len(files), files, seen)

    await asyncio.gather(*(one(f"visitor-{begun}-{index}") for index in range(visitors)))
    seen.spent = time.monotonic() - begun
    return seen


async def _function_number(client: httpx.AsyncClient) -> int:
    """By what number the page knows the function that analyses a photo."""
    config = (await client.get("/config")).json()
    return int(next(entry["id"] for entry in config["dependencies"] if entry["api_name"] == "analyze"))


async def _send(
    client: httpx.AsyncClient, function: int, name: str, photo: int, files: list[bytes], seen: Seen
) -> None:
    begun = time.monotonic()
    try:
        uploaded = await client.post("/gradio_api/upload", files={"files": ("photo.jpg", files[photo])})
        file = {"path": uploaded.json()[0], "orig_name": "photo.jpg", "meta": {"_type": "gradio.FileData"}}
        body = {"data": [file], "fn_index": function, "session_hash": name}
        joined = await client.post("/gradio_api/queue/join", json=body)
        if joined.status_code in _BUSY:
            seen.busy += 1
            await asyncio.sleep(float(joined.headers.get("retry-after", 1)))
            return
        joined.raise_for_status()
        answer = await _answer(client, name)
    except (httpx.HTTPError, ValueError, LookupError):
        seen.errors += 1
        return
    if answer is None:
        seen.errors += 1
        return
    seen.seconds.append(time.monotonic() - begun)
    seen.answers.append((photo, {key: value for key, value in answer.items() if key != "timing_ms"}))


async def _answer(client: httpx.AsyncClient, name: str) -> dict[str, Any] | None:
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": name}) as events:
        async for line in events.aiter_lines():
            told = json.loads(line[5:]) if line.startswith("data:") else {}
            if told.get("msg") == "process_completed":
                return told["output"]["data"][0] if told["success"] else None
    return None
