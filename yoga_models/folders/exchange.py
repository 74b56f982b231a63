"""Results in the formats that other programs read: Parquet, one row a person, and COCO's keypoints."""

import json
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

from yoga_models.body.skeleton import JOINTS, LIMBS
from yoga_models.table import csv_header, csv_rows

if TYPE_CHECKING:
    import pyarrow

_TEXT = ("file", "error", "verdict", "sanskrit", "english")
_COUNTS = ("width", "height", "person", "asana_id")
_ROWS = 5_000
"""How many rows are held in memory at once, and stand in one group of the file."""

_COCO_LIMBS = 19
"""The first ones; those after them are this project's own."""

NO_PYARROW = 'Parquet needs pyarrow. Install it with: pip install "yoga-pose-studio[parquet]"'


class ExchangeError(RuntimeError):
    """A format can't be written. The message says what to do."""


def check_parquet() -> None:
    """Raises ``ExchangeError`` where pyarrow is not installed."""
    if not find_spec("pyarrow"):
        raise ExchangeError(NO_PYARROW)


def results_in(lines: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file of JSON lines, one after the other."""
    with lines.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def write_parquet(results: Iterable[dict[str, Any]], file: Path | IO[bytes]) -> None:
    """Write JSON objects as a Parquet file with the columns of the CSV. Needs pyarrow."""
    import pyarrow.parquet

    schema = _schema()
    rows = (row for result in results for row in csv_rows(result))
    with pyarrow.parquet.ParquetWriter(file, schema) as writer:
        while group := list(islice(rows, _ROWS)):
            for row in group:
                row["file"] = _whole(row["file"])
            writer.write_table(pyarrow.Table.from_pylist(group, schema))


def write_coco(lines: Path, file: TextIO) -> None:
    """Write the results of JSON lines as a COCO data set: its images, its people with keypoints, and scores.

    Photos are numbered from 1 in their order; those that could not be read are left out. Of a keypoint (x, y, v), v is
    2 where the joint was found; else all three are 0.
    """
    limbs = [[start + 1, end + 1] for start, end in LIMBS[:_COCO_LIMBS]]
    person = {"id": 1, "name": "person", "supercategory": "person", "keypoints": list(JOINTS), "skeleton": limbs}
    file.write(f'{{"categories": {json.dumps([person])},\n"images": [')
    _put(file, (image for image, _ in _photos(lines)))
    file.write('],\n"annotations": [')
    people = (annotation for image, result in _photos(lines) for annotation in _annotations(image["id"], result))
    _put(file, ({"id": number, **annotation} for number, annotation in enumerate(people, start=1)))
    file.write("]}\n")


def _schema() -> "pyarrow.Schema":
    import pyarrow

    def kind(column: str) -> "pyarrow.DataType":
        if column in _TEXT:
            return pyarrow.string()
        return pyarrow.int64() if column in _COUNTS else pyarrow.float64()

    return pyarrow.schema([(column, kind(column)) for column in csv_header()])


def _whole(name: str | None) -> str | None:
    """A file's name in letters that UTF-8 has."""
    return None if name is None else name.encode("utf-8", "backslashreplace").decode()


def _photos(lines: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    readable = (result for result in results_in(lines) if "error" not in result)
    for number, result in enumerate(readable, start=1):
        size = {"width": result["width"], "height": result["height"]}
        yield {"id": number, "file_name": result["file"], **size}, result


def _annotations(image: int, result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for person in result["people"]:
        joints = [person["joints"][name] for name in JOINTS]
        box = person["box"]
        yield {
            "image_id": image,
            "category_id": 1,
            "keypoints": [value for joint in joints for value in ((joint["x"], joint["y"], 2) if joint else (0, 0, 0))],
            "num_keypoints": sum(joint is not None for joint in joints),
            "bbox": box,
            "area": round(box[2] * box[3], 2),
            "iscrowd": 0,
            "score": person["score"],
        }


def _put(file: TextIO, items: Iterable[dict[str, Any]]) -> None:
    for number, item in enumerate(items):
        file.write((",\n" if number else "\n") + json.dumps(item))
