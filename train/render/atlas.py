"""Draw the atlas: one small picture of every asana of the catalogue.

Run ``python -m train.render.atlas --out assets/atlas``. With ``--only 28,62`` only those are drawn again; the index
with the joints of all is always written.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from train.render.asana import DrawnAsana
from train.render.body import BodyModel, body_model, random_shape
from train.render.camera import Camera
from train.render.examples import LICENCE
from train.render.light import random_light
from train.render.people import mat_under, random_person
from train.render.places import pale_studio
from train.render.poses import ASANAS
from train.render.scene import Figure, Scene, Shot, shoot
from train.render.threads import one_thread
from train.render.views import chosen

SIZE = 320
"""Pixels along each side of a picture."""

_SIDE = (68.0, 10.0)
"""From where an asana is drawn unless its row says otherwise: azimuth and elevation in degrees."""

_VIEWS: dict[str, tuple[float, float]] = {
    "adho_mukha_vriksasana": (-50, 6),
    "agnistambhasana": (14, 36),
    "ananda_balasana": (48, 22),
    "anantasana": (8, 10),
    "ardha_chandrasana": (6, 6),
    "ardha_matsyendrasana": (22, 12),
    "astavakrasana": (14, 14),
    "baddha_konasana": (20, 16),
    "bhairavasana": (-8, 8),
    "bharadvajasana_1": (-22, 14),
    "bhujapidasana": (32, 10),
    "camatkarasana": (40, 12),
    "durvasasana": (42, 6),
    "eka_pada_koundinyanasana_1": (-28, 14),
    "eka_pada_koundinyanasana_2": (42, 14),
    "eka_pada_rajakapotasana": (-72, 10),
    "eka_pada_rajakapotasana_2": (-72, 8),
    "garbha_pindasana": (22, 10),
    "garudasana": (22, 6),
    "gomukhasana": (24, 14),
    "janu_sirsasana": (46, 18),
    "krounchasana": (-58, 10),
    "kurmasana": (28, 26),
    "malasana": (28, 8),
    "marichyasana_1": (58, 12),
    "marichyasana_3": (52, 12),
    "matsyasana": (64, 16),
    "padangusthasana": (52, 8),
    "padmasana": (14, 12),
    "parighasana": (6, 8),
    "parivrtta_janu_sirsasana": (10, 12),
    "parivrtta_parsvakonasana": (58, 8),
    "parsva_bakasana": (58, 12),
    "pasasana": (42, 10),
    "prasarita_padottanasana": (24, 8),
    "salamba_sirsasana": (150, 8),
    "savasana": (42, 30),
    "simhasana": (36, 10),
    "sukhasana": (18, 14),
    "supta_baddha_konasana": (52, 34),
    "supta_matsyendrasana": (28, 42),
    "supta_padangusthasana": (64, 12),
    "supta_virasana": (62, 18),
    "tadasana": (18, 6),
    "tittibhasana": (36, 8),
    "tolasana": (24, 8),
    "tulasana": (24, 8),
    "upavistha_konasana": (22, 20),
    "urdhva_hastasana": (28, 6),
    "urdhva_prasarita_eka_padasana": (64, 6),
    "utkatasana": (-60, 8),
    "utthita_hasta_padangustasana": (36, 8),
    "utthita_parsvakonasana": (6, 8),
    "utthita_trikonasana": (8, 6),
    "vajrasana": (48, 10),
    "vasisthasana": (8, 8),
    "virabhadrasana_2": (-12, 8),
    "virasana": (40, 16),
    "vriksasana": (15, 6),
    "yoganidrasana": (98, 30),
}

_LOOK = 7
_LOOKS = {"yoganidrasana": 23}
"""Seed of the person, where the usual one wears what hides the pose."""


@dataclass(frozen=True)
class Sitting:
    """One asana before its camera; ``rng`` is where the drawing goes on from."""

    figure: Figure
    camera: Camera
    rng: np.random.Generator

    @property
    def joints(self) -> np.ndarray:
        """(17, 2) joints in pixels of the picture, hidden ones too."""
        return self.camera.project(self.figure.body.joints)[:, :2]


def sit(model: BodyModel, name: str, asana: DrawnAsana) -> Sitting:
    """The body and the camera of one asana, always the same: somebody slim enough that no flesh is in the way."""
    rng = np.random.default_rng((_LOOKS.get(name, _LOOK), asana.id))
    shape = random_shape(rng)
    shape = replace(shape, weight=min(shape.weight, 0.42), age=min(shape.age, 0.72))
    figure = random_person(model, rng, asana.pose, shape=shape)
    azimuth, elevation = _VIEWS.get(name, _SIDE)
    camera = Camera(azimuth=azimuth, elevation=elevation, view=30, width=SIZE, height=SIZE)
    return Sitting(figure, camera.framing(figure.body.vertices, margin=0.07), rng)


def draw(model: BodyModel, sitting: Sitting) -> Shot:
    """The picture of one asana."""
    figure, rng = sitting.figure, sitting.rng
    scene = Scene([figure], pale_studio(rng), random_light(rng, sitting.camera.azimuth), [mat_under(figure, rng)])
    return shoot(model, scene, sitting.camera, shadow_size=1024, ground_samples=2)


def write(out: Path, asanas: list[DrawnAsana]) -> None:
    """Draw some asanas into a folder, with the index of all, their exact joints in it, and the licence."""
    out.mkdir(parents=True, exist_ok=True)
    model, entries = body_model(), []
    for name, asana in sorted(ASANAS.items(), key=lambda item: item[1].id):
        sitting = sit(model, name, asana)
        joints = sitting.joints.round(1).tolist()
        entries.append({"id": asana.id, "file": f"{name}.jpg", "kind": "body", "joints": joints})
        if asana in asanas:
            Image.fromarray(draw(model, sitting).image).save(out / f"{name}.jpg", quality=82, optimize=True)
            print(f"{name}.jpg", flush=True)
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (out / "atlas.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    licence = LICENCE.format(name="atlas", module="train.render.atlas", index="atlas.json")
    (out / "LICENSE.md").write_text(licence, encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Draw one small picture of every asana.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--only", help="numbers in the catalogue, such as 1,28; default: all")
    options = parser.parse_args(arguments)
    try:
        asanas = chosen(options.only)
    except ValueError as error:
        parser.error(f"--only: {error}")
    with one_thread():
        write(options.out, asanas)


if __name__ == "__main__":
    main()
