"""A model before which somebody acts: the colour of a frame tells what is to be seen in it."""

from dataclasses import replace
from typing import Any

import numpy as np

from tests.support.bodies import body
from tests.support.scripted import ScriptedModel, guesses
from yoga_models.body.skeleton import mirror_joints
from yoga_models.imaging.read import load_image
from yoga_models.results import Analysis, Person

#: RGB of each scene, as CSS writes it.
SCENES = {
    "nobody": "rgb(0, 0, 255)",
    "unsure": "rgb(200, 200, 200)",
    "warrior, left": "rgb(255, 0, 0)",
    "warrior, right": "rgb(0, 255, 0)",
    "tree": "rgb(255, 255, 0)",
}
WARRIOR, TREE = 89, 82
_LEFT = body(left_knee=(160, 160), left_ankle=(160, 240))


class Actor(ScriptedModel):
    """Answers by the colour of the middle of the picture, see ``SCENES``; whatever is a file, as ``ScriptedModel``."""

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        if name is not None:
            return super().analyze(source, name)
        image = load_image(source)
        height, width = image.shape[:2]
        middle = image[height // 2, width // 2].astype(int)
        colours = {scene: np.array([int(part) for part in colour[4:-1].split(",")]) for scene, colour in SCENES.items()}
        scene = min(colours, key=lambda one: int(np.abs(colours[one] - middle).sum()))
        joints = {"warrior, left": _LEFT, "warrior, right": mirror_joints(_LEFT)}.get(scene, body()).copy()
        joints[:, :2] *= 0.9 * height / 280
        joints[:, 0] += width / 2 - np.mean(joints[:, 0])
        joints[:, 2] = 0.9
        asana = TREE if scene == "tree" else WARRIOR
        sure = scene != "unsure"
        one = Person(joints, 0.8, guesses(asana, sure=sure), "confident" if sure else "unsure")
        people = () if scene == "nobody" else (one,)
        return replace(super().analyze(image, "nobody"), people=people)
