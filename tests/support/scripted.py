"""A model whose answers are known beforehand, for tests of the page. It reads the photo as the real one does."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tests.support import people
from yoga_models.asanas.catalogue import load_catalogue
from yoga_models.asanas.guess import Guess, Verdict
from yoga_models.body.skeleton import JOINT_INDEX, JOINTS, LIMBS
from yoga_models.imaging.read import load_image
from yoga_models.joints.grouping import group
from yoga_models.joints.inspection import Inspection
from yoga_models.results import Analysis, Person, Timing

#: Other numbers of stages than the shipped network has.
PAF_STAGES, HEATMAP_STAGES = 4, 3

_SURE = (0.91, 0.04, 0.02, 0.008, 0.001)
_OPEN = (0.22, 0.19, 0.11, 0.05, 0.04)


def guesses(first: int, *, sure: bool) -> tuple[Guess, ...]:
    """Five asanas of the catalogue from the id ``first`` on."""
    return tuple(Guess(load_catalogue()[first + step], value) for step, value in enumerate(_SURE if sure else _OPEN))


def person(
    width: int,
    height: int,
    *,
    middle: float = 0.5,
    asana: int = 0,
    sure: bool = True,
    legs: bool = True,
    arm: Sequence[float] = (1, 0),
) -> Person:
    """Someone standing in a photo of this size, ``middle`` of its width from its left edge, left arm straight ``arm``
    (right and down).
    """
    joints = np.full((17, 3), 0.9)
    # Without legs, they stand so low that the legs are out of the picture.
    joints[:, :2] = people.person(middle * width, (0.5 if legs else 0.9) * height, 0.8 * height)
    shoulder = joints[JOINT_INDEX["left_shoulder"]]
    joints[JOINT_INDEX["left_elbow"], :2] = shoulder[:2] + 0.15 * height * np.array(arm)
    joints[JOINT_INDEX["left_wrist"], :2] = shoulder[:2] + 0.28 * height * np.array(arm)
    if not legs:
        joints[[index for name, index in JOINT_INDEX.items() if name.endswith(("_knee", "_ankle"))], :2] = np.nan
    verdict: Verdict = "confident" if sure else "unsure"
    return Person(joints, 0.8, guesses(asana, sure=sure), verdict)


class ScriptedModel:
    """Answers by the file's name: ``nobody``, ``unsure``, ``other`` (somebody who does no asana), ``several`` (three,
    of whom the second raises an arm and the third is unsure), ``crowd`` (eleven), ``partly``, ``raised`` (an arm),
    ``slow`` (it takes half a second); anything else is one sure person.
    """

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """As ``YogaPose.analyze``."""
        height, width = load_image(source).shape[:2]
        state = Path(name or "").stem
        if state == "slow":
            time.sleep(0.5)
        found: tuple[Person, ...]
        if state == "nobody":
            found = ()
        elif state == "several":
            found = (
                person(width, height, middle=0.2, asana=0),
                person(width, height, middle=0.5, asana=10, arm=(0, -1)),
                person(width, height, middle=0.8, asana=20, sure=False),
            )
        elif state == "crowd":
            found = tuple(
                person(width, height, middle=(1 + index) / 12, asana=5 * index, arm=(0.1, 1)) for index in range(11)
            )
        else:
            arm = (0, -1) if state == "raised" else (1, 0)
            sure = state not in ("unsure", "other")
            one = person(width, height, asana=50, sure=sure, legs=state != "partly", arm=arm)
            found = (replace(one, verdict="other") if state == "other" else one,)
        return Analysis(
            file=name,
            width=width,
            height=height,
            verdict=found[0].verdict if found else "no_person",
            asanas=found[0].asanas if found else guesses(0, sure=False),
            people=found,
            weights={"pose": "sha256:0", "asana": "sha256:1"},
            timing=Timing(20.0, 2.0, 10.0, 40.0),
        )

    def follow(self, frame: Any, expected: Any, name: str | None = None) -> Analysis:  # noqa: ARG002 - as it comes
        """As ``YogaPose.follow``, whoever is expected."""
        return self.analyze(frame, name)

    def inspect(self, source: Any) -> Inspection:
        """As ``YogaPose.inspect``: blank fields, of shapes that a network's may have."""
        photo = load_image(source)
        height, width = (side // 8 for side in photo.shape[:2])
        return Inspection(
            photo=photo,
            to_photo=np.array([[8.0, 0.0, 3.5], [0.0, 8.0, 3.5]]),
            pafs=np.zeros((PAF_STAGES, len(LIMBS), 2, height, width), np.float16),
            heatmaps=np.zeros((HEATMAP_STAGES, len(JOINTS) + 1, height, width), np.float16),
            grouping=group(np.zeros((len(JOINTS), height, width)), np.zeros((2 * len(LIMBS), height, width))),
        )
