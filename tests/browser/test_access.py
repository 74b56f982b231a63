"""Everyone can use the page: axe-core finds nothing serious, nothing jumps, the keyboard gets everywhere."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.parts.examples import FOLDER
from tests.browser.visits import Visit, faults
from tests.support.clips import plain, write_clip

Photo = Callable[[str], Path]

TABS = ["Analyse", "Compare", "Atlas", "Live", "Video", "Behind the scenes"]


def fill(page: Page, tab: str, file: Path) -> None:
    """Bring a tab to its answer."""
    fields = {"Analyse": ["photo"], "Compare": ["compare-mine", "compare-reference"], "Video": ["clip"]}
    answers = {
        "Analyse": "#drawn img",
        "Compare": "#compare-drawn img",
        "Atlas": ".atlas-sheet",
        "Live": "#live-time",
        "Video": "#video-card h2",
        "Behind the scenes": "#pairs img",
    }
    if tab == "Behind the scenes":
        page.locator("#behind-examples button").first.click()
    if tab == "Atlas":
        page.locator(".asana-open").first.click()
    if tab == "Live":
        page.get_by_role("button", name="Start the camera").click()
    for field in fields.get(tab, []):
        page.set_input_files(f"#{field} input[type=file]", file)
    expect(page.locator(answers[tab])).to_be_visible()
    if tab == "Video":
        expect(page.locator("#player video")).to_be_visible()  # until then Gradio shows that there is none


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("tab", TABS)
def test_a_scan_finds_nothing_serious(
    visit: Visit, scripted_url: str, photo: Photo, tmp_path: Path, tab: str, dark: bool
) -> None:
    page = visit(scripted_url, dark=dark)
    page.get_by_role("tab", name=tab).click()
    page.wait_for_timeout(500)  # colours fade in
    assert faults(page) == []
    clip = tab == "Video"
    fill(page, tab, write_clip(tmp_path / "several.webm", plain(3, rate=8), rate=8) if clip else photo("several"))
    assert faults(page) == []
    for inner in ("Take it home", "Use from code"):
        if page.get_by_role("tab", name=inner).is_visible():
            page.get_by_role("tab", name=inner).click()
            page.wait_for_timeout(300)
            assert faults(page) == []


def shift(page: Page) -> float:
    """Cumulative layout shift since the page was opened, or since this was asked last; under 0.1 the web calls good."""
    return float(
        page.evaluate(
            """() => new Promise(resolve => {
              new PerformanceObserver(list => {
                const news = list.getEntries().filter(entry => entry.startTime > (window.counted || 0));
                window.counted = performance.now();
                resolve(news.reduce((sum, entry) => sum + entry.value, 0));
              }).observe({type: "layout-shift", buffered: true});
              setTimeout(() => { window.counted = performance.now(); resolve(0); }, 1000);
            })"""
        )
    )


@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_jumps_while_the_page_loads_or_answers(visit: Visit, scripted_url: str, width: int) -> None:
    page = visit(scripted_url, width=width, height=812)
    expect(page.locator("#examples img")).to_have_count(12)
    expect(page.locator("#start")).to_be_visible()
    assert shift(page) < 0.1
    for name in ("tree", "mountain-from-behind"):
        page.set_input_files("#photo input[type=file]", FOLDER / f"{name}.jpg")
        expect(page.locator("#drawn img")).to_have_attribute("src", re.compile(f"{name}-skeleton"))
        page.wait_for_timeout(1000)
        assert shift(page) < 0.1


@pytest.mark.parametrize("width", [1280, 375])
def test_room_is_kept_for_what_comes_late(visit: Visit, scripted_url: str, width: int) -> None:
    page = visit(scripted_url, width=width, height=812)
    expect(page.locator("#examples img")).to_have_count(12)
    places = (
        "['.ask .fine', '.samples', '#start'].map(name => document.querySelector(name).getBoundingClientRect().top)"
    )
    before = page.evaluate(places)
    for late in ("#examples", "#photo", ".block:has(.masthead)"):
        page.locator(late).evaluate("element => element.remove()")
        assert page.evaluate(places) == pytest.approx(before, abs=2)


def test_everything_can_be_reached_by_keyboard(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    page.set_input_files("#photo input[type=file]", photo("several"))
    expect(page.locator("#card .name")).to_be_visible()
    page.get_by_role("tab", name="Analyse").focus()
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                """() => {
                  const e = document.activeElement;
                  const block = e.closest("#photo, #people, #show-angles, #examples, #drawn, [role=tablist]");
                  return block ? block.id || block.getAttribute("role") || block.tagName : "";
                }"""
            )
        )
    assert {"photo", "people", "show-angles", "examples", "drawn", "tablist"} <= seen
