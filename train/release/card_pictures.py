"""Draw good and failed cases for the model cards: ``python -m train release pictures RENDERED``.

``RENDERED`` is the ``annotations.json`` of ``python -m train.render.synthetic``, drawn with a seed that was not trained
on. Joints are judged on those pictures and on the example photos of the page, names on the latter. Nobody in them was
photographed.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from train.data.records import PoseRecord, load_pose_records, subsample
from train.measure.keypoint_errors import error_shares
from train.measure.pictures import contact_sheet, pose_tile
from train.measure.pose import pair_everyone
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.assets import ASSETS
from yoga_models.body.skeleton import JOINTS
from yoga_models.imaging.read import load_image
from yoga_models.pipeline import YogaPose

COLUMNS, CASES = 4, 8
GOOD, FAILED = 0.9, 0.5
"""A good case has at least this share of its joints right, a failed one at most that."""


def save(path: Path, tiles: Sequence[np.ndarray], captions: Sequence[str]) -> None:
    """Write a sheet of tiles."""
    sheet: Image.Image = contact_sheet(tiles, captions, columns=COLUMNS, side=200)
    sheet.save(path, quality=80, optimize=True)
    print(path, path.stat().st_size // 1024, "kB")


def example_records(examples: Path) -> list[PoseRecord]:
    """The example photos with their joints, as a keypoint file would give them."""
    records = []
    for number, example in enumerate(json.loads((examples / "examples.json").read_text())):
        people = [[person["joints"][name] for name in JOINTS] for person in example["people"]]
        joints = np.array([[[joint["x"], joint["y"]] for joint in person] for person in people], np.float32)
        boxes = np.concatenate([joints.min(axis=1), np.ptp(joints, axis=1)], axis=1)
        trust, ignored = np.ones(joints.shape[:2], np.float32), np.zeros(len(people), bool)
        path, size = examples / example["file"], (example["width"], example["height"])
        records.append(
            PoseRecord(path, number, *size, "example", True, boxes, joints, trust, np.zeros_like(trust), ignored)
        )
    return records


def pose_cases(model: YogaPose, records: Sequence[PoseRecord], out: Path) -> None:
    """``pose-good.jpg`` and ``pose-failed.jpg``: rendered people with what was found and, thin and green, the truth."""
    cases = []
    for record in records:
        image = load_image(record.path)
        people = model.estimator(image)
        pairs = pair_everyone(people, record)
        if not pairs:
            continue
        wrong = sorted(error_shares(pairs).items(), key=lambda item: -item[1])
        right = float(np.nanmean(np.stack([pair.hits for pair in pairs])))
        reasons = [kind for kind, part in wrong if kind != "right" and part > 0.05]
        labels = [(pair.joints, pair.labelled) for pair in pairs]
        tile = pose_tile(image, [person.joints for person in people], labels, side=200)
        cases.append((right, tile, f"{right:.0%} right\n{', '.join(reasons[:2])}"))
    cases.sort(key=lambda case: case[0])
    good = [case for case in cases if case[0] >= GOOD]
    failed = [case for case in cases if case[0] <= FAILED]
    for name, chosen in (("good", subsample(good, CASES)), ("failed", subsample(failed, CASES))):
        save(out / f"pose-{name}.jpg", [tile for _, tile, _ in chosen], [caption for *_, caption in chosen])


def asana_cases(model: YogaPose, examples: Path, out: Path) -> None:
    """``asana-good.jpg`` and ``asana-failed.jpg``: example photos of one person with the name that was answered."""
    good, failed = [], []
    for example in json.loads((examples / "examples.json").read_text()):
        if len(example["people"]) > 1:
            continue
        path = examples / example["file"]
        analysis = model.analyze(path)
        best, asana = analysis.asanas[0], load_catalogue()[example["asana"]]
        tile = pose_tile(load_image(path), [person.joints for person in analysis.people], side=200)
        if best.asana.id == asana.id and analysis.verdict == "confident":
            good.append((tile, f"{best.asana.sanskrit} {best.probability:.2f}"))
        else:
            answer = f"{best.asana.sanskrit} {best.probability:.2f}, {analysis.verdict.replace('_', ' ')}"
            failed.append((tile, f"{answer}\nshown: {asana.sanskrit}"))
    for name, chosen in (("good", subsample(good, CASES)), ("failed", subsample(failed, CASES))):
        save(out / f"asana-{name}.jpg", [tile for tile, _ in chosen], [caption for _, caption in chosen])


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m train release pictures", description="Pictures for the model cards."
    )
    parser.add_argument("rendered", type=Path, help="annotations.json of rendered people")
    parser.add_argument("--out", type=Path, default=ASSETS / "cards")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    model = YogaPose.from_pretrained(device="cpu")
    examples = ASSETS / "examples"
    pose_cases(model, [*example_records(examples), *load_pose_records(options.rendered)], options.out)
    asana_cases(model, examples, options.out)
