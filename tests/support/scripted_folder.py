"""The command line with a scripted model in its processes: ``python -m tests.support.scripted_folder PATH ...``; the
same with ``cluster MANIFEST OUT``.

A file called ``dies...`` ends the process that looks at it, ``waits...`` takes for ever; others take
milliseconds.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast
from unittest.mock import patch

from tests.support.scripted import ScriptedModel
from yoga_models import YogaPose
from yoga_models.cli.main import main
from yoga_models.folders.photos import Outcome, Photo, analyze


def scripted_analyst(device: str | None, engine: str | None, first: bool) -> Callable[[Photo], Outcome]:  # noqa: ARG001
    """As ``yoga_models.folders.photos.analyst``."""
    model = cast(YogaPose, ScriptedModel())

    def answer(photo: Photo) -> Outcome:
        name = Path(photo.source).name
        if name.startswith("dies"):
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(1000 if name.startswith("waits") else 0.004)
        return analyze(model, photo)

    return answer


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to Ctrl-C
    # Ray's processes know it by the name of its module, which is not that of a program.
    importable = import_module("tests.support.scripted_folder").scripted_analyst
    with patch("yoga_models.cli.photos.analyst", importable), patch("yoga_models.cli.cluster.analyst", importable):
        sys.exit(main())
