"""The Live tab before a camera in which somebody enters, holds, wobbles, changes sides and leaves."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from demo.page import build, launch_options
from tests.browser.chromium import free_port
from tests.browser.visits import Visit, busy, faults, practice_taken_home, sideways
from tests.support.actor import SCENES, Actor
from yoga_models.asanas.catalogue import load_catalogue

PHONE = {"width": 390, "height": 844}

CAMERA = """() => {
  const sight = document.createElement("canvas");
  [sight.width, sight.height] = [640, 480];
  const brush = sight.getContext("2d");
  setInterval(() => { brush.fillStyle = window.scene; brush.fillRect(0, 0, 640, 480); }, 30);
  navigator.mediaDevices.getUserMedia = async () => sight.captureStream();
  window.heard = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { heard.push(this.frequency.value); start.apply(this, at); };
}"""


# The names whose letters, one by one, reach into the time or out of the picture.
COVERING = """(names) => {
  const [name, time, stage] = ["live-name", "live-time", "live-stage"].map((id) => document.getElementById(id));
  return names.filter((words) => {
    name.textContent = words;
    const letters = document.createRange();
    letters.selectNodeContents(name);
    const edge = stage.getBoundingClientRect(), number = time.getBoundingClientRect();
    return [...letters.getClientRects()].some(({left, right, top, bottom}) =>
      left < edge.left || right > edge.right || top < edge.top ||
      (right > number.left && left < number.right && bottom > number.top + 1 && top < number.bottom));
  });
}"""


@pytest.fixture(scope="module")
def actor_url() -> Iterator[str]:
    page = build(Actor())
    _, url, _ = page.launch(
        **launch_options(), prevent_thread_lock=True, quiet=True, server_name="127.0.0.1", server_port=free_port()
    )
    yield url
    page.close()


def show(page: Page, scene: str) -> None:
    page.evaluate("colour => { window.scene = colour; }", SCENES[scene])


def start(page: Page, scene: str, bell: str = "0") -> None:
    page.get_by_role("tab", name="Live").click()
    page.evaluate(CAMERA)
    show(page, scene)
    page.locator("#live-bell").select_option(bell)
    page.get_by_role("button", name="Start the camera").click()


def seconds(page: Page) -> int:
    minutes, rest = page.locator("#live-time").inner_text().split(":")
    return 60 * int(minutes) + int(rest)


def wait_until(page: Page, second: int) -> None:
    """Until the time that is shown is as long as that: no second is sure to be seen when the machine is busy."""
    page.wait_for_function(
        "second => Number(document.getElementById('live-time').textContent.split(':')[1]) >= second", arg=second
    )


@pytest.mark.parametrize("size", [{}, {"width": 1280, "height": 800}, PHONE], ids=["desktop", "laptop", "phone"])
def test_name_and_time_stand_large_on_the_picture(visit: Visit, actor_url: str, size: dict[str, int]) -> None:
    page = visit(actor_url, **size)
    start(page, "tree")
    expect(page.locator("#live-name")).to_contain_text("Vriksasana")
    expect(page.locator("#live-time")).to_contain_text(":")
    for part in ("#live-name", "#live-time", "#live-toggle"):
        expect(page.locator(part)).to_be_in_viewport()
    assert page.locator("#live-time").evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 48
    expect(page.locator("#live-rate")).to_contain_text("looks a second")
    assert not sideways(page)
    assert faults(page) == []


def test_no_name_is_so_long_that_it_covers_the_time(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url, **PHONE)
    start(page, "tree")
    expect(page.locator("#live-time")).to_contain_text(":")
    names = [f"{asana.sanskrit}, right side" for asana in load_catalogue()]
    covering = page.evaluate(COVERING, names)
    assert len(names) == 107
    assert covering == []


def test_the_time_goes_on_through_a_wobble_and_the_bell_rings_once(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url)
    start(page, "nobody", bell="5")
    expect(page.locator("#live-says")).to_contain_text("I can't see a whole body yet.")
    show(page, "tree")
    wait_until(page, 2)
    show(page, "unsure")
    page.wait_for_timeout(900)
    show(page, "tree")
    wait_until(page, 6)
    assert page.evaluate("heard") == [523, 1046, 1568]
    page.wait_for_timeout(2000)
    assert seconds(page) >= 7
    assert page.evaluate("heard.length") == 3
    show(page, "nobody")
    expect(page.locator("#live-name")).to_be_empty()
    expect(page.locator("#practice-held")).to_contain_text("Vriksasana")


def test_sides_are_told_apart_and_everything_is_taken_home(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url)
    start(page, "warrior, left")
    expect(page.locator("#live-name")).to_have_text("Virabhadrasana II, left")
    wait_until(page, 7)
    show(page, "warrior, right")
    expect(page.locator("#live-name")).to_have_text("Virabhadrasana II, right")
    wait_until(page, 3)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#practice-held")).to_contain_text("s less on the right")
    files = practice_taken_home(page)
    rows = list(csv.DictReader(io.StringIO(files["practice.csv"].decode())))
    assert [row["side"] for row in rows] == ["left", "right"]
    assert float(rows[0]["seconds"]) > float(rows[1]["seconds"])
    numbers = json.loads(files["practice.json"])
    summary = numbers["summary"]
    bent = summary[0]["bent"]
    assert bent["part"] == "knee"
    for side, row, one in zip(("left", "right"), rows, numbers["held"], strict=True):
        assert one["bent"] == f"{side}_knee"
        assert float(row[f"{side}_knee"]) == one["angles"][f"{side}_knee"] == pytest.approx(bent[side])
    left, right = (f"{bent[side]:.0f}° on the {side}" for side in ("left", "right"))
    expect(page.locator("#practice-held")).to_contain_text(f"bent knee {left}, {right}")
    assert summary[0]["left"] == pytest.approx(float(rows[0]["seconds"]))
    assert Image.open(io.BytesIO(files["practice.png"])).width == 1024


def test_a_practice_goes_from_step_to_step(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url)
    page.get_by_role("tab", name="Live").click()
    for name in ("Virabhadrasana II", "Vriksasana"):
        page.locator("#practice-asana").select_option(label=f"{name} ({dict(NAMES)[name]})")
        page.locator("#practice-seconds").fill("3")
        page.get_by_role("button", name="Add", exact=True).click()
    start(page, "tree")
    expect(page.locator("#live-step")).to_have_text("1 of 2: Virabhadrasana II, 3 s")
    page.wait_for_timeout(4000)
    expect(page.locator("#practice-list .now")).to_contain_text("Virabhadrasana II")
    assert page.evaluate("heard") == []
    show(page, "warrior, left")
    expect(page.locator("#practice-list .now")).to_contain_text("Vriksasana")
    show(page, "tree")
    expect(page.locator("#practice-list .done")).to_have_count(2)
    struck = page.locator("#practice-list .done").first.evaluate(
        "row => [row, row.firstElementChild].map(one => getComputedStyle(one).textDecorationLine)"
    )
    assert struck == ["none", "line-through"], "what was done is struck out, the button beside it is not"
    expect(page.get_by_role("alert")).to_have_text("Done. Well practised.")


NAMES = [("Virabhadrasana II", "Warrior II Pose"), ("Vriksasana", "Tree Pose")]


def test_a_reference_is_kept_in_the_browser_and_said_to_differ(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url)
    start(page, "tree")
    expect(page.locator("#live-name")).to_contain_text("Vriksasana")
    page.get_by_role("button", name="Keep this pose as my reference").click()
    expect(page.locator("#live-says")).to_have_text("Just as in your reference.")
    show(page, "warrior, left")
    expect(page.locator("#live-says")).to_contain_text("than in the reference")
    page.reload()
    page.get_by_role("tab", name="Live").click()
    expect(page.get_by_label("Show my reference")).to_be_checked()


# Keeps all that the rate has said: what is late is soon overtaken.
RATES = """() => {
  const rate = document.getElementById("live-rate");
  window.rates = [];
  new MutationObserver(() => rates.push(rate.textContent)).observe(rate, {childList: true, subtree: true});
}"""


def test_what_is_drawn_fades_when_it_is_late(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url)
    start(page, "tree")
    expect(page.locator("#live-rate")).to_have_text(re.compile(r"^[\d.]+ looks a second$"))
    page.evaluate(RATES)
    stage = page.locator("#live-stage")
    with busy(page, "**/run/look"):
        expect(stage).to_have_class(re.compile("late"))
        expect(page.locator("#live-canvas")).to_have_css("opacity", "0.25")
    expect(stage).not_to_have_class(re.compile("late"))
    page.wait_for_function("rates.some(one => one.includes('s behind'))")
    expect(page.locator("#live-rate")).not_to_contain_text("behind")


def test_the_mirror_turns_the_picture_and_its_skeleton_together(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url)
    start(page, "tree")
    expect(page.locator("#live-name")).to_contain_text("Vriksasana")
    turned = "name => new DOMMatrix(getComputedStyle(document.getElementById(name)).transform).a"
    assert [page.evaluate(turned, name) for name in ("live-video", "live-canvas", "live-name")] == [-1, -1, 1]
    page.get_by_label("Like a mirror").uncheck()
    assert [page.evaluate(turned, name) for name in ("live-video", "live-canvas")] == [1, 1]


# Counts the frames that are on their way, and holds one answer back when told to.
FLIGHTS = """() => {
  const ask = window.fetch;
  Object.assign(window, {flying: 0, most: 0, names: []});
  window.fetch = async (...asked) => {
    if (!String(asked[0]).endsWith("/look")) return ask(...asked);
    window.most = Math.max(window.most, (window.flying += 1));
    const reply = await ask(...asked);
    if (window.hold) {
      window.hold = false;
      await new Promise((done) => { window.release = done; });
    }
    window.flying -= 1;
    return reply;
  };
  const name = document.getElementById("live-name");
  new MutationObserver(() => names.push(name.textContent)).observe(name, {childList: true, characterData: true});
}"""


def test_two_frames_are_asked_about_at_a_time_and_a_late_answer_is_dropped(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url)
    start(page, "nobody")
    expect(page.locator("#live-says")).to_contain_text("I can't see a whole body yet.")
    page.evaluate(FLIGHTS)
    page.evaluate("window.hold = true")
    page.wait_for_function("() => Boolean(window.release)")
    show(page, "tree")
    expect(page.locator("#live-name")).to_contain_text("Vriksasana")
    page.evaluate("release()")
    page.wait_for_timeout(1000)
    assert page.evaluate("names") == ["Vriksasana"]
    assert page.evaluate("most") == 2


def test_a_refused_camera_gets_a_sentence(visit: Visit, actor_url: str) -> None:
    page = visit(actor_url)
    page.get_by_role("tab", name="Live").click()
    page.evaluate(
        """() => {
          navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotAllowedError"); };
        }"""
    )
    page.wait_for_timeout(1000)  # the tab's own script takes a moment to listen
    page.get_by_role("button", name="Start the camera").click()
    expect(page.locator("#live-says")).to_contain_text("Allow it in the browser's settings")


def test_no_frame_is_kept_on_the_server(visit: Visit, actor_url: str) -> None:
    def kept() -> set[Path]:
        return {path for path in Path(gr.utils.get_upload_folder()).rglob("*") if path.is_file()}

    page = visit(actor_url)
    before = kept()
    start(page, "tree")
    wait_until(page, 3)
    page.get_by_role("button", name="Stop").click()
    assert kept() <= before
