"""A practice of five asanas from start to summary, before a camera that is fed with a film."""

import csv
import io
import json
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.chromium import launch_chromium
from tests.browser.visits import practice_taken_home
from tests.support.films import CHANGES_SIDES, PRACTICE, practice_film
from yoga_models.asanas.catalogue import load_catalogue

_STEP_SECONDS = 3
# The film takes a minute and begins again, so that a busy machine, which sees a step late, gets another chance.
_PATIENCE = 600_000
# Hears what goes to the loudspeaker: notes when each tone begins, and the loudest pitch while it sounds.
_EAR = """
window.tones = []; window.pitches = new Set();
const start = OscillatorNode.prototype.start, connect = AudioNode.prototype.connect;
OscillatorNode.prototype.start = function (...at) { tones.push(this.frequency.value); start.apply(this, at); };
AudioNode.prototype.connect = function (to, ...more) {
  if (to === this.context.destination) {
    const ear = this.context.createAnalyser(), heard = new Float32Array(ear.frequencyBinCount);
    connect.call(this, ear);
    const listen = setInterval(() => {
      ear.getFloatFrequencyData(heard);
      const loudest = heard.indexOf(Math.max(...heard));
      if (heard[loudest] > -60) pitches.add((loudest * this.context.sampleRate) / ear.fftSize);
    }, 50);
    setTimeout(() => clearInterval(listen), 3000);
  }
  return connect.call(this, to, ...more);
};
"""


@pytest.fixture(scope="module")
def filmed(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera sees the film. The weights that ship look at it."""
    film = practice_film(tmp_path_factory.mktemp("film") / "practice.mjpeg")
    chromium = launch_chromium(playwright, film)
    yield chromium
    chromium.close()


@pytest.mark.timeout(900)
def test_five_asanas_from_start_to_summary(filmed: Browser, app_url: str) -> None:
    page = filmed.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(_EAR)
    page.goto(app_url)
    page.get_by_role("tab", name="Live").click()
    names = {asana.sanskrit: asana.english for asana in load_catalogue()}
    for sanskrit in PRACTICE.values():
        page.locator("#practice-asana").select_option(label=f"{sanskrit} ({names[sanskrit]})")
        page.locator("#practice-seconds").fill(str(_STEP_SECONDS))
        page.get_by_role("button", name="Add", exact=True).click()
    page.locator("#live-bell").select_option("0")
    page.get_by_role("button", name="Start the camera").click()
    expect(page.locator("#practice-list .done")).to_have_count(len(PRACTICE), timeout=_PATIENCE)
    expect(page.locator("#live-rate")).to_contain_text("looks a second")
    # Both sides of whoever changes sides, if the last step came before.
    changing = PRACTICE[CHANGES_SIDES]
    expect(page.locator("#practice-held")).to_contain_text(f"{changing}: left", timeout=_PATIENCE)
    page.get_by_role("button", name="Stop").click()

    assert page.evaluate("tones") == [523, 1046, 1568] * len(PRACTICE), "the bell rings once a step"
    assert any(abs(pitch - 523) < 30 for pitch in page.evaluate("[...pitches]")), "it is heard"
    for sanskrit in PRACTICE.values():
        expect(page.locator("#practice-held")).to_contain_text(sanskrit)

    files = practice_taken_home(page)
    rows = list(csv.DictReader(io.StringIO(files["practice.csv"].decode())))
    for sanskrit in PRACTICE.values():
        assert max(float(row["seconds"]) for row in rows if row["sanskrit"] == sanskrit) >= _STEP_SECONDS
    assert {row["side"] for row in rows if row["sanskrit"] == changing} >= {"left", "right"}
    numbers = json.loads(files["practice.json"])
    assert len(numbers["held"]) == len(rows)
    summed = {row["sanskrit"]: row["left"] + row["right"] + row["both"] for row in numbers["summary"]}
    for sanskrit in PRACTICE.values():
        each = sum(float(row["seconds"]) for row in rows if row["sanskrit"] == sanskrit)
        assert summed[sanskrit] == pytest.approx(each, abs=0.1)
    picture = np.asarray(Image.open(io.BytesIO(files["practice.png"])).convert("RGB")).astype(int)
    assert picture.shape[1] == 1024
    for colour in ((0, 114, 178), (230, 126, 0)):
        assert (np.abs(picture - colour).max(axis=-1) < 8).sum() > 500, "bars of the left and of the right side"
