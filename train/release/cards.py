"""Fill the model cards with measured figures: ``python -m train release cards --figures runs/figures``.

The folder holds ``pose.json``, ``asana.json``, ``benchmark.json`` and ``left_out.json``, as the evaluation scripts
write them. The text is in ``card_templates``. What the page's atlas says of each asana, ``asana-classes.json``, is
written from ``asana.json`` too. Figures of other weights than those that ship are refused: a card speaks for its own.
Without ``asana.json`` only the joint network's card is made; without ``benchmark.json`` that says that nobody measured
it; ``left_out.json`` may be missing.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

from train.fit.asana import FEW_PHOTOS
from train.measure.benchmark import as_tables
from train.measure.left_out import LEFT_OUT
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.weights.manifest import EMBEDDED, read_manifest

TEMPLATES = Path(__file__).with_name("card_templates")
KINDS = {"coco": "groups, everyday (COCO)", "lspet": "acrobatic (Leeds Extended)", "yoga": "yoga"}
EVIDENCE = {"both": "both, person found", "photo": "photo alone", "joints": "joints alone, person found"}


CLASSES = "asana-classes.json"
NOT_MEASURED = "Not measured with these weights yet."
LEFT_OUT_HOW = (
    "Asanas were left out a part at a time, with their near-synonyms: of the joint network's training, of what tells "
    "an asana from none, and of calibration. The trunk of the photo network has seen them."
)


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A markdown table."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def share(value: float | None, interval: Sequence[float] | None = None) -> str:
    """A figure between 0 and 1 with its interval; nothing where nothing was measured."""
    if value is None:
        return ""
    return f"{value:.3f}" + (f" ({interval[0]:.3f} to {interval[1]:.3f})" if interval else "")


def name(id_: int) -> str:
    """Sanskrit and English name of an asana."""
    asana = load_catalogue()[id_]
    return f"{asana.sanskrit} ({asana.english})"


def listed(names: Sequence[str]) -> str:
    """Names in one line, or that there are none."""
    return ", ".join(names) if names else "none"


def pose_card(pose: dict[str, Any], benchmark: dict[str, Any] | None) -> dict[str, str]:
    """What the template of the joint network's card asks for."""
    kinds = {kind: pose[kind] for kind in KINDS if kind in pose}
    turned = {kind: f["PCK@0.2 by rotation"] for kind, f in kinds.items() if "PCK@0.2 by rotation" in f}
    degrees = list(next(iter(turned.values())))
    joints = list(next(iter(kinds.values()))["by joint"])
    wrong = list(next(iter(kinds.values()))["what went wrong"])
    nobody = pose["nobody"]
    contenders, networks = as_tables(benchmark) if benchmark else (NOT_MEASURED, "")
    return {
        "weights": pose["weights"],
        "networks": networks,
        "benchmark": contenders,
        "kinds": table(
            ["photos", "number", "PCK@0.2", "AP", "AP50", "AR"],
            [
                [KINDS[kind], str(figures["photos"]), share(figures["PCK@0.2"], figures["PCK@0.2 interval"])]
                + [
                    share(figures.get("AP"), figures.get("AP interval")),
                    *(share(figures.get(k)) for k in ("AP50", "AR")),
                ]
                for kind, figures in kinds.items()
            ],
        ),
        "rotations": table(
            ["photos", *(f"{angle}°" for angle in degrees)],
            [[KINDS[kind], *(share(figures[angle]) for angle in degrees)] for kind, figures in turned.items()],
        ),
        "joints": table(
            ["joint", *(KINDS[kind] for kind in kinds)],
            [[j.replace("_", " "), *(share(f["by joint"].get(j)) for f in kinds.values())] for j in joints],
        ),
        "misses": table(
            ["", *(KINDS[kind] for kind in kinds)],
            [[kind, *(share(figures["what went wrong"][kind]) for figures in kinds.values())] for kind in wrong],
        ),
        "ghosts": f"{share(nobody['photos with false positives'], nobody['interval'])} of {nobody['photos']}",
    }


