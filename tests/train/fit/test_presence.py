"""Who is a person, and what only resembles one: learned from what the weights see."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.support.networks import write_small_weights
from tests.support.people import person, record
from train.data.cutting import Bounds, cut_record
from train.fit import presence_command
from train.fit.looking import pose_estimator
from train.fit.presence_command import Part, Seen, learn, look, parts_of, real
from yoga_models.joints.estimator import Detection, EstimatorConfig
from yoga_models.networks.load import load_person_net, load_pose_net
from yoga_models.networks.pose import Presence


def test_of_those_who_are_seen_labels_tell_some() -> None:
    known = person(100, 128, 180)
    seen = np.stack([known + 3, person(100, 128, 180, degrees=90), person(230, 128, 40)])
    assert real(seen, record([known])).tolist() == [1, -1, 0]
    assert real(seen, record([known], exhaustive=False)).tolist() == [1, -1, -1]
    assert real(seen, record([])).tolist() == [0, 0, 0]


def test_people_are_looked_at_whole_and_cut_and_where_nobody_is() -> None:
    people = [record([person(100, 128, 180)], (320, 640)) for _ in range(4)]
    nobody = record([])
    parts = parts_of([*people, nobody], photos=2)
    numbers = {id(one): number for number, one in enumerate([*people, nobody])}
    seen = {"whole": list[int](), "cut": list[int](), "empty": list[int]()}
    turned = [part for part in parts if part.quarters]
    upright = parts[: len(parts) - len(turned)]
    assert [replace(part, quarters=0) for part in turned] == upright[::3]
    for part in upright:
        left = cut_record(part.record, part.bounds) if part.bounds else None
        kind = "whole" if left is None else "cut" if len(left.boxes) else "empty"
        seen[kind].append(numbers[id(part.record)])
    assert seen["whole"] == [0, 3, 4]
    assert seen["cut"] == [0, 3]
    assert set(seen["empty"]) == {0, 1, 2, 3}


def test_what_is_shown_of_a_photo_is_cut_first_and_then_turned(tmp_path: Path) -> None:
    image = np.random.default_rng(0).integers(0, 255, (60, 90, 3), dtype=np.uint8)
    Image.fromarray(image).save(tmp_path / "photo.png")
    whole = record([person(30, 30, 40)], (60, 90), tmp_path / "photo.png")
    shown, known = Part(whole, Bounds(10, 0, 60, 40), 1).show()
    assert np.array_equal(shown, np.rot90(image[:40, 10:60]))
    assert (known.height, known.width) == shown.shape[:2]
    x, y = whole.joints[0, 0]
    assert known.joints[0, 0].tolist() == [y, 49 - (x - 10)]


def test_what_is_kept_are_the_summary_and_what_surrounds_a_body(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pose, _ = write_small_weights(tmp_path)
    estimator = pose_estimator(load_pose_net(tmp_path), load_person_net(tmp_path), EstimatorConfig())
    image = np.random.default_rng(0).integers(0, 255, (192, 192, 3), dtype=np.uint8)
    Image.fromarray(image).save(tmp_path / "photo.png")
    known = person(96, 96, 150)
    seen = Detection(np.column_stack([known, np.ones(17)]), 1.0)
    monkeypatch.setattr(estimator, "candidates", lambda _: [seen])
    looks = np.array([[1.0, 2.0], [3.0, np.nan]])
    monkeypatch.setattr(estimator, "look_again", lambda *_, **__: [Detection(seen.joints, 1.0, looks)])
    found = look(Part(record([known], (192, 192), tmp_path / "photo.png")), estimator, tmp_path)
    assert found is not None
    assert found.summaries.tolist() == [[2.0, 2.0]]
    assert found.real.tolist() == [1]
    with torch.inference_mode():
        told_by = Presence.told_by(pose.eval().backbone(torch.from_numpy(image[None]).permute(0, 3, 1, 2)))
    assert found.surroundings[0] == pytest.approx(told_by[0].mean(dim=(1, 2)).numpy(), rel=1e-2, abs=1e-2)
    monkeypatch.setattr(estimator, "look_again", lambda *_, **__: [None])
    assert look(Part(record([known], (192, 192), tmp_path / "photo.png")), estimator, tmp_path) is None


def test_presence_is_fitted_and_nothing_else_changes(tmp_path: Path) -> None:
    pose, before = write_small_weights(tmp_path)
    size, around = before.summary_size, pose.presence.weigh.in_channels
    rng = np.random.default_rng(0)
    truth = np.arange(900) % 3 - 1
    summaries, surroundings = (rng.normal(size=(900, width)) for width in (size, around))
    summaries[:, 0] += 5 * truth
    surroundings[:, 1] += 5 * truth
    written = learn([Seen(summaries, surroundings, truth)], tmp_path)
    assert [path.name for path in written] == ["pose.safetensors", "pose.onnx", "pose-person.onnx"]
    person_after, pose_after = load_person_net(tmp_path), load_pose_net(tmp_path)
    for net, after in ((before, person_after), (pose, pose_after)):
        for name, value in net.state_dict().items():
            if not name.startswith("presence.") and not name.endswith("num_batches_tracked"):
                torch.testing.assert_close(after.state_dict()[name], value, rtol=1e-3, atol=1e-3)
    weighed = pose_after.presence.weigh.weight.flatten()
    assert weighed.argmax() == 1
    assert weighed[1] > 0
    assert person_after.presence.weight.flatten().argmax() == 0
    assert pose_after.presence.weigh.bias is not None
    people = 5 * weighed[1] + pose_after.presence.weigh.bias
    assert abs(float(people)) < abs(float(5 * weighed[1])), "of people the surroundings say nothing in the mean"


def test_without_anybody_it_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "empty.png")
    (tmp_path / "nobody.json").write_text(
        '{"images": [{"id": 1, "file_name": "empty.png", "width": 64, "height": 64}], "annotations": []}'
    )
    (tmp_path / "recipe.toml").write_text('[[stage]]\nuntil = 1\nannotations = ["nobody.json"]\n')
    monkeypatch.setattr(presence_command, "look_at", lambda *_: iter([None]))
    assert presence_command.main([str(tmp_path / "recipe.toml"), str(tmp_path), "--weights", str(tmp_path)]) == 2
    assert "nothing to learn from" in capsys.readouterr().err
