"""Measure the names: ``python -m train measure asana DATA/asana/photos.csv --out runs/figures``.

The whole path on every validation photo: our own joints, then photo and joints together, and each alone. More evidence
where it is given: joints of asanas that have hardly a photo (``--skeletons``), people who do something else
(``--people``), photos without people (``--nobody``). ``--out`` takes the figures (``asana.json``), the table of the
asanas, the confusions and the reliability diagram, and the most confident mistakes; these name and show photos, so keep
them where the photos are.
"""

import argparse
import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from train.data.asanas import load_skeletons
from train.data.records import AsanaRecord, load_asana_records, load_pose_records
from train.fit.asana import FEW_PHOTOS, class_indices
from train.measure.asana_metrics import (
    by_difficulty,
    class_table,
    confused,
    confusion_counts,
    detection,
    measure,
    merged_accuracy,
    relatives,
    reliability,
)
from train.measure.bootstrap import mean_interval
from train.measure.pictures import confusion_picture, contact_sheet, pose_tile, reliability_picture
from train.measure.pose import subsample
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.classifier import photo_crop, verdicts
from yoga_models.asanas.fusion import EVIDENCE, fuse, other_probability
from yoga_models.body.skeleton import JOINTS
from yoga_models.imaging.read import load_image
from yoga_models.networks.settings import AsanaConfig
from yoga_models.pipeline import YogaPose

MAX_MISTAKES = 50


@dataclass(frozen=True)
class Answers:
    """What was seen in N photos: logits (N, classes) of photo and joints, the joints (N, 17, 3) of the main person, NaN
    where nobody was found; and ``config`` to read the logits with.
    """

    config: AsanaConfig
    photo: np.ndarray
    joint: np.ndarray
    joints: np.ndarray

    @property
    def found(self) -> np.ndarray:
        """(N,) bool: whether a person was found."""
        return np.asarray(np.isfinite(self.joints[..., 0]).any(axis=1))

    def probabilities(self, evidence: str) -> np.ndarray:
        """(N, classes) from one of the kinds of ``EVIDENCE``; only photos with a person mean something with joints.

        Each row adds up to the probability that it is one of the classes.
        """
        given = self._given(evidence)
        return np.asarray(fuse(self.config, *given)[0] * (1 - other_probability(self.config, *given))[:, None])

    def _given(self, evidence: str) -> tuple[np.ndarray | None, np.ndarray | None]:
        return None if evidence == "joints" else self.photo, None if evidence == "photo" else self.joint

    @property
    def verdicts(self) -> np.ndarray:
        """(N,) of str: what is said of the main person, ``no_person`` where nobody was found."""
        other = other_probability(self.config, *self._given("both"))
        said = verdicts(self.config, "both", self.probabilities("both").max(axis=1), other)
        return np.where(self.found, said, "no_person")

    @property
    def final(self) -> np.ndarray:
        """(N, classes) as the product answers: both together, or the photo alone where nobody was found."""
        return np.where(self.found[:, None], self.probabilities("both"), self.probabilities("photo"))

    def sure(self, evidence: str) -> np.ndarray:
        """(N,) bool: which answers from this evidence reach its threshold."""
        return np.asarray(self.probabilities(evidence).max(axis=1) >= (self.config.thresholds or {}).get(evidence, 1.0))

    @property
    def confident(self) -> np.ndarray:
        """(N,) bool: whose verdict is ``confident``."""
        return np.asarray(self.verdicts == "confident")


