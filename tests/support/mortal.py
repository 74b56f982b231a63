"""A model in a process that a photo can kill, for tests of what becomes of the others."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from tests.support.scripted import ScriptedModel
from yoga_models import Analysis, WeightsError


class MortalModel(ScriptedModel):
    """As ``ScriptedModel``; a photo called ``deadly`` kills the process, at ``hangs`` it hangs, and the error at
    ``broken`` holds the photo's name.
    """

    def __init__(self) -> None:
        self.runtime = {"engine": "script", "precision": "f32"}

    def warm_up(self) -> None:
        """There is nothing to do."""

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """As ``YogaPose.analyze``, sometimes."""
        state = Path(name or "").stem
        if state == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        if state == "hangs":
            time.sleep(600)
        if state == "broken":
            raise ValueError(name)
        return super().analyze(source, name)


def load_slowly() -> MortalModel:
    """It takes a while."""
    time.sleep(1)
    return MortalModel()


def load_nothing() -> MortalModel:
    """There are no weights."""
    raise WeightsError("There are none.")


def die_early() -> MortalModel:
    """The process does not live to load them."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("not reached")
