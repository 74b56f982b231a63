"""How many looks a second the Live tab gets from the app as users start it: ``python -m tests.browser.live_rate``.

A camera that is fed with a film stands before the page; browser and app share the machine, which should have nothing
else to do. Prints one JSON object.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import launch_chromium, running_app
from tests.support.films import practice_film

_SECONDS, _WARM_UP = 30.0, 5.0


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure how many looks a second Live gets.")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="how long to count (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        film = practice_film(Path(folder, "practice.mjpeg"))
        with running_app(Path(folder, "log.txt")) as url:
            browser = launch_chromium(playwright, film)
            figures = measure(browser.new_page(viewport={"width": 1280, "height": 900}), url, options.seconds)
            browser.close()
    load = {"cores": os.cpu_count(), "load over 15 minutes": round(os.getloadavg()[2], 1)}
    sys.stdout.write(f"{json.dumps(figures | load)}\n")


def measure(page: Page, url: str, seconds: float) -> dict[str, float | str]:
    """Looks a second that the page got over this time, once it is warm, and what it says of its rate."""
    looks: list[int] = []
    page.on("requestfinished", lambda request: looks.append(1) if request.url.endswith("/run/look") else None)
    page.goto(url)
    page.get_by_role("tab", name="Live").click()
    page.get_by_role("button", name="Start the camera").click()
    page.locator("#live-rate").get_by_text("a second").wait_for(timeout=120_000)
    page.wait_for_timeout(1000 * _WARM_UP)
    before = len(looks)
    page.wait_for_timeout(1000 * seconds)
    return {
        "looks a second": round((len(looks) - before) / seconds, 1),
        "said on the page": page.locator("#live-rate").inner_text(),
    }


if __name__ == "__main__":
    main()
