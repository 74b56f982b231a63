"""What is written down while the page runs: lines of JSON, or plain ones, that hold no photo and no file's name.

Nothing here imports Gradio: the processes with the networks use it too.
"""

import json
import logging
import os
import sys
import time
import traceback
from typing import Any

#: Where this is ``json``, every request becomes a line of JSON on standard error; otherwise only trouble is told.
ENVIRONMENT = "YOGA_POSE_LOG"

_log = logging.getLogger("yoga_pose_studio")


class _Lines(logging.Formatter):
    """One object a line: when, how grave, what happened, and what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        told = {"time": f"{moment}.{int(record.msecs):03d}Z", "level": record.levelname.lower()}
        return json.dumps({**told, "event": record.getMessage(), **getattr(record, "fields", {})})


def set_up() -> None:
    """Write what the environment asks for. A second call changes nothing."""
    if os.environ.get(ENVIRONMENT) != "json" or _log.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False


def tear_down() -> None:
    """Write no lines any more."""
    _log.handlers.clear()


def write(event: str, **fields: Any) -> None:
    """Write down what happened. ``fields``: numbers and fixed words, never what a visitor sent."""
    _log.info(event, extra={"fields": fields})


def print_error() -> None:
    """Tell where the error that is being handled arose, and its kind; not its message, which may name a file."""
    kind, _, place = sys.exc_info()
    name = kind.__name__ if kind else "no error"
    if _log.handlers:
        where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(place)]
        _log.error("error", extra={"fields": {"kind": name, "where": where}})
        return
    traceback.print_tb(place)
    print(name, file=sys.stderr)  # noqa: T201
