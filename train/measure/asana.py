"""Measure the names: ``python -m train measure asana DATA/asana/photos.csv --out runs/figures``.

The whole path on every validation photo: our own joints, then photo and joints together, and each alone. More evidence
where it is given: joints of asanas that have hardly a photo (``--skeletons``), people who do something else
(``--people``), photos without people (``--nobody``). ``--out`` takes the figures (``asana.json``), the table of the
asanas, the confusions and the reliability diagram, the most confident mistakes, and the labels that are most in doubt;
these name and show photos, so keep them where the photos are.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from train.data.asanas import load_skeletons
from train.data.doubtful import DOUBTFUL, doubtful_files
from train.data.records import AsanaRecord, load_asana_records, load_pose_records, subsample
from train.fit.asana import FEW_PHOTOS, class_indices
from train.fit.calibrate import OTHER_SHARE
from train.measure.answers import Answers, look
from train.measure.asana_metrics import (
    by_difficulty,
    class_table,
    confused,
    confusion_counts,
    detection,
    expected_calibration_error,
    measure,
    merged_accuracy,
    relatives,
    reliability,
)
from train.measure.asana_sheets import write_doubts, write_mistakes, write_tables
from train.measure.bootstrap import mean_interval
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.fusion import EVIDENCE, fuse
from yoga_models.pipeline import YogaPose
from yoga_models.runtime.engine import CHOICES


def evaluate(model: YogaPose, records: list[AsanaRecord]) -> tuple[dict[str, Any], Answers, np.ndarray]:
    """All figures of a table's photos; also what was seen in them, and their (N,) class indices, -1 for none."""
    answers = look(model, [record.path for record in records], "photos")
    labels = class_indices(np.array([record.asana_id for record in records]), answers.config.classes)
    return measure_answers(answers, labels, np.array([record.group for record in records])), answers, labels


def measure_answers(answers: Answers, labels: np.ndarray, groups: np.ndarray) -> dict[str, Any]:
    """All figures of photos with (N,) ``labels``, class indices, -1 for none, from sources ``groups`` (N,)."""
    named, found, classes = labels >= 0, answers.found, answers.config.classes
    final, said = answers.final, answers.final.argmax(axis=1)

    def figures_of(probabilities: np.ndarray, sure: np.ndarray, rows: np.ndarray) -> dict[str, Any] | None:
        return measure(probabilities[rows], labels[rows], groups[rows], sure[rows]) if rows.any() else None

    confusion = confusion_counts(said[named], labels[named], len(classes))
    alike, mixed = relatives(classes), confused(confusion)
    names = [load_catalogue()[id_].sanskrit for id_ in classes]
    return {
        "person found": float(found[named].mean()),
        "as shipped": figures_of(final, answers.confident, named),
        "evidence": {
            kind: figures_of(answers.probabilities(kind), answers.sure(kind), named & (found | (kind == "photo")))
            for kind in EVIDENCE
        },
        "nobody found": figures_of(final, answers.confident, named & ~found),
        "by difficulty": by_difficulty(said[named], labels[named], classes),
        "relatives merged": merged_accuracy(said[named], labels[named], alike),
        "relatives and what is confused merged": merged_accuracy(said[named], labels[named], [*alike, *mixed]),
        "confused": [[names[a], names[b], int(confusion[a, b]), int(confusion[b, a])] for a, b in mixed],
        "reliability": reliability(final[named].max(axis=1), (said == labels)[named]),
        "named right at least once": int((np.diag(confusion) > 0).sum()),
        "classes": class_table(said[named], labels[named], classes),
    }


def measure_without(doubtful: np.ndarray, answers: Answers, labels: np.ndarray, groups: np.ndarray) -> dict[str, Any]:
    """Figures as shipped, without the photos whose labels are ``doubtful`` (N,) bool."""
    kept = (labels >= 0) & ~doubtful
    figures = measure(answers.final[kept], labels[kept], groups[kept], answers.confident[kept])
    return {"left out": int(doubtful.sum()), **figures}


