"""What measuring the names leaves to look at: the table of the asanas, confusions, reliability, and sheets of photos.

The sheets and their tables name and show photos: keep them where the photos are.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from train.data.records import AsanaRecord
from train.measure.answers import Answers
from train.measure.asana_metrics import confusion_counts
from train.measure.doubts import doubted
from train.measure.pictures import confusion_picture, contact_sheet, pose_tile, reliability_picture
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.imaging.read import load_image
from yoga_models.networks.settings import AsanaConfig

MAX_MISTAKES, MAX_DOUBTS = 50, 150


def write_tables(folder: Path, figures: dict[str, Any], answers: Answers, labels: np.ndarray) -> None:
    """``classes.csv``, ``confusion.png`` and ``reliability.png``."""
    with (folder / "classes.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, figures["classes"][0])
        writer.writeheader()
        writer.writerows(figures["classes"])
    named = labels >= 0
    classes = answers.config.classes
    present = np.unique(labels[named])
    confusion = confusion_counts(answers.final[named].argmax(axis=1), labels[named], len(classes))
    # Who has no photo still has a column where somebody was taken for them.
    shown = np.union1d(present, np.flatnonzero(confusion.sum(axis=0)))
    names = [load_catalogue()[classes[index]].sanskrit for index in shown]
    confusion_picture(confusion[np.ix_(shown, shown)], names, folder / "confusion.png")
    title = f"{named.sum()} photos, ECE {figures['as shipped']['ECE']:.3f}"
    reliability_picture(figures["reliability"], title, folder / "reliability.png")


def write_mistakes(folder: Path, records: Sequence[AsanaRecord], answers: Answers, labels: np.ndarray) -> None:
    """``mistakes.csv`` and ``mistakes.jpg``: the wrong answers with the highest probability."""
    final = answers.final
    wrong = np.flatnonzero((labels >= 0) & (final.argmax(axis=1) != labels))
    worst = wrong[np.argsort(-final[wrong].max(axis=1), kind="stable")][:MAX_MISTAKES]
    _write_sheet(
        folder,
        "mistakes",
        [records[index] for index in worst],
        final[worst],
        answers.joints[worst],
        labels[worst],
        answers.config,
    )


def write_doubts(folder: Path, records: Sequence[AsanaRecord], answers: Answers, labels: np.ndarray) -> None:
    """``doubts.csv`` and ``doubts.jpg``: the labels that networks trained on other photos doubt most."""
    groups = np.array([record.group for record in records])
    evidence = np.concatenate([part for part in answers.logits if part is not None], axis=1)
    said = doubted(answers.final, evidence, labels, groups)
    worst = np.argsort(said[np.arange(len(labels)), labels], kind="stable")[:MAX_DOUBTS]
    _write_sheet(
        folder,
        "doubts",
        [records[index] for index in worst],
        said[worst],
        answers.joints[worst],
        labels[worst],
        answers.config,
    )


def _write_sheet(
    folder: Path,
    name: str,
    records: Sequence[AsanaRecord],
    probabilities: np.ndarray,
    joints: np.ndarray,
    labels: np.ndarray,
    config: AsanaConfig,
) -> None:
    """A table and a sheet of photos with what is said of each, and how probable its label is."""
    catalogue, tiles, captions, rows = load_catalogue(), [], [], []
    for number, (record, row, person, label) in enumerate(zip(records, probabilities, joints, labels, strict=True), 1):
        said, own = float(row.max()), float(row[label])
        names = [catalogue[id_].sanskrit for id_ in (record.asana_id, config.classes[int(row.argmax())])]
        tiles.append(pose_tile(load_image(record.path), [person] if np.isfinite(person[:, 0]).any() else []))
        captions.append(f"{number}. answered {names[1]} {said:.2f}\nlabelled {names[0]} {own:.2f}")
        rows.append([number, record.file, *names, f"{said:.3f}", f"{own:.3f}"])
    with (folder / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "file", "labelled", "answered", "probability", "probability of the label"])
        writer.writerows(rows)
    contact_sheet(tiles, captions, columns=10).save(folder / f"{name}.jpg", quality=85)
