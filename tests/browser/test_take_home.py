"""The CSV, and the programs in "Use from code": what is shown there is pasted and run."""

import ast
import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.parts.examples import FOLDER
from tests.browser.visits import Visit

Photo = Callable[[str], Path]


def test_everyone_in_a_photo_is_a_row_of_the_csv(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    page.set_input_files("#photo input[type=file]", photo("several"))
    page.get_by_role("tab", name="Take it home").click()
    with page.expect_download() as download:
        page.locator("#save-csv").click()
    assert download.value.suggested_filename == "several-pose.csv"
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        assert [row["person"] for row in csv.DictReader(file)] == ["1", "2", "3"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the programs run: the photos that they name are there."""
    for name in ("photo", "mine", "reference"):
        shutil.copy(FOLDER / "tree.jpg", tmp_path / f"{name}.jpg")
    return tmp_path


def programs(page: Page, endpoint: str) -> tuple[str, str]:
    """The Python program and the one for a shell, as they are shown."""
    shown = page.locator(f"#code-{endpoint} code")
    expect(shown).to_have_count(2)
    python, shell = shown.all_inner_texts()
    return python, shell


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_programs_for_one_photo_work_as_shown(visit: Visit, scripted_url: str, photo: Photo, folder: Path) -> None:
    page = visit(scripted_url)
    page.set_input_files("#photo input[type=file]", photo("sure"))
    page.get_by_role("tab", name="Use from code").click()
    python, shell = programs(page, "analyze")
    answer = ast.literal_eval(run(folder, sys.executable, "-c", python).splitlines()[-1])
    assert answer["schema"] == "yoga-pose/1"
    *_, answer = json.loads(run(folder, "bash", "-c", shell))
    assert answer["people"][0]["joints"]["nose"]


def test_the_programs_for_two_photos_work_as_shown(visit: Visit, scripted_url: str, photo: Photo, folder: Path) -> None:
    page = visit(scripted_url)
    page.get_by_role("tab", name="Compare").click()
    for where, name in (("mine", "sure"), ("reference", "raised")):
        page.set_input_files(f"#compare-{where} input[type=file]", photo(name))
    page.get_by_role("tab", name="Use from code").click()
    python, shell = programs(page, "compare")
    answer = ast.literal_eval(run(folder, sys.executable, "-c", python).splitlines()[-1])
    assert answer["distance"] == 0
    *_, answer = json.loads(run(folder, "bash", "-c", shell))
    assert (answer["mirrored"], answer["distance"]) == (False, 0)


def test_a_program_is_copied_by_a_button(visit: Visit, scripted_url: str, photo: Photo) -> None:
    page = visit(scripted_url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_input_files("#photo input[type=file]", photo("sure"))
    page.get_by_role("tab", name="Use from code").click()
    python, _ = programs(page, "analyze")
    page.get_by_role("button", name="Copy the Python program").click()
    expect(page.locator("#code-analyze button").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").strip() == python.strip()
    assert scripted_url in python
