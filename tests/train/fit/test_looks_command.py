"""``train looks`` writes down whom the first look sees, in every photo of a recipe."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.support.people import person, write_coco
from train.data.looks import load_looks
from train.fit import looks_command
from yoga_models.joints.estimator import Detection, EstimatorConfig, PoseEstimator


class SeesOne(PoseEstimator):
    """Sees somebody in every photo that is not grey all over."""

    def __init__(self) -> None:
        pass

    def candidates(self, image: np.ndarray, *_: object) -> list[Detection]:
        seen = np.column_stack([person(60, 60, 100), np.ones(17)])
        return [Detection(seen, 0.5)] if np.ptp(image) else []


def test_whoever_would_get_a_second_look_is_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_coco(tmp_path, [[person(60, 60, 100)], []], (128, 128))
    recipe, out = tmp_path / "recipe.toml", tmp_path / "looks.npz"
    recipe.write_text('[[stage]]\nuntil = 1\nannotations = ["annotations.json"]\n')

    def look_at(photos: list[Path], look: object, _: Path, config: EstimatorConfig) -> Iterator[np.ndarray]:
        assert look is looks_command.first_look
        assert config.first_score < EstimatorConfig().first_score, "its mistakes are to be learned from"
        return (looks_command.first_look(path, SeesOne()) for path in photos)

    monkeypatch.setattr(looks_command, "look_at", look_at)
    assert looks_command.main([str(recipe), str(tmp_path), "--out", str(out)]) == 0
    looks = load_looks(out)
    assert list(looks) == ["coco 1"]
    np.testing.assert_allclose(looks["coco 1"], person(60, 60, 100)[None], rtol=1e-5)


def test_a_recipe_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert looks_command.main(["none", str(tmp_path)]) == 2
    assert "There is no recipe none" in capsys.readouterr().err
