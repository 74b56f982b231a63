"""The page as a whole: a head, one tab a view, and how it is served."""

from typing import Any

import gradio as gr

from demo import atlas, scripts, serving
from demo.parts import examples
from demo.parts.studio import Model, Studio
from demo.service import card  # noqa: F401 - a Space looks for what it decorates
from demo.service.log import set_up
from demo.service.metrics import Metrics
from demo.service.places import give_places
from demo.service.watch import Service, watch
from demo.service.workers import Workers
from demo.style import theme
from demo.tabs.analyse import add_analyse_tab
from demo.tabs.atlas import add_atlas_tab
from demo.tabs.behind import add_behind_tab
from demo.tabs.compare import add_compare_tab
from demo.tabs.live import add_live_tab
from demo.tabs.video import add_video_tab
from demo.words import common as words
from demo.words import scripts as script_words


def build(model: Model) -> gr.Blocks:
    """The page, ready to be launched with ``launch_options()``. ``model``: what analyses the photos."""
    set_up()
    serving.prepare()
    # Served from where they are: what Gradio copies for the page is swept away like a visitor's photo.
    gr.set_static_paths([examples.FOLDER, atlas.FOLDER])
    metrics, at_once = Metrics(), getattr(model, "count", 1)
    studio = Studio(model, metrics=metrics, at_once=at_once)
    with gr.Blocks(title=words.TITLE, analytics_enabled=False) as page:
        gr.HTML(words.HEADER)
        # Nothing but tabs may be made directly inside: Gradio knows them by their place among all that is in there.
        with gr.Tabs(elem_id="views", overflow_behavior="wrap"):
            last = add_analyse_tab(studio)
            add_compare_tab(studio, last)
            add_atlas_tab(studio.atlas)
            add_live_tab(studio)
            add_video_tab(studio)
            add_behind_tab(studio, last)
    # Closed: what would let programs past the line.
    page.queue(default_concurrency_limit=2, api_open=False)
    give_places(page, metrics)
    watch(page, Service(metrics, model if isinstance(model, Workers) else None))
    return page


def launch_options() -> dict[str, Any]:
    """What ``launch()`` is to be called with: looks, limits, and nothing that leaves the machine."""
    return {
        "theme": theme.theme(),
        "head": theme.head() + scripts.head(),
        "i18n": gr.I18n(**dict.fromkeys(script_words.LANGUAGES, script_words.TOOLKIT)),
        "favicon_path": theme.FAVICON,
        # Gradio's own notes on the API name files that this page does not fetch; "Use from code" is on the tabs.
        "footer_links": [],
        **serving.options(),
    }
