"""What more than one tab says: about photos, people and asanas, about trouble, and the page's own head."""

from collections.abc import Sequence
from html import escape

from yoga_models.asanas.catalogue import Asana
from yoga_models.results import Person

TITLE = "Yoga Pose Studio"
HEADER = (
    f'<header class="masthead"><h1>{TITLE}</h1><p>Drop in a photo. See the pose, the joints, the angles.</p></header>'
)
TABS = {
    "analyse": "Analyse",
    "compare": "Compare",
    "atlas": "Atlas",
    "live": "Live",
    "video": "Video",
    "behind": "Behind the scenes",
}

PLACEHOLDER = "Drop a photo here\nor tap to choose"
EXAMPLES_HEADING = "<h3>Or try one of these</h3>"
PRIVACY = (
    "Your photo is read on the computer that runs this page and goes nowhere else. It is deleted there within the hour."
)
PRIVACY_LINE = f'<p class="fine">{PRIVACY}</p>'

TROUBLE = "This did not work, and it was not your photo's fault: this page may be busy. Wait a moment and try again."
BUSY = "This page is busy with other visitors. Try again in {} second{}."
FORGOTTEN = "This page forgets a photo after an hour. Choose your photo again."
FORGOTTEN_TITLE = "Gone"
NOTHING_FETCHED = "This page fetches nothing from other places. Send the photo itself."

LIKE_REFERENCE = "Just as in your reference."

TAKE_HOME, FROM_CODE, NUMBERS = "Take it home", "Use from code", "All the numbers"
SAVE_JSON, SAVE_CSV = "Numbers as JSON", "Table as CSV"

DIFFICULTY = {1: "easy", 2: "moderate", 3: "demanding"}

# Warrior II from the front: the person's left is on the viewer's right.
FIGURE = """<svg class="figure" viewBox="0 0 240 210" aria-hidden="true">
<g class="trunk"><path d="M106 70h28M106 70l5 56M134 70l-5 56M111 126h18"/><path d="M120 52v18"/></g>
<g class="left"><path d="M134 70l37 1 36 1M129 126l32 33 33 34"/></g>
<g class="right"><path d="M106 70l-37 1-36 1M111 126l-45 14-3 53"/></g>
<circle class="head" cx="120" cy="38" r="13"/>
<g class="left"><circle cx="171" cy="71" r="4"/><circle cx="161" cy="159" r="4"/></g>
<g class="right"><circle cx="69" cy="71" r="4"/><circle cx="66" cy="140" r="4"/></g>
</svg>"""


def busy(seconds: int) -> str:
    """What somebody is told who finds the line full: in how many seconds it is worth coming back."""
    return BUSY.format(seconds, "" if seconds == 1 else "s")


def before(title: str, *lines: str, figure: bool = False) -> str:
    """HTML: what a tab does, before it has anything to say. ``lines``: HTML."""
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return (
        f'<section class="card start before">{FIGURE if figure else ""}<div><h2>{title}</h2>'
        f"<ul>{listed}</ul></div></section>"
    )


def said(sentence: str) -> str:
    """HTML: one sentence in the place of an answer."""
    return f'<section class="card start"><p class="verdict" role="status">{escape(sentence)}</p></section>'


def trouble(sentence: str) -> str:
    """HTML: what went wrong, in the place of an answer."""
    return f'<section class="card start">{FIGURE}<p class="verdict" role="alert">{escape(sentence)}</p></section>'


def percent(probability: float) -> str:
    """A probability (0 to 1) without false precision: whole per cent, never a flat 0 or 100."""
    if probability < 0.01:
        return "< 1 %"
    if probability > 0.99:
        return "> 99 %"
    return f"{100 * probability:.0f} %"


def minutes(seconds: float) -> str:
    """A length of time: minutes and whole seconds."""
    full, rest = divmod(int(seconds), 60)
    return f"{full}:{rest:02d}"


def english(asana: Asana) -> str:
    """HTML: the English name; empty where it is the Sanskrit one over again."""
    return "" if asana.english == asana.sanskrit else escape(asana.english)


def name(asana: Asana) -> str:
    """HTML: an asana inside a sentence."""
    beside = english(asana)
    return f'<span lang="sa-Latn">{escape(asana.sanskrit)}</span>' + (f" ({beside})" if beside else "")


def both_names(asana: Asana) -> str:
    """HTML: an asana in a row of a list, the Sanskrit name first."""
    return f'<b lang="sa-Latn">{escape(asana.sanskrit)}</b> {english(asana)}'.rstrip()


def heading(asana: Asana, more: str = "") -> str:
    """HTML: an asana as the answer. ``more``: HTML beside the English name."""
    beside = english(asana) + more
    line = f'<p class="english">{beside}</p>' if beside else ""
    return f'<div role="status"><h2 class="name" lang="sa-Latn">{escape(asana.sanskrit)}</h2>{line}</div>'


def choices(people: Sequence[Person]) -> list[tuple[str, int]]:
    """What to call each person where one is chosen, with their index. The numbers are those drawn on the photo, and say
    enough where nobody shows an asana.
    """
    named = any(person.verdict in _CALLED for person in people)
    return [
        (f"{number}: {called(person)}" if named else str(number), number - 1)
        for number, person in enumerate(people, start=1)
    ]


def called(person: Person) -> str:
    """The asana that somebody shows, in a word or two."""
    if not person.asanas or person.verdict not in _CALLED:
        return "no asana I know"
    return _CALLED[person.verdict].format(person.asanas[0].asana.sanskrit)


_CALLED = {"confident": "{}", "unsure": "perhaps {}"}


def caption(stem: str) -> str:
    """What to call an example, by the name of its file without the ending."""
    return stem.replace("-", " ").capitalize()


def example(caption: str) -> str:
    """What the button of an example is called."""
    return f"Try the example: {caption}"
