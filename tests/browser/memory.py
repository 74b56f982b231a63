"""How much memory the app holds after many photos, as users start it and give them: ``python -m tests.browser.memory``.

The example photos are chosen ten at a time in a browser, over and over. Prints one JSON object, megabytes: ``resident``
counts what processes share once for each of them, ``proportional`` once. Linux only.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import launch_chromium, started_app
from tests.load.machine import family, memory
from tests.support.checkout import EXAMPLES

_PHOTOS, _AT_ONCE = 100, 10


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure how much memory the app holds after many photos.")
    parser.add_argument("--photos", type=int, default=_PHOTOS, help="how many (default: %(default)s)")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        started_app(Path(folder, "log.txt")) as (url, process),
    ):
        browser = launch_chromium(playwright)
        give(browser.new_page(), url, options.photos)
        held = [memory(number) for number in family(process)]
        browser.close()
    figures = {kind: [round(one[kind] / 1e6) for one in held] for kind in ("resident", "proportional")}
    totals = {f"{kind} in all": sum(each) for kind, each in figures.items()}
    sys.stdout.write(f"{json.dumps(totals | figures)}\n")


def give(page: Page, url: str, photos: int) -> None:
    """Have so many photos analysed."""
    examples = sorted(EXAMPLES.glob("*.jpg"))
    for begin in range(0, photos, _AT_ONCE):
        some = [str(examples[(begin + index) % len(examples)]) for index in range(min(_AT_ONCE, photos - begin))]
        page.goto(url)
        page.locator("#photo input[type=file]").set_input_files(some)
        page.locator("[data-shot] b").nth(len(some) - 1).wait_for(timeout=120_000)


if __name__ == "__main__":
    main()
