"""The page's endpoints, as other programs call them."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from demo.page import build, launch_options
from demo.parts.examples import FOLDER
from tests.support.scripted import ScriptedModel


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    page = build(ScriptedModel())
    _, url, _ = page.launch(**launch_options(), prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    client = Client(url, verbose=False, analytics_enabled=False)
    yield client
    client.close()
    page.close()


@pytest.mark.parametrize("state", ["sure", "unsure", "other", "several", "nobody"])
def test_analyze_gives_the_json_of_the_library(client: Client, tmp_path: Path, state: str) -> None:
    path = tmp_path / f"{state}.png"
    Image.new("RGB", (300, 200), "white").save(path)
    answer = client.predict(handle_file(path), api_name="/analyze")
    expected = ScriptedModel().analyze(path, path.name).to_dict()
    assert answer.pop("timing_ms")["total"] >= expected.pop("timing_ms")["total"]  # reading the file is added
    assert answer == expected


def test_photos_are_read_upright(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "sideways.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (300, 200), "white").save(path, exif=exif)
    answer = client.predict(handle_file(path), api_name="/analyze")
    assert (answer["width"], answer["height"]) == (200, 300)


def test_what_is_no_photo_is_refused_in_plain_words(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "letter.jpg"
    path.write_text("Dear studio")
    with pytest.raises(AppError, match="This is a text file, not a photo"):
        client.predict(handle_file(path), api_name="/analyze")


def test_a_photo_may_come_inside_the_request(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.new("RGB", (30, 20), "white").save(path)
    url = "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
    answer = client.predict({"url": url, "meta": {"_type": "gradio.FileData"}}, api_name="/analyze")
    assert (answer["width"], answer["height"]) == (30, 20)


def test_files_of_the_server_stay_its_own(client: Client) -> None:
    own = str(Path(__file__).resolve())
    with pytest.raises(AppError):
        client.predict({"path": own, "meta": {"_type": "gradio.FileData"}}, api_name="/analyze")


def test_example_photos_do_not_go_with_the_visitors_files(client: Client) -> None:
    parts = [str(part["props"].get("value")) for part in client.config["components"] if part["type"] == "html"]
    examples = [unquote(address) for part in parts for address in re.findall(r'data-example="([^"]+)"', part)]
    assert examples
    # What lies in the temporary folder would be swept away, and the page's thumbnails with it.
    assert {str(Path(address.partition("=")[2]).parent) for address in examples} == {str(FOLDER)}
    assert httpx.get(f"{client.src}{examples[0]}").headers["content-type"] == "image/jpeg"


def test_no_other_endpoint_is_open(client: Client) -> None:
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {"/analyze", "/compare", "/video"}
