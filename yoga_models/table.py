"""Results as CSV tables: one row a person, or one row an angle of a comparison."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from yoga_models.body.angles import ANGLES
from yoga_models.body.comparison import Comparison
from yoga_models.body.skeleton import JOINTS
from yoga_models.video.analysis import VideoAnalysis

HOLD_COLUMNS = ("file", "person", "asana_id", "sanskrit", "english", "probability", "start", "end", "seconds")


def csv_header() -> list[str]:
    """The columns of the CSV: one row a person, one row for a photo without people or with an error."""
    joints = [f"{joint}_{part}" for joint in JOINTS for part in ("x", "y", "score")]
    names = [
        "file",
        "width",
        "height",
        "error",
        "verdict",
        "person",
        "score",
        "box_x",
        "box_y",
        "box_width",
        "box_height",
    ]
    return [*names, "asana_id", "sanskrit", "english", "probability", *joints, *ANGLES]


def csv_rows(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of one JSON object; what is not known is an empty cell."""
    photo = {key: result.get(key) for key in ("file", "width", "height", "error", "verdict")}
    if not result.get("people"):
        return [photo | _asana_cells(result.get("asanas", []))]
    rows = []
    for number, person in enumerate(result["people"], start=1):
        row = photo | {"person": number, "score": person["score"], "verdict": person["verdict"]}
        row |= dict(zip(("box_x", "box_y", "box_width", "box_height"), person["box"], strict=True))
        row |= _asana_cells(person["asanas"]) | person["angles"]
        for joint, place in person["joints"].items():
            row |= {f"{joint}_{part}": value for part, value in (place or {}).items()}
        rows.append(row)
    return rows


def csv_text(results: Iterable[dict[str, Any]]) -> str:
    """The whole CSV of some photos' JSON objects."""
    return _text(csv_header(), (row for result in results for row in csv_rows(result)))


def differences_csv(comparison: Comparison) -> str:
    """The CSV of a comparison: angle, mine, reference and difference in degrees, the largest difference first."""
    return _text(["angle", "mine", "reference", "difference"], (item.to_dict() for item in comparison.differences))


def holds_csv(analysis: VideoAnalysis) -> str:
    """The CSV of a clip: one row a hold, person by person, in the order of time."""
    return _text(HOLD_COLUMNS, hold_rows(analysis))


def hold_rows(analysis: VideoAnalysis) -> list[dict[str, Any]]:
    """One row a hold, with the columns of ``HOLD_COLUMNS``: person by person, in the order of time."""
    rows = []
    for number, holds in analysis.holds.items():
        for hold in holds:
            cells = hold.to_dict()
            rows.append({"file": analysis.file, "person": number, "asana_id": cells.pop("id"), **cells})
    return rows


def _text(header: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, header)
    table.writeheader()
    table.writerows(rows)
    return file.getvalue()


def _asana_cells(asanas: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not asanas:
        return {}
    best = asanas[0]
    return {"asana_id": best["id"], **{key: best[key] for key in ("sanskrit", "english", "probability")}}
