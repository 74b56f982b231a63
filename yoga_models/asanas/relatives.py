"""Which other asanas an answer leaves open: relatives that neither the probabilities nor the joints rule out."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from yoga_models.asanas.catalogue import Asana, load_catalogue
from yoga_models.asanas.guess import Guess
from yoga_models.body.angles import joint_angles
from yoga_models.body.similarity import torso
from yoga_models.body.skeleton import JOINT_INDEX

# A relative known from people that is less probable than this has been ruled out.
_OPEN = 0.02

# Arms this many degrees from the sides may be overhead; hands this near to the feet, in lengths of the torso, may hold
# them.
_OVERHEAD, _IN_REACH = 120.0, 0.6
_ENDS = ("wrist", "ankle")


def open_relatives(guesses: Sequence[Guess], joints: np.ndarray) -> tuple[Asana, ...]:
    """The relatives of the first guess that it may just as well be.

    ``guesses``: the most probable first. ``joints``: (17, 3), NaN where not found. Relatives that were
    learned from rendered bodies alone are hardly ever guessed: those are left out where the joints show what they don't
    have.
    """
    if not guesses:
        return ()
    probabilities = {guess.asana.id: guess.probability for guess in guesses}
    relatives = [load_catalogue()[relative] for relative in guesses[0].asana.relatives]
    return tuple(
        asana
        for asana in relatives
        if (probabilities.get(asana.id, 0.0) >= _OPEN if asana.evidence != "rendered" else _allows(joints, asana.id))
    )


def _allows(joints: np.ndarray, asana: int) -> bool:
    check = _MARKS.get(asana)
    return check is None or check(joints)


def _arms_overhead(joints: np.ndarray) -> bool:
    angles = joint_angles(joints)
    return any((angles[f"{side}_shoulder"] or 0.0) >= _OVERHEAD for side in ("left", "right"))


def _hands_at_feet(joints: np.ndarray) -> bool:
    if not np.isfinite(joints[:, 0]).any():
        return False
    reach = _IN_REACH * torso(joints)
    wrists, ankles = ([joints[JOINT_INDEX[f"{side}_{part}"], :2] for side in ("left", "right")] for part in _ENDS)
    return any(float(np.linalg.norm(wrist - ankle)) <= reach for wrist in wrists for ankle in ankles)


# What a relative without photos is known by, by its id in the catalogue: Urdhva Hastasana has the arms up,
# Padangusthasana the hands at the feet.
_MARKS: Mapping[int, Callable[[np.ndarray], bool]] = {86: _arms_overhead, 1: _hands_at_feet}
