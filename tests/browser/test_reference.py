"""My reference: a photo kept in the browser, compared with by its joints, never sent to be kept anywhere else."""

from collections.abc import Callable
from pathlib import Path

import gradio as gr
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.visits import Visit, faults, reload, sideways

Photo = Callable[[str], Path]

PHONE = {"width": 390, "height": 844}


def files() -> dict[Path, bytes]:
    """All that lies in the page's temporary folder."""
    return {path: path.read_bytes() for path in Path(gr.utils.get_upload_folder()).rglob("*") if path.is_file()}


def keep(page: Page, photo: Path) -> None:
    page.set_input_files("#photo input[type=file]", photo)
    page.get_by_role("button", name="Keep as my reference").click()
    expect(page.get_by_role("alert")).to_have_text("Your reference is kept in this browser.")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_a_photo_is_kept_and_compared_with_later(
    visit: Visit, scripted_url: str, photo: Photo, size: dict[str, int]
) -> None:
    page = visit(scripted_url, **size)
    keep(page, photo("raised"))
    page.locator("#photo").get_by_label("Take the photo away").click()
    reload(page)
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator("#kept")).to_contain_text("Your own reference: ")
    expect(page.locator("#kept img")).to_be_visible()
    page.set_input_files("#compare-mine input[type=file]", photo("sure"))
    page.get_by_role("button", name="Compare with my reference").click()
    expect(page.locator("#compare-card .verdict")).to_have_text(
        "Your left arm is nearer to your side than in your reference by 74 degrees."
    )
    expect(page.locator("#compare-drawn-mine img")).to_be_visible()
    assert not sideways(page)
    assert faults(page) == []
    page.get_by_role("button", name="Forget it").click()
    expect(page.locator("#kept")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_its_picture_never_leaves_the_browser(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    page.set_input_files("#photo input[type=file]", photo("raised"))
    expect(page.get_by_role("button", name="Keep as my reference")).to_be_visible()
    page.wait_for_timeout(1000)
    before, asked = files(), list[Request]()
    page.on("request", lambda request: asked.append(request))
    page.get_by_role("button", name="Keep as my reference").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.wait_for_timeout(1000)
    assert [one.url for one in asked if one.method == "POST"] == []
    assert files().keys() <= before.keys()
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator("#compare-mine .image-frame img")).to_be_visible()
    page.get_by_role("button", name="Compare with my reference").click()
    expect(page.locator("#compare-card .verdict")).to_have_text("Just as in your reference.")
    picture = page.evaluate("JSON.parse(localStorage.getItem('studio-reference-about')).picture")
    assert picture.startswith("data:image/jpeg;base64,")
    assert not any(picture[:200] in (one.post_data or "") for one in asked if "upload" not in one.url)
