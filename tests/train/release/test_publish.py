"""Publishing, against a stand-in for the hub: what was pushed can be fetched, and a Space gets all it needs."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from huggingface_hub import RepoCard, close_session

from tests.support.checkout import ROOT
from tests.support.hub_server import FakeHub, running_hub
from train.fit.weights import write_weights
from train.release.publish import HardwareError, main, publish_space, publish_weights
from yoga_models.networks.load import load_weights
from yoga_models.weights.manifest import WeightsError, read_manifest

needs_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    with running_hub() as hub:
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", hub.url)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
        monkeypatch.setenv("HF_TOKEN", "hf_stand_in")
        yield hub
    close_session()


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    write_weights({"a": torch.arange(3.0)}, {}, "pose", tmp_path)
    (tmp_path / "pose.md").write_text("# The joint network\n")
    (tmp_path / "notes.bin").write_bytes(b"not for the public")
    return tmp_path


def test_what_was_published_is_what_is_there(
    hub: FakeHub, weights: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    commit = publish_weights("studio/poses", weights)
    published = hub.commits["studio/poses"][commit]
    assert set(published) == {"manifest.json", "pose.safetensors", "pose.md", "README.md"}
    assert b"# The joint network" in published["README.md"]
    assert RepoCard(published["README.md"].decode()).data.to_dict()["license"] == "apache-2.0"
    fetched = tmp_path_factory.mktemp("fetched")
    for name, content in published.items():
        (fetched / name).write_bytes(content)
    assert load_weights(read_manifest(fetched)["pose"], fetched)["a"].tolist() == [0, 1, 2]


def test_damaged_weights_are_not_published(hub: FakeHub, weights: Path) -> None:
    (weights / "pose.safetensors").write_bytes(b"damaged")
    with pytest.raises(WeightsError):
        publish_weights("studio/poses", weights)
    assert not hub.requests


@needs_git
def test_a_space_gets_all_it_needs_and_nothing_else(hub: FakeHub) -> None:
    commit = publish_space("studio/page", "studio/poses")
    assert hub.created == [{"name": "page", "organization": "studio", "type": "space", "sdk": "gradio"}]
    published = hub.commits["spaces/studio/page"][commit]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert set(published) <= set(tracked)
    needed = {"app.py", "requirements.txt", "assets/catalogue.json", "assets/atlas/atlas.json"}
    assert needed | {"assets/weights/pose.safetensors"} <= set(published)
    assert not [name for name in published if name.startswith(("tests/", "train/", "."))]
    head = RepoCard(published["README.md"].decode()).data.to_dict()
    assert head["models"] == ["studio/poses"]
    assert head["sdk"] == "gradio"
    assert head["thumbnail"].removeprefix(f"{hub.url}/spaces/studio/page/resolve/main/") in published


@needs_git
def test_a_space_runs_on_what_is_named(hub: FakeHub) -> None:
    publish_space("studio/page", "studio/poses", hardware="zero-a10g")
    assert hub.created[0]["hardware"] == "zero-a10g"
    publish_space("studio/page", "studio/poses")
    assert hub.hardware == {}, "what is there keeps what it has"
    publish_space("studio/page", "studio/poses", hardware="t4-small")
    assert hub.hardware == {"studio/page": "t4-small"}
    assert len(hub.created) == 1


@needs_git
@pytest.mark.parametrize("hardware", [None, "cpu-upgrade"])
def test_hardware_that_costs_is_a_clear_sentence(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch, weights: Path, hardware: str | None
) -> None:
    monkeypatch.setattr("train.release.publish.publish_weights.__defaults__", (weights,))
    hub.for_payment = {hardware}
    named = ["--hardware", hardware] if hardware else []
    with pytest.raises(SystemExit, match=r"asks for payment .* Choose .* zero-a10g"):
        main(["studio/poses", "--space", "studio/page", *named])
    assert "spaces/studio/page" not in hub.commits
    assert hub.commits["studio/poses"], "the weights are there"
    hub.commits["spaces/studio/page"] = {}
    if hardware:
        with pytest.raises(HardwareError, match=hardware):
            publish_space("studio/page", "studio/poses", hardware=hardware)


def test_hardware_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["studio/poses", "--space", "studio/page", "--hardware", "abacus"])
    assert "cpu-basic" in capsys.readouterr().err


def test_the_command_says_what_pins_the_weights(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("train.release.publish.publish_weights.__defaults__", (weights,))
    main(["studio/poses"])
    (commit,) = hub.commits["studio/poses"]
    assert capsys.readouterr().out.splitlines()[-1] == f"YOGA_POSE_WEIGHTS=studio/poses@{commit}"
