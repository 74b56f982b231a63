"""Pictures of what was measured: contact sheets of photos, confusions, reliability."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from yoga_models.body.skeleton import DRAWN_LIMBS
from yoga_models.drawing.people import draw_people
from yoga_models.results import Person

_LABEL_COLOUR = (40, 220, 90)
_LINE = 14


def fit(image: np.ndarray, side: int) -> np.ndarray:
    """A picture scaled so that its longer side has ``side`` pixels."""
    scale = side / max(image.shape[:2])
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


def pose_tile(
    image: np.ndarray,
    predicted: Sequence[np.ndarray],
    labels: Sequence[tuple[np.ndarray, np.ndarray]] = (),
    side: int = 240,
) -> np.ndarray:
    """A small picture (RGB uint8) with the joints that were found, and those that were labelled as thin green lines.

    ``predicted``: people's joints (17, 3) in pixels of ``image``; ``labels``: joints (17, 2) of people, and which of
    them are labelled (17,) bool.
    """
    tile = fit(image, side)
    scale = side / max(image.shape[:2])
    tile = draw_people(tile, [Person(joints * (scale, scale, 1), 1.0) for joints in predicted], labels=False)
    for joints, labelled in labels:
        points = [(round(float(x)), round(float(y))) for x, y in np.nan_to_num(joints) * scale]
        for a, b in DRAWN_LIMBS:
            if labelled[a] and labelled[b]:
                cv2.line(tile, points[a], points[b], _LABEL_COLOUR, 1, cv2.LINE_AA)
    return tile


def contact_sheet(tiles: Sequence[np.ndarray], captions: Sequence[str], columns: int, side: int = 240) -> Image.Image:
    """Small pictures in rows, each with its caption (one line or several) below."""
    lines = max((caption.count("\n") + 1 for caption in captions), default=1)
    height, gap = side + _LINE * lines + 8, 8
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * (side + gap) + gap, max(rows, 1) * height + gap), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=11)
    for index, (tile, caption) in enumerate(zip(tiles, captions, strict=True)):
        left, top = gap + index % columns * (side + gap), gap + index // columns * height
        place = (left + (side - tile.shape[1]) // 2, top + (side - tile.shape[0]) // 2)
        sheet.paste(Image.fromarray(tile), place)
        for line, text in enumerate(caption.split("\n")):
            while text and pen.textlength(text, font=font) > side:
                text = text[:-1]
            pen.text((left, top + side + 2 + line * _LINE), text, fill="black", font=font)
    return sheet


def confusion_picture(confusion: np.ndarray, names: Sequence[str], path: Path) -> None:
    """Draw (C, C) counts, a row an asana as labelled, a column an asana as answered, as shares of the row."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    side = max(4.0, 0.16 * len(names) + 2)
    figure, axis = pyplot.subplots(figsize=(side, side))
    shown = axis.imshow(np.where(confusion > 0, shares, np.nan), cmap="viridis_r", vmin=0, vmax=1)
    axis.set_xticks(range(len(names)), names, rotation=90, fontsize=6)
    axis.set_yticks(range(len(names)), names, fontsize=6)
    axis.set(xlabel="answered", ylabel="labelled")
    axis.grid(alpha=0.15, linewidth=0.5)
    figure.colorbar(shown, fraction=0.03, pad=0.01, label="share of the photos of a row")
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def reliability_picture(bins: Sequence[dict[str, float]], title: str, path: Path) -> None:
    """Draw the bins of ``asana_metrics.reliability``: what was promised against what was kept, and how often."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (above, below) = pyplot.subplots(
        2, 1, figsize=(4.5, 5.5), sharex=True, gridspec_kw={"height_ratios": (3, 1)}
    )
    above.plot([0, 1], [0, 1], color="grey", linewidth=1, label="honest")
    promised, kept = ([entry[name] for entry in bins] for name in ("confidence", "accuracy"))
    above.plot(promised, kept, marker="o", label="measured")
    above.set(ylabel="share that was right", xlim=(0, 1), ylim=(0, 1), title=title)
    above.legend(loc="upper left")
    below.bar(promised, [entry["photos"] for entry in bins], width=0.04, color="C0")
    below.set(xlabel="probability given", ylabel="photos")
    figure.tight_layout()
    figure.savefig(path, dpi=100)
    pyplot.close(figure)
