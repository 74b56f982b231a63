"""Everything the Analyse tab says about a photo."""

from collections.abc import Sequence
from html import escape

from demo.words.common import before, heading, name, percent
from yoga_models.asanas.catalogue import Asana, load_catalogue
from yoga_models.asanas.guess import Guess, Verdict
from yoga_models.body.angles import describe
from yoga_models.body.visibility import hindrances
from yoga_models.results import Analysis

PHOTO, DRAWN = "Your photo", "Your photo with skeletons"
WHOM = "Whom would you like to look at?"
ANGLES, SHOW_ANGLES = "Angles", "Show the angles on the photo"
SAVE_DRAWING = "Drawn photo"
NOBODY = "I can't find a person here. A full-length photo with the whole body in the picture works best."
ANALYZE_TOOL = (
    "Find the people in a photo, their 17 joints in pixels, their joint angles in degrees, and the yoga asana each of "
    "them shows, with its probability. Returns JSON of the schema yoga-pose/1."
)
START = before(
    "Your answer appears here",
    "The asana's name, in Sanskrit and in English, or an honest “not sure”.",
    'The skeleton on your photo: <b class="left">your left in blue</b>, <b class="right">your right in orange</b>.',
    "Every joint's angle, left against right, in plain words.",
    figure=True,
)

_TABLE_ROWS = (
    ("elbow", "Elbow"),
    ("shoulder", "Shoulder"),
    ("hip", "Hip"),
    ("knee", "Knee"),
    ("shin_lean", "Shin, from upright"),
)
_DIFFICULTY = {1: "easy", 2: "moderate", 3: "demanding"}


def card(analysis: Analysis, chosen: int) -> str:
    """HTML: what the person with index ``chosen`` shows, or that nobody was found."""
    if not analysis.people:
        return f'<section class="card"><p class="verdict" role="status">{NOBODY}</p></section>'
    person = analysis.people[chosen]
    several = len(analysis.people) > 1
    kicker = f'<p class="kicker">Person {chosen + 1} of {len(analysis.people)}</p>' if several else ""
    seen = hindrances([one.joints for one in analysis.people], chosen, (analysis.height, analysis.width))
    note = f'<p class="note">{escape(" ".join(seen))}</p>' if seen else ""
    answer = _answer(person.verdict, person.asanas)
    return f'<section class="card">{kicker}{answer}{note}{_guesses(person.asanas)}</section>'


def _answer(verdict: Verdict, guesses: Sequence[Guess]) -> str:
    """The name when it is sure, otherwise an open word on what it might be."""
    best, probability = guesses[0].asana, percent(guesses[0].probability)
    if verdict != "confident":
        first, second = (name(guess.asana) for guess in guesses[:2])
        return f'<p class="verdict" role="status">Not sure. It looks most like {first}, then {second}.</p>'
    return (
        heading(best, f' <span class="probability">{probability}</span>')
        + f'<p class="facts">{_facts(best)}</p>{_relatives(best)}'
    )


def _facts(asana: Asana) -> str:
    """What kind of pose it is, and how difficult."""
    kinds = [kind.lower() for kind in asana.categories]
    facts = [*kinds, f"{_DIFFICULTY[asana.difficulty]} (difficulty {asana.difficulty} of 3)"]
    text = escape(", ".join(facts).capitalize())
    return f"{text}."


def _relatives(asana: Asana) -> str:
    """A line on the asanas that a photo hardly tells from this one; empty where there are none."""
    names = [name(load_catalogue()[relative]) for relative in asana.relatives]
    if not names:
        return ""
    kind = "its close relative" if len(names) == 1 else "one of its close relatives"
    return f'<p class="facts">Or {kind} {" or ".join(names)}: photos hardly tell them apart.</p>'


def _guesses(guesses: Sequence[Guess]) -> str:
    rows = "".join(
        f'<li><span class="guess"><b lang="sa-Latn">{escape(guess.asana.sanskrit)}</b> '
        f"{escape(guess.asana.english)}</span>"
        f'<span class="bar" aria-hidden="true"><i style="width: {100 * guess.probability:.0f}%"></i></span>'
        f'<span class="probability">{percent(guess.probability)}</span></li>'
        for guess in guesses
    )
    return f'<h3>Most probable</h3><ol class="guesses">{rows}</ol>'


def angles(analysis: Analysis, chosen: int) -> str:
    """HTML: the angles of the person with index ``chosen``, left against right, and what they say."""
    if not analysis.people:
        return '<p class="fine">Where nobody is seen, there are no angles.</p>'
    values = analysis.people[chosen].angles
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in describe(values))
    rows = "".join(_row(label, values[f"left_{part}"], values[f"right_{part}"]) for part, label in _TABLE_ROWS)
    return (
        f'<section class="angles"><ul class="sentences">{sentences}</ul>'
        '<table><thead><tr><th scope="col">Joint</th><th scope="col" class="left">Left</th>'
        '<th scope="col" class="right">Right</th><th scope="col">Difference</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        '<p class="fine">A straight joint has 180°. Left and right are your own. The angles are those seen in the '
        "photo: a limb that points at the camera looks shorter than it is.</p></section>"
    )


def _row(label: str, left: float | None, right: float | None) -> str:
    difference = "" if left is None or right is None else f"{abs(left - right):.0f}°"
    return (
        f'<tr><th scope="row">{label}</th><td class="left">{_degrees(left)}</td>'
        f'<td class="right">{_degrees(right)}</td><td>{difference}</td></tr>'
    )


def _degrees(value: float | None) -> str:
    return '<span class="unseen">not seen</span>' if value is None else f"{value:.0f}°"


def alternative_text(people: int) -> str:
    """What the drawn photo shows, for those who can't see it."""
    if not people:
        return "Your photo. Nobody was found in it."
    return f"Your photo with the skeleton of {'one person' if people == 1 else f'{people} people'} drawn on it."
