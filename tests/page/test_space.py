"""The head of the README, which makes a Space of this tree, agrees with what is pinned and what is there."""

import re
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from huggingface_hub import RepoCard

from demo.service.card import decoration
from tests.support.checkout import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def head() -> dict[str, Any]:
    return RepoCard(README).data.to_dict()


def test_the_space_runs_what_is_pinned(head: dict[str, Any]) -> None:
    pins = dict(re.findall(r"^(\w+)==(\S+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    assert head["sdk"] == "gradio"
    assert head["sdk_version"] == pins["gradio"]
    assert f"python{head['python_version']}" in (ROOT / "Makefile").read_text()
    assert (ROOT / head["app_file"]).is_file()


def test_the_space_is_described_as_the_hub_wants_it(head: dict[str, Any]) -> None:
    assert head["license"] == "apache-2.0"
    assert 0 < len(head["short_description"]) <= 60
    assert isinstance(head["models"], list)
    assert {"yoga", "pose-estimation"} <= set(head["tags"])
    assert (ROOT / head["thumbnail"]).is_file()


def test_the_two_commands_come_first(head: dict[str, Any]) -> None:
    body = README.split("---\n", 2)[2]
    first = [line for line in body.splitlines() if line.strip()][:4]
    assert head["title"] in first[0]
    assert first[2].startswith("make demo")
    assert first[3].startswith("make test")


def test_outside_of_a_space_the_decoration_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spaces", None)  # as where it is not installed
    assert decoration()(str) is str


def test_in_a_space_there_is_a_function_that_may_borrow_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setitem(sys.modules, "spaces", SimpleNamespace(GPU=seen.append))
    decoration()(str)
    assert seen == [str]
