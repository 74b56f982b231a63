"""What strangers may try with the page: read files, make it visit other hosts, fill it up, find names in its log."""

import http.client
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from demo import serving
from demo.page import build, launch_options
from demo.parts.examples import example_photos
from tests.browser.chromium import free_port
from tests.support.checkout import ROOT
from tests.support.scripted import ScriptedModel
from tests.support.served import served
from tests.support.visitor import functions, send, upload
from yoga_models.weights.manifest import EMBEDDED

SECRET = b"the-secret-of-this-machine"
NAME = "grandmother-in-lotus"
LIMIT = 400_000
SHIPPED = serving.options()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of this machine that is nobody's business."""
    path = tmp_path_factory.mktemp("home") / "secret.txt"
    path.write_bytes(SECRET)
    return path


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the page."""
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def url(temporary: Path) -> Iterator[str]:
    """The page, with smaller limits, so that little is enough to break them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "MAX_FILE_BYTES", LIMIT // 2)
        patch.setattr(serving, "MAX_REQUEST_BYTES", LIMIT)
        with served(ScriptedModel(), temporary) as url:
            yield url


@pytest.fixture
def visited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hosts whose address the page has asked for; none of them is found."""
    hosts: list[str] = []
    look_up = socket.getaddrinfo

    def recorded(host: Any, *arguments: Any, **options: Any) -> Any:
        if host in ("127.0.0.1", "localhost"):
            return look_up(host, *arguments, **options)
        hosts.append(str(host))
        raise socket.gaierror("not found")

    monkeypatch.setattr(socket, "getaddrinfo", recorded)
    return hosts


@pytest.fixture
def other_host() -> Iterator[tuple[str, list[str]]]:
    """A server that is not the page's: its address, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Be quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.fixture(autouse=True)
