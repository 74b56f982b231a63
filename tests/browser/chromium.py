"""Starting the browser and the page, for the tests and for the screenshots."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Playwright

from tests.support.checkout import ROOT

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A camera that shows a moving test picture, and no question whether it may.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
_SECONDS_TO_START = 300


def launch_chromium(playwright: Playwright, film: Path | None = None) -> Browser:
    """The machine's own Chromium or Chrome, without a window. Raises ``RuntimeError`` where there is none.

    ``film``: what its camera sees, as Motion JPEG; by default a moving test picture.
    """
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        raise RuntimeError("no Chromium or Chrome on this machine: run `make browser`")
    camera = [f"--use-file-for-fake-video-capture={film}"] if film else []
    return playwright.chromium.launch(executable_path=path, args=[*_FLAGS, *camera])


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(log: Path, python: str | Path = sys.executable) -> Iterator[str]:
    """As ``started_app``; yields the address alone."""
    with started_app(log, python) as (url, _):
        yield url


@contextmanager
def started_app(log: Path, python: str | Path = sys.executable, root: Path = ROOT) -> Iterator[tuple[str, int]]:
    """``app.py`` as ``make demo`` starts it, at a free port: yields its address and process, and ends it afterwards.

    ``log``: where its output goes; ``python``: whose packages it runs with; ``root``: of which checkout. Raises
    ``RuntimeError`` with that output when it does not start.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [python, "app.py"],
            cwd=root,
            env={**os.environ, "GRADIO_SERVER_NAME": "127.0.0.1", "GRADIO_SERVER_PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + _SECONDS_TO_START
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"app.py did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.05)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
