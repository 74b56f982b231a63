"""Write ``assets/catalogue.json``: what the library knows about each asana, and how much there was to learn it from.

The names, categories and difficulties come from the data set, the numbers are counted in its training split, and the
other names and near-synonyms come from ``catalogue_names.json`` beside this file. Nothing else of the data set is
written.

    python -m train.data.catalogue --data DIR
"""

import argparse
import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from yoga_models.assets import ASSETS

#: An asana with fewer photos than this is known from joints without photos, and with fewer of these, too, from
#: rendered bodies: all are written as poses.
MIN_EXAMPLES = 10

_NAMES = Path(__file__).with_name("catalogue_names.json")


def build(data: Path, names: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the catalogue, sorted by id, with the fields of ``yoga_models.asanas.catalogue.Asana``.

    ``data``: the folder that holds ``asana/catalogue.json``, ``asana/photos.csv`` and ``asana/skeletons.csv``.
    ``names``: ``aliases`` (id -> other names), ``relatives`` (groups of ids, no id in two of them) and ``merged``
    (id -> the id under which it is learned and answered, for one pose under two names: that one is called by both).
    Raises ``ValueError`` where ``names`` speaks of an asana that is not in the data set, or puts one into two groups.
    """
    folder = data / "asana"
    facts = {fact["id"]: fact for fact in json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))}
    merged = {int(own): int(other) for own, other in names["merged"].items()}
    groups = names["relatives"]
    grouped = [member for group in groups for member in group]
    unknown = {*map(int, names["aliases"]), *merged, *merged.values(), *grouped} - set(facts)
    if unknown:
        raise ValueError(f"not in the data set: {sorted(unknown)}")
    if len(grouped) != len(set(grouped)):
        raise ValueError("an asana is in two groups of relatives")
    relatives = {member: sorted(set(group) - {member}) for group in groups for member in group}
    photos = _count(folder / "photos.csv", merged)
    skeletons = _count(folder / "skeletons.csv", merged)
    called = {
        other: {key: f"{facts[other][key]} / {facts[own][key]}" for key in ("sanskrit_name", "english_name")}
        for own, other in merged.items()
    }
    return [
        {
            "id": id_,
            "sanskrit": called.get(id_, fact)["sanskrit_name"],
            "english": called.get(id_, fact)["english_name"],
            "categories": fact["pose_meta"],
            "difficulty": fact["difficulty"],
            "aliases": names["aliases"].get(str(id_), []),
            "relatives": relatives.get(id_, []),
            "photos": photos[id_],
            "skeletons": skeletons[id_],
            "evidence": _evidence(photos[merged.get(id_, id_)], skeletons[merged.get(id_, id_)]),
            "trained": True,
            "same_as": merged.get(id_),
        }
        for id_, fact in sorted(facts.items())
    ]


def _evidence(photos: int, skeletons: int) -> str:
    """What an asana with so many examples is known from."""
    return "photos" if photos >= MIN_EXAMPLES else "joints" if skeletons >= MIN_EXAMPLES else "rendered"


def _count(table: Path, merged: dict[int, int]) -> Counter[int]:
    """Rows of the training split by asana."""
    with table.open(newline="", encoding="utf-8") as file:
        ids = [int(row["asana_id"]) for row in csv.DictReader(file) if row["split"] == "train"]
    return Counter(merged.get(id_, id_) for id_ in ids)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write the catalogue of asanas from a data set.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the data set, with asana/ in it")
    parser.add_argument("--output", type=Path, default=ASSETS / "catalogue.json")
    options = parser.parse_args()
    rows = build(options.data, json.loads(_NAMES.read_text(encoding="utf-8")))
    # One asana a line, so that a change of the file can be read.
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    options.output.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    kinds = Counter(row["evidence"] for row in rows)
    print(f"{len(rows)} asanas, known from " + ", ".join(f"{kind}: {number}" for kind, number in kinds.items()))


if __name__ == "__main__":
    main()
