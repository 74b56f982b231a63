"""What runs in the browser: plain scripts, put into the page's head as they are."""

from pathlib import Path

_FOLDER = Path(__file__).parent
_NAMES = ("studio.js",)


def head() -> str:
    """HTML for the page's head: every script, each in an element of its own."""
    return "\n".join(f"<script>{(_FOLDER / name).read_text(encoding='utf-8')}</script>" for name in _NAMES)
