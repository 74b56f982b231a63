"""Draw the example photos of the page: asanas with exact joints that anyone may use.

Run ``python -m train.render.examples --out assets/examples``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from train.render.body import BodyModel, body_model
from train.render.camera import Camera
from train.render.light import random_light
from train.render.people import mat_under, random_person
from train.render.places import random_backdrop
from train.render.poses import ASANAS
from train.render.rig import mirrored
from train.render.scene import Scene, Shot, shoot
from train.render.threads import one_thread
from yoga_models.body.skeleton import JOINTS

LICENCE = """# Licence of the {name}

All pictures in this folder were drawn by this project's own script, `python -m {module}`. Nobody was
photographed. The bodies come from the parametric model `anny` (code: Apache-2.0), built on the MakeHuman body (CC0).

The pictures and `{index}` are released under CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/): use
them for anything, with or without naming this project.
"""
"""Text with places for the ``name`` of the pictures, the ``module`` that drew them and their ``index``."""


@dataclass(frozen=True)
class Stand:
    """One person of an example: asana, place (x, y) in metres, degrees turned to their left, whether mirrored."""

    asana: str
    place: tuple[float, float] = (0.0, 0.0)
    yaw: float = 0.0
    mirror: bool = False


@dataclass(frozen=True)
class Example:
    """One picture: its people, where the camera stands, the kind of place, its size, and the seed of all else."""

    name: str
    stands: tuple[Stand, ...]
    azimuth: float
    elevation: float
    kind: str
    seed: int
    size: tuple[int, int] = (640, 640)
    roll: float = 0.0
    view: float = 36.0


_TALL = (640, 800)
_WIDE = (800, 640)

EXAMPLES = (
    Example("tree", (Stand("vriksasana"),), 15, 6, "room", 31, _TALL),
    Example("warrior-two", (Stand("virabhadrasana_2"),), -12, 8, "room", 2, _WIDE),
    Example("downward-dog", (Stand("adho_mukha_svanasana"),), 75, 12, "room", 3, _WIDE),
    Example("dancer", (Stand("natarajasana"),), 70, 8, "outdoor", 7, _TALL),
    Example("headstand", (Stand("salamba_sirsasana"),), 150, 8, "room", 48, _TALL),
    Example("triangle", (Stand("utthita_trikonasana", mirror=True),), 8, 6, "outdoor", 4),
    Example("boat", (Stand("paripurna_navasana"),), -55, 12, "studio", 11),
    Example("bridge", (Stand("setu_bandha_sarvangasana"),), 80, 14, "studio", 15, _WIDE),
    Example("warrior-two-upside-down", (Stand("virabhadrasana_2", mirror=True),), 10, 8, "room", 19, roll=180.0),
    Example("warrior-three", (Stand("virabhadrasana_3"),), -75, 8, "room", 6, _WIDE),
    Example("cobra", (Stand("bhujangasana"),), 48, 14, "outdoor", 14, _WIDE),
    Example("chair", (Stand("utkatasana"),), -60, 8, "room", 13, _TALL),
    Example("easy-pose", (Stand("sukhasana"),), 18, 14, "room", 12),
    Example("warrior-one", (Stand("virabhadrasana_1"),), 65, 8, "studio", 5),
    Example("shoulderstand", (Stand("salamba_sarvangasana"),), 105, 10, "studio", 9, _TALL),
    Example("child", (Stand("balasana"),), -65, 24, "room", 16, _WIDE),
    Example("handstand", (Stand("adho_mukha_vriksasana"),), -50, 6, "outdoor", 10, _TALL),
    Example("camel", (Stand("ustrasana"),), 80, 8, "studio", 17),
    Example("mountain-from-behind", (Stand("tadasana"),), 165, 6, "room", 38, _TALL),
    Example(
        "two-people",
        (Stand("vriksasana", (-0.75, 0.0), 15), Stand("utthita_hasta_padangustasana", (0.75, 0.3), -50, mirror=True)),
        0,
        8,
        "room",
        40,
        _WIDE,
    ),
    Example(
        "three-people",
        (
            Stand("virabhadrasana_2", (-0.7, -0.7), 3),
            Stand("virabhadrasana_2", (1.1, 0.5), -2),
            Stand("utthita_parsvakonasana", (-0.8, 1.9), 0),
        ),
        -14,
        17,
        "room",
        24,
        _WIDE,
    ),
)


def draw(model: BodyModel, example: Example) -> Shot:
    """One example's picture."""
    rng = np.random.default_rng(example.seed)
    figures = []
    for stand in example.stands:
        pose = ASANAS[stand.asana].pose
        figures.append(random_person(model, rng, mirrored(pose) if stand.mirror else pose, stand.place, stand.yaw))
    width, height = example.size
    camera = Camera(
        azimuth=example.azimuth,
        elevation=example.elevation,
        roll=example.roll,
        view=example.view,
        width=width,
        height=height,
    ).framing(np.concatenate([figure.body.vertices for figure in figures]), margin=0.1)
    scene = Scene(
        figures,
        random_backdrop(rng, example.kind),
        random_light(rng, example.azimuth),
        [mat_under(figure, rng) for figure in figures],
    )
    return shoot(model, scene, camera, shadow_size=1024, ground_samples=2)


def describe(example: Example, file: str, shot: Shot) -> dict:
    """The example's entry in ``examples.json``: asana ids and every person's joints in pixels."""
    people = []
    for stand, joints, visibility in zip(example.stands, shot.joints, shot.visibility, strict=True):
        people.append(
            {
                "asana": ASANAS[stand.asana].id,
                "joints": {
                    name: {"x": round(float(x), 2), "y": round(float(y), 2), "visible": int(seen) == 2}
                    for name, (x, y), seen in zip(JOINTS, joints, visibility, strict=True)
                },
            }
        )
    height, width = shot.image.shape[:2]
    return {
        "file": file,
        "width": width,
        "height": height,
        "asana": people[0]["asana"],
        "people": people,
    }


def write(out: Path) -> None:
    """Draw all examples into a folder, with their list and licence."""
    out.mkdir(parents=True, exist_ok=True)
    model = body_model()
    entries = []
    for example in EXAMPLES:
        file = f"{example.name}.jpg"
        shot = draw(model, example)
        Image.fromarray(shot.image).save(out / file, quality=86, optimize=True)
        entries.append(describe(example, file, shot))
        print(file, (out / file).stat().st_size // 1024, "kB")
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (out / "examples.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    (out / "LICENSE.md").write_text(
        LICENCE.format(name="example photos", module="train.render.examples", index="examples.json"), encoding="utf-8"
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Draw the example photos of the page.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    with one_thread():
        write(options.out)


if __name__ == "__main__":
    main()
