"""What a run has written: half lines, changed photos, other weights."""

import errno
from pathlib import Path
from typing import Any

import pytest

from yoga_models.folders.record import Record, RecordError

STAMP = (1, 1)


def record(folder: Path, resume: bool = True, weights: str = "w1") -> Record:
    files = {"json": folder / "out.jsonl", "csv": folder / "out.csv"}
    marks = {"weights": (weights, "These are other weights.")}
    return Record(folder / "out.jsonl.progress", files, {"csv": b"head\n"}, marks, resume)


def put(into: Record, name: str, stamp: tuple[int, int] | None = STAMP, text: str | None = None) -> None:
    line = (text or name).encode() + b"\n"
    into.write(Path(name), stamp, {"json": line, "csv": line * 2})


def lines(folder: Path) -> tuple[list[str], list[str]]:
    return (folder / "out.jsonl").read_text().split("\n"), (folder / "out.csv").read_text().split("\n")


def test_a_run_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    with record(tmp_path) as first:
        assert not first.resumed
        put(first, "a")
    for name in ("out.jsonl", "out.csv"):  # written, and killed before it was recorded
        with (tmp_path / name).open("a") as file:
            file.write("half a li")
    with record(tmp_path) as second:
        assert second.resumed
        assert second.has(Path("a"), STAMP)
        assert not second.has(Path("b"), STAMP)
        put(second, "b")
        second.tidy()
    assert lines(tmp_path) == (["a", "b", ""], ["head", "a", "a", "b", "b", ""])


def test_a_changed_photo_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    with record(tmp_path) as first:
        for name in "abcd":
            put(first, name)
        put(first, "lost", stamp=None)
    with record(tmp_path) as second:
        assert not second.has(Path("b"), (2, 1))
        assert not second.has(Path("lost"), STAMP), "what ended its process is tried again"
        put(second, "b", (2, 1), "new b")
        put(second, "lost", STAMP, "found")
        second.tidy()
        put(second, "e")
    expected = ["a", "c", "d", "new b", "found", "e", ""]
    table = ["head", *(name for name in expected[:-1] for _ in range(2)), ""]
    assert lines(tmp_path) == (expected, table)
    with record(tmp_path) as third:
        assert third.has(Path("b"), (2, 1))
        third.tidy()
    assert lines(tmp_path) == (expected, table)


def test_tidying_may_be_ended_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with record(tmp_path) as first:
        put(first, "a")
        put(first, "b")
        put(first, "a", (2, 2), "new a")
    replace = Path.replace
    for dies_after in (0, 1):
        moved = 0

        def dying(self: Path, target: Path, limit: int = dies_after) -> Path:
            nonlocal moved
            if moved == limit:
                raise KeyboardInterrupt
            moved += 1
            return replace(self, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", dying)
            with pytest.raises(KeyboardInterrupt), record(tmp_path) as second:
                second.tidy()
    with record(tmp_path) as third:
        third.tidy()
    assert lines(tmp_path) == (["b", "new a", ""], ["head", "b", "b", "new a", "new a", ""])
    assert not list(tmp_path.glob("*.tidied"))


def test_other_weights_are_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    with record(tmp_path) as first:
        put(first, "a")
    with pytest.raises(RecordError, match=r"These are other weights\."):
        record(tmp_path, weights="w2")
    assert lines(tmp_path)[0] == ["a", ""]
    with record(tmp_path, resume=False, weights="w2") as anew:
        assert not anew.resumed
    assert lines(tmp_path) == ([""], ["head", ""])


def test_what_cannot_be_gone_on_with_is_said(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("somebody's own\n")
    with pytest.raises(RecordError, match="which says how far it got"):
        record(tmp_path)
    assert (tmp_path / "out.jsonl").read_text() == "somebody's own\n"
    with record(tmp_path, resume=False) as anew:
        put(anew, "a")
        with pytest.raises(RecordError, match="Another run is writing"):
            record(tmp_path)
    (tmp_path / "out.csv").unlink()
    with pytest.raises(RecordError, match="is gone or was emptied"):
        record(tmp_path)
    (tmp_path / "out.jsonl.progress").write_bytes(b"this is no database, whatever its name may say " * 20)
    with pytest.raises(RecordError, match="is damaged"):
        record(tmp_path)


def test_where_there_is_no_room_what_was_written_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with record(tmp_path) as first:
        put(first, "a")
        file = first._files["csv"]

        class Full:
            def __getattr__(self, name: str) -> Any:
                return getattr(file, name)

            def write(self, content: memoryview) -> int:
                if len(content) > 3:
                    return file.write(content[:3])
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setitem(first._files, "csv", Full())
        with pytest.raises(OSError, match="No space left"):
            put(first, "bbbbbb")
        monkeypatch.undo()
        assert lines(tmp_path) == (["a", ""], ["head", "a", "a", ""])
        put(first, "c")
    assert lines(tmp_path) == (["a", "c", ""], ["head", "a", "a", "c", "c", ""])


def test_drawings_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    photos = [Path(folder, "x.jpg") for folder in ("a", "b", "c")]
    for _ in range(2):  # the second time they get the same
        with record(tmp_path) as run:
            names = [run.drawing(tmp_path, photo).name for photo in photos]
        assert names == ["x.png", "x-2.png", "x-3.png"]
