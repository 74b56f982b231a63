"""What is said about an asana: a guess with its probability, and how sure the whole answer is."""

from dataclasses import dataclass
from typing import Any, Literal

from yoga_models.asanas.catalogue import Asana

Verdict = Literal["confident", "unsure", "no_person"]


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
