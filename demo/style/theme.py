"""The looks of the page: one warm neutral, one green accent, system fonts only, light and dark."""

from pathlib import Path

import gradio as gr

from yoga_models.drawing.people import COLOURS, MARK, PALE, PAPER, TEXT_COLOURS

#: Our own classes first, then what overrides Gradio's.
_STYLE_SHEETS = [Path(__file__).with_name(name) for name in ("studio.css", "gradio.css")]
FAVICON = Path(__file__).with_name("favicon.svg")

# fmt: off
_GREEN = gr.themes.Color(
    "#f0f6f3", "#dcebe4", "#bcd8cc", "#93bfae", "#629e88", "#3f7f69", "#2f6a56", "#265646", "#1f4538", "#19382e",
    "#0d211b",
    name="studio-green",
)
_SAND = gr.themes.Color(
    "#faf8f4", "#f3efe8", "#e5dfd4", "#cec6b8", "#9b9386", "#6b655b", "#575148", "#423e37", "#2b2924", "#201e1a",
    "#161512",
    name="studio-sand",
)
# fmt: on


def theme() -> gr.themes.Base:
    """The theme of the page. It names no font that would have to be fetched."""
    return gr.themes.Base(
        primary_hue=_GREEN,
        secondary_hue=_GREEN,
        neutral_hue=_SAND,
        radius_size=gr.themes.sizes.radius_lg,
        text_size=gr.themes.sizes.text_md,
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "Menlo", "monospace"],
    ).set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_800",
        body_text_color_dark="*neutral_100",
        body_text_color_subdued="*neutral_500",
        body_text_color_subdued_dark="*neutral_300",
        background_fill_primary="white",
        background_fill_primary_dark="*neutral_900",
        background_fill_secondary="*neutral_100",
        background_fill_secondary_dark="*neutral_800",
        block_background_fill="white",
        block_background_fill_dark="*neutral_900",
        block_border_color="*neutral_200",
        block_border_color_dark="*neutral_700",
        block_shadow="none",
        border_color_primary="*neutral_200",
        border_color_primary_dark="*neutral_700",
        color_accent="*primary_600",
        link_text_color="*primary_600",
        link_text_color_dark="*primary_300",
        link_text_color_hover="*primary_700",
        link_text_color_hover_dark="*primary_200",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_dark="*primary_300",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_hover_dark="*primary_200",
        button_primary_text_color="white",
        button_primary_text_color_dark="*neutral_950",
        button_secondary_background_fill="white",
        button_secondary_background_fill_dark="*neutral_800",
        button_secondary_background_fill_hover="*primary_50",
        button_secondary_background_fill_hover_dark="*neutral_700",
        button_secondary_border_color="*neutral_300",
        button_secondary_border_color_dark="*neutral_600",
        button_secondary_text_color="*neutral_800",
        button_secondary_text_color_dark="*neutral_100",
        button_border_width="1px",
        checkbox_label_background_fill="transparent",
        checkbox_label_background_fill_dark="transparent",
        checkbox_label_background_fill_selected="*primary_50",
        checkbox_label_background_fill_selected_dark="*primary_900",
        checkbox_label_border_color="*neutral_300",
        checkbox_label_border_color_dark="*neutral_600",
        checkbox_label_border_color_selected="*primary_600",
        checkbox_label_border_color_selected_dark="*primary_300",
        checkbox_background_color_selected="*primary_600",
        checkbox_background_color_selected_dark="*primary_400",
    )


def head() -> str:
    """HTML for the page's head: the style sheets.

    (Gradio rewrites what it is given as ``css`` and loses media queries.)

    Words about left and right get the colours of the lines that are drawn on the photo.
    """
    colours = {
        **TEXT_COLOURS,
        "left-line": COLOURS["left"],
        "right-line": COLOURS["right"],
        "middle-line": COLOURS["middle"],
        "left-pale": PALE["left"],
        "right-pale": PALE["right"],
        "mark": MARK,
        "paper": PAPER,
    }
    variables = "; ".join(f"--{name}: rgb{colour}" for name, colour in colours.items())
    sheets = "\n".join(sheet.read_text(encoding="utf-8") for sheet in _STYLE_SHEETS)
    return f"<style>:root {{ {variables} }}\n{sheets}</style>"
