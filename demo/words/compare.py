"""Everything the Compare tab says."""

from datetime import date
from html import escape
from typing import Literal

from demo.words.common import LIKE_REFERENCE, before, called, name, said
from yoga_models.body.angles import NOTABLE_DIFFERENCE
from yoga_models.body.comparison import REFERENCE, Comparison, Difference
from yoga_models.results import Person

COMPARE_TOOL = (
    "Compare the main person of one photo with that of another: both made the same size and laid over each other, "
    "then the difference of every joint angle in degrees, the largest first. Returns JSON of the schema "
    "yoga-comparison/1."
)
MINE, OTHER = "Your photo", "The reference"
DIFFERENCES, SAVE_DRAWING = "Differences", "Drawing"
WHOM = "Whom in your photo would you like to compare?"
WITH_WHOM = "And with whom in the reference?"
TURN = "Turn the reference so that it fits best"
TURN_INFO = "For photos that are not held level. What is measured against upright is then left out."
TWO_NEEDED = "Two photos are needed: yours and the reference."

HEADING_MINE = "<h3>Your photo</h3>"
HEADING_REFERENCE = "<h3>The reference</h3>"
HEADING_EXAMPLES = "<h3>Or take one of these as the reference</h3>"

#: What is compared with: some reference, one that the browser keeps, or an earlier photo of the same person.
Kind = Literal["reference", "kept", "before"]

BEFORE = "Before and after: the reference is an earlier photo of me"
BEFORE_INFO = "Then what is said is what has changed since."
USE_KEPT, FORGET_KEPT = "Compare with my reference", "Forget it"
NOTHING_KEPT = "This browser keeps no reference of yours. Keep one in Analyse or in Live."
KEPT = (
    '<section class="kept" id="kept" hidden><img alt=""><div><p data-part="about"></p>'
    f'<div class="tools"><button type="button" data-kept="use">{USE_KEPT}</button>'
    f'<button type="button" data-kept="forget">{FORGET_KEPT}</button></div>'
    '<p class="fine">It lies in this browser only. To compare, its joints are sent, never its picture; what is drawn '
    "of them is deleted within the hour.</p>"
    "</div></section>"
)

START = before(
    "Two photos, one over the other",
    "Yours and a reference: another photo of you, of a friend, or an example.",
    "Both are made the same size and laid hips on hips, or shoulders on shoulders where hips are hidden.",
    "You see where the angles differ most, in degrees and in words.",
)

_WAITING = {
    "mine": "Now choose a photo of yours.",
    "reference": "Now choose a photo to compare with.",
}

_NAMES = {"trunk_lean": "Trunk, from upright", "shin_lean": "Shin, from upright"}


def waiting(missing: str) -> str:
    """HTML: which photo, "mine" or "reference", is still to come."""
    return said(_WAITING[missing])


def nobody(where: str) -> str:
    """That the photo "mine" or "reference" shows nobody."""
    which = "your photo" if where == "mine" else "the reference"
    return f"I can't find a body in {which}, or only a part of one. Choose a photo that shows the whole body."


_CALLED: dict[Kind, str] = {"reference": REFERENCE, "kept": "in your reference", "before": "before"}
_HEADING: dict[Kind, str] = {
    "reference": "What differs most",
    "kept": "What differs most",
    "before": "What has changed most",
}
_COLUMNS: dict[Kind, tuple[str, str, str]] = {
    "reference": ("You", "Reference", "Difference"),
    "kept": ("You", "Your reference", "Difference"),
    "before": ("Now", "Before", "Change"),
}


def card(
    comparison: Comparison, mine: Person, reference: Person, kind: Kind, taken: tuple[date | None, date | None]
) -> str:
    """HTML: who shows what, how alike they are, and the sentences.

    ``taken``: when my photo and the reference were taken, where that is known; said of before and after.
    """
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in comparison.sentences(_CALLED[kind]))
    lead = _most(comparison) if kind == "kept" else _both(mine, reference, kind)
    return (
        f'<section class="card"><div role="status"><p class="verdict">{lead}</p>{_dates(*taken, kind)}'
        f"{_likeness(comparison)}<h3>{_HEADING[kind]}</h3>"
        f'<ul class="sentences">{sentences}</ul></div></section>'
    )


def _most(comparison: Comparison) -> str:
    """The one thing that differs most from one's own reference."""
    first = next(iter(comparison.differences), None)
    if first is None:
        return "There is no angle that can be seen in both."
    if comparison.likeness["whole"] is not None and abs(first.degrees) <= NOTABLE_DIFFERENCE:
        return LIKE_REFERENCE
    return escape(first.sentence(_CALLED["kept"]))


