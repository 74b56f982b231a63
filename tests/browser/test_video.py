"""The Video tab: a clip in; the drawn clip, the holds and the files out."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from gradio_client import Client, handle_file
from playwright.sync_api import Page, expect

from tests.browser.visits import Visit, faults, sideways
from tests.support.clips import plain, write_clip

Clip = Callable[[str], Path]

PHONE = {"width": 375, "height": 812}


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    """Makes a clip under a name that the scripted model knows: of three seconds, or of twenty where it is slow."""

    def make(name: str) -> Path:
        return write_clip(tmp_path / f"{name}.webm", plain(20 if name == "slow" else 3, rate=8), rate=8)

    return make


def open_tab(page: Page) -> None:
    page.get_by_role("tab", name="Video").click()
    page.locator("#clip input[type=file]").wait_for(state="attached")


def upload(page: Page, path: Path) -> None:
    page.set_input_files("#clip input[type=file]", path)


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_a_clip_comes_back_drawn_with_a_table_of_holds(
    visit: Visit, scripted_url: str, clip: Clip, size: dict[str, int]
) -> None:
    page = visit(scripted_url, **size)
    open_tab(page)
    expect(page.locator("#video-start")).to_contain_text("at most 60 seconds and 100 MB")
    upload(page, clip("sure"))
    expect(page.locator("#video-card tbody tr")).to_have_count(1)
    expect(page.locator("#video-card tbody td").last).to_have_text("3 s")
    expect(page.locator("#video-start")).to_be_hidden()
    expect(page.locator("#cancel")).to_be_hidden()
    # Chromium really decodes it.
    page.wait_for_function("document.querySelector('#player video').readyState >= 2")
    assert page.locator("#player video").evaluate("video => video.duration") == pytest.approx(3, abs=0.2)
    assert not sideways(page)
    assert faults(page) == []


def test_several_people_are_told_apart_by_their_numbers(visit: Visit, scripted_url: str, clip: Clip) -> None:
    page = visit(scripted_url)
    open_tab(page)
    upload(page, clip("several"))
    # The third is never sure.
    expect(page.locator("#video-card tbody tr")).to_have_count(2)
    assert page.locator("#video-card tbody tr td:first-child").all_inner_texts() == ["1", "2"]


def test_on_a_phone_the_table_stays_within_its_card(visit: Visit, scripted_url: str, clip: Clip) -> None:
    page = visit(scripted_url, **PHONE)
    open_tab(page)
    upload(page, clip("several"))
    expect(page.locator("#video-card tbody tr")).to_have_count(2)
    table, card = (page.locator(f"#video-card {part}").bounding_box() for part in ("table", ".card"))
    assert table is not None
    assert card is not None
    assert table["x"] + table["width"] < card["x"] + card["width"] - 8


def test_a_tap_on_the_timeline_plays_from_there(visit: Visit, scripted_url: str, clip: Clip) -> None:
    page = visit(scripted_url)
    open_tab(page)
    upload(page, clip("several"))
    expect(page.locator(".timeline .line")).to_have_count(2)
    page.wait_for_function("document.querySelector('#player video')?.readyState >= 2")
    moment = "document.querySelector('#player video').currentTime"
    page.locator(".timeline .bars button").last.click()
    page.wait_for_function(f"{moment} > 0")
    page.evaluate("document.querySelector('#player video').pause()")
    box = page.locator(".timeline .bars").first.bounding_box()
    assert box
    page.evaluate(
        """([x, y]) => document.querySelector(".timeline .bars").dispatchEvent(
          new MouseEvent("click", {bubbles: true, clientX: x, clientY: y}))""",
        [box["x"] + 0.7 * box["width"], box["y"] + 4],
    )
    page.wait_for_function(f"{moment} >= 2")


def test_angles_are_drawn_over_time(visit: Visit, scripted_url: str, clip: Clip) -> None:
    page = visit(scripted_url)
    open_tab(page)
    upload(page, clip("several"))
    expect(page.locator("#video-angles summary")).to_have_count(3)
    drawn = page.locator("#video-angles path.left").first.get_attribute("d") or ""
    assert drawn.startswith("M0.0 ")
    assert drawn.count("L") > 10


def test_the_example_clip_is_answered(visit: Visit, app_url: str) -> None:
    """By the weights that ship: the two who hold are named; who walks by may stand like Mountain Pose for a second."""
    page = visit(app_url)
    open_tab(page)
    page.get_by_role("button", name="Try an example clip").click()
    expect(page.locator("#video-card")).to_contain_text("Vriksasana", timeout=250_000)
    expect(page.locator("#video-card")).to_contain_text("Virabhadrasana II")


@pytest.mark.parametrize(
    ("name", "sentence"), [("nobody", "I can't find a body in this clip"), ("unsure", "No asana was held")]
)
def test_a_clip_without_holds_says_so(visit: Visit, scripted_url: str, clip: Clip, name: str, sentence: str) -> None:
    page = visit(scripted_url)
    open_tab(page)
    upload(page, clip(name))
    expect(page.locator("#video-card .verdict")).to_contain_text(sentence)


def test_everything_can_be_taken_home(visit: Visit, scripted_url: str, clip: Clip) -> None:
    page = visit(scripted_url)
    open_tab(page)
    upload(page, clip("sure"))
    expect(page.locator("#video-card tbody tr")).to_have_count(1)
    page.get_by_role("tab", name="Take it home").click()
    files = {}
    for kind in ("drawing", "json", "csv"):
        with page.expect_download() as download:
            page.locator(f"#video-save-{kind}").click()
        files[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    assert list(files) == ["sure-skeleton.webm", "sure-pose.json", "sure-holds.csv"]
    assert files["sure-skeleton.webm"].startswith(b"\x1a\x45\xdf\xa3")
    numbers = json.loads(files["sure-pose.json"])
    assert numbers["schema"] == "yoga-pose-video/1"
    (row,) = csv.DictReader(io.StringIO(files["sure-holds.csv"].decode()))
    assert row["sanskrit"] == numbers["people"][0]["holds"][0]["sanskrit"]


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_progress_is_shown_and_cancelling_frees_the_machine_for_the_next_clip(
    visit: Visit, scripted_url: str, clip: Clip, size: dict[str, int]
) -> None:
    page = visit(scripted_url, **size)
    open_tab(page)
    upload(page, clip("slow"))
    expect(page.locator("#video-start")).to_contain_text("of 0:20")
    said = re.compile(r'--far: "0:\d\d of 0:20(, (nearly done|about \d+ (seconds|minutes) left))?"')
    expect(page.locator("html")).to_have_attribute("style", said)
    assert not sideways(page)
    page.locator("#cancel").click()
    expect(page.locator("#cancel")).to_be_hidden()
    page.wait_for_timeout(1500)  # nothing that comes later may take its place
    expect(page.locator("#video-start")).to_contain_text("Cancelled.")
    upload(page, clip("sure"))
    expect(page.locator("#video-card tbody tr")).to_have_count(1)


def test_a_photo_is_answered_while_a_clip_is_being_worked_on(visit: Visit, scripted_url: str, clip: Clip) -> None:
    page = visit(scripted_url)
    open_tab(page)
    upload(page, clip("slow"))
    expect(page.locator("#video-start")).to_contain_text("of 0:20")
    other = visit(scripted_url)
    other.locator("#examples button").first.click()
    expect(other.locator("#card .name")).to_be_visible()
    expect(page.locator("#cancel")).to_be_visible()


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_what_is_no_video_is_called_so(
    visit: Visit, scripted_url: str, tmp_path: Path, clip: Clip, size: dict[str, int]
) -> None:
    path = tmp_path / "letter.mp4"
    path.write_text("Dear studio, this is no video.\n")
    page = visit(scripted_url, **size)
    open_tab(page)
    upload(page, path)
    expect(page.get_by_role("alert")).to_have_text(
        "This is a text file, not a video. Choose a video such as an MP4, MOV or WebM."
    )
    expect(page.locator("#cancel")).to_be_hidden()
    page.wait_for_timeout(1500)  # nothing that comes later may take its place
    expect(page.get_by_role("alert")).to_have_count(1)
    assert not sideways(page)
    upload(page, clip("sure"))
    expect(page.locator("#video-card tbody tr")).to_have_count(1)


def test_a_clip_recorded_with_the_camera_is_worked_on(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url)
    open_tab(page)
    page.locator("button[data-tool=camera][data-field=clip]").click()
    page.wait_for_function("document.querySelector('.camera-sheet video').currentTime > 0")
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(4000)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#video-answer")).to_be_visible()
    page.wait_for_function("document.querySelector('#player video')?.readyState >= 2")


def test_the_endpoint_answers_programs(scripted_url: str, clip: Clip) -> None:
    answer = Client(scripted_url, verbose=False).predict(handle_file(clip("several")), api_name="/video")
    assert answer["schema"] == "yoga-pose-video/1"
    assert [who["number"] for who in answer["people"]] == [1, 2, 3]