def measure_others(kinds: dict[str, Answers], named: Answers) -> dict[str, Any]:
    """Photos of something else, by kind and pooled: how many are answered without confidence, or as none of the asanas;
    and how well the probability of the first guess parts them from ``named``, photos of asanas.
    """
    kinds = {kind: answers for kind, answers in kinds.items() if len(answers.joints)}
    rows = {kind: (answers.verdicts, _first_guess(answers)) for kind, answers in kinds.items()}
    said, first = (np.concatenate(parts) for parts in zip(*rows.values(), strict=True))
    rows["pooled"] = said, first
    asanas = _first_guess(named)
    return {
        kind: {
            "photos": len(said),
            "not confident": float((said != "confident").mean()),
            "interval": mean_interval(said != "confident", np.arange(len(said))),
            "other": float((said == "other").mean()),
            "nobody found": float((said == "no_person").mean()),
            **detection(asanas, first),
        }
        for kind, (said, first) in rows.items()
    }


def measure_calibration(named: Answers, labels: np.ndarray, kinds: dict[str, Answers]) -> dict[str, float]:
    """ECE of the first guess where a person was found in photos of asanas with (N,) class indices ``labels``: as it
    would be if an asana was known to be shown, and as it is, among as many people who do none as it is made for.
    """
    rows = named.found
    right = named.final[rows].argmax(axis=1) == labels[rows]
    others = [answers.final[answers.found].max(axis=1) for answers in kinds.values()]
    count, total = len(right), len(right) + sum(map(len, others))
    confidence = np.concatenate([named.final[rows].max(axis=1), *others])
    weights = np.full(total, OTHER_SHARE / max(total - count, 1))
    weights[:count] = (1 - OTHER_SHARE) / count
    return {
        "ECE if one is shown": expected_calibration_error(named.given("both")[rows].max(axis=1), right),
        "share of people who do none": OTHER_SHARE,
        "ECE with these": expected_calibration_error(confidence, np.append(right, np.zeros(total - count)), weights),
    }


def _first_guess(answers: Answers) -> np.ndarray:
    """(N,) probability of the best asana; where nobody is found none is named, which is as sure as can be."""
    return np.where(answers.found, answers.final.max(axis=1), 0.0)


def measure_skeletons(model: YogaPose, table: Path, neutral: np.ndarray) -> dict[str, Any]:
    """Asanas with hardly a photo, on the validation rows of a table of joints: how many rows are named right.

    From joints alone; and fused, as the product fuses, with ``neutral`` (classes,): the photo network's logits for a
    photo that says nothing in particular. Fusing must not take away what the joints tell.
    """
    skeletons, config = load_skeletons(table), model.classifier.config
    few = [id_ for id_ in config.classes if load_catalogue()[id_].photos < FEW_PHOTOS]
    labels = class_indices(skeletons.labels, config.classes)
    rows = skeletons.validation & np.isin(np.append(config.classes, -1)[labels], few)
    labels = labels[rows]
    if not len(labels):
        return {}
    joints = model.classifier.logits(None, skeletons.joints[rows])
    beside = joints._replace(photo=np.broadcast_to(neutral, (len(labels), len(neutral))))
    order = {
        "joints alone": np.argsort(-fuse(config, joints), axis=1, kind="stable"),
        "fused with a photo that says nothing": np.argsort(-fuse(config, beside), axis=1, kind="stable"),
    }
    figures: dict[str, Any] = {"asanas": len(few), "with rows": len(np.unique(labels)), "rows": len(labels)}
    for name, ranked in order.items():
        hits = ranked[:, 0] == labels
        figures[name] = {
            "top-1": float(hits.mean()),
            "top-5": float((ranked[:, :5] == labels[:, None]).any(axis=1).mean()),
            "named right at least once": len(np.unique(labels[hits])),
            "by asana": {
                load_catalogue()[id_].sanskrit: [int(hits[labels == index].sum()), int((labels == index).sum())]
                for index, id_ in enumerate(config.classes)
                if id_ in few
            },
        }
    return figures


