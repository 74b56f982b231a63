"""What an analysis returns, and the JSON that other programs rely on (schema ``yoga-pose/1``)."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from yoga_models.asanas.guess import Guess, Verdict
from yoga_models.body.angles import joint_angles
from yoga_models.body.boxes import bounds
from yoga_models.body.skeleton import joints_by_name

SCHEMA = "yoga-pose/1"


@dataclass(frozen=True)
class Person:
    """One person found in a photo.

    ``joints``: (17, 3) float array of x, y in pixels of the upright photo and score 0 to 1; NaN x and y where a joint
    was not found. ``score``: mean evidence for the person, 0 to 1. ``asanas``: the most probable first.
    """

    joints: np.ndarray
    score: float
    asanas: tuple[Guess, ...] = ()
    verdict: Verdict = "unsure"

    @property
    def found(self) -> np.ndarray:
        """(17,) bool: which joints were found."""
        return np.isfinite(self.joints[:, 0])

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x, y, width and height in pixels of the box around the joints that were found."""
        low, high = bounds(self.joints)
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])

    @property
    def angles(self) -> dict[str, float | None]:
        """Joint angles in degrees by name, ``None`` where a joint needed for them is missing."""
        return joint_angles(self.joints)

    def scaled(self, scale: float) -> "Person":
        """The same person in the photo made larger or smaller by this factor."""
        joints = self.joints.copy()
        # Pixels are counted at their middles: see yoga_models.imaging.
        joints[:, :2] = (joints[:, :2] + 0.5) * scale - 0.5
        return replace(self, joints=joints)

    def to_dict(self) -> dict[str, Any]:
        return {
            "score": round(self.score, 4),
            "box": [round(value, 2) for value in self.box],
            "joints": joints_by_name(self.joints, 2),
            "angles": {name: None if value is None else round(value, 1) for name, value in self.angles.items()},
            "verdict": self.verdict,
            "asanas": [guess.to_dict() for guess in self.asanas],
        }


@dataclass(frozen=True)
class Timing:
    """Milliseconds spent in each part; ``total`` includes reading the file."""

    network: float = 0.0
    grouping: float = 0.0
    classifier: float = 0.0
    total: float = 0.0

    def to_dict(self) -> dict[str, float]:
        return {name: round(value, 2) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Analysis:
    """Everything known about one photo. ``people`` is sorted best first; ``width`` and ``height`` are the upright
    photo's; ``runtime``: which engine ran the networks, and in which precision.
    """

    file: str | None
    width: int
    height: int
    verdict: Verdict
    asanas: tuple[Guess, ...]
    people: tuple[Person, ...]
    weights: dict[str, str] = field(default_factory=dict)
    timing: Timing = field(default_factory=Timing)
    runtime: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of one photo: plain numbers, strings, lists and dicts."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "width": self.width,
            "height": self.height,
            "verdict": self.verdict,
            "asanas": [guess.to_dict() for guess in self.asanas],
            "people": [person.to_dict() for person in self.people],
            "weights": self.weights,
            **({"runtime": self.runtime} if self.runtime else {}),
            "timing_ms": self.timing.to_dict(),
        }


def unreadable(file: str, error: str) -> dict[str, Any]:
    """The JSON object of a file that is no photo; ``error``: the sentence that says so."""
    return {"schema": SCHEMA, "file": file, "error": error}
