"""The browser, the page, and what every visit must be free of: errors, foreign hosts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright
from skimage import data

from demo.page import build, launch_options
from tests.browser.chromium import free_port, launch_chromium, running_app
from tests.browser.visits import Visit, watch_requests
from tests.support.scripted import ScriptedModel

# Milliseconds. The machine may be busy with something else; a page that works needs a second.
_PATIENCE = 60_000
expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = launch_chromium(playwright)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page as users start it, with the weights that come with the project."""
    with running_app(tmp_path_factory.mktemp("app") / "log.txt") as url:
        yield url


@pytest.fixture(scope="session")
def scripted_url() -> Iterator[str]:
    """The page before a model whose answers are known."""
    page = build(ScriptedModel())
    _, url, _ = page.launch(
        **launch_options(), prevent_thread_lock=True, quiet=True, server_name="127.0.0.1", server_port=free_port()
    )
    yield url
    page.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a page: ``visit(url, width=1280, height=900, dark=False)``. At the end no visit may have logged an error to
    the console or asked another host for anything.
    """
    contexts, faults = [], []

    def open_page(
        url: str, *, width: int = 1280, height: int = 900, dark: bool = False, locale: str | None = None
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            permissions=["camera"],
            locale=locale,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.on("console", lambda message: faults.extend(_error(message)))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.extend(_foreign(request.url, url)))
        watch_requests(page)
        page.goto(url)
        page.locator("#photo input[type=file]").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def _error(message: ConsoleMessage) -> list[str]:
    return [f"{message.location}: {message.text}"] if message.type == "error" else []


def _foreign(requested: str, own: str) -> list[str]:
    parts = urlsplit(requested)
    inside = parts.scheme in ("data", "blob") or parts.netloc == urlsplit(own).netloc
    return [] if inside else [f"a request to another host: {requested}"]


@pytest.fixture(scope="session")
def astronaut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public-domain photo of a person, from the waist up."""
    path = tmp_path_factory.mktemp("photos") / "astronaut.jpg"
    Image.fromarray(data.astronaut()).save(path, quality=90)
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a plain picture under a name that the scripted model knows."""

    def make(name: str) -> Path:
        path = tmp_path / f"{name}.png"
        Image.new("RGB", (600, 400), (206, 198, 184)).save(path)
        return path

    return make
