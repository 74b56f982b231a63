"""The day on which a photo was taken: told where its file says so, and nothing else is."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.support.pictures import date_file, picture
from yoga_models.imaging.dates import taken_on


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
def test_the_day_is_read_from_a_path_and_from_bytes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"photo.{ending}"
    Image.fromarray(picture()).save(path)
    assert taken_on(str(path)) is None
    date_file(path, "2025:03:12 23:59:59")
    assert taken_on(str(path)) == taken_on(path.read_bytes()) == date(2025, 3, 12)


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "", "    :  :     :  :  ", "2025:13:40 1", "9998:01:01 0"])
def test_a_day_that_cannot_be_is_not_told(tmp_path: Path, written: str) -> None:
    path = tmp_path / "photo.jpg"
    Image.fromarray(picture()).save(path)
    assert taken_on(str(date_file(path, written))) is None


def test_what_is_no_photo_has_no_day(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    Image.fromarray(picture()).save(path)
    date_file(path, "2025:03:12 10:00:00")
    torn = path.read_bytes().replace(b"2025:03:12", b"\xff" * 10)
    assert [taken_on(photo) for photo in (torn, torn[:40], b"", b"letter", str(tmp_path / "none.jpg"))] == [None] * 5
