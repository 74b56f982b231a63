"""What people expect of any page: paste, the back button, an address for each tab, a reload that loses nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import Visit, reload

Photo = Callable[[str], Path]

PUT_INTO = """
([selector, kind, type, name]) => {
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(window.content || [1])], name, {type}));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true})
    : new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true});
  document.querySelector(selector).dispatchEvent(event);
}
"""


def visible_words(page: Page) -> str:
    """All that is read on the page, by eye or by a screen reader."""
    labels = page.evaluate("[...document.querySelectorAll('[aria-label]')].map(one => one.ariaLabel).join(' ')")
    return page.locator("body").inner_text() + labels


def test_a_photo_is_pasted(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    page.evaluate("content => { window.content = content; }", list(photo("sure").read_bytes()))
    page.evaluate(PUT_INTO, ["body", "paste", "image/png", "sure.png"])
    expect(page.locator("#card .name")).to_be_visible()


def test_every_tab_has_an_address_and_back_goes_to_the_one_before(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url)
    page.get_by_role("tab", name="Video").click()
    page.get_by_role("tab", name="Compare").click()
    assert page.url.endswith("#compare")
    page.go_back()
    expect(page.get_by_role("tab", name="Video")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page.get_by_role("tab", name="Analyse")).to_have_attribute("aria-selected", "true")
    other = visit(f"{scripted_url}#live")
    expect(other.get_by_role("tab", name="Live")).to_have_attribute("aria-selected", "true")


def test_a_reload_keeps_the_answer_and_a_photo_taken_away_stays_away(
    visit: Visit, scripted_url: str, photo: Photo
) -> None:
    page = visit(scripted_url)
    page.set_input_files("#photo input[type=file]", photo("several"))
    expect(page.locator("#card .kicker")).to_be_visible()
    reload(page)
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 3")
    page.locator("#photo").get_by_label("Take the photo away").click()
    expect(page.locator("#start")).to_be_visible()
    reload(page)
    expect(page.locator("#start")).to_be_visible()
    page.wait_for_timeout(1500)
    expect(page.locator("#start")).to_be_visible()


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_all_words_are_the_pages_own(visit: Visit, scripted_url: str, photo: Photo, language: str) -> None:
    page = visit(scripted_url, locale=language)
    said = ""
    for tab in ("Compare", "Video", "Analyse"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_timeout(500)
        said += visible_words(page)
    page.set_input_files("#photo input[type=file]", photo("slow"))
    page.wait_for_timeout(300)
    said += visible_words(page)
    expect(page.locator("#card .name")).to_be_visible()
    for foreign in ("Click to", "Drop Video", "processing", "Thumbnail", "capture photo", "Webcam", "Hochladen"):
        assert foreign not in said


def test_what_is_no_photo_is_refused_in_our_words(visit: Visit, scripted_url: str, photo: Photo) -> None:
    refusal = "This is not a photo. Choose one such as a JPEG or PNG."
    page = visit(scripted_url)
    page.evaluate(PUT_INTO, ["#photo button", "drop", "application/pdf", "letter.pdf"])
    expect(page.get_by_role("alert")).to_have_text(refusal)
    page.evaluate("document.querySelector('.studio-note').remove()")
    page.set_input_files("#photo input[type=file]", {"name": "notes.md", "mimeType": "text/markdown", "buffer": b"#"})
    expect(page.get_by_role("alert")).to_have_text(refusal)
    page.set_input_files("#photo input[type=file]", photo("sure"))
    expect(page.locator("#card .name")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_buttons_are_large_enough_for_a_thumb(visit: Visit, scripted_url: str, photo: Photo, width: int) -> None:
    page = visit(scripted_url, width=width, height=844)
    page.set_input_files("#photo input[type=file]", photo("several"))
    expect(page.locator("#card .kicker")).to_be_visible()
    small = page.evaluate(
        """[...document.querySelectorAll("button, select, [role=tab]")]
          .filter(one => one.checkVisibility() && one.offsetWidth && Math.min(one.offsetWidth, one.offsetHeight) < 24)
          .map(one => one.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_from_an_answer_to_the_comparison(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    page.set_input_files("#photo input[type=file]", photo("sure"))
    page.get_by_role("button", name="Compare with another photo").click()
    expect(page.locator("#compare-start")).to_contain_text("Now choose a photo to compare with.")
