"""A visit of the page in the browser, and what can be asked of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, Route

Visit = Callable[..., Page]
"""The fixture ``visit``: ``visit(url, width=1280, height=900, dark=False)``."""

_asked: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()


def sideways(page: Page) -> bool:
    """Whether something is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the first place each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]


@contextmanager
def busy(page: Page, asked: str = "**/queue/join*") -> Iterator[None]:
    """As long as this lasts, nothing that the page asks of its server at these addresses arrives there: it comes late,
    but in order.
    """
    held: list[Route] = []
    page.route(asked, lambda route: held.append(route))
    yield
    while held:
        held.pop(0).continue_()
    page.unroute(asked)


def watch_requests(page: Page) -> None:
    """Know from now on which answers are on their way to a page."""
    asked = _asked[page] = set()
    page.on("request", lambda request: asked.add(request) if "/queue/" in request.url else None)
    page.on("requestfinished", lambda request: asked.discard(request))
    page.on("requestfailed", lambda request: asked.discard(request))


def reload(page: Page) -> None:
    """Load a page again, as soon as nothing has been on its way to it for half a second: an answer that this cuts short
    is a fault in the console.
    """
    quiet = 0
    while quiet < 5:
        page.wait_for_timeout(100)
        quiet = 0 if _asked[page] else quiet + 1
    page.reload()


def practice_taken_home(page: Page) -> dict[str, bytes]:
    """What a practice can be taken home as: its three files by name."""
    files = {}
    for label in ("Table as CSV", "Numbers as JSON", "As a picture"):
        with page.expect_download() as download:
            page.locator("#practice-home").get_by_role("button", name=label).click()
        files[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    return files
