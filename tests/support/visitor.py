"""A visitor of the page without a browser: uploads files and calls functions as the page's own script does."""

from functools import cache
from typing import Any

import httpx


def upload(url: str, content: bytes, name: str = "photo.png") -> httpx.Response:
    """Upload a file; the answer holds its path in the page's temporary folder."""
    return httpx.post(f"{url}/gradio_api/upload", files={"files": (name, content)}, timeout=60)


@cache
def functions(url: str) -> dict[int, dict[str, Any]]:
    """What the page tells its script about each of its functions, by number."""
    config = httpx.get(f"{url}/config", timeout=60).json()
    return {entry["id"]: entry for entry in config["dependencies"] if entry["backend_fn"]}


def send(url: str, payload: Any, function: int | None = None) -> str:
    """Send something to a function of the page, for each of its inputs; returns all that comes back.

    By default the function is the one that analyses a photo.
    """
    if function is None:
        function = next(number for number, entry in functions(url).items() if entry["api_name"] == "analyze")
    data = [payload] * len(functions(url)[function]["inputs"])
    body = {"data": data, "fn_index": function, "session_hash": "a-visitor", "event_data": None}
    with httpx.Client(base_url=url, timeout=60) as client:
        joined = client.post("/gradio_api/queue/join", json=body)
        if joined.status_code != 200:
            return joined.text
        lines = []
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": "a-visitor"}) as events:
            for line in events.iter_lines():
                lines.append(line)
                if '"process_completed"' in line or '"close_stream"' in line:
                    break
        return "\n".join(lines)
