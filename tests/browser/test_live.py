"""The Live tab before a fake camera: a picture with skeletons, a steady name, how long it is held, and the rate."""

import base64
import io
import re
from pathlib import Path

import gradio as gr
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.visits import Visit, faults, sideways
from tests.support.scripted import ScriptedModel
from yoga_models.drawing.people import COLOURS

PHONE = {"width": 375, "height": 812}
TABS = ["Analyse", "Compare", "Live", "Video", "Behind the scenes"]


def open_tab(page: Page) -> None:
    page.get_by_role("tab", name="Live").click()


def start(page: Page) -> None:
    page.locator("#camera").get_by_text("Click to Access Webcam").click()
    page.locator("#camera").get_by_text("Record").click()
    expect(page.locator("#live-picture img")).to_be_visible()


def middle_of_left(page: Page) -> float:
    """Where the person's left is in the drawn frame, 0 (at its left edge) to 1."""
    source = page.locator("#live-picture img").get_attribute("src") or ""
    with Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2]))) as frame:
        pixels = np.asarray(frame).astype(int)
    blue = np.abs(pixels - COLOURS["left"]).max(axis=2) < 25
    assert blue.sum() > 100
    return float(np.nonzero(blue)[1].mean() / pixels.shape[1])


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_the_asana_is_named_and_timed(visit: Visit, scripted_url: str, size: dict[str, int]) -> None:
    page = visit(scripted_url, **size)
    open_tab(page)
    expect(page.locator("#views > .tab-wrapper [role=tab]")).to_have_text(TABS)
    expect(page.locator("#live-picture")).to_contain_text("Live, while you practise")
    start(page)
    guess = ScriptedModel().analyze(np.zeros((8, 8, 3), np.uint8)).asanas[0]
    expect(page.locator("#live-name")).to_contain_text(guess.asana.sanskrit)
    held = page.locator("#live-clock .held")
    expect(held).to_contain_text(re.compile(r"held for \d:\d\d"))
    expect(held).not_to_have_text(held.inner_text())
    expect(page.locator("#live-clock")).to_contain_text("looks a second")
    assert not sideways(page)
    assert faults(page) == []


def test_a_mirrored_picture_never_swaps_left_and_right(visit: Visit, scripted_url: str) -> None:
    """The scripted person faces the camera: their left is at the right of the picture, in a mirror at its left."""
    page = visit(scripted_url)
    open_tab(page)
    start(page)
    assert middle_of_left(page) < 0.5
    page.locator("#mirror input").uncheck()
    page.wait_for_function(
        "before => document.querySelector('#live-picture img').src !== before",
        arg=page.locator("#live-picture img").get_attribute("src"),
    )
    page.wait_for_timeout(2000)
    assert middle_of_left(page) > 0.5


def test_the_camera_can_be_stopped_and_nothing_is_kept(visit: Visit, scripted_url: str) -> None:
    def kept() -> set[Path]:
        return {path for path in Path(gr.utils.get_upload_folder()).rglob("*") if path.is_file()}

    page = visit(scripted_url)
    open_tab(page)
    before = kept()
    start(page)
    page.wait_for_timeout(2000)
    page.locator("#camera").get_by_text("Stop").click()
    expect(page.locator("#camera").get_by_text("Record")).to_be_visible()
    assert kept() <= before
