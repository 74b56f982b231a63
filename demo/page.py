"""The page as a whole: a head, one tab a view, and how it is served."""

from typing import Any

import gradio as gr

from demo import examples, serving, theme, words
from demo.analyse import Model, add_analyse_tab


def build(model: Model) -> gr.Blocks:
    """The page, ready to be launched with ``launch_options()``. ``model``: what analyses the photos."""
    serving.prepare()
    with gr.Blocks(title="Yoga Pose Studio", analytics_enabled=False) as page:
        gr.HTML(words.HEADER)
        with gr.Tabs(elem_id="views"):
            add_analyse_tab(model)
    page.queue(max_size=32, default_concurrency_limit=2)
    return page


def launch_options() -> dict[str, Any]:
    """What ``launch()`` is to be called with: looks, limits, and nothing that leaves the machine."""
    return {
        "theme": theme.theme(),
        "head": theme.head(),
        "favicon_path": theme.FAVICON,
        "allowed_paths": [str(examples.FOLDER)],
        "footer_links": ["api", "settings"],
        **serving.options(),
    }
