"""What runs in the browser: plain scripts, put into the page's head as they are, and the words that they say."""

import json
from pathlib import Path

from demo.words import scripts as words

_FOLDER = Path(__file__).parent
_NAMES = ("studio.js", "line.js", "camera.js", "atlas.js", "reference.js", "practice.js", "live.js")


def head() -> str:
    """HTML for the page's head: the words, then every script, each in an element of its own."""
    said = f"const STUDIO_WORDS = {json.dumps(words.WORDS)};"
    scripts = [said, *((_FOLDER / name).read_text(encoding="utf-8") for name in _NAMES)]
    return "\n".join(f"<script>{script}</script>" for script in scripts)
