"""The style sheets: the toolkit's insides are named in one of them only, and still exist."""

import re
from functools import cache
from pathlib import Path

import gradio

from demo.style import theme

STYLE = Path(theme.__file__).parent
_CLASS = re.compile(r"\.([a-z][\w-]*)")
#: Names that Gradio documents, or that are our own in a selector of gradio.css.
_PUBLIC = {"gradio-container", "prose", "dark"}


@cache
def frontend() -> str:
    """Everything that Gradio's own style sheets and scripts name."""
    folder = Path(gradio.__file__).parent / "templates" / "frontend"
    files = [path for ending in ("css", "js") for path in folder.rglob(f"*.{ending}")]
    return "\n".join(path.read_text(encoding="utf-8", errors="ignore") for path in files)


def classes(sheet: str) -> set[str]:
    """The classes that the selectors of a style sheet name."""
    text = re.sub(r"/\*.*?\*/", "", (STYLE / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", text)
    return {name for selector in selectors if "@media" not in selector for name in _CLASS.findall(selector)}


def written_here() -> str:
    """All that the page itself writes."""
    files = [path for ending in ("py", "js") for path in STYLE.parent.rglob(f"*.{ending}")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_class_that_overrides_the_toolkit_still_exists() -> None:
    own = written_here()
    theirs = [name for name in classes("gradio.css") if not re.search(rf"[\"' ]{name}[\"' ]", own)]
    assert theirs
    gone = [name for name in theirs if not re.search(rf"[.\"'` ]{name}[.\"'` {{:,>]", frontend())]
    assert gone == []


def test_our_own_style_sheet_names_only_what_the_page_writes() -> None:
    own = written_here()
    assert [name for name in classes("studio.css") - _PUBLIC if not re.search(rf"[\"' ]{name}[\"' ]", own)] == []
