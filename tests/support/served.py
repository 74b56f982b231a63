"""The page as users start it, on a port of its own, for as long as a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo.page import build, launch_options
from demo.parts.studio import Model
from tests.browser.chromium import free_port


@contextmanager
def served(model: Model, uploads: Path) -> Iterator[str]:
    """The address of a page that asks this model and keeps what visitors send in the folder ``uploads``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(uploads))
        page = build(model)
        options = {**launch_options(), "server_name": "127.0.0.1", "server_port": free_port()}
        _, url, _ = page.launch(**options, prevent_thread_lock=True, quiet=True)
        yield url.rstrip("/")
        page.close()
