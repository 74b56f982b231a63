"""The asanas that can be drawn."""

from __future__ import annotations

from train.render.asana import DrawnAsana
from train.render.asanas_bending import BENDING
from train.render.asanas_hands import ON_HANDS
from train.render.asanas_inverted import INVERTED
from train.render.asanas_kneeling import KNEELING
from train.render.asanas_lying import LYING
from train.render.asanas_seated import SEATED
from train.render.asanas_standing import STANDING

ASANAS: dict[str, DrawnAsana] = STANDING | BENDING | SEATED | KNEELING | LYING | ON_HANDS | INVERTED
"""One entry for each asana."""
