"""A visitor of the page without a browser: uploads files and calls functions as the page's own script does."""

from typing import Any

import httpx


def upload(url: str, content: bytes, name: str = "photo.png") -> httpx.Response:
    """Upload a file; the answer holds its path in the page's temporary folder."""
    return httpx.post(f"{url}/gradio_api/upload", files={"files": (name, content)}, timeout=60)


def send(url: str, payload: Any, fn_index: int = 0, inputs: int = 1) -> str:
    """Send something to one of the page's functions, for each of its inputs; returns all that comes back."""
    body = {"data": [payload] * inputs, "fn_index": fn_index, "session_hash": "a-visitor", "event_data": None}
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
