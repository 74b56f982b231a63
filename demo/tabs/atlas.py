"""The Atlas tab: every asana that can be named, to look up and to compare with; see scripts/atlas.js."""

import gradio as gr

from demo.atlas import Atlas
from demo.words import atlas as words
from demo.words import common


def add_atlas_tab(atlas: Atlas) -> None:
    """Lay out the tab inside the ``gr.Tabs`` that are being built."""
    with gr.Tab(common.TABS["atlas"], id="atlas"):
        gr.HTML(words.intro(atlas) + words.grid(atlas), elem_id="atlas")
