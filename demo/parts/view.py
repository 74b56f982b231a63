"""A photo at the size in which this visitor sees it, so that lines and letters drawn on it are crisp and readable."""

import io
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image

from demo.parts.files import jpeg
from yoga_models.drawing.people import PAPER, draw_people
from yoga_models.results import Person

# Where the browser did not tell how much room there is: a column of a desktop.
_USUAL = (760.0, 640.0, 1.5)
_LEAST_ROOM, _MOST_ROOM = 120.0, 2400.0
# Sharper than this nobody sees; a larger picture takes longer to come.
_MOST_DENSITY, _LONGEST_SIDE = 2.0, 2000
#: The longer side, in pixels, that a drawing has at least when it is taken home.
LEAST_SIDE = 1024


@dataclass(frozen=True)
class Look:
    """How somebody wants to see a drawing.

    ``angles``: with the degrees at the joints. ``least``: joints less sure than this, 0 to 1, are hidden. ``alone``:
    the skeletons without the photo.
    """

    angles: bool = True
    least: float = 0.0
    alone: bool = False


@dataclass(frozen=True)
class View:
    """A photo made to fit.

    ``photo``: a JPEG file of the photo at the size in which it is drawn on. ``scale``: from pixels of the photo to
    pixels of that. ``density``: how many of the latter make one where they are shown.
    """

    photo: bytes
    scale: float
    density: float

    @classmethod
    def of(cls, pixels: np.ndarray, room: Any) -> "View":
        """A photo, (H, W, 3) uint8 RGB, as it fits into ``room``: what the browser told of its width, its height and
        its density, or anything else where it did not.
        """
        width, height, density = understood(room)
        fit = min(width / pixels.shape[1], height / pixels.shape[0])
        density = min(density, _LONGEST_SIDE / (fit * max(pixels.shape[:2])))
        scale = fit * density
        return cls(jpeg(resized(pixels, scale), quality=95), scale, density)

    def draw(self, people: tuple[Person, ...], chosen: int, look: Look, ghost: Person | None = None) -> np.ndarray:
        """The skeletons over the photo, the person with index ``chosen`` with their angles; (H, W, 3) uint8 RGB.

        ``ghost``: somebody to be seen through, behind them.
        """
        with Image.open(io.BytesIO(self.photo)) as photo:
            ground = np.array(photo)
        scaled = [person.scaled(self.scale) for person in people]
        return drawn(ground, scaled, chosen, look, self.density, ghost and ghost.scaled(self.scale))


def drawn(
    ground: np.ndarray,
    people: list[Person],
    chosen: int,
    look: Look,
    density: float | None,
    ghost: Person | None = None,
) -> np.ndarray:
    """Skeletons over a photo, or over paper where they are to be alone."""
    if look.alone:
        ground = np.full_like(ground, PAPER)
    angles = [chosen] if look.angles else []
    return draw_people(ground, people, angles=angles, density=density, least=look.least, ghost=ghost)


def drawn_to_keep(pixels: np.ndarray, people: tuple[Person, ...], chosen: int, look: Look) -> np.ndarray:
    """The same at the photo's own size, or with ``LEAST_SIDE`` where that is larger."""
    scale = max(1.0, LEAST_SIDE / max(pixels.shape[:2]))
    return drawn(resized(pixels, scale), [person.scaled(scale) for person in people], chosen, look, None)


def resized(pixels: np.ndarray, scale: float) -> np.ndarray:
    """A photo made larger or smaller by this factor."""
    if scale == 1:
        return pixels
    height, width = (max(1, round(scale * side)) for side in pixels.shape[:2])
    return cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def understood(room: Any) -> tuple[float, float, float]:
    """Width and height, in pixels of the page, and density of the screen: as the browser told them, if it did."""
    try:
        width, height, density = (float(value) for value in room)
    except (TypeError, ValueError):
        return _USUAL
    if not (_LEAST_ROOM <= width <= _MOST_ROOM and _LEAST_ROOM <= height <= _MOST_ROOM and density > 0):
        return _USUAL
    return width, height, min(max(density, 1.0), _MOST_DENSITY)