def _both(mine: Person, reference: Person, kind: Kind) -> str:
    """What the two are called, and whether that is the same."""
    if "confident" == mine.verdict == reference.verdict:
        first, second = mine.asanas[0].asana, reference.asanas[0].asana
        if kind == "before":
            same = first.id == second.id
            return f"{name(first)}, before and now." if same else f"Now {name(first)}, before {name(second)}."
        if first.id == second.id:
            return f"Both of you show {name(first)}."
        return f"You show {name(first)}, the reference {name(second)}: two different asanas."
    if "other" == mine.verdict == reference.verdict:
        return f"{'Neither now nor before is' if kind == 'before' else 'Neither of you shows'} an asana I know."
    if kind == "before":
        return f"Now: {escape(called(mine))}. Before: {escape(called(reference))}."
    return f"You: {escape(called(mine))}. The reference: {escape(called(reference))}."


def _dates(now: date | None, earlier: date | None, kind: Kind) -> str:
    """When the two photos were taken and how long that is apart; empty where nothing is known."""
    if kind != "before" or not (now or earlier):
        return ""
    if now and earlier and earlier > now:
        text = f"By their dates it is the other way round: before {_day(earlier)}, now {_day(now)}."
    elif now and earlier:
        text = f"{_day(earlier)} → {_day(now)}, {_apart((now - earlier).days)}"
    else:
        text = f"Now: {_day(now)}" if now else f"Before: {_day(earlier)}"
    return f'<p class="facts">{text}</p>'


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


# From so many days on, in units of so many days each.
_UNITS = ((730, 365.25, "year"), (60, 30.44, "month"), (14, 7, "week"), (1, 1, "day"))


def _apart(days: int) -> str:
    for least, length, unit in _UNITS:
        if days >= least:
            count = round(days / length)
            return f"{count} {unit}{'' if count == 1 else 's'} apart"
    return "the same day"


_TOO_LITTLE = '<p class="facts">Too little of the body can be seen in both to say how alike they are.</p>'


def _likeness(comparison: Comparison) -> str:
    parts = comparison.likeness
    whole = parts.pop("whole")
    if whole is None:
        return _TOO_LITTLE if comparison.differences else ""
    rows = "".join(
        f'<li><span class="guess">{part.capitalize()}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width: {100 * value:.0f}%"></i></span>'
        f'<span class="probability">{100 * value:.0f} %</span></li>'
        for part, value in parts.items()
        if value is not None
    )
    return (
        f'<p class="likeness"><b>{100 * whole:.0f} %</b> alike in the angles of the body</p>'
        f'<ol class="guesses">{rows}</ol>'
    )


LEGEND = (
    '<p class="legend"><span><i class="key left"></i>your left</span><span><i class="key right"></i>your right</span>'
    '<span><i class="key left-pale"></i><i class="key right-pale"></i>the reference, pale</span>'
    '<span><i class="key mark"></i>where you differ most</span></p>'
)


def table(comparison: Comparison, kind: Kind) -> str:
    """HTML: every angle of both, the largest difference first."""
    rows = "".join(_row(difference) for difference in comparison.differences)
    columns = "".join(f'<th scope="col">{title}</th>' for title in _COLUMNS[kind])
    return (
        f'<section class="angles"><table><thead><tr><th scope="col">Angle</th>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        '<p class="fine">This is what the two photos show. It does not say which of them is better, and the camera '
        "plays its part: a limb that points at it looks shorter than it is.</p></section>"
    )


def _row(difference: Difference) -> str:
    side, _, part = difference.angle.partition("_")
    name = _NAMES.get(difference.angle) or f"{side.capitalize()} {_NAMES.get(part, part).lower()}"
    hue = f' class="{side}"' if side in ("left", "right") else ""
    return (
        f'<tr><th scope="row"{hue}>{escape(name)}</th><td>{difference.mine:.0f}°</td>'
        f"<td>{difference.reference:.0f}°</td><td>{_signed(difference.whole)}</td></tr>"
    )


def _signed(degrees: int) -> str:
    """Degrees with their sign; a true minus sign lines up with the plus."""
    return f"{degrees:+d}°".replace("-", "\N{MINUS SIGN}").replace("+0°", "0°")


ALTERNATIVE_TEXT = "Your skeleton in blue and orange over the pale figure of the reference."
ALTERNATIVE_MINE, ALTERNATIVE_REFERENCE = "Your photo with skeletons", "The reference with skeletons"
