"""Everything the page says about an analysis: sentences and the small pieces of HTML that hold them."""

from collections.abc import Sequence
from html import escape

from yoga_models.asanas.catalogue import Asana, load_catalogue
from yoga_models.asanas.guess import Guess, Verdict
from yoga_models.body.angles import describe
from yoga_models.body.visibility import hindrances
from yoga_models.results import Analysis, Person

NOBODY = "I can't find a person here. A full-length photo with the whole body in the picture works best."
PLACEHOLDER = "Drop a photo here\nor tap to choose"
ANALYZE_TOOL = (
    "Find the people in a photo, their 17 joints in pixels, their joint angles in degrees, and the yoga asana each of "
    "them shows, with its probability. Returns JSON of the schema yoga-pose/1."
)
PRIVACY = (
    "Your photo is read on the computer that runs this page and goes nowhere else. It is deleted there within the hour."
)
TROUBLE = "This did not work, and it was not your photo's fault: this page may be busy. Wait a moment and try again."
FORGOTTEN = "This page forgets a photo after an hour. Choose your photo again."

_TABLE_ROWS = (
    ("elbow", "Elbow"),
    ("shoulder", "Shoulder"),
    ("hip", "Hip"),
    ("knee", "Knee"),
    ("shin_lean", "Shin, from upright"),
)
_DIFFICULTY = {1: "easy", 2: "moderate", 3: "demanding"}


def percent(probability: float) -> str:
    """A probability (0 to 1) without false precision: whole per cent, never a flat 0 or 100."""
    if probability < 0.01:
        return "< 1 %"
    if probability > 0.99:
        return "> 99 %"
    return f"{100 * probability:.0f} %"


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
        first, second = (_name(guess.asana) for guess in guesses[:2])
        return f'<p class="verdict" role="status">Not sure. It looks most like {first}, then {second}.</p>'
    return (
        f'<div role="status"><h2 class="name" lang="sa-Latn">{escape(best.sanskrit)}</h2>'
        f'<p class="english">{escape(best.english)} <span class="probability">{probability}</span></p></div>'
        f'<p class="facts">{_facts(best)}</p>{_relatives(best)}'
    )


def _facts(asana: Asana) -> str:
    """What kind of pose it is, and how difficult."""
    kinds = [kind.lower() for kind in asana.categories]
    facts = [*kinds, f"{_DIFFICULTY[asana.difficulty]} (difficulty {asana.difficulty} of 3)"]
    text = escape(", ".join(facts).capitalize())
    return f"{text}."


def _relatives(asana: Asana) -> str:
    """A line on the asanas that a photo hardly tells from this one; empty where there are none."""
    names = [_name(load_catalogue()[relative]) for relative in asana.relatives]
    if not names:
        return ""
    kind = "its close relative" if len(names) == 1 else "one of its close relatives"
    return f'<p class="facts">Or {kind} {" or ".join(names)}: photos hardly tell them apart.</p>'


def _name(asana: Asana) -> str:
    return f'<span lang="sa-Latn">{escape(asana.sanskrit)}</span> ({escape(asana.english)})'


def _guesses(guesses: Sequence[Guess]) -> str:
    rows = "".join(
        f'<li><span class="guess"><b lang="sa-Latn">{escape(guess.asana.sanskrit)}</b> '
        f"{escape(guess.asana.english)}</span>"
        f'<span class="bar" aria-hidden="true"><i style="width: {100 * guess.probability:.0f}%"></i></span>'
        f'<span class="probability">{percent(guess.probability)}</span></li>'
        for guess in guesses
    )
    return f'<h3>Most probable</h3><ol class="guesses">{rows}</ol>'


def choices(people: Sequence[Person]) -> list[tuple[str, int]]:
    """What to call each person where one is chosen, with their index. The numbers are those drawn on the photo."""
    return [(f"{number}: {called(person)}", number - 1) for number, person in enumerate(people, start=1)]


def called(person: Person) -> str:
    """The asana that somebody shows, in a word or two."""
    name = person.asanas[0].asana.sanskrit
    return name if person.verdict == "confident" else f"perhaps {name}"


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


def trouble(sentence: str) -> str:
    """HTML: what went wrong, in the place of an answer."""
    return f'<section class="card start">{_FIGURE}<p class="verdict" role="alert">{escape(sentence)}</p></section>'


HEADER = (
    '<header class="masthead"><h1>Yoga Pose Studio</h1>'
    "<p>Drop in a photo. See the pose, the joints, the angles.</p></header>"
)

# Warrior II from the front: the person's left is on the viewer's right.
_FIGURE = """<svg class="figure" viewBox="0 0 240 210" aria-hidden="true">
<g class="trunk"><path d="M106 70h28M106 70l5 56M134 70l-5 56M111 126h18"/><path d="M120 52v18"/></g>
<g class="left"><path d="M134 70l37 1 36 1M129 126l32 33 33 34"/></g>
<g class="right"><path d="M106 70l-37 1-36 1M111 126l-45 14-3 53"/></g>
<circle class="head" cx="120" cy="38" r="13"/>
<g class="left"><circle cx="171" cy="71" r="4"/><circle cx="161" cy="159" r="4"/></g>
<g class="right"><circle cx="69" cy="71" r="4"/><circle cx="66" cy="140" r="4"/></g>
</svg>"""

START = f"""<section class="card start before">{_FIGURE}<div><h2>Your answer appears here</h2>
<ul><li>The asana's name, in Sanskrit and in English, or an honest “not sure”.</li>
<li>The skeleton on your photo: <b class="left">your left in blue</b>, <b class="right">your right in orange</b>.</li>
<li>Every joint's angle, left against right, in plain words.</li></ul></div></section>"""

PRIVACY_LINE = f'<p class="fine">{PRIVACY}</p>'
EXAMPLES_HEADING = "<h3>Or try one of these</h3>"
