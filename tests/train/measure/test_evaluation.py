"""The evaluation scripts from end to end, with people and networks whose answers are known."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from tests.support.asanas import CLASSES, classifier
from tests.support.people import person, write_coco
from train.data.records import AsanaRecord
from train.fit.weights import write_weights
from train.measure import asana as evaluate_asana
from train.measure import asana_sheets
from train.measure import pose as evaluate_pose
from train.measure.answers import look
from train.measure.pictures import contact_sheet
from train.release import cards
from yoga_models.asanas.classifier import AsanaClassifier
from yoga_models.asanas.fusion import Logits
from yoga_models.joints.estimator import Detection
from yoga_models.pipeline import YogaPose
from yoga_models.weights.manifest import read_manifest


class Teacher:
    """Finds the people it was told of, by the photo's size; turned photos have nobody in them."""

    def __init__(self, people: dict[tuple[int, int], list[np.ndarray]]) -> None:
        self.people = people

    def __call__(self, image: np.ndarray, *_: object) -> list[Detection]:
        found = self.people.get(image.shape[:2], [])
        return [Detection(np.concatenate([joints, np.ones((17, 1))], axis=1), 1.0) for joints in found]


@pytest.fixture
def photo(tmp_path: Path) -> tuple[Path, np.ndarray]:
    """A keypoint file of one photo, 160 x 120, of source ``yoga``, and the joints of its person."""
    joints = person(80, 60, 100)
    file = write_coco(tmp_path, [[joints]], (120, 160))
    content = json.loads(file.read_text())
    content["images"][0] |= {"source": "yoga", "exhaustive": False}
    file.write_text(json.dumps(content))
    return file, joints


def test_pose_figures_by_rotation_and_the_worst_photos(photo: tuple[Path, np.ndarray], tmp_path: Path) -> None:
    file, joints = photo
    estimator = Teacher({(120, 160): [joints]})
    figures = evaluate_pose.evaluate(estimator, file, None, rotations=True, sheet=tmp_path / "sheet")  # type: ignore[arg-type]
    yoga = figures["yoga"]
    assert yoga["PCK@0.2"] == yoga["what went wrong"]["right"] == yoga["by joint"]["left_wrist"] == 1
    turned = yoga["PCK@0.2 by rotation"]
    assert (turned["0"], turned["90"], turned["270"]) == (1, 0, 0)
    assert turned["180"] < 0.5, "whoever is found upright there is not the person as turned"
    assert (tmp_path / "sheet" / "worst-yoga.txt").read_text().startswith("1.00 1.png")


@pytest.mark.parametrize("source", ["coco", "my own photos"])
def test_groups_count_everyone_who_is_labelled(tmp_path: Path, source: str) -> None:
    people = [person(40, 60, 90), person(110, 60, 90)]
    file = write_coco(tmp_path, [people], (120, 160))
    content = json.loads(file.read_text())
    content["images"][0]["source"] = source
    file.write_text(json.dumps(content))
    figures = evaluate_pose.evaluate(Teacher({(120, 160): people[:1]}), file, None)[source]  # type: ignore[arg-type]
    assert figures["people"] == 2
    assert figures["PCK@0.2"] == 0.5
    assert figures["what went wrong"]["nobody found"] == 0.5


