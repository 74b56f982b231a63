"""The wheel: it holds all that is needed, declares what it imports, and answers without the checkout."""

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import requires, version
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from tests.support.checkout import EXAMPLES, ROOT
from yoga_models import __version__

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run(*command: str | Path, folder: Path) -> str:
    """Run a command away from the checkout, without anything that would lead back to it; returns its output."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(list(map(str, command)), cwd=folder, env=clean, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    return done.stdout


def declared() -> set[str]:
    """The names of all dependencies, those of the extras included."""
    listed = chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    return {re.split(r"[<>=\[;]", entry)[0] for entry in listed}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-index", "--no-build-isolation"]
    run(*build, "--wheel-dir", folder, ROOT, folder=folder)
    [path] = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_library_and_its_weights_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    metadata = {name for name in names if ".dist-info/" in name}
    assert {name.split("/")[0] for name in names - metadata} == {"yoga_models"}
    assert {"yoga_models/py.typed", "yoga_models/_assets/catalogue.json"} <= names
    for path in (ROOT / "assets" / "weights").iterdir():
        assert f"yoga_models/_assets/weights/{path.name}" in names
    # Shown by the page only, which runs from a checkout.
    assert not [name for name in names if name.endswith(".jpg")]
    assert f"-{__version__}-" in wheel.name


def test_a_fresh_environment_without_the_checkout_analyses_a_photo(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", environment, folder=tmp_path)
    python = environment / "bin" / "python"
    # What the wheel depends on is borrowed from the environment of the tests: the project itself is not in that.
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path).strip())
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = ("-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    run(sys.executable, *install, folder=tmp_path)
    where = run(python, "-c", "import yoga_models; print(yoga_models.__file__)", folder=tmp_path).strip()
    assert Path(where).is_relative_to(site)
    answer = json.loads(
        run(environment / "bin" / "yoga-pose", EXAMPLES / "warrior-two.jpg", "--json", "-", folder=tmp_path)
    )
    assert answer["schema"] == "yoga-pose/1"
    assert len(answer["people"]) == 1
    assert answer["people"][0]["joints"]["left_wrist"]


def test_the_library_declares_what_it_imports() -> None:
    modules = {"cv2": "opencv-python-headless", "PIL": "pillow"}
    imported: set[str] = set()
    for path in (ROOT / "yoga_models").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    wanted = {modules.get(name, name) for name in imported - sys.stdlib_module_names - {"yoga_models"}}
    assert wanted <= declared()


def test_what_is_declared_is_what_is_pinned() -> None:
    pins = "\n".join((ROOT / f"requirements{kind}.txt").read_text() for kind in ("", "-train", "-dev"))
    pinned = set(re.findall(r"^([\w.-]+)(?:\[\w+\])?==", pins, re.MULTILINE))
    assert declared() <= pinned


def test_fixes_are_installed_and_still_kept_out_by_a_bound() -> None:
    text = (ROOT / "requirements-fixes.txt").read_text(encoding="utf-8")
    fixes = dict(re.findall(r"^([\w.-]+)==(\S+)$", text, re.MULTILINE))
    bounds = [Requirement(line) for line in requires("gradio") or []]
    assert fixes
    for name, fixed in fixes.items():
        assert version(name) == fixed
        # Else it belongs into the lists.
        assert any(bound.name == name and fixed not in bound.specifier for bound in bounds)


def test_the_version_is_the_same_everywhere() -> None:
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
