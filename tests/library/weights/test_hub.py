"""Weights from the hub, against a stand-in for it: fetched once, verified, usable offline, refused when wrong."""

import logging
import os
import pty
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from huggingface_hub import close_session

from tests.browser.chromium import free_port
from tests.support.checkout import ROOT
from tests.support.hub_server import FakeHub, Files, running_hub
from yoga_models import WeightsError, YogaPose
from yoga_models.weights.hub import fetch
from yoga_models.weights.manifest import EMBEDDED, ENVIRONMENT, MANIFEST, read_manifest

REPOSITORY = "studio/poses"


def weight_files() -> list[str]:
    """The names of all files that the shipped manifest vouches for."""
    entries = read_manifest().values()
    return [name for entry in entries for name in (entry.file, *(graph.file for graph in entry.graphs.values()))]


@pytest.fixture(scope="module")
def files() -> Files:
    """A repository with the shipped manifest and, in place of the weights, something smaller; and with files that
    nobody should want.
    """
    weights = {name: f"{name} ".encode() * 10_000 for name in weight_files()}
    manifest = (EMBEDDED / MANIFEST).read_bytes()
    return {**weights, MANIFEST: manifest, "README.md": b"# A card\n", "model.bin": b"a pickle", "setup.py": b"1 / 0"}


@pytest.fixture(scope="module")
def shipped(files: Files) -> Files:
    """The same repository with the weights themselves."""
    return {**files, **{name: (EMBEDDED / name).read_bytes() for name in weight_files()}}


def point_at(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What HF_ENDPOINT does; that is read once, when the client is imported."""
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", url)
    template = url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """A hub for this process, and an empty cache."""
    with running_hub() as hub:
        point_at(hub.url, monkeypatch)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
        yield hub


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it to take this process off the net."""

    def cut() -> None:
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
        close_session()

    return cut


@pytest.fixture(autouse=True)
def _fresh_session() -> Iterator[None]:
    yield
    close_session()


# --- fetching ---


@pytest.mark.parametrize("revision", ["main", "v1.0", "the commit"])
def test_what_was_fetched_is_kept(hub: FakeHub, files: Files, offline: Callable[[], None], revision: str) -> None:
    commit = hub.add(REPOSITORY, files, "main", "v1.0")
    revision = commit if revision == "the commit" else revision
    folder = fetch(REPOSITORY, revision)
    assert folder.name == commit
    # The cards come along; what could hold code does not.
    kept = {path.name for path in folder.iterdir()}
    assert kept == {MANIFEST, "README.md", *weight_files()}
    asked = len(hub.requests)
    offline()
    assert fetch(REPOSITORY, revision) == folder
    assert len(hub.requests) == asked


def test_a_moved_branch_does_not_move_a_pinned_commit(hub: FakeHub, files: Files) -> None:
    first = hub.add(REPOSITORY, files, "main")
    second = hub.add(REPOSITORY, {**files, "README.md": b"# Another card\n"}, "main")
    assert (fetch(REPOSITORY, first) / "README.md").read_bytes() == b"# A card\n"
    assert fetch(REPOSITORY, "main").name == second


def test_a_download_that_breaks_off_is_taken_up_where_it_ended(
    hub: FakeHub, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 1000)
    commit = hub.add(REPOSITORY, files)
    hub.cut_after["pose.safetensors"] = [20_500]
    folder = fetch(REPOSITORY, commit)
    assert (folder / "pose.safetensors").read_bytes() == files["pose.safetensors"]
    assert hub.downloads("pose.safetensors") == [None, "bytes=20000-"]


def test_a_download_that_keeps_breaking_fails_clearly_and_works_the_next_time(
    hub: FakeHub, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    commit = hub.add(REPOSITORY, files)
    hub.cut_after["pose.safetensors"] = [0] * 6
    with pytest.raises(WeightsError, match="could not be fetched"):
        fetch(REPOSITORY, commit)
    assert (fetch(REPOSITORY, commit) / "pose.safetensors").read_bytes() == files["pose.safetensors"]


# --- refusing ---


def test_a_file_that_is_not_what_the_manifest_says_is_refused(hub: FakeHub, files: Files) -> None:
    commit = hub.add(REPOSITORY, files)
    with pytest.raises(WeightsError, match=r"pose.onnx is not the one the manifest names"):
        YogaPose.from_pretrained(REPOSITORY, commit)
    with pytest.raises(WeightsError, match=r"pose.safetensors is not the one the manifest names"):
        YogaPose.from_pretrained(REPOSITORY, commit, engine="torch")


@pytest.mark.parametrize(
    ("repository", "revision", "message"),
    [
        (REPOSITORY, "v9", "studio/poses on the hub has no revision v9"),
        (REPOSITORY, "0" * 40, "has no revision"),
        ("studio/nothing", "main", "no repository studio/nothing"),
        ("no name at all", "main", "write owner/name"),
        ("../../etc", "main", "write owner/name"),
    ],
)
def test_what_the_hub_does_not_have_is_named(
    hub: FakeHub, files: Files, repository: str, revision: str, message: str
) -> None:
    hub.add(REPOSITORY, files, "main")
    with pytest.raises(WeightsError, match=message):
        YogaPose.from_pretrained(repository, revision=revision)


def test_a_repository_needs_a_revision(hub: FakeHub, files: Files) -> None:
    hub.add(REPOSITORY, files, "main")
    with pytest.raises(WeightsError, match="needs a revision"):
        YogaPose.from_pretrained(REPOSITORY)
    assert not hub.requests


@pytest.mark.usefixtures("hub")
def test_an_unreachable_hub_is_a_clear_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    point_at(f"http://127.0.0.1:{free_port()}", monkeypatch)
    with pytest.raises(WeightsError, match="could not be fetched"):
        YogaPose.from_pretrained(REPOSITORY, revision="main")


def test_offline_with_an_empty_cache_is_a_clear_failure(hub: FakeHub, offline: Callable[[], None]) -> None:
    offline()
    with pytest.raises(WeightsError, match="not in its cache"):
        YogaPose.from_pretrained(REPOSITORY, revision="main")
    assert not hub.requests


def test_a_repository_without_weights_is_refused(hub: FakeHub) -> None:
    commit = hub.add(REPOSITORY, {"README.md": b"# Nothing here yet\n"})
    with pytest.raises(WeightsError, match="holds no weights"):
        YogaPose.from_pretrained(REPOSITORY, commit)


# --- the page's environment ---


@pytest.mark.parametrize("trouble", ["unreachable", "changed", "no revision", "nonsense"])
def test_the_page_falls_back_with_one_warning(
    hub: FakeHub,
    files: Files,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    trouble: str,
) -> None:
    hub.add(REPOSITORY, files, "v1")
    if trouble == "unreachable":
        point_at(f"http://127.0.0.1:{free_port()}", monkeypatch)
    wanted = {"no revision": f"{REPOSITORY}@v2", "nonsense": "??"}.get(trouble, f"{REPOSITORY}@v1")
    monkeypatch.setenv(ENVIRONMENT, wanted)
    with caplog.at_level(logging.WARNING):
        model = YogaPose.from_environment()
    assert model.weights["pose"] == f"sha256:{read_manifest()['pose'].sha256}"
    (record,) = caplog.records
    assert wanted in record.getMessage()
    assert record.getMessage().endswith("The weights that come with the project are used instead.")


# --- as users do it: a program of their own, the environment, a terminal ---


def run(program: str, **environment: str) -> tuple[int, str]:
    """Run Python code in a terminal; returns its exit status and what the terminal showed."""
    controller, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 100))
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_DISABLE_XET": "1", **environment},
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = b""
    try:
        while part := os.read(controller, 65536):
            shown += part
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(controller)
    return process.wait(timeout=120), shown.decode(errors="replace")


