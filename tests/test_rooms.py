"""Rooms and the arrows between them: data flows one way, and the picture of it in CONTRIBUTING.md is true."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

PACKAGES = ("yoga_models", "train", "demo")


def imported(package: str) -> set[tuple[str, str, str]]:
    """(room, top-level package, room or module in it) of every import in a package."""
    found = set()
    for path in (ROOT / package).rglob("*.py"):
        room = path.relative_to(ROOT / package).with_suffix("").parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            found |= {(room, top, rest.split(".")[0]) for top, _, rest in (name.partition(".") for name in names)}
    return found


def arrows(package: str) -> dict[str, set[str]]:
    """What each room of a package imports from its neighbours; the doors (``__init__``, ``__main__``) aside."""
    found: dict[str, set[str]] = defaultdict(set)
    for room, top, other in imported(package):
        inside = (ROOT / package / other).is_dir() or (ROOT / package / f"{other}.py").is_file()
        if top == package and inside and other and other != room and not room.startswith("__"):
            found[room].add(other)
    return found


def reach(graph: dict[str, set[str]], room: str) -> set[str]:
    """All rooms that are needed by a room."""
    seen: set[str] = set()
    waiting = list(graph.get(room, ()))
    while waiting:
        other = waiting.pop()
        if other not in seen:
            seen.add(other)
            waiting += graph.get(other, ())
    return seen


@pytest.mark.parametrize("package", PACKAGES)
def test_rooms_need_each_other_one_way(package: str) -> None:
    graph = arrows(package)
    assert not [room for room in list(graph) if room in reach(graph, room)]


def test_the_library_knows_neither_page_nor_training() -> None:
    foreign = {(room, top) for room, top, _ in imported("yoga_models") if top in ("demo", "train", "gradio", "app")}
    assert not foreign
    assert not {(room, top) for room, top, _ in imported("train") if top in ("demo", "app", "gradio")}
    assert not {(room, top) for room, top, _ in imported("demo") if top in ("train", "torch", "app")}


def test_the_picture_of_the_rooms_is_true() -> None:
    graph = arrows("yoga_models")
    # An arrow that a longer way stands for as well is left out: the picture shows what follows what.
    needed = {
        (room, other)
        for room, others in graph.items()
        for other in others
        if not any(other in reach(graph, between) for between in others - {other})
    }
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [picture] = re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL)
    drawn = set(re.findall(r"^ *(\w+) --> (\w+)$", picture, re.MULTILINE))
    assert drawn == needed, "\n".join(f"    {room} --> {other}" for room, other in sorted(needed))


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *ROOT.glob("train/*.md")], ids=lambda path: path.name)
def test_texts_can_be_read_in_a_narrow_window(path: Path) -> None:
    wide = [number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if len(line) > 120]
    assert not wide
