"""The page does not grow with the photos it has seen."""

import gc
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from gradio_client import Client, handle_file
from PIL import Image

from demo import serving
from demo.page import build, launch_options
from demo.parts.examples import FOLDER
from tests.support.checkout import ROOT
from tests.support.scripted import ScriptedModel
from yoga_models import YogaPose

ANALYSES = int(os.environ.get("YOGA_MEMORY_ANALYSES", "40"))
WARM_UP = 20
MAX_GROWTH = 24 * 2**20  # bytes; a photo that stayed would weigh 1.5 MB as pixels, its fields as much again


def resident() -> int:
    """Bytes of memory that this process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_memory_is_flat_over_many_photos(tmp_path: Path) -> None:
    page = build(YogaPose.from_pretrained(device="cpu"))
    _, url, _ = page.launch(**launch_options(), prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    client = Client(url, verbose=False, analytics_enabled=False)
    photo = np.asarray(Image.open(FOLDER / "two-people.jpg"))

    def analyse(count: int) -> None:
        for number in range(count):
            path = tmp_path / f"{number}.jpg"
            Image.fromarray(np.roll(photo, number % 7, axis=1)).save(path)
            assert client.predict(handle_file(path), api_name="/analyze")["people"]

    try:
        analyse(WARM_UP)
        before = resident()
        analyse(ANALYSES)
        growth = resident() - before
    finally:
        client.close()
        page.close()
    print(f"{growth / 2**20:+.1f} MB over {ANALYSES} analyses, {before / 2**20:.0f} MB before")  # noqa: T201
    assert growth < MAX_GROWTH


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries do it, or don't, by themselves")
def test_memory_of_freed_photos_goes_back() -> None:
    program = """
import threading
from tests.load.machine import memory
from demo.service.memory import give_back_freed

give_back_freed()

def read_photos():
    for size in (9, 18, 27):
        photo = bytearray(size * 10**6)
        kept.append(bytes(2000))  # lies behind it where it lies in a heap
        del photo

kept = []
before = memory("self")["resident"]
for _ in range(4):
    thread = threading.Thread(target=read_photos)
    thread.start()
    thread.join()
print(memory("self")["resident"] - before)
"""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 4e6


def test_of_programs_that_vanish_only_the_last_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MAX_SESSIONS", 2)
    page = build(ScriptedModel())
    app, url, _ = page.launch(**launch_options(), prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    Image.new("RGB", (900, 600)).save(tmp_path / "sure.png")
    try:
        for _ in range(4):
            client = Client(url, verbose=False, analytics_enabled=False)
            assert client.predict(handle_file(tmp_path / "sure.png"), api_name="/analyze")["people"]
            assert client.session_hash in app.state_holder.session_data
        assert len(app.state_holder.session_data) == 2
    finally:
        page.close()
