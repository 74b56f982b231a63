"""The page is built while the model loads, and asks it as soon as it is there."""

import time
from threading import Event

import numpy as np
import pytest

from demo.parts.loading import Loading
from yoga_models import WeightsError, YogaPose


def test_whoever_asks_too_early_waits() -> None:
    may_load, begun = Event(), time.monotonic()

    def load() -> YogaPose:
        may_load.wait(10)
        return YogaPose.from_pretrained(engine="onnxruntime")

    model = Loading(load)
    assert time.monotonic() - begun < 1, "making it takes no time"
    may_load.set()
    photo = np.full((64, 64, 3), 99, np.uint8)
    assert model.analyze(photo, name="grey.png").file == "grey.png"
    assert len(model.inspect(photo).heatmaps) > 1


def test_what_goes_wrong_is_told_to_whoever_asks() -> None:
    def load() -> YogaPose:
        raise WeightsError("There are none.")

    model = Loading(load)
    for ask in (model.wait, lambda: model.analyze(np.zeros((8, 8, 3), np.uint8))):
        with pytest.raises(WeightsError, match="There are none"):
            ask()
