"""How long the app takes to begin: ``python -m tests.browser.start_times``.

No test: from ``app.py`` to the page, and to its first answer about a photo, asked for as soon as the page is there. The
machine should have nothing else to do. Prints one JSON object, seconds.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.browser.chromium import running_app
from tests.support.checkout import EXAMPLES
from tests.support.visitor import send, upload

_RUNS = 3


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure how long the app takes to begin.")
    parser.add_argument("--runs", type=int, default=_RUNS, help="how often to start it (default: %(default)s)")
    options = parser.parse_args()
    runs = [measure() for _ in range(options.runs)]
    pages, answers = zip(*runs, strict=True)
    figures = {
        "page": round(statistics.median(pages), 2),
        "first answer": round(statistics.median(answers), 2),
        "cores": os.cpu_count(),
        "load over 15 minutes": round(os.getloadavg()[2], 1),
    }
    sys.stdout.write(f"{json.dumps(figures)}\n")


def measure() -> tuple[float, float]:
    """Seconds from the start to the page, and to the first answer. Raises ``RuntimeError`` where there is none."""
    photo = (EXAMPLES / "tree.jpg").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        with running_app(Path(folder, "log.txt")) as address:
            page, url = time.monotonic() - begun, address.rstrip("/")
            path = upload(url, photo, "tree.jpg").json()[0]
            file = {"path": path, "orig_name": "tree.jpg", "meta": {"_type": "gradio.FileData"}}
            if "Vriksasana" not in send(url, file):
                raise RuntimeError("the tree is not answered")
            return page, time.monotonic() - begun


if __name__ == "__main__":
    main()
