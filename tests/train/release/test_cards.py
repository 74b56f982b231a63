"""The figures that the page tells of each asana are written from what was measured."""

import json

from train.release.cards import class_figures


def test_each_asana_says_how_it_fared() -> None:
    rows = [
        {"id": 82, "photos": 58, "recall": 54 / 58, "most often taken for": "Tadasana", "times": 3},
        {"id": 86, "photos": 0, "recall": None, "most often taken for": "", "times": 0},
    ]
    content = json.loads(class_figures({"weights": {"asana": "sha256:1"}, "classes": rows}))
    assert content == {
        "weights": "sha256:1",
        "classes": [
            {"id": 82, "photos": 58, "right": 54, "taken_for": 52, "times": 3},
            {"id": 86, "photos": 0, "right": 0, "taken_for": None, "times": 0},
        ],
    }
