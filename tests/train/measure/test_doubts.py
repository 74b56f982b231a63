"""Labels that are in doubt."""

from pathlib import Path

import numpy as np
import pytest

from train.data.doubtful import doubtful_files
from train.data.records import AsanaRecord
from train.fit.asana import without_doubtful
from train.measure.doubts import doubted


def test_wrong_labels_are_doubted_by_what_the_other_photos_teach() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 300)
    evidence = np.eye(3)[truth] * 3 + rng.standard_normal((300, 3))
    labels = truth.copy()
    labels[:15] = (truth[:15] + 1) % 3
    even = np.full((300, 3), 1 / 3)  # the networks so far know nothing
    said = doubted(even, evidence, labels, np.arange(300))
    assert said.sum(axis=1) == pytest.approx(1, abs=1e-5)
    worst = np.argsort(said[np.arange(300), labels])[:15]
    assert (worst < 15).mean() > 0.7


def test_photos_of_one_source_do_not_vouch_for_each_other() -> None:
    labels = np.arange(40) // 20
    said = doubted(np.full((40, 2), 0.5), np.zeros((40, 1)), labels, np.where(labels == 0, "one", "other"))
    assert (said[np.arange(40), labels] < 0.5).all(), "each source was judged by the other alone"


def test_the_list_says_why(tmp_path: Path) -> None:
    table = tmp_path / "doubtful.csv"
    table.write_text('file,why\na/1.jpg,"side plank, labelled plank"\n')
    assert doubtful_files(table) == {"a/1.jpg": "side plank, labelled plank"}


def test_probabilities_are_not_learned_from_labels_in_doubt() -> None:
    suspects = doubtful_files()
    assert all(suspects.values()), "each says why"
    records = [AsanaRecord(Path(name), 19, "group", "val", name) for name in ("sure.jpg", *suspects)]
    assert without_doubtful(records) == records[:1]
