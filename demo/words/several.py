"""Everything that is said of several photos at once."""

from collections.abc import Sequence
from html import escape

from demo.words.common import called
from yoga_models.results import Analysis

#: So many photos are looked at together.
MOST = 20

UPLOAD, TAKE_ALL, PUT_AWAY = "Several photos", "Take all home", "Put away"
AT_ONCE = f'<p class="fine">Several photos? Choose, drop or paste up to {MOST} at once.</p>'


def strip(
    photos: Sequence[tuple[str, str, Analysis]], troubles: Sequence[tuple[str, str]], taken: int, left_out: int
) -> str:
    """HTML: the photos that have been looked at, each a button, and what went wrong with others.

    ``photos``: the path of each, the address of a small picture of it, and what was found. ``troubles``: a file's name
    and a sentence. ``taken``: how many are looked at in all. ``left_out``: how many were too many.
    """
    done = len(photos) + len(troubles)
    count = f"{taken} photos" if done == taken else f"{done} of {taken} photos"
    buttons = "".join(_button(*photo) for photo in photos)
    lines = [f"{name}: {sentence}" for name, sentence in troubles]
    if left_out:
        lines.append(f"{MOST} photos at once are the most: {left_out} more {_were(left_out)} left out.")
    said = "".join(f"<li>{escape(line)}</li>" for line in lines)
    tools = f'<button type="button" data-press="put-away">{PUT_AWAY}</button>'
    if buttons:
        tools = f'<button type="button" data-press="all">{TAKE_ALL}</button>{tools}'
    return (
        f'<section class="strip"><div class="tools"><p class="kicker" role="status">{count}</p>{tools}</div>'
        + (f'<div class="shots">{buttons}</div>' if buttons else "")
        + (f'<ul class="note" role="alert">{said}</ul>' if said else "")
        + "</section>"
    )


def _button(path: str, address: str, analysis: Analysis) -> str:
    return (
        f'<button type="button" data-shot="{escape(path)}"><img src="{escape(address)}" alt="">'
        f"<b>{escape(summary(analysis))}</b><span>{escape(analysis.file or '')}</span></button>"
    )


def summary(analysis: Analysis) -> str:
    """What a photo shows, in a few words."""
    if not analysis.people:
        return "no body found"
    more = len(analysis.people) - 1
    return called(analysis.people[0]) + (f" and {more} more" if more else "")


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