def _quiet_log(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever a test tries, the page prints neither the name of a file nor what is in it."""
    yield
    shown = "".join(capfd.readouterr())
    for word in (NAME, "secret", "passwd", "example.org"):
        assert word not in shown


def fetch(url: str, path: str) -> tuple[int, bytes]:
    """Ask for a path exactly as written: no client in between tidies it up."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# --- reading files ---


def hostile_paths(secret: Path) -> list[str]:
    up = "../" * 12
    return [
        str(secret),
        "/etc/passwd",
        "/proc/self/environ",
        str(EMBEDDED / "manifest.json"),
        str(ROOT / "app.py"),
        str(ROOT / "assets/examples/../weights/manifest.json"),
        f"{up}etc/passwd",
        f"assets/examples/{up}etc/passwd",
        f"file://{secret}",
        "file:///etc/passwd",
        "~/.ssh/id_rsa",
        "app.py",
        "/etc/passwd\0.jpg",
        "a" * 5000,
    ]


@pytest.mark.parametrize("prefix", ["/gradio_api/file=", "/gradio_api/file/", "/file=", "/static/", "/assets/"])
def test_no_file_of_the_machine_can_be_read(url: str, secret: Path, prefix: str) -> None:
    for path in hostile_paths(secret):
        for written in (path, path.replace("/", "%2f"), path.replace("..", "%2e%2e")):
            status, content = fetch(url, prefix + written.replace("\0", "%00"))
            assert status >= 400, path
            assert SECRET not in content


def test_no_path_in_a_request_is_opened(url: str, secret: Path) -> None:
    for path in hostile_paths(secret):
        for payload in ({"path": path}, {"path": path, "url": path}, {"url": path}, {"path": path, "orig_name": path}):
            answer = send(url, {**payload, "meta": {"_type": "gradio.FileData"}})
            assert '"success":false' in answer, path
            assert SECRET.decode() not in answer
            assert "root:" not in answer


def test_no_function_of_the_page_gives_a_file_away(url: str, secret: Path) -> None:
    for number in functions(url):
        for path in (str(secret), "/etc/passwd"):
            file = {"path": path, "meta": {"_type": "gradio.FileData"}}
            for payload in (file, [file], {"video": file}, [[file, None]], path):
                answer = send(url, payload, number)
                assert SECRET.decode() not in answer
                assert "root:" not in answer


def test_examples_and_own_uploads_can_be_seen(url: str, temporary: Path) -> None:
    assert fetch(url, f"/gradio_api/file={example_photos()[0][0]}")[0] == 200
    (path,) = upload(url, b"a photo, says its owner").json()
    assert fetch(url, f"/gradio_api/file={path}")[1] == b"a photo, says its owner"
    # Its address is as hard to guess as the photo itself, and nothing lists the addresses.
    for guess in (
        temporary,
        Path(path).parent,
        Path(path).with_name("other.png"),
        temporary / ("0" * 64) / f"{NAME}.png",
    ):
        assert fetch(url, f"/gradio_api/file={guess}")[0] == 403


@pytest.mark.parametrize(
    "name", ["../../escape.png", "/etc/escape.png", "..\\escape.png", "a\0b.png", "x" * 400 + ".png", "..", "🧘.png"]
)
def test_an_upload_stays_in_the_temporary_folder_whatever_its_name(url: str, temporary: Path, name: str) -> None:
    answer = upload(url, b"content of " + name.encode(), name)
    for path in answer.json() if answer.status_code == 200 else []:
        assert Path(path).resolve().is_relative_to(temporary)
    assert not list(temporary.parent.glob("**/escape.png")) or list(temporary.glob("**/escape.png"))
    assert answer.status_code < 500


# --- other hosts ---


def links(other: str) -> list[str]:
    local = other.removeprefix("http://")
    addresses = [f"{other}/a.png", f"http://user@{local}/a.png", f"HTTP://{local}/a.png", f"//{local}/a.png"]
    elsewhere = ["http://photos.example.org/a.png", "https://huggingface.co/a.png", "http://169.254.169.254/latest/"]
    return [*addresses, *elsewhere, "http://[::1]/a.png", "ftp://photos.example.org/a.png", "http://0x7f000001/a.png"]


def test_no_link_in_a_request_is_followed(url: str, other_host: tuple[str, list[str]], visited: list[str]) -> None:
    other, asked = other_host
    for link in links(other):
        for payload in ({"path": link}, {"url": link}, {"path": link, "url": link}, link, [link]):
            marked = {**payload, "meta": {"_type": "gradio.FileData"}} if isinstance(payload, dict) else payload
            assert '"success":true' not in send(url, marked), link
    assert asked == visited == []


def test_no_function_of_the_page_follows_a_link(
    url: str, other_host: tuple[str, list[str]], visited: list[str]
) -> None:
    other, asked = other_host
    for number in functions(url):
        for link in (f"{other}/a.png", "http://photos.example.org/a.png"):
            file = {"path": link, "url": link, "meta": {"_type": "gradio.FileData"}}
            for payload in (file, [file], {"video": file}, [[file, None]], link):
                send(url, payload, number)
    assert asked == visited == []


@pytest.mark.parametrize("prefix", ["/gradio_api/file=", "/gradio_api/proxy=", "/file=", "/proxy="])
def test_the_page_is_no_door_to_other_hosts(
    url: str, other_host: tuple[str, list[str]], visited: list[str], prefix: str
) -> None:
    other, asked = other_host
    for link in links(other):
        assert fetch(url, prefix + link)[0] in (400, 403, 404)
    assert asked == visited == []


# --- what the page does not offer ---


@pytest.mark.parametrize(
    "path",
    ["/monitoring", "/monitoring/summary", "/gradio_api/runs", "/gradio_api/run-history/records"],
)
def test_nobody_can_watch_the_visitors(url: str, path: str) -> None:
    assert fetch(url, path)[0] in (403, 404)


@pytest.mark.parametrize("path", ["/gradio_api/process_recording", "/gradio_api/vibe-edit/", "/gradio_api/vibe-code/"])
def test_what_gradio_offers_beside_the_page_is_closed(url: str, path: str) -> None:
    answer = httpx.post(url + path, files={"video": (f"{NAME}.webm", b"\x1aE\xdf\xa3")}, timeout=60)
    assert answer.status_code in (403, 404, 422)


# --- too much ---


def test_an_upload_that_is_too_large_is_refused_and_leaves_nothing(url: str, temporary: Path) -> None:
    before = files_in(temporary)
    assert upload(url, bytes(LIMIT // 2 + 1)).status_code == 413
    assert upload(url, bytes(2 * LIMIT)).status_code == 413
    many = [("files", (f"{number}.png", bytes(LIMIT // 4))) for number in range(8)]
    assert httpx.post(f"{url}/gradio_api/upload", files=many, timeout=60).status_code == 413
    assert files_in(temporary) == before


def test_a_request_that_is_too_large_is_refused(url: str) -> None:
    inside = {"url": "data:image/png;base64," + "A" * LIMIT, "meta": {"_type": "gradio.FileData"}}
    for path in ("/gradio_api/call/analyze", "/gradio_api/queue/join", "/gradio_api/run/analyze"):
        assert httpx.post(url + path, json={"data": [inside]}, timeout=60).status_code == 413


def test_a_request_that_hides_its_length_is_cut_off(url: str) -> None:
    body = (b'{"data": ["', *[b"A" * 50_000] * 10, b'"]}')
    assert httpx.post(f"{url}/gradio_api/call/analyze", content=iter(body), timeout=60).status_code == 413


def test_a_request_that_claims_too_much_is_refused_before_it_is_read(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    connection.putrequest("POST", "/gradio_api/upload")
    connection.putheader("Content-Length", str(10**12))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_the_shipped_limits_are_what_was_promised() -> None:
    assert 0 < SHIPPED["max_file_size"] <= 200 * 1024 * 1024
    assert serving.KEEP_SECONDS + serving.LOOK_EVERY_SECONDS <= 3600


# --- what stays ---


def test_a_session_with_good_and_bad_files_leaves_no_name_in_the_log(url: str, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.new("RGB", (60, 40), "white").save(photo)
    file = {"orig_name": f"{NAME}.png", "meta": {"_type": "gradio.FileData"}}
    (path,) = upload(url, photo.read_bytes(), f"{NAME}.png").json()
    assert '"success":true' in send(url, {**file, "path": path})
    (path,) = upload(url, b"this is text", f"{NAME}.png").json()
    assert '"success":false' in send(url, {**file, "path": path})
    Path(path).unlink()  # as when a visitor comes back after an hour
    assert '"success":false' in send(url, {**file, "path": path})
    send(url, {**file, "path": f"/home/{NAME}.png"})
    send(url, {"path": {"wrong": NAME}, "meta": {"_type": "gradio.FileData"}})
    httpx.post(f"{url}/gradio_api/queue/join", json={"data": NAME, "fn_index": NAME}, timeout=60)
    fetch(url, f"/gradio_api/stream/{NAME}/{NAME}/{NAME}/playlist.m3u8")
    fetch(url, f"/gradio_api/upload_progress?upload_id={NAME}")


def test_temporary_files_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    monkeypatch.setattr(serving, "KEEP_SECONDS", 1.0)
    monkeypatch.setattr(serving, "LOOK_EVERY_SECONDS", 0.2)
    abandoned = tmp_path / "tmpabandoned"  # as an upload leaves it that breaks off
    abandoned.write_bytes(b"half a photo")
    page = build(ScriptedModel())
    options = {**launch_options(), "server_name": "127.0.0.1", "server_port": free_port()}
    _, url, _ = page.launch(**options, prevent_thread_lock=True, quiet=True)
    picture = tmp_path.parent / "photo.png"
    Image.new("RGB", (60, 40), "white").save(picture)
    (path,) = upload(url.rstrip("/"), picture.read_bytes()).json()
    assert Path(path).is_file()
    deadline = time.monotonic() + 60
    while files_in(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.2)
    page.close()
    assert files_in(tmp_path) == []


def test_what_a_killed_run_left_goes_at_the_next_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(serving, "KEEP_SECONDS", -1)
    left = tmp_path / "yoga-pose-studio-earlier" / "photo.png"
    left.parent.mkdir()
    left.write_bytes(b"a photo")
    (tmp_path / "somebody-elses.png").write_bytes(b"a photo")
    serving.sweep_all()
    assert files_in(tmp_path) == [tmp_path / "somebody-elses.png"]


def test_files_that_are_in_use_stay(tmp_path: Path) -> None:
    (tmp_path / "upload").mkdir()
    (tmp_path / "upload" / "photo.png").write_bytes(b"new")
    serving.sweep(tmp_path, 3600)
    assert files_in(tmp_path) == [tmp_path / "upload" / "photo.png"]
    serving.sweep(tmp_path, -1)
    assert list(tmp_path.iterdir()) == []
