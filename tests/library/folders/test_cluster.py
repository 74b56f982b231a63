"""Shards of a manifest, each written by itself. What Ray does with them is tested with the command line."""

import os
from pathlib import Path
from typing import Any

import fsspec
import pytest

from tests.support.checkout import EXAMPLES
from tests.support.scripted_folder import scripted_analyst
from yoga_models.folders import cluster
from yoga_models.folders.cluster import ClusterError, Shard, ShardWriter, missing, shards, tidy, version
from yoga_models.folders.photos import analyst

pytest.importorskip("pyarrow", reason="pyarrow is an extra")
import pyarrow.parquet


def manifest(folder: Path, *lines: str) -> str:
    """The path of a manifest with these lines."""
    path = folder / "manifest.txt"
    path.write_bytes(b"".join(os.fsencode(line) + b"\n" for line in lines))
    return str(path)


def task(shard: Shard) -> dict[str, Any]:
    """A shard as it reaches the one who writes it."""
    return {"name": shard.name, "sources": os.fsencode("\n".join(shard.sources))}


def test_paths_count_from_the_working_folder_and_addresses_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listed = manifest(tmp_path, "a.jpg\r", "", "memory://b.jpg", "/c d.jpg", os.fsdecode(b"caf\xe9.jpg"))
    first, second = shards(listed, 3)
    assert first.sources == (str(tmp_path / "a.jpg"), "memory://b.jpg", "/c d.jpg")
    assert second.sources == (str(tmp_path / os.fsdecode(b"caf\xe9.jpg")),)
    with fsspec.open("memory://lists/manifest.txt", "wb") as file:
        file.write(Path(listed).read_bytes())
    assert shards("memory://lists/manifest.txt", 3) == [first, second]


def test_what_no_photo_could_be_read_with_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(kind: str) -> Any:
        raise ImportError(f"Install {kind}fs to access it")

    listed = manifest(tmp_path, "s3://bucket/a.jpg", "s3://bucket/b.jpg")
    monkeypatch.setattr(fsspec, "get_filesystem_class", without)
    with pytest.raises(ClusterError, match=r"^s3://: Install s3fs to access it\.$"):
        shards(listed)


def test_only_what_is_missing_is_done(tmp_path: Path) -> None:
    wanted = shards(manifest(tmp_path, *"abcde"), 2)
    out = tmp_path / "deep" / "out"
    assert missing(wanted, str(out)) == wanted
    (out / wanted[1].name).touch()
    (out / f"_partial-{wanted[0].name}").touch()
    (out / "notes.txt").touch()
    assert missing(wanted, str(out)) == [wanted[0], wanted[2]]
    tidy(str(out))
    assert {path.name for path in out.iterdir()} == {wanted[1].name, "notes.txt"}


def test_shards_of_other_weights_or_photos_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = manifest(tmp_path, *"abc")
    (tmp_path / shards(listed, 2)[0].name).touch()
    for others in (shards(listed, 3), shards(manifest(tmp_path, *"xbc"), 2)):
        with pytest.raises(ClusterError, match="holds shards of other photos or of another size, such as part-000000-"):
            missing(others, str(tmp_path))
    monkeypatch.setattr(cluster, "version", lambda: "01234567")
    with pytest.raises(ClusterError, match="another version of the weights, such as part-000000-"):
        missing(shards(listed, 2), str(tmp_path))


def test_a_shard_has_a_row_for_each_person_or_error(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("Dear studio")
    sources = (str(EXAMPLES / "tree.jpg"), f"file://{tmp_path}/text.jpg", str(tmp_path / "none.jpg"), "memory://no.jpg")
    writer = ShardWriter("memory://out", analyst, (None, None), version())
    assert writer(task(Shard("part.parquet", sources))) == {"photos": 4, "errors": 3, "trouble": ""}
    with fsspec.open("memory://out/part.parquet", "rb") as file:
        rows = pyarrow.parquet.read_table(file).to_pylist()
    assert [row["file"] for row in rows] == list(sources)
    assert [row["error"] for row in rows] == [
        None,
        "This is a text file, not a photo. Choose a photo such as a JPEG or PNG.",
        "There is no such file. Check its name, or choose another photo.",
        "There is no such file. Check its address, or choose another photo.",
    ]
    assert rows[0]["verdict"] == "confident"
    assert [Path(path).name for path in fsspec.filesystem("memory").ls("/out", detail=False)] == ["part.parquet"]


def test_what_is_wrong_with_a_machine_comes_back_as_a_sentence(tmp_path: Path) -> None:
    shard = Shard("part.parquet", (str(tmp_path / "none.jpg"),))
    other = ShardWriter(str(tmp_path), scripted_analyst, (None, None), "01234567")(task(shard))
    assert "has another version of the weights" in other["trouble"]
    nowhere = ShardWriter(str(tmp_path / "none"), scripted_analyst, (None, None), version())(task(shard))
    assert "No such file or directory" in nowhere["trouble"]
    assert not list(tmp_path.iterdir())