def test_loading_weights_loads_nothing_else() -> None:
    for engine, others in (
        ("onnxruntime", ["torch", "openvino", "safetensors"]),
        ("openvino", ["torch", "onnxruntime", "safetensors"]),
        ("torch", ["torch._dynamo", "onnxruntime", "openvino"]),
    ):
        loaded = f"import sys; print([n for n in ('huggingface_hub', 'gradio', *{others}) if n in sys.modules])"
        status, shown = run(
            f"from yoga_models import YogaPose; YogaPose.from_pretrained(engine='{engine}', device='cpu'); {loaded}"
        )
        assert status == 0, shown
        assert shown.strip() == "[]"


def test_a_program_fetches_with_a_bar_and_the_page_starts_offline_afterwards(shipped: Files, tmp_path: Path) -> None:
    home = {"HF_HOME": str(tmp_path)}
    with running_hub() as hub:
        hub.add(REPOSITORY, shipped, "v1")
        library = f'YogaPose.from_pretrained("{REPOSITORY}", revision="v1")'
        status, shown = run(f"from yoga_models import YogaPose; {library}", HF_ENDPOINT=hub.url, **home)
        assert status == 0, shown
        assert "100%" in shown
    page = "from yoga_models import YogaPose; print(YogaPose.from_environment().weights)"
    settings = {"HF_ENDPOINT": hub.url, "HF_HUB_OFFLINE": "1", ENVIRONMENT: f"{REPOSITORY}@v1"}
    status, shown = run(page, **settings, **home)
    assert status == 0, shown
    assert read_manifest()["pose"].sha256 in shown
    assert "used instead" not in shown
