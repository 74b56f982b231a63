"""The tab "Behind the scenes", on the weights that come with the project."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.parts.examples import FOLDER
from tests.browser.visits import Visit, sideways
from tests.support.scripted import HEATMAP_STAGES, PAF_STAGES


def open_tab(page: Page) -> None:
    page.get_by_role("tab", name="Behind the scenes").click()
    page.locator("#behind-photo input[type=file]").wait_for(state="attached")


def shown(picture: Locator) -> str:
    """A fingerprint of the picture that is shown."""
    address = picture.get_attribute("src")
    assert address is not None
    return hashlib.sha256(picture.page.request.get(address).body()).hexdigest()


def choose(page: Page, field: str, name: str) -> None:
    page.locator(f"#{field} input").click()
    page.get_by_role("option", name=name, exact=True).click()


@pytest.mark.parametrize("size", [{}, {"width": 375, "height": 812}], ids=["desktop", "phone"])
def test_fields_are_shown_joint_by_joint_limb_by_limb_and_stage_by_stage(
    visit: Visit, app_url: str, size: dict[str, int]
) -> None:
    page = visit(app_url, **size)
    open_tab(page)
    expect(page.locator("#behind-start")).to_contain_text("In the manner of OpenPose")
    page.set_input_files("#behind-photo input[type=file]", FOLDER / "two-people.jpg")
    heatmap, paf, pairs = (page.locator(f"#{name} img") for name in ("heatmap", "paf", "pairs"))
    for picture in (heatmap, paf, pairs, page.locator("#behind-drawn img")):
        expect(picture).to_be_visible()
    assert not sideways(page)
    for picture, change in (
        (heatmap, lambda: choose(page, "joint", "Left wrist")),
        (heatmap, lambda: page.locator("#joint-stage").get_by_text("1").click()),
        (paf, lambda: page.locator("#limb-stage").get_by_text("1").click()),
        (paf, lambda: choose(page, "limb", "Left ankle to left knee")),
    ):
        before = picture.get_attribute("src")
        change()
        expect(picture).not_to_have_attribute("src", before or "")
    expect(page.locator("#candidates")).to_contain_text("for the left ankle")
    assert len({shown(picture) for picture in (heatmap, paf, pairs)}) == 3


def test_candidate_limbs_are_listed_with_their_score_and_what_became_of_them(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    open_tab(page)
    page.set_input_files("#behind-photo input[type=file]", FOLDER / "two-people.jpg")
    expect(page.locator("#candidates").get_by_text("part of a person")).to_have_count(2)
    scores = [float(text) for text in page.locator("#candidates tbody td:nth-child(2)").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    assert 0.3 < scores[0] < 1.3


def test_the_photo_analysed_last_is_looked_behind(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    page.set_input_files("#photo input[type=file]", FOLDER / "tree.jpg")
    expect(page.locator("#card")).to_be_visible()
    open_tab(page)
    expect(page.locator("#heatmap img")).to_be_visible()


def test_every_stage_of_the_network_can_be_chosen(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url)
    open_tab(page)
    page.set_input_files("#behind-photo input[type=file]", FOLDER / "tree.jpg")
    expect(page.locator("#pairs img")).to_be_visible()
    for field, stages in (("joint-stage", HEATMAP_STAGES), ("limb-stage", PAF_STAGES)):
        expect(page.locator(f"#{field} label")).to_have_count(stages)
        expect(page.locator(f"#{field}").get_by_label(str(stages))).to_be_checked()


def test_what_is_no_photo_is_called_so(visit: Visit, app_url: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear studio, this is no photo.\n")
    page = visit(app_url)
    open_tab(page)
    page.set_input_files("#behind-photo input[type=file]", letter)
    expect(page.get_by_role("alert")).to_contain_text("This is a text file, not a photo.")


def test_on_a_phone_the_first_map_comes_into_view_and_limbs_have_room(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url, width=390, height=844)
    open_tab(page)
    page.set_input_files("#behind-photo input[type=file]", FOLDER / "tree.jpg")
    expect(page.locator("#heatmap img")).to_be_in_viewport()
    limb = page.locator("#limb input")
    assert limb.evaluate("input => input.scrollWidth <= input.clientWidth")
    tops = page.locator("#limb-stage label:has(input)").evaluate_all("all => all.map(one => one.offsetTop)")
    assert len(tops) == PAF_STAGES
    assert len(set(tops)) == 1
