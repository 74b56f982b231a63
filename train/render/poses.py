"""The asanas that can be drawn."""

from __future__ import annotations

from train.render.asana import Asana
from train.render.asanas_floor import FLOOR
from train.render.asanas_standing import STANDING

ASANAS: dict[str, Asana] = STANDING | FLOOR
"""One pose for each asana."""
