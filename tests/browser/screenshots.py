"""Pictures of every state of the page, to be looked at: ``make screenshots``.

The photos are the project's examples, scikit-image's public-domain astronaut and pictures made here.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from skimage import data

from demo.page import build, launch_options
from demo.parts.examples import FOLDER
from tests.browser.chromium import free_port, launch_chromium, running_app
from tests.support.checkout import ROOT
from tests.support.clips import pan, write_clip
from tests.support.scripted import ScriptedModel

#: What brings a state about: a photo for the first tab, or what is done to the page.
State = Path | None | Callable[[Page], None]

_SIZES = {"desktop": (1280, 900), "phone": (375, 812)}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Take pictures of every state of the page.")
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots", help="the folder for the pictures")
    parser.add_argument("--url", help="a page that runs already; by default the app is started")
    parser.add_argument("--only", default="", metavar="NAME", help="only the pictures whose names begin like this")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        work = Path(folder)
        browser = launch_chromium(playwright)
        # The scripted model shows the states that depend on how good the weights are; the app shows what users get.
        if states := _begin_with(options.only, _states(work)):
            with _scripted_page() as url:
                _take_all(browser, url, states, options.out)
        if photos := _begin_with(options.only, _photos(work) | _TABS):
            with nullcontext(options.url) if options.url else running_app(work / "log.txt") as url:
                _take_all(browser, url, photos, options.out)
        browser.close()


def _begin_with(prefix: str, states: dict[str, State]) -> dict[str, State]:
    return {name: state for name, state in states.items() if name.startswith(prefix)}


@contextmanager
def _scripted_page() -> Iterator[str]:
    page = build(ScriptedModel())
    _, url, _ = page.launch(**launch_options(), prevent_thread_lock=True, quiet=True, server_port=free_port())
    yield url
    page.close()


def _states(work: Path) -> dict[str, State]:
    """The name of each designed state, and what brings it about."""
    letter = work / "letter.jpg"
    letter.write_text("Dear studio, this is no photo.\n", encoding="utf-8")
    states: dict[str, State] = {"before": None, "bad-file": letter}
    for name in ("sure", "unsure", "partly", "several", "nobody"):
        photo = work / f"{name}.png"
        Image.new("RGB", (900, 600), (206, 198, 184)).save(photo)
        states[name] = photo
    no_clip = work / "letter.mp4"
    no_clip.write_bytes(letter.read_bytes())
    clips = {name: write_clip(work / f"{name}.webm", pan("tree", 12, rate=8), rate=8) for name in ("several", "slow")}
    return states | {
        "live": _go_live,
        "video": partial(_film_to_the_end, clip=clips["several"]),
        "video-working": partial(_film_a_while, clip=clips["slow"]),
        "video-cancelled": partial(_cancel, clip=clips["slow"]),
        "video-bad-file": partial(_film_nothing, letter=no_clip),
    }


def _photos(work: Path) -> dict[str, State]:
    """The photos that are shown to the weights that come with the project."""
    astronaut, sky = work / "astronaut.jpg", work / "sky.png"
    Image.fromarray(data.astronaut()).save(astronaut, quality=90)
    rows = np.linspace((90, 140, 200), (230, 235, 240), 480).round().astype(np.uint8)
    Image.fromarray(np.repeat(rows[:, None], 640, axis=1)).save(sky)
    examples = {f"app-{path.stem}": path for path in sorted(FOLDER.glob("*.jpg"))}
    return {**examples, "app-astronaut": astronaut, "app-sky": sky}


def _open(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()


def _choose_several(page: Page) -> None:
    photos = [FOLDER / f"{name}.jpg" for name in ("tree", "warrior-two", "two-people")]
    page.set_input_files("#photo input[type=file]", photos)
    page.locator("[data-shot]").nth(len(photos) - 1).click()
    page.get_by_text("Person 1 of 2").wait_for()


def _open_atlas(page: Page) -> None:
    _open(page, "Atlas")
    page.locator("#atlas img").first.wait_for()
    # The whole page is taken, what is out of view with it.
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    page.add_style_tag(content=".asana { content-visibility: visible !important }")


def _compare(page: Page) -> None:
    _open(page, "Compare")
    page.set_input_files("#compare-mine input[type=file]", FOLDER / "warrior-two.jpg")
    page.set_input_files("#compare-reference input[type=file]", FOLDER / "warrior-one.jpg")
    page.locator("#compare-drawn img").wait_for()


def _look_behind(page: Page) -> None:
    _open(page, "Behind the scenes")
    page.set_input_files("#behind-photo input[type=file]", FOLDER / "two-people.jpg")
    page.locator("#pairs img").wait_for()


def _film(page: Page, clip: Path) -> None:
    _open(page, "Video")
    page.set_input_files("#clip input[type=file]", clip)


def _film_to_the_end(page: Page, clip: Path) -> None:
    _film(page, clip)
    page.locator("#video-card h2").wait_for()
    page.wait_for_function("document.querySelector('#player video')?.readyState >= 2")


def _film_a_while(page: Page, clip: Path) -> None:
    _film(page, clip)
    page.get_by_text("left").last.wait_for()


def _cancel(page: Page, clip: Path) -> None:
    _film_a_while(page, clip)
    page.locator("#cancel").click()
    page.get_by_text("Cancelled.").wait_for()


def _film_nothing(page: Page, letter: Path) -> None:
    _film(page, letter)
    page.get_by_role("alert").wait_for()


def _go_live(page: Page) -> None:
    _open(page, "Live")
    page.get_by_role("button", name="Start the camera").click()
    page.locator("#live-time").get_by_text(":").wait_for()


def _show_code(page: Page) -> None:
    page.set_input_files("#photo input[type=file]", FOLDER / "tree.jpg")
    page.get_by_role("tab", name="Use from code").click()
    page.locator("#code-analyze").wait_for()


#: States of the tabs, brought about by what a visitor does.
_TABS: dict[str, State] = {
    "strip": _choose_several,
    "atlas": _open_atlas,
    "code": _show_code,
    "compare": _compare,
    "compare-before": lambda page: _open(page, "Compare"),
    "behind": _look_behind,
    "behind-before": lambda page: _open(page, "Behind the scenes"),
    "live-before": lambda page: _open(page, "Live"),
    "video-before": lambda page: _open(page, "Video"),
}


def _take_all(browser: Browser, url: str, states: dict[str, State], out: Path) -> None:
    for name, state in states.items():
        for size, (width, height) in _SIZES.items():
            for scheme in ("light", "dark"):
                if name.startswith("app-") and (size, scheme) != ("desktop", "light"):
                    continue  # what the weights answer looks the same everywhere
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    device_scale_factor=2 if size == "phone" else 1,
                    permissions=["camera"],
                )
                page = context.new_page()
                page.goto(url)
                _show(page, state)
                page.screenshot(path=out / f"{name}-{size}-{scheme}.png", full_page=True)
                if name == "sure":
                    page.get_by_role("tab", name="Take it home").click()
                    page.locator("#save-json").wait_for()
                    page.screenshot(path=out / f"take-it-home-{size}-{scheme}.png", full_page=True)
                context.close()
        print(name)  # noqa: T201


def _show(page: Page, state: State) -> None:
    """Bring the state about and wait until the page has come to rest."""
    page.set_default_timeout(120_000)
    upload = page.locator("#photo input[type=file]")
    upload.wait_for(state="attached")
    if isinstance(state, Path):
        upload.set_input_files(state)
        page.locator("#drawn img, #start [role=alert]").first.wait_for()
    elif state:
        state(page)
    # The thumbnails of the examples load when they come into view; some are on other tabs or, on a phone, beside it.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function(
        "[...document.images].every(image => image.complete || !image.checkVisibility() || image.x > innerWidth)"
    )
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
