"""The asana networks as they are trained."""

import numpy as np

from tests.support.asanas import CLASSES
from train.fit.asana import class_indices
from yoga_models.asanas.catalogue import load_catalogue


def test_class_indices_follow_the_catalogue() -> None:
    assert class_indices(np.array([19, 2, 50, -1]), CLASSES).tolist() == [2, 0, -1, -1]
    assert {asana.id for asana in load_catalogue()} >= set(CLASSES)
