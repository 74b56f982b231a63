"""What a camera sees of a practice: people of the example photos come in, hold, wobble, change sides and leave."""

from pathlib import Path

import cv2

from train.render.cutouts import cut_out
from train.render.film import SIZE, Actor, compose, ground

#: The example photos in the order of the film, and the asanas (by Sanskrit name) that they show.
PRACTICE = {
    "tree": "Vriksasana",
    "warrior-two": "Virabhadrasana II",
    "chair": "Utkatasana",
    "triangle": "Utthita Trikonasana",
    "dancer": "Natarajasana",
}
#: Who changes sides: bent left first, for longer.
CHANGES_SIDES = "warrior-two"

_FLOOR = 0.95
# Seconds from when somebody comes in: there, wobbling, standing again, going, gone.
_THERE, _WOBBLE, _AGAIN, _GOES, _GONE = 1.5, 6.5, 7.4, 10.5, 11.5
# Pictures a second, each shown several times: Chromium plays such a file at thirty.
_RATE, _TIMES = 10, 3


def practice_film(path: Path) -> Path:
    """Write the film as Motion JPEG for ``--use-file-for-fake-video-capture``, which plays it over and over."""
    actors, place = _actors(), ground()
    seconds = max(actor.path[-1][0] for actor in actors) + 1
    drawn: dict[tuple[tuple[float, float] | None, ...], bytes] = {}
    with path.open("wb") as file:
        for frame in range(round(seconds * _RATE)):
            time = frame / _RATE
            shown = tuple(actor.place(time) for actor in actors)
            if shown not in drawn:
                picture, _ = compose(place, actors, time)
                drawn[shown] = cv2.imencode(".jpg", picture[..., ::-1])[1].tobytes()
            file.write(_TIMES * drawn[shown])
    return path


def _actors() -> list[Actor]:
    actors = []
    for index, name in enumerate(PRACTICE):
        begin, person = index * _GONE, cut_out(name)
        height = min(0.8, 0.7 * SIZE[1] / SIZE[0] * person.alpha.shape[0] / person.alpha.shape[1])
        comes = [(0.0, 1.3), (_THERE, 0.5), (_WOBBLE, 0.5)]
        wobbles = [(_WOBBLE + 0.3, 0.53), (_WOBBLE + 0.6, 0.47)]
        leaves = [(_AGAIN, 0.5), (_GOES, 0.5), (_GONE, -0.3)]
        if name == CHANGES_SIDES:
            parts = [(person, comes), (person.mirrored(), leaves)]
        else:
            parts = [(person, comes + wobbles + leaves)]
        for cutout, moments in parts:
            path = tuple((begin + time, across, _FLOOR) for time, across in moments)
            actors.append(Actor(name, cutout, path, height))
    return actors