def asana_card(asana: dict[str, Any], benchmark: dict[str, Any], left_out: dict[str, Any] | None) -> dict[str, str]:
    """What the template of the asana networks' card asks for."""
    shipped, rows = asana["as shipped"], asana["classes"]
    kinds = {"as shipped": shipped, **{text: asana["evidence"][kind] for kind, text in EVIDENCE.items()}}
    kinds["nobody found, photo alone"] = asana["nobody found"]
    measured = [row for row in rows if row["photos"]]
    joints_only = [row["id"] for row in rows if row["trained on"][0] < FEW_PHOTOS]
    others, calibration, clean = dict(asana["something else"]), asana["calibration"], asana["without doubtful labels"]
    if left_out:
        others[LEFT_OUT] = left_out["kinds"][LEFT_OUT]
    weak = [row for row in measured if row["recall"] < 0.6]
    strong = [r for r in measured if r["photos"] >= 5 and r["recall"] >= 0.9 and (r["precision"] or 0) >= 0.9]
    known, hidden = asana.get("known by joints"), asana["hidden from the photo network"]
    skeletons = ""
    if known:
        alone, fused = known["joints alone"], known["fused with a photo that says nothing"]
        skeletons = (
            f"On {known['rows']} sets of joints of {known['with rows']} such asanas, joints alone name "
            f"{share(alone['top-1'])} (among the first five {share(alone['top-5'])}), fused with a photo that says "
            f"nothing {share(fused['top-1'])} ({share(fused['top-5'])}); {fused['named right at least once']} of these "
            "asanas were named at least once. "
        )
    skeletons += (
        "Where other asanas are hidden from the photo network in the same way, "
        f"{share(hidden['hidden'])} of their photos are named, and {share(hidden['others'])} of the rest."
    )
    return {
        "weights": asana["weights"]["asana"],
        "evidence": table(
            ["evidence", "photos", "top-1", "top-5", "macro-F1", "ECE", "NLL"],
            [
                [text, str(figures["photos"])]
                + [share(figures[key], figures[f"{key} interval"]) for key in ("top-1", "top-5", "macro-F1")]
                + [share(figures["ECE"]), f"{figures['NLL']:.2f}"]
                for text, figures in kinds.items()
                if figures
            ],
        ),
        "confident": f"{share(shipped['confident'], shipped['confident interval'])} of all, and "
        f"{share(shipped['confident and right'], shipped['confident and right interval'])} of these are right",
        "merged": share(asana["relatives merged"]),
        "mixed": share(asana["relatives and what is confused merged"]),
        "difficulty": ", ".join(
            f"{level}: {share(figures['top-1'])} ({figures['photos']} photos)"
            for level, figures in asana["by difficulty"].items()
        ),
        "others": table(
            ["photos", "number", "no confident name", "nobody found", "`other`", "AUROC", "FPR at 95 % found"],
            [
                [kind, str(figures["photos"]), share(figures["not confident"], figures.get("interval"))]
                + [share(figures[k]) for k in ("nobody found", "other", "AUROC", "false positives at 0.95")]
                for kind, figures in others.items()
            ],
        ),
        "left_out": LEFT_OUT_HOW if left_out else "",
        "calibration": f"{share(calibration['ECE if one is shown'])} where it is known that an asana is shown; "
        f"{share(calibration['ECE with these'])} among people of whom {calibration['share of people who do none']:.0%} "
        "do none, for whom the probabilities are made",
        "clean": f"top-1 {share(clean['top-1'], clean['top-1 interval'])}, confident {share(clean['confident'])}, "
        f"{share(clean['confident and right'])} of these right",
        "doubtful": str(clean["left out"]),
        "skeletons": skeletons,
        "confused": listed([f"{a} and {b} ({there}, {back})" for a, b, there, back in asana["confused"]]),
        "threads": str(benchmark["machine"]["threads"]),
        "latency": "; ".join(
            f"{contender} {entry['ms']['classifier']['median']:.0f} ({entry['ms']['classifier']['p90']:.0f}) ms"
            for contender, entry in benchmark["contenders"].items()
            if "classifier" in entry["ms"]
        ),
        "strong": listed([row["sanskrit"] for row in strong]),
        "weak": listed([f"{row['sanskrit']} ({row['recall']:.2f} of {row['photos']})" for row in weak]),
        "joints_only": listed([name(id_) for id_ in joints_only]),
        "rendered": listed([name(entry.id) for entry in load_catalogue() if entry.evidence == "rendered"]),
        "untrained": listed([name(entry.id) for entry in load_catalogue() if not entry.trained]),
        "classes": table(
            ["asana", "English", "photos, joints", "measured on", "recall", "precision", "F1", "most often taken for"],
            [
                [row["sanskrit"], row["english"], "{}, {}".format(*row["trained on"]), str(row["photos"])]
                + ["" if row[key] is None else f"{row[key]:.2f}" for key in ("recall", "precision", "F1")]
                + [f"{row['most often taken for']} ({row['times']})" if row["times"] else ""]
                for row in rows
            ],
        ),
    }


