"""The app as users start it, with the weights that come with the project: a photo in, a drawing and a name out."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from demo.parts.examples import example_photos
from tests.browser.visits import Visit, sideways
from yoga_models.asanas.catalogue import load_catalogue


def upload(page: Page, path: Path) -> None:
    page.set_input_files("#photo input[type=file]", path)


def expect_drawing(page: Page) -> None:
    """The drawn photo is there and shown."""
    expect(page.locator("#drawn img")).to_have_attribute("alt", re.compile("^Your photo with the skeleton of "))
    page.wait_for_function("document.querySelector('#drawn img').naturalWidth > 0")


def expect_answer(page: Page) -> None:
    """The drawn photo is there, and the name on the card is one of the catalogue."""
    expect_drawing(page)
    name = page.locator("#card [lang=sa-Latn]").first.inner_text()
    assert name in {asana.sanskrit for asana in load_catalogue()}


@pytest.fixture
def example() -> Path:
    """The first of the example photos: one person."""
    return Path(example_photos()[0][0])


def test_an_example_photo_gets_a_drawing_and_a_name(visit: Visit, app_url: str, example: Path) -> None:
    page = visit(app_url)
    upload(page, example)
    expect_answer(page)
    expect(page.locator("#angles")).to_contain_text("Knee")


def test_a_portrait_gets_a_drawing_and_no_name(visit: Visit, app_url: str, astronaut: Path) -> None:
    page = visit(app_url)
    upload(page, astronaut)
    expect_drawing(page)
    card = page.locator("#card")
    expect(card).to_contain_text(
        re.compile("too little of the body to tell a pose|step back so that your whole body fits")
    )
    expect(card).not_to_contain_text("%")


def test_a_tap_on_an_example_is_enough(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    page.locator("#examples button").first.click()
    expect_answer(page)


def test_examples_answer_on_the_other_tabs_too(visit: Visit, app_url: str, example: Path) -> None:
    page = visit(app_url)
    page.get_by_role("tab", name="Compare").click()
    page.set_input_files("#compare-mine input[type=file]", example)
    page.locator("#compare-examples button").nth(1).click()
    expect(page.locator("#compare-card")).to_contain_text("Your ")
    page.get_by_role("tab", name="Behind the scenes").click()
    page.locator("#behind-examples button").nth(1).click()
    page.wait_for_function("document.querySelector('#heatmap img')?.naturalWidth > 0")


def test_a_picture_of_nobody_is_called_so(visit: Visit, app_url: str, tmp_path: Path) -> None:
    sky = np.linspace((90, 140, 200), (230, 235, 240), 480).round().astype(np.uint8)
    path = tmp_path / "sky.png"
    Image.fromarray(np.repeat(sky[:, None], 640, axis=1)).save(path)
    page = visit(app_url)
    upload(page, path)
    expect(page.locator("#card")).to_contain_text("I can't find a body here")


def test_what_is_no_photo_is_called_so(visit: Visit, app_url: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.jpg"
    path.write_text("Dear studio, this is no photo.\n")
    page = visit(app_url)
    upload(page, path)
    expect(page.get_by_role("alert")).to_have_text(
        "This is a text file, not a photo. Choose a photo such as a JPEG or PNG."
    )


def test_a_photo_answers_after_one_that_could_not_be_read(
    visit: Visit, app_url: str, tmp_path: Path, example: Path
) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(example.read_bytes()[:2000])
    page = visit(app_url)
    upload(page, path)
    expect(page.get_by_role("alert")).to_contain_text("damaged or incomplete")
    upload(page, example)
    expect_answer(page)


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_scrolls_sideways_on_a_phone(visit: Visit, app_url: str, example: Path, dark: bool) -> None:
    page = visit(app_url, width=375, height=812, dark=dark)
    assert not sideways(page)
    upload(page, example)
    expect_answer(page)
    assert not sideways(page)
    page.get_by_role("tab", name="Take it home").click()
    expect(page.locator("#save-json")).to_be_visible()
    assert not sideways(page)
