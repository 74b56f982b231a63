"""What a run has written, kept so that it can be ended at any moment and gone on with: each photo exactly once."""

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from yoga_models.folders.listing import Stamp

_TABLES = """
create table run (name text primary key, value text not null) without rowid;
create table photos (
    file blob primary key, size integer, changed integer, failed integer not null,
    json_start integer default 0, json_end integer default 0, csv_start integer default 0, csv_end integer default 0
) without rowid;
create table drawings (name text primary key, file blob not null) without rowid;
create index drawings_of on drawings (file);
"""
STREAMS = ("json", "csv")
"""The files that are written as a run goes on."""

_COPY = 1 << 20


class RecordError(RuntimeError):
    """A run can't be gone on with. The message says why, and what to do."""


class Record:
    """The files that a run writes, and a database beside them that knows which photo stands where.

    ``files``: what is written as the run goes on, by name (of ``STREAMS``); ``heads``: what these begin with.
    ``database``: where the record is kept; ``None``: nowhere, so nobody can go on. ``marks``: what must be the same for
    a run to go on, such as the hashes of weights, each with the sentence that says that it is not. With ``resume`` a
    run goes on where another ended; else everything is written anew. A photo is first written, then recorded: what a
    run that was killed had not recorded is cut off.

    Raises ``RecordError`` where it can't go on, or another run is writing, and ``OSError`` where files can't be had.
    """

    def __init__(
        self,
        database: Path | None,
        files: Mapping[str, Path],
        heads: Mapping[str, bytes],
        marks: Mapping[str, tuple[str, str]],
        resume: bool = False,
    ) -> None:
        self.path, self.resumed, self._heads = database, False, {name: heads.get(name, b"") for name in files}
        self._paths = dict(files)
        self._files: dict[str, BinaryIO] = {}
        self._ends: dict[str, int] = dict.fromkeys(files, 0)
        there = database is not None and database.exists()
        if resume and not there and any(path.exists() and path.stat().st_size for path in files.values()):
            names = " and ".join(map(str, files.values()))
            raise RecordError(
                f"There is {names}, but no {database}, which says how far it got. "
                "Give another name to write to, or leave --resume out to write it anew."
            )
        for path in files.values():
            path.open("ab").close()
        with _said(database):
            self._base = sqlite3.connect(database or "", timeout=1, isolation_level=None)
        try:
            with _said(database):
                self._open(marks, resume and there)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Record":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files and the database."""
        for file in self._files.values():
            file.close()
        self._base.close()

    def __len__(self) -> int:
        """How many photos are recorded."""
        return int(self._base.execute("select count(*) from photos").fetchone()[0])

    def failures(self) -> int:
        """How many of them could not be read."""
        return int(self._base.execute("select count(*) from photos where failed").fetchone()[0])

    def has(self, file: Path, stamp: Stamp) -> bool:
        """Whether a photo is recorded, and has not changed since."""
        row = self._base.execute("select size, changed from photos where file = ?", (os.fsencode(file),)).fetchone()
        return row == stamp

    def write(self, file: Path | str, stamp: Stamp | None, lines: Mapping[str, bytes], failed: bool = False) -> None:
        """Write and record a photo: what belongs into each of the files, in whole lines.

        ``stamp``: ``None`` where it should be done again when the run goes on. ``failed``: whether these lines say that
        it could not be read. Raises ``OSError`` where there is no room; what was written before stays whole.
        """
        before = dict(self._ends)
        try:
            for name in self._files:
                self._put(name, lines[name])
            places = [place for name in STREAMS for place in (before.get(name, 0), self._ends.get(name, 0))]
            with _said(self.path):
                self._base.execute(
                    "insert or replace into photos values (?, ?, ?, ?, ?, ?, ?, ?)",
                    (os.fsencode(file), *(stamp or (None, None)), failed, *places),
                )
        except BaseException:
            self._ends = before
            for name, end in before.items():
                with suppress(OSError):
                    self._files[name].truncate(end)
                    self._files[name].seek(end)
            raise

    def drawing(self, folder: Path, photo: Path) -> Path:
        """Where a photo's drawing goes, always the same; of several photos of one name the later ones get numbers."""
        file = os.fsencode(photo)
        known = self._base.execute("select name from drawings where file = ?", (file,)).fetchone()
        if known:
            return folder / os.fsdecode(known[0])
        name, number = f"{photo.stem}.png", 1
        with _said(self.path):
            while not self._base.execute(
                "insert or ignore into drawings values (?, ?)", (os.fsencode(name), file)
            ).rowcount:
                number += 1
                name = f"{photo.stem}-{number}.png"
        return folder / name

    def tidy(self) -> None:
        """Take out what stands in the files of photos that were done again since, if there are any."""
        lengths = self._base.execute(
            "select total(json_end - json_start), total(csv_end - csv_start) from photos"
        ).fetchone()
        lived = dict(zip(STREAMS, map(int, lengths), strict=True))
        if all(lived[name] + len(self._heads[name]) == self._ends[name] for name in self._files):
            return
        self._base.execute("begin")
        ends = {name: self._copy_living(name) for name in self._files}
        self._base.execute("insert into run values ('swap', '')")
        self._base.execute("commit")
        for file in self._files.values():
            file.close()
        self._swap()
        for name, path in self._paths.items():
            self._files[name] = path.open("r+b", buffering=0)
            self._files[name].seek(ends[name])
        self._ends = ends

    def forget(self) -> None:
        """Remove the database: nobody will go on with this run. Nothing can be written afterwards."""
        self._base.close()
        if self.path:
            self.path.unlink(missing_ok=True)

    def _open(self, marks: Mapping[str, tuple[str, str]], resume: bool) -> None:
        # Nobody else reads it: without shared memory it also works on a network's drives.
        self._base.execute("pragma locking_mode = exclusive")
        self._base.execute("pragma journal_mode = wal")
        self._base.execute("pragma synchronous = normal")
        self._base.execute("begin exclusive")
        self.resumed = resume and self._has_tables()
        if self.resumed:
            self._check(marks)
        else:
            self._make_tables(marks)
        self._base.execute("commit")
        if self.resumed:
            self._ends = self._mend()
        for name, path in self._paths.items():
            self._files[name] = path.open("r+b", buffering=0)
            self._files[name].truncate(self._ends[name])
            self._files[name].seek(self._ends[name])
            if not self._ends[name]:
                self._put(name, self._heads[name])

    def _put(self, name: str, line: bytes) -> None:
        rest = memoryview(line)
        while rest:
            rest = rest[self._files[name].write(rest) :]
        self._ends[name] += len(line)

    def _has_tables(self) -> bool:
        return bool(self._base.execute("select 1 from sqlite_master where name = 'photos'").fetchone())

    def _make_tables(self, marks: Mapping[str, tuple[str, str]]) -> None:
        for table in ("run", "photos", "drawings"):
            self._base.execute(f"drop table if exists {table}")
        for statement in _TABLES.split(";"):
            self._base.execute(statement)
        self._base.executemany("insert into run values (?, ?)", [(name, value) for name, (value, _) in marks.items()])

    def _check(self, marks: Mapping[str, tuple[str, str]]) -> None:
        known = dict(self._base.execute("select name, value from run"))
        for name, (value, sentence) in marks.items():
            if known.get(name) != value:
                raise RecordError(sentence)

    def _mend(self) -> dict[str, int]:
        """Bring files and database together after whatever happened; returns where the files end."""
        if self._base.execute("select 1 from run where name = 'swap'").fetchone():
            self._swap()
        for name, path in self._paths.items():
            _beside(path).unlink(missing_ok=True)
            size = path.stat().st_size
            if len(self) and size <= len(self._heads[name]):
                raise RecordError(f"{path} is gone or was emptied, so nobody can go on with it: leave --resume out.")
            # Where the power failed, the database may have reached the disk before the files did.
            self._base.execute(f"delete from photos where {name}_end > ?", (size,))
        ends = self._base.execute("select max(json_end), max(csv_end) from photos").fetchone()
        found = dict(zip(STREAMS, ends, strict=True))
        return {name: max(found[name] or 0, len(self._heads[name]) if len(self) else 0) for name in self._paths}

    def _copy_living(self, name: str) -> int:
        """Write a file anew beside itself, with what is recorded only; returns where that ends."""
        with self._paths[name].open("rb") as old, _beside(self._paths[name]).open("wb") as new:
            new.write(self._heads[name])
            # Every place moves to the left, so what comes later is never mistaken for what has moved already.
            for file, start, end in self._living(name):
                old.seek(start)
                place = new.tell()
                for begun in range(start, end, _COPY):
                    new.write(old.read(min(_COPY, end - begun)))
                self._base.execute(
                    f"update photos set {name}_start = ?, {name}_end = ? where file = ?", (place, new.tell(), file)
                )
            new.flush()
            os.fsync(new.fileno())
            return new.tell()

    def _living(self, name: str) -> Iterator[tuple[bytes, int, int]]:
        self._base.execute(f"create index if not exists by_{name} on photos ({name}_start)")
        place = -1
        while row := self._base.execute(
            f"select file, {name}_start, {name}_end from photos where {name}_start > ? and {name}_end > {name}_start "
            f"order by {name}_start limit 1",
            (place,),
        ).fetchone():
            yield row
            place = row[1]

    def _swap(self) -> None:
        """Put what was written anew in its place; may be ended anywhere, and be done again."""
        for path in self._paths.values():
            if _beside(path).exists():
                _beside(path).replace(path)
        self._base.execute("delete from run where name = 'swap'")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.tidied")


@contextmanager
def _said(database: Path | None) -> Iterator[None]:
    """What SQLite raises, in plain words."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise RecordError(f"Another run is writing to {database}. Wait for its end.") from None
        if code == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, "No space left on device", str(database)) from None
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise RecordError(f"{database} is damaged: remove it, and write the outputs anew.") from None
        raise RecordError(f"{database}: {error}.") from None
