"""Everything the Analyse tab says about a photo."""

import json
from collections.abc import Sequence
from html import escape

from demo.words.common import DIFFICULTY, before, both_names, called, heading, name, percent
from yoga_models.asanas.catalogue import Asana
from yoga_models.asanas.guess import RESEMBLING, Guess
from yoga_models.asanas.relatives import open_relatives
from yoga_models.body.angles import describe
from yoga_models.body.visibility import hindrances, shows_too_little
from yoga_models.results import Analysis, Person

PHOTO, DRAWN = "Your photo", "Your photo with skeletons"
WHOM = "Whom would you like to look at?"
ANGLES, SHOW_ANGLES = "Angles", "Show the angles on the photo"
DRAWING, ALONE = "Drawing", "The skeleton alone, without the photo"
LEAST = "Hide joints that are less sure than"
LEAST_INFO = "In per cent. What is hidden stays in the table and in the numbers."
COMPARE, COMPARE_DRAWN = "Compare with another photo", "Compare with its drawing"
ABOUT, KEEP = "About this asana", "Keep as my reference"
SAVE_DRAWING = "Drawn photo"
NOBODY = "I can't find a body here, or only a part of one. A photo with the whole body in the picture works best."
TOO_LITTLE = "A person, but too little of the body to tell a pose."
STEP_BACK = "Step back until you are in the picture from head to feet."
NO_ANGLE = "There is no joint here whose angle can be measured: a limb has to be seen from one end to the other."
UNCLEAR = "Not clear: out of the picture, hidden, not surely seen, or pointing too much at the camera to be measured."
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
_UNSURE, _NO_ASANA, _RESEMBLES = "Not sure. It looks most like", "No asana I know.", "It resembles"
_WORTH_A_ROW = 0.01
# Photos whose longer side has fewer pixels show nobody well; this many do.
_MIN_SIDE, _GOOD_SIDE = 100, 300


def card(analysis: Analysis, chosen: int) -> str:
    """HTML: what the person with index ``chosen`` shows, or that nobody was found."""
    small = max(analysis.width, analysis.height) < _MIN_SIDE
    if not analysis.people:
        return f'<section class="card">{_sentence(_too_small(analysis) if small else NOBODY)}</section>'
    person = analysis.people[chosen]
    several = len(analysis.people) > 1
    kicker = f'<p class="kicker">Person {chosen + 1} of {len(analysis.people)}</p>' if several else ""
    seen = hindrances([one.joints for one in analysis.people], chosen, (analysis.height, analysis.width))
    if small:
        seen = [_too_small(analysis)]
    if person.verdict != "confident" and shows_too_little(person.joints):
        return f'<section class="card">{kicker}{_sentence(TOO_LITTLE)}{_note(seen or [STEP_BACK])}</section>'
    return f'<section class="card">{kicker}{_answer(person)}{_note(seen)}{_guesses(person)}{_further(person)}</section>'


def _too_small(analysis: Analysis) -> str:
    return (
        f"This photo has only {analysis.width} by {analysis.height} pixels, too few to see a pose well. "
        f"Choose a larger one: {_GOOD_SIDE} pixels or more."
    )


def _sentence(html: str) -> str:
    return f'<p class="verdict" role="status">{html}</p>'


def _note(sentences: Sequence[str]) -> str:
    return f'<p class="note">{escape(" ".join(sentences))}</p>' if sentences else ""


def _answer(person: Person) -> str:
    """The name when it is sure, otherwise an open word on what it might be."""
    best, probability = person.asanas[0].asana, percent(person.asanas[0].probability)
    if person.verdict == "unsure":
        worth = [guess for guess in person.asanas[:2] if guess.probability >= _WORTH_A_ROW]
        return _sentence(f"{_UNSURE} {_listed(worth or person.asanas[:1])}.")
    if person.verdict != "confident":
        near = [guess for guess in person.asanas[:2] if guess.probability >= RESEMBLING]
        return _sentence(f"{_NO_ASANA} {_RESEMBLES} {_listed(near)}." if near else _NO_ASANA)
    return (
        heading(best, f' <span class="probability">{probability}</span>')
        + f'<p class="facts">{_facts(best)}</p>{_relatives(person)}'
    )


def _listed(guesses: Sequence[Guess]) -> str:
    return ", then ".join(name(guess.asana) for guess in guesses)