def look(model: YogaPose, paths: Sequence[Path], what: str) -> Answers:
    """Run the whole path over photos, as ``YogaPose.analyze`` does for the main person."""
    config, classes = model.classifier.config, model.classifier.config.outputs
    photos, joint_logits = np.zeros((2, len(paths), classes), np.float32)
    joints = np.full((len(paths), len(JOINTS), 3), np.nan)
    for index, path in enumerate(tqdm(paths, desc=what, mininterval=10, leave=False)):
        image = load_image(path)
        people = model.estimator(image)
        person = people[0].joints if people else None
        crop = photo_crop(image, person, config.input_size)[None]
        photo, joint = model.classifier.logits(crop, None if person is None else person[None])
        assert photo is not None
        photos[index] = photo[0]
        if person is not None and joint is not None:
            joints[index], joint_logits[index] = person, joint[0]
    return Answers(config, photos, joint_logits, joints)


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
    _, joint = model.classifier.logits(None, skeletons.joints[rows])
    assert joint is not None
    photo = np.broadcast_to(neutral, joint.shape)
    order = {
        "joints alone": np.argsort(-fuse(config, None, joint)[0], axis=1, kind="stable"),
        "fused with a photo that says nothing": np.argsort(-fuse(config, photo, joint)[0], axis=1, kind="stable"),
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
    """How far joints carry asanas that the photo network has no photos of, measured on photos.

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
        right = fuse(config, answers.photo[rows], answers.joint[rows])[0].argmax(axis=1) == truth
        mine = np.isin(truth, part)
        own.append(right[mine])
        rest.append(right[~mine])
    return {
        "photos": len(rows),
        "hidden": float(np.concatenate(own).mean()),
        "others": float(np.concatenate(rest).mean()),
    }


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
    final, catalogue, classes = answers.final, load_catalogue(), answers.config.classes
    wrong = np.flatnonzero((labels >= 0) & (final.argmax(axis=1) != labels))
    worst = wrong[np.argsort(-final[wrong].max(axis=1), kind="stable")][:MAX_MISTAKES]
    tiles, captions, rows = [], [], []
    for number, index in enumerate(worst, start=1):
        said, record, joints = int(final[index].argmax()), records[index], answers.joints[index]
        label, answer = catalogue[record.asana_id].sanskrit, catalogue[classes[said]].sanskrit
        own = float(final[index, labels[index]])
        found = [joints] if np.isfinite(joints[:, 0]).any() else []
        tiles.append(pose_tile(load_image(record.path), found))
        captions.append(f"{number}. answered {answer} {final[index, said]:.2f}\nlabelled {label} {own:.2f}")
        rows.append([number, record.path.name, label, answer, f"{final[index, said]:.3f}", f"{own:.3f}"])
    with (folder / "mistakes.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "file", "labelled", "answered", "probability", "probability of the label"])
        writer.writerows(rows)
    contact_sheet(tiles, captions, columns=10).save(folder / "mistakes.jpg", quality=85)


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m train measure asana", description="Measure the names.")
    parser.add_argument("table", type=Path, help="CSV with the columns file, asana_id, group, split")
    parser.add_argument(
        "--images", type=Path, help="folder the files are relative to; default: images beside the table"
    )
    parser.add_argument("--split", default="val")
    parser.add_argument("--skeletons", type=Path, help="CSV of joints without photos")
    parser.add_argument("--rendered", type=Path, help="CSV of the joints of written asanas (train.render.views)")
    parser.add_argument("--people", type=Path, help="COCO keypoint file of people who do no yoga")
    parser.add_argument("--people-sources", nargs="+", default=["coco"], help="only its photos of these sources: coco")
    parser.add_argument("--people-images", type=Path, help="folder its file names are relative to; default: its own")
    parser.add_argument("--nobody", type=Path, help="folder of photos without people")
    parser.add_argument("--limit", type=int, help="only so many photos of each kind")
    parser.add_argument("--out", type=Path, help="folder for figures, tables and pictures")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args(arguments)
    model = YogaPose.from_pretrained(device=options.device, engine="torch", precision="f32")
    records = [r for r in load_asana_records(options.table, options.images) if r.split == options.split]
    ids = np.array([record.asana_id for record in records])
    indices = class_indices(ids, model.classifier.config.classes)
    named = [record for record, index in zip(records, indices, strict=True) if index >= 0]
    figures, answers, labels = evaluate(model, subsample(named, options.limit))
    records, others = subsample(named, options.limit), [r.path for r in records if r.asana_id < 0]
    kinds = {"not one of the asanas": others}
    if options.people:
        people = load_pose_records(options.people, options.people_images)
        paths = [record.path for record in people if record.source in options.people_sources and len(record.boxes)]
        kinds["people who do something else"] = paths
    if options.nobody:
        kinds["empty rooms, animals, things"] = sorted(options.nobody.iterdir())
    figures["hidden from the photo network"] = measure_hidden(answers, labels)
    figures["something else"] = measure_others(
        {kind: look(model, subsample(paths, options.limit), kind) for kind, paths in kinds.items()}, answers
    )
    figures["called none of the asanas"] = float((answers.verdicts[labels >= 0] == "other").mean())
    if options.skeletons:
        figures["known by joints"] = measure_skeletons(model, options.skeletons, answers.photo.mean(axis=0))
    if options.rendered:
        figures["rendered"] = measure_skeletons(model, options.rendered, answers.photo.mean(axis=0))
    figures = {"weights": model.weights, "thresholds": answers.config.thresholds, **figures}
    text = json.dumps(figures, indent=2)
    print(text)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "asana.json").write_text(text + "\n")
        write_tables(options.out, figures, answers, labels)
        write_mistakes(options.out, records, answers, labels)
