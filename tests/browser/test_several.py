"""Several photos at once in Analyse: chosen, dropped or pasted together."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.words import several as words
from tests.browser.visits import Visit, faults, reload, sideways

Photo = Callable[[str], Path]

ARRIVE = """
([selector, kind, names, contents]) => {
  const files = new DataTransfer();
  names.forEach((name, index) =>
    files.items.add(new File([Uint8Array.from(contents[index])], name, {type: "image/png"})));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true})
    : new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true});
  document.querySelector(selector).dispatchEvent(event);
}
"""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.png"
    path.write_text("Dear studio")
    return path


def choose(page: Page, *paths: Path) -> None:
    page.set_input_files("#photo input[type=file]", paths)


def shots(page: Page) -> list[str]:
    return page.locator("[data-shot] span").all_inner_texts()


def test_several_photos_are_looked_at_in_turn_and_one_is_picked(
    visit: Visit, scripted_url: str, photo: Photo, letter: Path
) -> None:
    page = visit(scripted_url)
    choose(page, photo("sure"), letter, photo("several"), photo("nobody"))
    expect(page.locator("[data-shot]")).to_have_count(3)
    expect(page.locator("#strip .kicker")).to_have_text("4 photos")
    expect(page.locator("#strip .note")).to_contain_text("letter.png: This is a text file")
    expect(page.locator("#card .name")).to_be_visible()
    expect(page.locator("[data-shot]").first).to_have_attribute("aria-pressed", "true")
    assert shots(page) == ["sure.png", "several.png", "nobody.png"]
    page.get_by_role("button", name="several.png").click()
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 3")
    expect(page.get_by_role("button", name="several.png")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-shot][aria-pressed=true]")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name=words.TAKE_ALL).first.click()
    assert download.value.suggested_filename == "photos.zip"
    with zipfile.ZipFile(download.value.path()) as folder:
        assert len(folder.namelist()) == 5


def test_a_reload_keeps_them_and_the_one_that_was_picked(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    choose(page, photo("sure"), photo("several"), photo("nobody"))
    expect(page.locator("[data-shot]")).to_have_count(3)
    page.get_by_role("button", name="several.png").click()
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 3")
    reload(page)
    expect(page.locator("#strip .kicker")).to_have_text("3 photos")
    assert shots(page) == ["sure.png", "several.png", "nobody.png"]
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 3")
    expect(page.get_by_role("button", name="several.png")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=words.PUT_AWAY).first.click()
    expect(page.locator("#start")).to_be_visible()
    reload(page)
    page.wait_for_timeout(1500)
    expect(page.locator("[data-shot]")).to_have_count(0)
    expect(page.locator("#start")).to_be_visible()


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_they_are_pasted_and_dropped(visit: Visit, scripted_url: str, photo: Photo, way: str) -> None:
    page = visit(scripted_url)
    paths = [photo("several"), photo("nobody")]
    target = "body" if way == "paste" else "#photo button"
    page.evaluate(ARRIVE, [target, way, [path.name for path in paths], [list(path.read_bytes()) for path in paths]])
    expect(page.locator("[data-shot]")).to_have_count(2)
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 3")


def test_a_photo_that_comes_alone_takes_the_place_of_several(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    choose(page, photo("several"), photo("nobody"))
    expect(page.locator("[data-shot]")).to_have_count(2)
    expect(page.locator("#card .kicker")).to_be_visible()
    choose(page, photo("sure"))
    expect(page.locator("#card .name")).to_be_visible()
    expect(page.locator("#strip")).to_be_hidden()
    choose(page, photo("several"), photo("nobody"))
    expect(page.locator("[data-shot]")).to_have_count(2)
    page.get_by_role("button", name=words.PUT_AWAY).first.click()
    expect(page.locator("#start")).to_contain_text("Your answer appears here")
    expect(page.locator("#strip")).to_be_hidden()


def test_two_visitors_have_their_own(visit: Visit, scripted_url: str, photo: Photo) -> None:
    one, other = visit(scripted_url), visit(scripted_url)
    choose(one, photo("several"), photo("slow"), photo("nobody"))
    choose(other, photo("unsure"), photo("partly"))
    expect(other.locator("[data-shot]")).to_have_count(2)
    expect(one.locator("[data-shot]")).to_have_count(3)
    assert shots(one) == ["several.png", "slow.png", "nobody.png"]
    assert shots(other) == ["unsure.png", "partly.png"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_phone_the_strip_is_above_the_answer(visit: Visit, scripted_url: str, photo: Photo, dark: bool) -> None:
    page = visit(scripted_url, width=390, height=844, dark=dark)
    choose(page, *(photo(name) for name in ("sure", "several", "unsure", "partly", "nobody")))
    expect(page.locator("[data-shot]")).to_have_count(5)
    expect(page.locator("#drawn img")).to_be_in_viewport()
    page.locator("[data-shot]").nth(3).click()
    expect(page.locator("#card .note")).to_contain_text("out of the picture")
    expect(page.locator("[data-shot]").nth(3)).to_be_in_viewport()
    expect(page.locator("#drawn img")).to_be_in_viewport()
    assert not sideways(page)
    assert faults(page) == []


def test_the_limit_is_said(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url)
    expect(page.get_by_text(f"up to {words.MOST} at once")).to_be_visible()
