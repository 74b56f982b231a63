"""The Compare tab: two photos in, what differs out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from demo.words import compare as compare_words
from tests.browser.visits import Visit, busy, sideways
from tests.support.pictures import date_file

Photo = Callable[[str], Path]

PHONE = {"width": 375, "height": 812}


def open_tab(page: Page) -> None:
    page.get_by_role("tab", name="Compare").click()
    page.locator("#compare-reference input[type=file]").wait_for(state="attached")


def put(page: Page, where: str, path: Path) -> None:
    page.set_input_files(f"#compare-{where} input[type=file]", path)


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_two_photos_are_laid_over_each_other_and_put_into_words(
    visit: Visit, scripted_url: str, photo: Photo, size: dict[str, int]
) -> None:
    page = visit(scripted_url, **size)
    open_tab(page)
    expect(page.locator("#compare-start")).to_contain_text("Two photos, one over the other")
    put(page, "mine", photo("sure"))
    expect(page.locator("#compare-start")).to_contain_text("Now choose a photo to compare with.")
    put(page, "reference", photo("raised"))
    expect(page.locator("#compare-drawn img")).to_be_visible()
    expect(page.locator("#compare-card .sentences li")).to_have_count(3)
    expect(page.locator("#compare-card .sentences li").first).to_have_text(
        "Your left arm is nearer to your side than in the reference by 74 degrees."
    )
    differences = page.locator("#compare-table tbody td:last-child").all_inner_texts()
    sizes = [abs(int(text.replace("°", "").replace("\N{MINUS SIGN}", "-"))) for text in differences]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 11
    expect(page.locator("#compare-card .likeness")).to_contain_text("alike")
    for picture in ("mine", "reference"):
        expect(page.locator(f"#compare-drawn-{picture} img")).to_be_visible()
    assert not sideways(page)


def test_a_photo_that_comes_while_the_page_is_busy_is_not_lost(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    open_tab(page)
    with busy(page):
        for where, name in (("mine", "sure"), ("reference", "raised")):
            put(page, where, photo(name))
            expect(page.locator(f"#compare-{where} .image-frame img")).to_be_visible()
    expect(page.locator("#compare-card .sentences li")).to_have_count(3)


def test_the_comparison_is_taken_home(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    open_tab(page)
    put(page, "mine", photo("sure"))
    put(page, "reference", photo("raised"))
    page.get_by_role("tab", name="Take it home").click()
    with page.expect_download() as download:
        page.locator("#compare-save-json").click()
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert saved["schema"] == "yoga-comparison/1"
    assert (saved["mine"], saved["reference"]) == ("sure.png", "raised.png")
    assert saved["differences"][0]["angle"] == "left_shoulder"
    with page.expect_download() as download:
        page.locator("#compare-save-csv").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").startswith("angle,mine,reference,difference")
    with page.expect_download() as download:
        page.locator("#compare-save-drawing").click()
    with Image.open(download.value.path()) as drawn:
        assert max(drawn.size) == 1024


def test_before_and_after(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    open_tab(page)
    put(page, "mine", date_file(photo("sure"), "2025:10:03 18:00:00"))
    put(page, "reference", date_file(photo("raised"), "2025:03:12 07:30:00"))
    page.get_by_label("Before and after: the reference is an earlier photo of me").check()
    expect(page.locator("#compare-card .facts")).to_have_text("12 March 2025 → 3 October 2025, 7 months apart")
    expect(page.locator("#compare-card .sentences li").first).to_have_text(
        "Your left arm is nearer to your side than before by 74 degrees."
    )
    expect(page.locator("#compare-table thead")).to_contain_text("Change")


def test_a_photo_of_nobody_is_named(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    open_tab(page)
    put(page, "mine", photo("sure"))
    put(page, "reference", photo("nobody"))
    expect(page.get_by_role("alert")).to_have_text(compare_words.nobody("reference"))
    put(page, "reference", photo("raised"))
    expect(page.locator("#compare-card")).to_be_visible()


def test_a_turned_reference_is_not_measured_against_upright(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    open_tab(page)
    put(page, "mine", photo("sure"))
    put(page, "reference", photo("raised"))
    expect(page.locator("#compare-table")).to_contain_text("from upright")
    page.locator("#compare-turn input").check()
    expect(page.locator("#compare-table")).not_to_contain_text("from upright")


def test_whom_to_compare_is_chosen_in_both_photos(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    open_tab(page)
    put(page, "mine", photo("several"))
    put(page, "reference", photo("sure"))
    sentence = page.locator("#compare-card .sentences li").first
    expect(sentence).to_have_text("The two are very much alike.")
    expect(page.locator("#compare-with-whom")).to_be_hidden()
    page.locator("#compare-whom").get_by_text("2:").click()
    expect(sentence).to_contain_text("Your left arm is further from your side than in the reference")
    page.locator("#compare-reference").get_by_label("Take the photo away").click()
    put(page, "reference", photo("several"))
    expect(sentence).to_have_text("The two are very much alike.")
    page.locator("#compare-with-whom").get_by_text("2:").click()
    expect(sentence).to_contain_text("Your left arm is nearer to your side than in the reference")


def test_the_photo_analysed_last_is_mine_and_an_example_the_reference(
    visit: Visit, scripted_url: str, photo: Photo
) -> None:
    page = visit(scripted_url)
    page.set_input_files("#photo input[type=file]", photo("sure"))
    expect(page.locator("#card .name")).to_be_visible()
    open_tab(page)
    page.locator("#compare-examples button").first.click()
    expect(page.locator("#compare-card")).to_be_visible()


def test_on_a_phone_it_is_seen_why_there_is_no_answer(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url, width=390, height=844)
    page.get_by_role("tab", name="Compare").click()
    page.set_input_files("#compare-mine input[type=file]", photo("nobody"))
    expect(page.locator("#compare-start")).to_contain_text("Now choose a photo to compare with.")
    expect(page.locator("#compare-mine")).to_be_in_viewport()
    page.set_input_files("#compare-reference input[type=file]", photo("sure"))
    expect(page.locator("#compare-start [role=alert]")).to_be_in_viewport()
