"""The page for others: what the Dockerfile copies is enough, and the proxy before it keeps the page's limits."""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from huggingface_hub import RepoCard

from demo.service import log
from demo.service.watch import ROUTES, health
from demo.serving import MAX_REQUEST_BYTES
from tests.browser.chromium import free_port, started_app
from tests.support.checkout import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
NGINX = (ROOT / "nginx.conf").read_text(encoding="utf-8")
#: The stage that runs.
LAST = DOCKERFILE.rpartition("\nFROM ")[2]


@pytest.fixture
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return found


@pytest.fixture
def environment() -> dict[str, str]:
    """What the image sets."""
    [line] = re.findall(r"^ENV (.+)$", LAST, re.MULTILINE)
    return dict(pair.split("=", 1) for pair in line.split())


def copied(text: str) -> list[str]:
    """What is copied from the checkout."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    return [name for names in lines for name in names.split()]


def test_what_is_copied_is_all_that_the_page_needs(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, temporary = tmp_path / "studio", tmp_path / "tmp"
    studio.mkdir()
    temporary.mkdir()
    for name in copied(LAST):
        path = ROOT / name
        shutil.copytree(path, studio / name) if path.is_dir() else shutil.copy(path, studio)
    before = sorted(studio.rglob("*"))
    for name in ("PYTHONPATH", "GRADIO_TEMP_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**environment, "HOME": str(temporary), "TMPDIR": str(temporary)}.items():
        monkeypatch.setenv(name, value)
    [words] = re.findall(r"^HEALTHCHECK .*CMD *(\[.+\])$", LAST, re.MULTILINE)

    def is_healthy(port: int | None) -> bool:
        check = [word.replace(environment["GRADIO_SERVER_PORT"], str(port)) for word in json.loads(words)[1:]]
        return subprocess.run([sys.executable, *check], capture_output=True).returncode == 0

    assert not is_healthy(free_port())
    with started_app(tmp_path / "log.txt", root=studio) as (url, _):
        deadline = time.monotonic() + 60
        while not is_healthy(urlsplit(url).port):
            assert time.monotonic() < deadline, (tmp_path / "log.txt").read_text(encoding="utf-8")
            time.sleep(0.5)
    assert sorted(studio.rglob("*")) == before, "only the temporary folder is written to"


def test_what_is_copied_is_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert sorted(f"!{name}" for name in copied(DOCKERFILE)) == sorted(line for line in ignored if line.startswith("!"))
    assert ignored[0] == "*"


def test_the_image_is_what_the_page_is_made_for(environment: dict[str, str]) -> None:
    version = RepoCard.load(ROOT / "README.md").data.to_dict()["python_version"]
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {f"python:{version}-slim-bookworm"}
    [user] = re.findall(r"^USER (\d+):\d+$", LAST, re.MULTILINE)
    assert int(user) > 0
    assert environment[log.ENVIRONMENT] == "json"
    port = environment["GRADIO_SERVER_PORT"]
    assert re.findall(r"^EXPOSE (\d+)$", LAST, re.MULTILINE) == [port]
    [path] = [route.path for route in ROUTES if route.endpoint is health]
    assert re.findall(r"http://[^']+", LAST) == [f"http://127.0.0.1:{port}{path}"]


def test_nobody_gets_past_the_proxy(services: dict[str, Any], environment: dict[str, str]) -> None:
    assert not {"ports", "network_mode"} & set(services["studio"])
    assert set(re.findall(r"proxy_pass (\S+);", NGINX)) == {f"http://studio:{environment['GRADIO_SERVER_PORT']}"}
    [listening] = re.findall(r"listen (\d+);", NGINX)
    assert [port.split(":")[-1] for port in services["proxy"]["ports"]] == [listening]
    [megabytes] = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    assert MAX_REQUEST_BYTES <= int(megabytes) << 20 < 1.1 * MAX_REQUEST_BYTES
    assert re.search(r"location = /metrics \{\s+return 404;", NGINX)


@pytest.mark.parametrize("name", ["studio", "proxy"])
def test_whoever_breaks_in_can_do_little(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"cpus", "mem_limit", "pids_limit"} <= set(service)
    assert [folder.split(":")[0] for folder in service["tmpfs"]] == ["/tmp"]
