"""The asanas that can be drawn."""

from __future__ import annotations

from train.render.asana import Asana
from train.render.asanas_floor import FLOOR
from train.render.asanas_hands import ON_HANDS
from train.render.asanas_seated import SEATED
from train.render.asanas_standing import STANDING

ASANAS: dict[str, Asana] = STANDING | SEATED | ON_HANDS | FLOOR
"""One pose for each asana."""
