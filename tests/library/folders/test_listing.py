"""Which photos a path stands for."""

import shutil
from pathlib import Path

from yoga_models.folders.listing import NOWHERE, photos_in, stamp_of


def test_a_folder_is_listed_by_name_and_no_further_than_asked(tmp_path: Path) -> None:
    for name in ("b/2.jpg", "b/1.PNG", "a/3.webp", "0.jpg", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    listing = photos_in([tmp_path, Path("no such.jpg")])
    assert next(listing) == tmp_path / "0.jpg"
    (tmp_path / "b" / "later.jpg").touch()  # a folder may change while it is read
    names = [path.name for path in listing]
    assert names == ["3.webp", "1.PNG", "2.jpg", "later.jpg", "no such.jpg"]


def test_a_folder_that_cannot_be_listed_is_told_of(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.jpg").touch()
    told: list[OSError] = []
    listing = photos_in([tmp_path], told.append)
    assert next(listing) == tmp_path / "a" / "1.jpg"
    shutil.rmtree(tmp_path / "b")
    assert list(listing) == [tmp_path / "c" / "1.jpg"]
    assert [error.filename for error in told] == [str(tmp_path / "b")]


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    assert stamp_of(path) == NOWHERE == stamp_of(Path("nul\0.jpg"))
    path.write_bytes(b"1")
    first = stamp_of(path)
    path.write_bytes(b"22")
    assert stamp_of(path) != first