def class_figures(asana: dict[str, Any]) -> str:
    """JSON of how each asana fared, for the page: ``photos`` it was measured on, how many of them were named ``right``,
    and the asana (its id) for which others were ``taken_for`` most often, so many ``times``.
    """
    ids = {entry.sanskrit: entry.id for entry in load_catalogue()}
    rows = [
        {
            "id": row["id"],
            "photos": row["photos"],
            "right": round((row["recall"] or 0.0) * row["photos"]),
            "taken_for": ids.get(row["most often taken for"]),
            "times": row["times"],
        }
        for row in asana["classes"]
    ]
    lines = ",\n".join(json.dumps(row) for row in rows)
    return f'{{"weights": "{asana["weights"]["asana"]}", "classes": [\n{lines}\n]}}\n'


def check(figures: dict[str, dict[str, Any]], hashes: dict[str, str]) -> None:
    """Raises ``ValueError`` where figures were measured with other weights than these ``sha256:...``."""
    for file, content in figures.items():
        weights = content["weights"] if isinstance(content["weights"], dict) else {"pose": content["weights"]}
        if any(hashes[network] != value for network, value in weights.items()):
            raise ValueError(f"{file}.json was measured with other weights than those that ship: measure again")


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m train release cards", description="Fill the model cards.")
    parser.add_argument("--figures", type=Path, required=True, help="folder of pose, asana, benchmark, left_out .json")
    parser.add_argument("--out", type=Path, default=EMBEDDED, help="folder of the weights the cards belong to")
    options = parser.parse_args(arguments)
    paths = {file: options.figures / f"{file}.json" for file in ("pose", "asana", "benchmark", "left_out")}
    figures = {file: json.loads(path.read_text()) for file, path in paths.items() if path.exists()}
    if "pose" not in figures:
        raise SystemExit(f"{paths['pose']} is missing: python -m train measure pose ... --out {options.figures}")
    check(figures, {network: f"sha256:{entry.sha256}" for network, entry in read_manifest(options.out).items()})
    benchmark = figures.get("benchmark")
    cards = {"pose": pose_card(figures["pose"], benchmark)}
    if "asana" in figures and benchmark:
        cards["asana"] = asana_card(figures["asana"], benchmark, figures.get("left_out"))
    if "asana" in figures:
        (options.out / CLASSES).write_text(class_figures(figures["asana"]), encoding="utf-8")
    for file, values in cards.items():
        text = Template((TEMPLATES / f"{file}.md").read_text(encoding="utf-8")).substitute(values)
        (options.out / f"{file}.md").write_text(text, encoding="utf-8")
