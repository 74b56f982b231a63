"""Results as rows of a CSV table: one row a person."""

from collections.abc import Sequence
from typing import Any

from yoga_models.angles import ANGLES
from yoga_models.skeleton import JOINTS


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


def _asana_cells(asanas: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not asanas:
        return {}
    best = asanas[0]
    return {"asana_id": best["id"], **{key: best[key] for key in ("sanskrit", "english", "probability")}}