@pytest.fixture
def named(tmp_path: Path) -> tuple[YogaPose, list[AsanaRecord]]:
    """A model of three asanas that sees a person in wide photos only, and a wide and a tall photo of each asana."""
    records = []
    for number in range(6):
        path = tmp_path / f"asana-{number}.png"
        size = (160, 120) if number % 2 else (120, 160)
        Image.fromarray(np.full((*size, 3), 40 * number, np.uint8)).save(path)
        records.append(AsanaRecord(path, CLASSES[number // 2], f"group {number}", "val", path.name))
    model = classifier(thresholds={"both": 0.0, "photo": 0.0, "joints": 2.0})
    return YogaPose(Teacher({(120, 160): [person(80, 60, 100)]}), model, {}), records  # type: ignore[arg-type]


def test_names_are_measured_by_evidence(named: tuple[YogaPose, list[AsanaRecord]], tmp_path: Path) -> None:
    model, records = named
    figures, answers, labels = evaluate_asana.evaluate(model, records)
    assert labels.tolist() == [0, 0, 1, 1, 2, 2]
    assert answers.found.tolist() == [True, False] * 3
    assert figures["person found"] == figures["as shipped"]["confident"] == 0.5
    assert figures["evidence"]["photo"]["photos"] == 6
    assert figures["evidence"]["joints"]["photos"] == figures["nobody found"]["photos"] == 3
    assert figures["evidence"]["joints"]["confident"] == 0
    assert sum(entry["photos"] for entry in figures["by difficulty"].values()) == 6
    asana_sheets.write_tables(tmp_path, figures, answers, labels)
    asana_sheets.write_mistakes(tmp_path, records, answers, labels)
    asana_sheets.write_doubts(tmp_path, records, answers, labels)
    for picture in ("confusion.png", "reliability.png", "mistakes.jpg", "doubts.jpg"):
        Image.open(tmp_path / picture).verify()
    with (tmp_path / "mistakes.csv").open() as file:
        mistakes = list(csv.DictReader(file))
    assert len(mistakes) == round(6 * (1 - figures["as shipped"]["top-1"]))
    assert all(row["labelled"] != row["answered"] for row in mistakes)
    with (tmp_path / "doubts.csv").open() as file:
        doubts = list(csv.DictReader(file))
    assert {row["file"] for row in doubts} == {record.file for record in records}
    assert [row["probability of the label"] for row in doubts] == sorted(r["probability of the label"] for r in doubts)


def test_figures_without_doubtful_labels_are_those_of_the_other_photos(
    named: tuple[YogaPose, list[AsanaRecord]],
) -> None:
    model, records = named
    _, answers, labels = evaluate_asana.evaluate(model, records)
    groups = np.array([record.group for record in records])
    wrong = answers.final.argmax(axis=1) != labels
    assert 0 < wrong.sum() < 6
    figures = evaluate_asana.measure_without(wrong, answers, labels, groups)
    assert (figures["left out"], figures["photos"], figures["top-1"]) == (wrong.sum(), 6 - wrong.sum(), 1)
    nothing = evaluate_asana.measure_without(np.zeros(6, bool), answers, labels, groups)
    assert nothing["top-1"] == pytest.approx(1 - wrong.mean())


def test_calibration_counts_people_who_do_nothing_as_often_as_they_are_taken_to_come(
    named: tuple[YogaPose, list[AsanaRecord]],
) -> None:
    model, records = named
    none = dict.fromkeys(("both", "photo", "joints"), (0.0, 0.0, 0.0))
    sure = classifier(fusion={"both": (0.0, 0.0)}, other_output=True, other=none)
    _, answers, labels = evaluate_asana.evaluate(YogaPose(model.estimator, sure, {}), records)
    # A third for each of three asanas and always the first: right once in three, half of it left where half is none.
    figures = evaluate_asana.measure_calibration(answers, labels, {"others": answers})
    assert figures["ECE if one is shown"] == pytest.approx(0, abs=1e-6)
    assert figures["ECE with these"] == pytest.approx(abs(0.8 / 3 - 1 / 6), abs=1e-6)


def test_photos_of_something_else_are_pooled(named: tuple[YogaPose, list[AsanaRecord]]) -> None:
    model, records = named
    paths = [record.path for record in records]
    kinds = {"wide": look(model, paths[::2], ""), "tall": look(model, paths[1::2], "")}
    figures = evaluate_asana.measure_others(kinds, kinds["wide"])
    shares = {kind: figures[kind]["not confident"] for kind in figures}
    assert shares == {"wide": 0, "tall": 1, "pooled": 0.5}
    assert figures["tall"]["nobody found"] == figures["tall"]["AUROC"] == 1
    assert figures["tall"]["false positives at 0.95"] == 0
    assert figures["wide"]["AUROC"] == 0.5


class Fixed(AsanaClassifier):
    """Joints always say the second class; the photo is certain of the first."""

    def logits(self, crops: np.ndarray | None = None, joints: np.ndarray | None = None, *_: object) -> Logits:
        """As ``AsanaClassifier.logits``."""
        count = len(crops if crops is not None else joints if joints is not None else ())
        photo, joint = np.zeros((2, count, 3))
        photo[:, 0], joint[:, 1] = 9.0, 5.0
        return Logits(None if crops is None else photo, None if joints is None else joint)


def test_an_asana_hidden_from_the_photo_network_is_left_to_the_joints(
    named: tuple[YogaPose, list[AsanaRecord]],
) -> None:
    model, records = named
    plain = classifier(fusion={"both": (1.0, 1.0)}, neutral=-1.0)
    fixed = Fixed(plain.photo_graph, plain.joints_graph, plain.config)
    model = YogaPose(model.estimator, fixed, {})
    answers = look(model, [record.path for record in records], "")
    labels = np.array([0, 0, 1, 1, 2, 2])
    assert (answers.final.argmax(axis=1)[answers.found] == 0).all()
    # Hiding the second asana leaves it to the joints, which always name it; hiding the first takes it away.
    figures = evaluate_asana.measure_hidden(answers, labels)
    assert figures == {"photos": 3, "hidden": pytest.approx(1 / 3), "others": pytest.approx(2 / 6)}


def test_cards_are_filled_and_only_with_figures_of_the_weights_that_ship(
    photo: tuple[Path, np.ndarray], named: tuple[YogaPose, list[AsanaRecord]], tmp_path: Path
) -> None:
    file, joints = photo
    weights = write_weights({"a": torch.zeros(1)}, {}, "pose", tmp_path).parent
    write_weights({"a": torch.zeros(2)}, {}, "asana", tmp_path)
    hashes = {network: f"sha256:{entry.sha256}" for network, entry in read_manifest(weights).items()}
    nobody = {"photos": 9, "photos with false positives": 0.1, "interval": (0, 0.3)}
    pose: dict[str, Any] = {"weights": hashes["pose"], "nobody": nobody}
    pose |= evaluate_pose.evaluate(Teacher({(120, 160): [joints]}), file, None, rotations=True)  # type: ignore[arg-type]
    model, records = named
    asana, answers, labels = evaluate_asana.evaluate(model, records)
    asana["hidden from the photo network"] = evaluate_asana.measure_hidden(answers, labels)
    asana["something else"] = evaluate_asana.measure_others({"empty rooms": answers}, answers)
    asana["calibration"] = evaluate_asana.measure_calibration(answers, labels, {"empty rooms": answers})
    asana["without doubtful labels"] = evaluate_asana.measure_without(
        np.arange(6) == 0, answers, labels, np.array([record.group for record in records])
    )
    speed = {"median": 21.4, "p90": 30.0}
    score = {"photos": 1, "PCK@0.2": 0.5, "interval": (0.25, 0.75)}
    benchmark = {
        "contenders": {"ours, bf16": {"ms": {"classifier": speed, "whole": speed}, "scores": {"yoga": score}}},
        "timed": 2,
        "machine": {"threads": 2, "OpenCV threads": 2, "cpu": "a processor", "memory, GB": 8},
        "grouping of a crowd": {"people": 30, **speed},
        "networks": {},
    }
    asana, benchmark = {"weights": hashes, **asana}, {"weights": hashes, **benchmark}
    for name, figures in (("pose", pose), ("asana", asana), ("benchmark", benchmark)):
        (tmp_path / f"{name}.json").write_text(json.dumps(figures))
    left = {"photos": 30, "other": 0.4, "not confident": 0.7, "nobody found": 0, "AUROC": 0.8}
    kinds = {"an asana left out of training": {**left, "false positives at 0.95": 0.6}, "coco": left}
    (tmp_path / "left_out.json").write_text(json.dumps({"weights": hashes, "parts": 8, "kinds": kinds}))
    flags = ["--figures", str(tmp_path), "--out", str(weights)]
    cards.main(flags)
    text = (weights / "pose.md").read_text()
    assert hashes["pose"] in text
    assert "| yoga | 1 | 1.000 (1.000 to 1.000) |" in text
    assert "| yoga | 1.000 | 0.000 |" in text
    assert "0.100 (0.000 to 0.300) of 9" in text
    text = (weights / "asana.md").read_text()
    assert "ours, bf16 21 (30) ms" in text
    assert "| empty rooms | 6 | 0.500" in text
    assert "| an asana left out of training | 30 | 0.700 | 0.000 | 0.400 | 0.800 | 0.600 |" in text
    assert "Bridge" in text
    write_weights({"a": torch.ones(1)}, {}, "pose", weights)
    with pytest.raises(ValueError, match="other weights"):
        cards.main(flags)


def test_a_sheet_has_a_place_for_every_picture() -> None:
    tiles = [np.full((50, 100, 3), 10 * index, np.uint8) for index in range(5)]
    sheet = contact_sheet(tiles, ["one", "two\nlines", "", "", ""], columns=2, side=100)
    assert sheet.width == 2 * 108 + 8
    assert sheet.height > 3 * 100