def _facts(asana: Asana) -> str:
    """What kind of pose it is, and how difficult."""
    kinds = [kind.lower() for kind in asana.categories]
    facts = [*kinds, f"{DIFFICULTY[asana.difficulty]} (difficulty {asana.difficulty} of 3)"]
    text = escape(", ".join(facts).capitalize())
    return f"{text}."


def _further(person: Person) -> str:
    """What can be done with the answer: the browser may keep it, and the atlas says more about a name that is sure."""
    buttons = (
        f'<button type="button" data-open="compare">{COMPARE}</button>'
        f'<button type="button" data-keep="{_kept(person)}" data-name="{escape(called(person))}">{KEEP}</button>'
    )
    if person.verdict == "confident":
        number = person.asanas[0].asana.id
        buttons = (
            f'<button type="button" data-about="{number}">{ABOUT}</button>'
            f'<button type="button" data-reference="{number}">{COMPARE_DRAWN}</button>{buttons}'
        )
    return f'<div class="tools">{buttons}</div>'


def _kept(person: Person) -> str:
    """A person's joints as the browser keeps them, JSON: x, y and score of each, null where not found."""
    places = zip(person.joints, person.found, strict=True)
    joints = [[round(float(value), 2) for value in joint] if found else None for joint, found in places]
    return json.dumps(joints, separators=(",", ":"))


def _relatives(person: Person) -> str:
    """A line on the asanas that this may just as well be; empty where there are none."""
    names = [name(asana) for asana in open_relatives(person.asanas, person.joints)]
    if not names:
        return ""
    kind = "its close relative" if len(names) == 1 else "one of its close relatives"
    return f'<p class="facts">Or {kind} {" or ".join(names)}: photos hardly tell them apart.</p>'


def _guesses(person: Person) -> str:
    """What else it may be; empty where nothing else is worth a word."""
    worth = [guess for guess in person.asanas if guess.probability >= _WORTH_A_ROW]
    if person.verdict == "other" or (person.verdict == "confident" and len(worth) < 2):
        return ""
    rows = "".join(
        f'<li><span class="guess">{both_names(guess.asana)}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width: {100 * guess.probability:.0f}%"></i></span>'
        f'<span class="probability">{percent(guess.probability)}</span></li>'
        for guess in worth
    )
    return f'<h3>Most probable</h3><ol class="guesses">{rows}</ol>' if rows else ""


def angles(analysis: Analysis, chosen: int) -> str:
    """HTML: the angles of the person with index ``chosen``, left against right, and what they say."""
    if not analysis.people:
        return '<p class="fine">Where nobody is seen, there are no angles.</p>'
    if not measured(analysis, chosen):
        return f'<p class="fine">{NO_ANGLE}</p>'
    values = analysis.people[chosen].angles
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in describe(values))
    pairs = [(label, values[f"left_{part}"], values[f"right_{part}"]) for part, label in _TABLE_ROWS]
    rows = "".join(_row(*pair) for pair in pairs)
    unclear = f" {UNCLEAR}" if any(None in pair for pair in pairs) else ""
    return (
        f'<section class="angles"><ul class="sentences">{sentences}</ul>'
        '<table><thead><tr><th scope="col">Joint</th><th scope="col" class="left">Left</th>'
        '<th scope="col" class="right">Right</th><th scope="col">Difference</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        '<p class="fine">A straight joint has 180°. Left and right are your own. The angles are those seen in the '
        f"photo: a limb that points at the camera looks shorter than it is.{unclear}</p></section>"
    )


def measured(analysis: Analysis, chosen: int) -> bool:
    """Whether there is somebody with the index ``chosen``, of whom an angle could be measured."""
    return bool(analysis.people) and any(angle is not None for angle in analysis.people[chosen].angles.values())


def _row(label: str, left: float | None, right: float | None) -> str:
    difference = "" if left is None or right is None else f"{abs(round(left) - round(right))}°"
    return (
        f'<tr><th scope="row">{label}</th><td class="left">{_degrees(left)}</td>'
        f'<td class="right">{_degrees(right)}</td><td>{difference}</td></tr>'
    )


def _degrees(value: float | None) -> str:
    return '<span class="unseen">not clear</span>' if value is None else f"{value:.0f}°"


def alternative_text(people: int) -> str:
    """What the drawn photo shows, for those who can't see it."""
    if not people:
        return "Your photo, without a skeleton: no whole body was found in it."
    return f"Your photo with the skeleton of {'one person' if people == 1 else f'{people} people'} drawn on it."
