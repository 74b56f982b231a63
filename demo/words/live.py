"""Everything the Live tab says, and the frame in which it is said."""

from collections.abc import Sequence
from html import escape
from typing import Any

from yoga_models.asanas.catalogue import Asana, load_catalogue
from yoga_models.body.angles import ANGLES

PRIVACY = (
    "What the camera sees is looked at, frame by frame, on the computer that runs this page. No frame is kept or "
    "recorded, and your practice stays in this browser. Your left stays your left, in blue, in the mirror too."
)
NOBODY = "I can't see a whole body yet. Step back until yours fits."
DARK = "More light, please: I can hardly see anything."
TURN = "Turn the phone on its side, so that you fit from hands to feet."
HOLD_STILL = "Hold still for a moment."
LOOKING = "I see you. One moment until I am sure."

_PARTS = {"ankle": "feet", "knee": "knees", "wrist": "hands", "elbow": "arms", "hip": "hips", "shoulder": "shoulders"}

_SCRIPT: dict[str, Any] = {
    "start": "Start the camera",
    "stop": "Stop",
    "left": "left",
    "right": "right",
    "rate": "{rate} looks a second",
    "behind": ", {seconds} s behind",
    "unreachable": "The page does not answer. Is it still running?",
    "nothing_to_keep": "I need to see you to keep a reference.",
    "next": "Next: {name}, {seconds} seconds",
    "done": "Done. Well practised.",
    "step": "{number} of {count}: {name}, {seconds} s",
    "less": "{seconds} s less on the {side}",
    "nothing_held": "Nothing was held yet.",
    "remove": "Remove {name}",
    "longest": "longest {seconds} s",
    "degrees": "{degrees}° on the {side}",
    "bent": {"knee": "bent knee", "hip": "bent hip"},
    "angles": ANGLES,
}

#: Practices to begin with: what they are called, and asanas (by Sanskrit name) with seconds.
PRACTICES: dict[str, Sequence[tuple[str, int]]] = {
    "Standing": (
        ("Tadasana", 20),
        ("Vriksasana", 20),
        ("Virabhadrasana II", 30),
        ("Utkatasana", 20),
        ("Uttanasana", 30),
    ),
    "Warriors": (("Virabhadrasana I", 30), ("Virabhadrasana II", 30), ("Virabhadrasana III", 20)),
    "On the floor": (("Adho Mukha Svanasana", 30), ("Bhujangasana", 20), ("Setu Bandha Sarvangasana", 30)),
}


def step_back(outside: Sequence[str]) -> str:
    """What is not in the picture, by names of joints: the part that matters most."""
    parts = {name.partition("_")[2] for name in outside}
    part = next((word for part, word in _PARTS.items() if part in parts), "whole body")
    return f"Step back, I can't see your {part}."


def script() -> dict[str, Any]:
    """The words of the tab's script, and the asanas by number."""
    asanas = {asana.id: [asana.sanskrit, asana.english] for asana in load_catalogue() if asana.trained}
    numbers = {sanskrit: number for number, (sanskrit, _) in asanas.items()}
    practices = {
        title: [[numbers[name], seconds] for name, seconds in steps if name in numbers]
        for title, steps in PRACTICES.items()
    }
    return {**_SCRIPT, "asanas": asanas, "practices": practices}


def stage() -> str:
    """HTML: the camera's picture and what is said on it, then the practice."""
    trained = sorted((asana for asana in load_catalogue() if asana.trained), key=lambda asana: asana.sanskrit)
    return (
        '<div class="live"><section class="live-stage" id="live-stage">'
        '<video id="live-video" autoplay playsinline muted></video><canvas id="live-canvas"></canvas>'
        f'<div class="live-start" id="live-start">{_START}</div>'
        '<p class="live-says" id="live-says" role="status"></p>'
        '<div class="live-held"><div class="live-name" id="live-name" role="status"></div>'
        '<div class="live-time"><b id="live-time"></b><span id="live-longest"></span></div></div>'
        '<p class="live-step" id="live-step"></p><p class="live-rate" id="live-rate"></p></section>'
        '<div class="tools">'
        f'<button type="button" class="chief" id="live-toggle">{_SCRIPT["start"]}</button>'
        '<button type="button" id="live-full">Full screen</button>'
        '<label><input type="checkbox" id="live-mirror" checked> Like a mirror</label>'
        '<label><input type="checkbox" id="live-speak"> Speak</label>'
        f'<label>Bell after <select id="live-bell">{_bells()}</select></label>'
        '<button type="button" id="live-keep">Keep this pose as my reference</button>'
        '<label id="live-ghost-label" hidden><input type="checkbox" id="live-ghost" checked> Show my reference</label>'
        "</div>"
        f'<p class="fine">{PRIVACY}</p>{_practice(trained)}</div>'
    )


_START = (
    "<h2>Live, while you practise</h2><ul>"
    "<li>Start your camera and step back until your whole body is in the picture.</li>"
    "<li>Your skeleton is drawn over the picture; the asana's name and the time you hold it stand large on it.</li>"
    "<li>The time starts by itself, a wobble does not stop it, and a bell rings when you have held long enough.</li>"
    "</ul>"
)


def _bells() -> str:
    chosen = 30
    options = [(0, "off"), *((seconds, f"{seconds} s") for seconds in (5, 10, 15, 20, 30, 45, 60, 90, 120))]
    return "".join(
        f'<option value="{seconds}"{" selected" if seconds == chosen else ""}>{label}</option>'
        for seconds, label in options
    )


def _practice(asanas: Sequence[Asana]) -> str:
    options = "".join(
        f'<option value="{asana.id}">{escape(asana.sanskrit)} ({escape(asana.english)})</option>' for asana in asanas
    )
    ready = "".join(f'<option value="{escape(title)}">{escape(title)}</option>' for title in PRACTICES)
    return (
        '<section class="card practice"><h2>A practice</h2>'
        '<div class="tools"><label>Take one <select id="practice-ready"><option value="">your own</option>'
        f"{ready}</select></label>"
        f'<label>or add <select id="practice-asana">{options}</select></label>'
        '<label>for <input type="number" id="practice-seconds" value="30" min="3" max="600"> seconds</label>'
        '<button type="button" id="practice-add">Add</button></div>'
        '<ol class="practice-list" id="practice-list"></ol>'
        '<h3>Held so far</h3><div id="practice-held" role="status"></div>'
        '<div class="tools" id="practice-home" hidden>'
        '<button type="button" data-take="csv">Table as CSV</button>'
        '<button type="button" data-take="json">Numbers as JSON</button>'
        '<button type="button" data-take="png">As a picture</button></div></section>'
    )
