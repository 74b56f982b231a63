"""What is said about an asana: a guess with its probability, and how sure the whole answer is."""

from dataclasses import dataclass
from typing import Any, Literal

from yoga_models.asanas.catalogue import Asana

Verdict = Literal["confident", "unsure", "other", "no_person"]
"""``confident``: it is the first guess. ``unsure``: it may be. ``other``: a person, but no asana that is known; the
guesses are what it resembles. ``no_person``: nobody was found.
"""

#: Somebody who does no asana resembles those that are at least this probable, 0 to 1.
RESEMBLING = 0.02


@dataclass(frozen=True)
class Guess:
    """One asana with its calibrated probability, 0 to 1."""

    asana: Asana
    probability: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.asana.id,
            "sanskrit": self.asana.sanskrit,
            "english": self.asana.english,
            "probability": round(self.probability, 4),
        }
