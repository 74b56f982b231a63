"""Eight visitors at once, each with a photo of their own."""

import json
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from demo.parts.examples import FOLDER
from tests.browser.visits import Visit
from yoga_models.body.skeleton import JOINTS


@pytest.mark.timeout(900)
def test_eight_visitors_at_once_get_their_own_answers(visit: Visit, app_url: str) -> None:
    entries = json.loads((FOLDER / "examples.json").read_text(encoding="utf-8"))
    alone = [entry for entry in entries if len(entry["people"]) == 1][:8]
    pages = [visit(app_url) for _ in alone]
    for page, entry in zip(pages, alone, strict=True):
        page.set_input_files("#photo input[type=file]", FOLDER / entry["file"])
    for page, entry in zip(pages, alone, strict=True):
        expect(page.locator("#card [lang=sa-Latn]").first).to_be_visible()
        page.get_by_role("tab", name="Take it home").click()
        with page.expect_download() as download:
            page.locator("#save-json").click()
        answer = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        assert answer["file"] == entry["file"]
        found, true = answer["people"][0]["joints"], entry["people"][0]["joints"]
        both = [name for name in JOINTS if found[name]]
        middles = [
            np.mean([[joints[name]["x"], joints[name]["y"]] for name in both], axis=0) for joints in (found, true)
        ]
        assert np.linalg.norm(middles[0] - middles[1]) < 40, entry["file"]