def measure_hidden(answers: Answers, labels: np.ndarray, parts: int = 12) -> dict[str, Any]:
    """How far joints carry asanas that the other networks have no photos of, measured on photos.

    A part of the asanas at a time is treated as such. ``hidden``: top-1 of their photos, ``others``: of all the other
    photos, which asanas without photos must not draw to themselves; by both together, where a person was found.
    """
    rows = np.flatnonzero((labels >= 0) & answers.found)
    classes, truth = answers.config.classes, labels[rows]
    shuffled = np.random.default_rng(0).permutation(len(classes))
    own, rest = [], []
    for part in np.array_split(shuffled, min(parts, len(classes))):
        hidden = (*answers.config.without_photos, *(classes[index] for index in part))
        config = replace(answers.config, without_photos=hidden)
        right = fuse(config, answers.logits.take(rows)).argmax(axis=1) == truth
        mine = np.isin(truth, part)
        own.append(right[mine])
        rest.append(right[~mine])
    return {
        "photos": len(rows),
        "hidden": float(np.concatenate(own).mean()),
        "others": float(np.concatenate(rest).mean()),
    }


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m train measure asana", description="Measure the names.")
    parser.add_argument("table", type=Path, help="CSV with the columns file, asana_id, group, split")
    parser.add_argument(
        "--images", type=Path, help="folder the files are relative to; default: images beside the table"
    )
    parser.add_argument("--split", default="val")
    parser.add_argument("--doubtful", type=Path, default=DOUBTFUL, help="CSV of photos with doubtful labels")
    parser.add_argument("--skeletons", type=Path, help="CSV of joints without photos")
    parser.add_argument("--rendered", type=Path, help="CSV of the joints of written asanas (train.render.views)")
    parser.add_argument("--people", type=Path, help="COCO keypoint file of people who do no yoga")
    parser.add_argument("--people-sources", nargs="+", default=["coco"], help="only its photos of these sources: coco")
    parser.add_argument("--people-images", type=Path, help="folder its file names are relative to; default: its own")
    parser.add_argument("--nobody", type=Path, help="folder of photos without people")
    parser.add_argument("--limit", type=int, help="only so many photos of each kind")
    parser.add_argument("--out", type=Path, help="folder for figures, tables and pictures")
    parser.add_argument("--engine", choices=CHOICES, help="default: what suits this machine")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args(arguments)
    model = YogaPose.from_pretrained(device=options.device, engine=options.engine, precision="f32")
    records = [r for r in load_asana_records(options.table, options.images) if r.split == options.split]
    ids = np.array([record.asana_id for record in records])
    indices = class_indices(ids, model.classifier.config.classes)
    named = [record for record, index in zip(records, indices, strict=True) if index >= 0]
    figures, answers, labels = evaluate(model, subsample(named, options.limit))
    others = [r.path for r in records if r.asana_id < 0]
    records = subsample(named, options.limit)
    kinds = {"not one of the asanas": others}
    if options.people:
        people = load_pose_records(options.people, options.people_images)
        paths = [record.path for record in people if record.source in options.people_sources and len(record.boxes)]
        kinds["people who do something else"] = paths
    if options.nobody:
        kinds["empty rooms, animals, things"] = sorted(options.nobody.iterdir())
    suspects = doubtful_files(options.doubtful)
    doubtful = np.array([record.file in suspects for record in records])
    groups = np.array([record.group for record in records])
    figures["without doubtful labels"] = measure_without(doubtful, answers, labels, groups)
    figures["hidden from the photo network"] = measure_hidden(answers, labels)
    seen = {kind: look(model, subsample(paths, options.limit), kind) for kind, paths in kinds.items()}
    figures["something else"] = measure_others(seen, answers)
    figures["calibration"] = measure_calibration(answers, labels, seen)
    figures["called none of the asanas"] = float((answers.verdicts[labels >= 0] == "other").mean())
    assert answers.logits.photo is not None
    neutral = answers.logits.photo.mean(axis=0)
    if options.skeletons:
        figures["known by joints"] = measure_skeletons(model, options.skeletons, neutral)
    if options.rendered:
        figures["rendered"] = measure_skeletons(model, options.rendered, neutral)
    figures = {"weights": model.weights, "thresholds": answers.config.thresholds, **figures}
    text = json.dumps(figures, indent=2)
    print(text)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "asana.json").write_text(text + "\n")
        write_tables(options.out, figures, answers, labels)
        write_mistakes(options.out, records, answers, labels)
        write_doubts(options.out, records, answers, labels)
