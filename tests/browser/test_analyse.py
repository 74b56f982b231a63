"""Every state of the Analyse view, before a model whose answers are known."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from demo.words import analyse as words
from tests.browser.visits import Visit, busy, sideways
from tests.support.scripted import ScriptedModel

Photo = Callable[[str], Path]


def upload(page: Page, path: Path) -> None:
    page.set_input_files("#photo input[type=file]", path)


def test_someone_sure_of_themselves(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    expect(page.locator("#start")).to_contain_text("Your answer appears here")
    path = photo("sure")
    upload(page, path)
    guess = ScriptedModel().analyze(path, path.name).asanas[0]
    expect(page.get_by_role("heading", name=guess.asana.sanskrit)).to_be_visible()
    expect(page.locator("#card .english")).to_have_text(f"{guess.asana.english} 91 %")
    expect(page.locator("#card .guesses li")).to_have_count(3)  # the other two have less than one in a hundred
    expect(page.locator("#people")).to_be_hidden()
    expect(page.locator("#start")).to_be_hidden()


def test_a_guess_is_no_answer(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    upload(page, photo("unsure"))
    expect(page.locator("#card .verdict")).to_contain_text("Not sure. It looks most like")
    expect(page.locator("#card .name")).to_have_count(0)


def test_what_is_out_of_the_picture_is_said(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    upload(page, photo("partly"))
    expect(page.locator("#card .note")).to_have_text(
        "Your knees and feet are out of the picture: step back so that your whole body fits."
    )


def test_one_of_several_people_is_chosen(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    upload(page, photo("several"))
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 3")
    first = page.locator("#card .name").inner_text()
    page.locator("#people").get_by_text("2:").click()
    expect(page.locator("#card .kicker")).to_have_text("Person 2 of 3")
    assert page.locator("#card .name").inner_text() != first
    page.locator("#people").get_by_text("3: perhaps").click()
    expect(page.locator("#card .verdict")).to_contain_text("Not sure.")


def test_a_person_is_chosen_by_a_tap_on_the_picture(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    upload(page, photo("several"))
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 3")
    box = page.locator("#drawn img").bounding_box()
    assert box is not None
    page.locator("#drawn img").click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.5})
    expect(page.locator("#card .kicker")).to_have_text("Person 3 of 3")
    expect(page.locator("#people").get_by_label("3:")).to_be_checked()


def test_on_a_phone_the_answer_comes_into_view(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url, width=390, height=844)
    upload(page, photo("sure"))
    expect(page.locator("#drawn img")).to_be_in_viewport()
    expect(page.locator("#card .name")).to_be_in_viewport()


def test_on_a_phone_a_crowd_stands_in_one_row(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url, width=390, height=844)
    upload(page, photo("crowd"))
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 11")
    people = page.locator("#people label:has(input)")
    expect(people).to_have_count(11)
    tops = people.evaluate_all("all => all.map(one => one.offsetTop)")
    assert len(set(tops)) == 1
    assert min(people.evaluate_all("all => all.flatMap(one => [one.offsetWidth, one.offsetHeight])")) >= 24
    assert not sideways(page)
    expect(page.locator("#card .kicker")).to_be_in_viewport()
    box = page.locator("#drawn img").bounding_box()
    assert box is not None
    page.locator("#drawn img").click(position={"x": box["width"] * 0.97, "y": box["height"] * 0.8})
    expect(page.locator("#card .kicker")).to_have_text("Person 11 of 11")
    expect(people.last).to_be_in_viewport(ratio=0.9)
    people.nth(9).click()
    expect(page.locator("#card .kicker")).to_have_text("Person 10 of 11")
    expect(people.nth(9)).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("width", [390, 1280])
def test_in_a_crowd_somebody_is_chosen_by_keyboard(visit: Visit, scripted_url: str, photo: Photo, width: int) -> None:
    page = visit(scripted_url, width=width, height=844)
    upload(page, photo("crowd"))
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 11")
    page.locator("#people input").first.focus()
    for key, number in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("ArrowLeft", 1), ("ArrowLeft", 11)):
        page.keyboard.press(key)
        expect(page.locator("#card .kicker")).to_have_text(f"Person {number} of 11")
    chosen = page.locator("#people label:has(input:checked)")
    expect(chosen.locator("input")).to_be_focused()
    expect(chosen).to_be_in_viewport(ratio=0.9)
    assert chosen.evaluate("label => parseFloat(getComputedStyle(label).outlineWidth)") >= 2
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#people input:focus")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(chosen.locator("input")).to_be_focused()


def test_the_skeleton_can_stand_alone(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    upload(page, photo("sure"))
    picture = page.locator("#drawn img")
    before = picture.get_attribute("src") or ""
    page.get_by_role("tab", name="Drawing").click()
    page.locator("#alone input").check()
    expect(picture).not_to_have_attribute("src", before)


def test_what_is_chosen_last_counts_however_busy_the_page_is(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    with busy(page):
        upload(page, photo("sure"))
        expect(page.locator("#photo .image-frame img")).to_be_visible()
        page.locator("#photo").get_by_label("Take the photo away").click()
        upload(page, photo("several"))
        expect(page.locator("#photo .image-frame img")).to_be_visible()
    expect(page.locator("#card .kicker")).to_have_text("Person 1 of 3")
    with busy(page):
        page.locator("#people").get_by_text("2:").click()
        page.locator("#people").get_by_text("3: perhaps").click()
    expect(page.locator("#card .kicker")).to_have_text("Person 3 of 3")


def test_angles_are_whole_degrees_left_against_right(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    upload(page, photo("sure"))
    row = page.locator("#angles tr", has_text="Shoulder").locator("td")
    expect(row).to_have_count(3)
    left, right, difference = (text.rstrip("°") for text in row.all_inner_texts())
    assert abs(int(left) - int(right)) - int(difference) in (-1, 0, 1)
    expect(page.locator("#angles .sentences")).to_contain_text(
        "Your left arm is further from your side than your right"
    )


def test_drawing_and_numbers_can_be_saved(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    path = photo("sure")
    upload(page, path)
    page.get_by_role("tab", name="Take it home").click()
    with page.expect_download() as download:
        page.locator("#save-json").click()
    assert download.value.suggested_filename == "sure-pose.json"
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    expected = ScriptedModel().analyze(path, path.name).to_dict()
    assert saved.pop("timing_ms").keys() == expected.pop("timing_ms").keys()
    assert saved == expected
    with page.expect_download() as download:
        page.locator("#save-drawing").click()
    assert download.value.suggested_filename == "sure-skeleton.jpg"
    with Image.open(download.value.path()) as drawn:
        assert drawn.size == (1024, 683)
        # A plain picture went in: whatever is not its colour was drawn.
        assert np.ptp(np.asarray(drawn), axis=(0, 1)).max() > 100


def test_a_photo_taken_away_takes_its_answer_along(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    upload(page, photo("sure"))
    expect(page.locator("#card")).to_be_visible()
    page.locator("#photo").get_by_label("Take the photo away").click()
    expect(page.locator("#start")).to_contain_text("Your answer appears here")
    expect(page.locator("#answer")).to_be_hidden()


def open_camera(page: Page) -> None:
    page.locator("button[data-tool=camera][data-field=photo]").click()


def test_a_snapshot_from_the_camera_is_analysed(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url)
    open_camera(page)
    page.wait_for_function("document.querySelector('.camera-sheet video').currentTime > 0")
    page.get_by_role("button", name="Take the photo").click()
    expect(page.locator("#card .name")).to_be_visible()
    expect(page.locator(".camera-sheet")).to_be_hidden()


def test_a_self_timer_counts_down_to_be_seen_and_heard(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url)
    open_camera(page)
    page.wait_for_function("document.querySelector('.camera-sheet video').currentTime > 0")
    page.get_by_label("3 seconds").check()
    page.get_by_role("button", name="Take the photo").click()
    count = page.locator(".camera-count")
    expect(count).to_have_text("3")
    height = count.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert height > 200
    expect(page.locator("#card .name")).to_be_visible()
    sounds = page.evaluate("studio.sounds.map(sound => [sound.pitch, sound.at])")
    assert [pitch for pitch, _ in sounds] == [660, 660, 880, 1320]
    assert 2900 < sounds[-1][1] - sounds[0][1] < 8000


def test_a_self_timer_can_be_cancelled(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url)
    open_camera(page)
    page.wait_for_function("document.querySelector('.camera-sheet video').currentTime > 0")
    page.get_by_label("10 seconds").check()
    page.get_by_role("button", name="Take the photo").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".camera-count")).to_be_empty()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#start")).to_be_visible()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [("NotAllowedError", "Allow it in the browser's settings"), ("NotFoundError", "There is no camera")],
)
def test_a_camera_that_is_refused_gets_a_sentence(visit: Visit, scripted_url: str, error: str, sentence: str) -> None:
    page = visit(scripted_url)
    page.evaluate(
        "name => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', name); }; }", error
    )
    open_camera(page)
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.get_by_role("button", name="Take the photo")).to_be_disabled()


def test_a_snapshot_shows_what_the_chosen_camera_sees_not_its_mirror_image(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url, width=375, height=812)
    # A phone: two cameras, what is on the left of them in red.
    page.evaluate(
        """() => {
          const media = navigator.mediaDevices;
          media.enumerateDevices = async () =>
            ["Front", "Back"].map(label => ({deviceId: label, kind: "videoinput", label}));
          media.getUserMedia = async wish => {
            (window.wishes ??= []).push(wish.video);
            const sight = document.createElement("canvas");
            const brush = sight.getContext("2d");
            setInterval(() => {
              brush.fillStyle = "blue";
              brush.fillRect(0, 0, sight.width, sight.height);
              brush.fillStyle = "red";
              brush.fillRect(0, 0, sight.width / 2, sight.height);
            }, 50);
            (window.streams ??= []).push(sight.captureStream());
            return window.streams.at(-1);
          };
          // Whether the picture of that camera runs: before it does, choosing another would break off its start.
          window.runs = number => {
            const video = document.querySelector(".camera-sheet video");
            return video?.srcObject && video.srcObject === window.streams?.[number] && video.currentTime > 0;
          };
        }"""
    )
    open_camera(page)
    page.wait_for_function("window.runs(0)")
    page.get_by_label("Which camera").select_option("Front")
    page.wait_for_function("window.runs(1)")
    first, second = page.evaluate("window.wishes")
    assert first["facingMode"] == "environment"
    assert second["deviceId"] == {"exact": "Front"}
    page.get_by_role("button", name="Take the photo").click()
    snapshot = page.locator("#photo .image-frame img")
    expect(snapshot).to_be_visible()
    with Image.open(io.BytesIO(page.request.get(snapshot.get_attribute("src") or "").body())) as taken:
        pixels = np.asarray(taken.convert("RGB")).astype(int)
    left, right = (pixels[pixels.shape[0] // 2, x * pixels.shape[1] // 4, 0] for x in (1, 3))
    assert left > 240 > 20 > right  # red and blue, as a JPEG rounds them


def test_two_visitors_see_their_own_photos_only(visit: Visit, scripted_url: str, photo: Photo) -> None:
    one, other = visit(scripted_url), visit(scripted_url)
    upload(one, photo("several"))
    upload(other, photo("nobody"))
    expect(one.locator("#card .kicker")).to_have_text("Person 1 of 3")
    expect(other.locator("#card .verdict")).to_have_text(words.NOBODY)
    one.locator("#people").get_by_text("2:").click()
    expect(one.locator("#card .kicker")).to_have_text("Person 2 of 3")


def test_a_keyboard_reaches_the_page_and_shows_where_it_is(visit: Visit, scripted_url: str) -> None:
    page = visit(scripted_url)
    focused = page.locator(":focus")
    page.keyboard.press("Tab")
    for tab in page.locator("#views > .tab-wrapper [role=tab]").all():
        expect(tab).to_be_focused()
        page.keyboard.press("Tab")
    expect(focused).to_have_attribute("aria-label", "Drop a photo here or press Enter to choose one")
    assert focused.evaluate("element => parseFloat(getComputedStyle(element).outlineWidth)") >= 2
