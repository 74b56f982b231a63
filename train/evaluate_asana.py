"""Measure the names: ``python -m train.evaluate_asana DATA/asana/photos.csv``.

The whole path on every validation photo: our own joints, then photo and joints together, and each alone. Writes a table
of the classes, the confusions and a reliability diagram beside the figures with ``--out``.
"""

import argparse
import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from train.data import AsanaRecord, load_asana_records
from train.train_asana import class_indices
from yoga_models.asana_network import EVIDENCE, combine
from yoga_models.catalogue import load_catalogue
from yoga_models.classifier import photo_crop
from yoga_models.imaging import load_image
from yoga_models.pipeline import YogaPose

BINS = 15


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """ECE over 15 equal bins: mean distance of confidence and accuracy, weighted by the bins' sizes."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())
    ]
    return float(sum(gaps))


def bootstrap_interval(right: np.ndarray, groups: np.ndarray, draws: int = 1000, seed: int = 0) -> tuple[float, float]:
    """95 % interval of a mean, drawn by source group: photos of one source are no independent evidence."""
    rng = np.random.default_rng(seed)
    _, inverse = np.unique(groups, return_inverse=True)
    totals, sizes = np.bincount(inverse, right), np.bincount(inverse)
    picks = rng.integers(0, len(sizes), (draws, len(sizes)))
    means = totals[picks].sum(axis=1) / sizes[picks].sum(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def measure(probabilities: np.ndarray, labels: np.ndarray, groups: np.ndarray, threshold: float) -> dict[str, Any]:
    """Figures of (N, classes) probabilities against (N,) class indices, all of them known."""
    order = np.argsort(-probabilities, axis=1)
    answers, confidence = order[:, 0], probabilities.max(axis=1)
    right = answers == labels
    present = np.unique(labels)
    f1 = []
    for label in present:
        hits = (right & (labels == label)).sum()
        f1.append(2 * hits / ((answers == label).sum() + (labels == label).sum()))
    sure = confidence >= threshold
    return {
        "photos": len(labels),
        "classes": len(present),
        "top-1": float(right.mean()),
        "top-1 interval": bootstrap_interval(right, groups),
        "top-5": float((order[:, :5] == labels[:, None]).any(axis=1).mean()),
        "macro-F1": float(np.mean(f1)),
        "ECE": expected_calibration_error(confidence, right),
        "NLL": float(-np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-9)).mean()),
        "confident": float(sure.mean()),
        "confident and right": float(right[sure].mean()) if sure.any() else None,
    }


def collect(model: YogaPose, records: list[AsanaRecord]) -> tuple[torch.Tensor, torch.Tensor, np.ndarray]:
    """Photo and joint logits (N, classes) of the main person of each photo, and (N,) bool: whether one was found."""
    size = model.classifier.config.input_size
    photos, joints, found = [], [], []
    for record in tqdm(records, mininterval=10):
        image = load_image(record.path)
        people = model.estimator(image)
        person = people[0].joints if people else None
        crop = photo_crop(image, person, size)[None]
        photo, joint = model.classifier.logits(crop, None if person is None else person[None])
        assert photo is not None
        photos.append(photo)
        joints.append(torch.zeros_like(photo) if joint is None else joint)
        found.append(person is not None)
    return torch.cat(photos), torch.cat(joints), np.array(found)


def evaluate(model: YogaPose, records: list[AsanaRecord]) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    """All figures of a set of photos; also the final probabilities (N, classes) and the labels (N,)."""
    config = model.classifier.config
    fusion, thresholds = config.fusion or {}, config.thresholds or {}
    photo, joints, found = collect(model, records)
    labels = class_indices(np.array([record.asana_id for record in records]), config.classes)
    groups = np.array([record.group for record in records])
    each = {name: combine(photo, joints, fusion.get(name, (1.0, 1.0))).numpy() for name in EVIDENCE}
    final = np.where(found[:, None], each["both"], each["photo"])
    sure = final.max(axis=1) >= np.where(found, thresholds.get("both", 1.0), thresholds.get("photo", 1.0))
    named = labels >= 0
    figures: dict[str, Any] = {"person found": float(found[named].mean())}
    figures["as shipped"] = measure(final[named], labels[named], groups[named], 0.0) | {
        "confident": float((sure & found)[named].mean()),
        "confident and right": float((final.argmax(axis=1) == labels)[named & sure & found].mean()),
    }
    for name, rows in (("photo", named), ("joints", named & found), ("both", named & found)):
        figures[f"{name} alone" if name != "both" else "both, person found"] = measure(
            each[name][rows], labels[rows], groups[rows], thresholds.get(name, 1.0)
        )
    if (named & ~found).any():
        rows = named & ~found
        figures["nobody found"] = measure(each["photo"][rows], labels[rows], groups[rows], thresholds.get("photo", 1.0))
    if (~named).any():
        figures["something else"] = {
            "photos": int((~named).sum()),
            "not answered with confidence": float(1 - (sure & found)[~named].mean()),
        }
    return figures, final, labels


def write_tables(folder: Path, final: np.ndarray, labels: np.ndarray, classes: tuple[int, ...]) -> None:
    """``classes.csv``: precision, recall and most frequent confusion of every asana; ``reliability.png``."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    folder.mkdir(parents=True, exist_ok=True)
    names = {asana.id: asana.sanskrit for asana in load_catalogue()}
    answers, confidence = final.argmax(axis=1), final.max(axis=1)
    with (folder / "classes.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "sanskrit", "photos", "recall", "precision", "most often taken for", "times"])
        for index, asana in enumerate(classes):
            mine, said = labels == index, answers == index
            if not mine.any():
                continue
            hits = (mine & said).sum()
            wrong = Counter(answers[mine & ~said].tolist()).most_common(1)
            taken, times = (names[classes[wrong[0][0]]], wrong[0][1]) if wrong else ("", 0)
            precision = f"{hits / said.sum():.2f}" if said.any() else ""
            writer.writerow([asana, names[asana], mine.sum(), f"{hits / mine.sum():.2f}", precision, taken, times])
    named = labels >= 0
    right, confidence = (answers == labels)[named], confidence[named]
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    filled = sorted(set(bins.tolist()))
    figure, axis = pyplot.subplots(figsize=(4.5, 4.5))
    axis.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axis.plot([confidence[bins == b].mean() for b in filled], [right[bins == b].mean() for b in filled], marker="o")
    axis.set(xlabel="probability given", ylabel="share that was right", xlim=(0, 1), ylim=(0, 1))
    figure.tight_layout()
    figure.savefig(folder / "reliability.png", dpi=100)
    pyplot.close(figure)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m train.evaluate_asana", description="Measure the names.")
    parser.add_argument("table", type=Path, help="CSV with the columns file, asana_id, group, split")
    parser.add_argument(
        "--images", type=Path, help="folder the files are relative to; default: images beside the table"
    )
    parser.add_argument("--split", default="val")
    parser.add_argument("--out", type=Path, help="folder for the table of classes and the diagram")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args(arguments)
    model = YogaPose.from_pretrained(device=options.device)
    records = [r for r in load_asana_records(options.table, options.images) if r.split == options.split]
    figures, final, labels = evaluate(model, records)
    print(json.dumps(figures, indent=2))
    if options.out:
        write_tables(options.out, final, labels, model.classifier.config.classes)


if __name__ == "__main__":
    main()
