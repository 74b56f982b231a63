"""Who is a person, and what only resembles one: learned from what the weights see."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.support.networks import write_small_weights
from tests.support.people import person, record
from train.fit import presence
from train.fit.presence import Looker, Seen, is_real, teach
from yoga_models.joints.estimator import Detection
from yoga_models.networks.load import load_person_net
from yoga_models.networks.person import Presence


def _seen(joints: np.ndarray) -> Detection:
    return Detection(np.column_stack([joints, np.ones(len(joints))]), 0.8)


def test_who_lies_on_a_labelled_person_is_one() -> None:
    known = person(100, 128, 180)
    assert is_real(_seen(known + 3), record([known])) == 1
    labelled_to_the_hips = known.copy()
    labelled_to_the_hips[known[:, 1] > 140] = np.nan
    assert is_real(_seen(known + 3), record([labelled_to_the_hips])) == 1


def test_who_lies_on_nobody_is_nobody_where_everybody_is_labelled() -> None:
    known, elsewhere = person(60, 128, 150), person(220, 128, 60)
    assert is_real(_seen(elsewhere), record([known])) == 0
    assert is_real(_seen(elsewhere), record([])) == 0
    assert is_real(_seen(elsewhere), record([known], exhaustive=False)) == -1


def test_a_body_put_together_wrongly_is_neither() -> None:
    known = person(100, 128, 180)
    assert is_real(_seen(person(100, 128, 180, degrees=90)), record([known])) == -1


def test_what_is_kept_of_people_are_the_summaries_of_their_crops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, net = write_small_weights(tmp_path)
    looker, known = Looker(tmp_path), person(100, 128, 180)
    people = [_seen(known), _seen(person(200, 128, 100))]
    monkeypatch.setattr(looker.estimator, "candidates", lambda _: people)
    answers = iter([people[0], None])
    monkeypatch.setattr(looker.estimator, "_seen_again", lambda *_: next(answers))
    image = np.random.default_rng(0).integers(0, 255, (256, 256, 3), dtype=np.uint8)
    seen = looker(image, record([known]))
    inputs, _ = looker.estimator.crops(image, people)
    with torch.inference_mode():
        maps = net.eval().backbone(torch.from_numpy(inputs[..., :3]).permute(0, 3, 1, 2))
    np.testing.assert_allclose(seen.summaries, Presence.summary(maps[-1])[:1].numpy(), rtol=1e-2, atol=1e-2)
    assert seen.real.tolist() == [1]


def test_presence_is_fitted_and_nothing_else_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, before = write_small_weights(tmp_path)
    channels, rng = before.backbone.channels[-1], np.random.default_rng(0)

    def look_at(*_: object) -> Iterator[Seen]:
        for number in range(60):
            real = number % 3 - 1
            summary = rng.normal(size=(1, 2 * channels)).astype(np.float32)
            summary[:, 0] += 5 * real
            yield Seen(summary, np.array([real]))

    monkeypatch.setattr(presence, "look_at", look_at)
    assert [path.name for path in teach([], tmp_path)] == ["pose.safetensors", "pose.onnx", "pose-person.onnx"]
    after = load_person_net(tmp_path)
    changed = {name for name, value in before.state_dict().items() if name.startswith("presence.")}
    for name, value in before.state_dict().items():
        if name not in changed and not name.endswith("num_batches_tracked"):
            torch.testing.assert_close(after.state_dict()[name], value, rtol=1e-3, atol=1e-3)
    flat = torch.zeros(2, channels, 2, 2)
    flat[0, 0] = 10.0
    somebody, nobody = after.presence(flat).tolist()
    assert somebody > 0.5 > nobody


def test_without_anybody_it_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "empty.png")
    (tmp_path / "nobody.json").write_text(
        '{"images": [{"id": 1, "file_name": "empty.png", "width": 64, "height": 64}], "annotations": []}'
    )
    (tmp_path / "recipe.toml").write_text('[[stage]]\nuntil = 1\nannotations = ["nobody.json"]\n')
    monkeypatch.setattr(presence, "look_at", lambda *_: iter([Seen(np.zeros((0, 0)), np.zeros(0, int))]))
    assert presence.main([str(tmp_path / "recipe.toml"), str(tmp_path), "--weights", str(tmp_path)]) == 2
    assert "only one of them" in capsys.readouterr().err
