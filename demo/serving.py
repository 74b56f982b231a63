"""How the page is served: what a request may carry and reach, what is written down, and what is kept for how long.

Gradio does more than this page needs: it fetches links that a request contains, cuts screen recordings, and prints the
messages of errors, which may hold the name of a visitor's file. All of that is closed here.
"""

import asyncio
import atexit
import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import gradio as gr
import safehttpx
from gradio import queueing, routes
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from demo.service.log import print_error
from demo.service.watch import ROUTES
from demo.words import common as words
from yoga_models.video.files import LIMITS

#: The largest file that may be uploaded: a clip; no photo needs more.
MAX_FILE_BYTES = LIMITS.bytes
#: The largest request: such a file and some words around it.
MAX_REQUEST_BYTES = MAX_FILE_BYTES + 1024 * 1024

#: Of how many visitors something is kept, a third of a megabyte each: of those who were there last. Programs that ask
#: and vanish never say that they leave.
MAX_SESSIONS = 500

#: Files are deleted when older than the one, looked for as often as the other: gone in less than an hour.
KEEP_SECONDS = 45 * 60
LOOK_EVERY_SECONDS = 10 * 60

# After so many answers Gradio works out figures, with pandas, for a page of its own that is closed here.
_NEVER = str(10**12)

_FOLDER_PREFIX = "yoga-pose-studio-"
_CLOSED = ("/gradio_api/process_recording", "/gradio_api/proxy=")


def options() -> dict[str, Any]:
    """What ``launch()`` is to be called with so that photos, and this machine, stay out of others' reach."""
    return {
        "max_file_size": MAX_FILE_BYTES,
        # Gradio would keep every photo and answer in the browser's storage.
        "run_history": False,
        "enable_monitoring": False,
        "state_session_capacity": MAX_SESSIONS,
        "ssr_mode": False,
        "app_kwargs": {
            "middleware": [Middleware(Gate, max_bytes=MAX_REQUEST_BYTES)],
            "lifespan": _keep_clean,
            "routes": ROUTES,
        },
    }


def prepare() -> None:
    """Close what is not needed and give this run a temporary folder of its own. Call it before the page is built."""
    for module in (queueing, routes):
        module.traceback = SimpleNamespace(print_exc=print_error)  # type: ignore[attr-defined]
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = _NEVER
    safehttpx.get = safehttpx.async_validate_url = _fetch_nothing
    if "GRADIO_TEMP_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix=_FOLDER_PREFIX)
        os.environ["GRADIO_TEMP_DIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


async def _fetch_nothing(*_: Any, **__: Any) -> NoReturn:
    raise gr.Error(words.NOTHING_FETCHED, print_exception=False)


def sweep(folder: Path, keep_seconds: float) -> None:
    """Delete every file below ``folder`` that is older, and folders that have been empty for as long."""
    limit = time.time() - keep_seconds
    for path in sorted(folder.rglob("*"), reverse=True):  # what a folder holds before the folder
        with contextlib.suppress(OSError):  # gone already, or a folder in use
            if path.lstat().st_ctime < limit:
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def sweep_all() -> None:
    """Delete what is old in this run's folder and in those of others."""
    own = Path(os.environ["GRADIO_TEMP_DIR"])
    # Runs that were killed could not clear up after themselves.
    others = Path(tempfile.gettempdir()).glob(f"{_FOLDER_PREFIX}*")
    for folder in {own, *others}:
        sweep(folder, KEEP_SECONDS)


@contextlib.asynccontextmanager
async def _keep_clean(_: Any) -> AsyncIterator[None]:
    async def for_ever() -> None:
        while True:
            await asyncio.to_thread(sweep_all)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    task = asyncio.create_task(for_ever())
    yield
    task.cancel()


class _TooLargeError(Exception):
    """A request has more bytes than are read."""


class Gate:
    """ASGI middleware: refuses what is too large or goes where it should not, and keeps errors' words out of logs."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app, self.max_bytes = app, max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(_CLOSED):
            await _refuse(send, 404, "There is nothing here.")
            return
        received, too_large, started = 0, False, False

        async def counted() -> Message:
            nonlocal received, too_large
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                too_large = True
                raise _TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if not too_large:
                started = True
                await send(message)

        try:
            if _length(scope) > self.max_bytes:
                raise _TooLargeError
            await self.app(scope, counted, watched)
        except _TooLargeError:
            too_large = True
        except Exception:
            print_error()
            if not started:
                await _refuse(send, 500, "This did not work. Try again.")
        if too_large and not started:
            await _refuse(send, 413, f"A request may have {self.max_bytes >> 20} MB at most.")


def _length(scope: Scope) -> int:
    """The length that a request says it has, in bytes; 0 where it says none."""
    stated = dict(scope["headers"]).get(b"content-length", b"0")
    return int(stated) if stated.isdigit() else 0


async def _refuse(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
