"""The atlas: looked up, searched, and taken as the reference of a comparison."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import Visit, sideways

Photo = Callable[[str], Path]

PHONE = {"width": 390, "height": 844}


def open_tab(page: Page) -> None:
    page.get_by_role("tab", name="Atlas").click()
    expect(page.locator(".asana").first).to_be_visible()


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_an_asana_is_found_by_its_name_and_told_about(visit: Visit, scripted_url: str, size: dict[str, int]) -> None:
    page = visit(scripted_url, **size)
    open_tab(page)
    expect(page.locator(".asana")).to_have_count(107)
    # Pictures out of sight wait until they are scrolled to.
    page.wait_for_timeout(1000)
    loaded = page.evaluate("[...document.querySelectorAll('.asana img')].filter(one => one.complete).length")
    assert loaded < 107
    clipped = page.evaluate(
        "[...document.querySelectorAll('.asana b')].filter(one => one.scrollWidth > one.clientWidth).length"
    )
    assert clipped == 0, "the longest names have room, too"
    page.get_by_label("Search").fill("Downward dog")
    expect(page.locator(".asana:visible")).to_have_count(1)
    expect(page.locator("#atlas-count")).to_have_text("1 of 107 asanas")
    page.locator(".asana-open:visible").click()
    sheet = page.get_by_role("dialog", name="Adho Mukha Svanasana")
    expect(sheet).to_contain_text("photos that it had never seen")
    sheet.locator("[data-about]").first.click()
    expect(page.get_by_role("dialog")).not_to_have_attribute("aria-label", "Adho Mukha Svanasana")
    assert not sideways(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_label("Search").fill("xylophone")
    expect(page.locator("#atlas-count")).to_contain_text("No asana of the atlas is called so.")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_one_tap_makes_an_asana_the_reference(
    visit: Visit, scripted_url: str, photo: Photo, size: dict[str, int]
) -> None:
    page = visit(scripted_url, **size)
    page.set_input_files("#photo input[type=file]", photo("sure"))
    expect(page.locator("#card .name")).to_be_visible()
    open_tab(page)
    page.get_by_label("Compare with this: Virabhadrasana II", exact=True).click()
    expect(page.locator("#compare-card .verdict")).to_contain_text("the reference Virabhadrasana II (Warrior II Pose)")
    assert page.url.endswith("#compare")


def test_a_reference_is_chosen_by_name_where_photos_are_compared(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    page.get_by_role("tab", name="Compare").click()
    page.set_input_files("#compare-mine input[type=file]", photo("sure"))
    name = page.get_by_label("Or an asana of the atlas, by its name")
    name.fill("eagle")
    name.press("Enter")
    expect(name).to_have_value("Garudasana")
    expect(page.locator("#compare-card .verdict")).to_contain_text("the reference Garudasana")
    name.fill("Balasana")
    expect(page.locator("#compare-card .verdict")).to_contain_text("the reference Balasana")
    name.fill("xylophone")
    name.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("No asana of the atlas is called so.")


def test_an_answer_leads_to_its_asana_and_to_the_comparison(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    page.set_input_files("#photo input[type=file]", photo("sure"))
    page.get_by_role("button", name="About this asana").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Named rightly")
    sheet.get_by_role("button", name="Close").click()
    page.go_back()
    page.get_by_role("button", name="Compare with its drawing").click()
    expect(page.locator("#compare-card .verdict")).to_contain_text("Both of you show")
