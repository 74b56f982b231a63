"""Everything the Video tab says."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from demo.words.common import before, both_names, percent, said
from yoga_models.video.analysis import Progress, VideoAnalysis
from yoga_models.video.files import LIMITS
from yoga_models.video.holds import Hold

_Series = Sequence[tuple[float, float | None]]

VIDEO_TOOL = (
    f"One clip ({LIMITS}) in; every person by a number that stays with them, frame by frame, and which asana each of "
    "them held from when to when, in seconds. Returns JSON of the schema yoga-pose-video/1."
)
CLIP = "Your clip"
CLIP_NEEDED = "A clip is needed: send a video file."
CANCEL = "Cancel"
SAVE_DRAWING, SAVE_CSV = "Drawn clip", "Table as CSV"
PLAYER = "Your clip with skeletons"

PRIVACY_LINE = (
    f'<p class="fine">A clip of {LIMITS}. It is read on the computer that runs this page and goes nowhere else. '
    "It is deleted there within the hour.</p>"
)

START = before(
    "A clip, and what you held in it",
    f"Choose a clip of {LIMITS}, or record one. Keep the camera still and your whole body in the picture.",
    "You get it back with skeletons, and everybody keeps their number.",
    "A timeline to tap says which asana was held from when to when; curves show every angle.",
)
CANCELLED = said("Cancelled. Nothing was kept; choose another clip whenever you like.")
WORKING = '<section class="card start working"><p class="verdict" role="status">Looking at your clip.</p></section>'

_NOBODY = "I can't find a body in this clip, or only a part. Keep the camera still and your whole body in the picture."
_PLAY_FROM = "Play from"
ANGLES = "Angles over time"
EXAMPLE = "Try an example clip"
_CURVES = (("elbow", "Elbow"), ("shoulder", "Shoulder"), ("hip", "Hip"), ("knee", "Knee"))
# Pixels of a drawn curve, its edge included, and the degrees that its height stands for.
_WIDTH, _HEIGHT, _EDGE, _DEGREES = 480, 96, 6, 180
# More people than these are not drawn: those who are seen longest are.
_MOST_PEOPLE = 4
_NO_HOLD = "No asana was held for two seconds or longer that I could name surely."


def progress(step: Progress) -> str:
    """How far it is, and how long it will take."""
    done = f"{clock(step.done)} of {clock(step.total)}"
    return done if step.left is None else f"{done}, {_left(step.left)}"


def _left(seconds: float) -> str:
    if seconds < 5:
        return "nearly done"
    if seconds < 90:
        return f"about {5 * round(seconds / 5)} seconds left"
    return f"about {round(seconds / 60)} minutes left"


def clock(seconds: float) -> str:
    """A time in a clip: minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def card(result: VideoAnalysis) -> str:
    """HTML: the timeline of who held what, as a table."""
    if not result.holds:
        return f'<section class="card"><p class="verdict" role="status">{_NOBODY}</p></section>'
    held = [(number, hold) for number, holds in result.holds.items() for hold in holds]
    if not held:
        return f'<section class="card"><p class="verdict" role="status">{_NO_HOLD}</p></section>'
    several = len(result.holds) > 1
    rows = "".join(_row(number if several else None, hold) for number, hold in held)
    who = '<th scope="col">No.</th>' if several else ""
    return (
        f'<section class="card"><h2 role="status">What was held</h2>{_timeline(result)}'
        '<div class="angles holds"><table><thead><tr>'
        f'{who}<th scope="col">Asana</th><th scope="col">From, to</th><th scope="col">Held</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
        '<p class="fine">Minutes and seconds of the clip. A break of a moment does not end a hold.</p></div></section>'
    )


def _timeline(result: VideoAnalysis) -> str:
    """HTML: the clip from left to right, a line for everybody who held something; a tap plays from there."""
    several = len(result.holds) > 1
    lines = []
    for number, holds in result.holds.items():
        bars = "".join(
            f'<button type="button" data-seek="{hold.start:.2f}" aria-label="{_play(hold)}" '
            f'style="left: {_share(hold.start, result)}%; width: {_share(hold.seconds, result)}%">'
            f'<span lang="sa-Latn">{escape(hold.asana.sanskrit)}</span></button>'
            for hold in holds
        )
        if bars:
            who = f'<span class="who">{number}</span>' if several else ""
            lines.append(f'<div class="line">{who}<div class="bars">{bars}</div></div>')
    return f'<div class="timeline" data-seconds="{result.seconds:.2f}">{"".join(lines)}</div>'


def _share(seconds: float, result: VideoAnalysis) -> str:
    return f"{100 * min(seconds / max(result.seconds, 1e-6), 1.0):.2f}"


def _play(hold: Hold) -> str:
    return f"{_PLAY_FROM} {clock(hold.start)}: {escape(hold.asana.sanskrit)}"


def angles(result: VideoAnalysis) -> str:
    """HTML: the angles of those who are seen longest, left and right, as curves over the clip."""
    seen = Counter(one.number for frame in result.frames for one in frame.people)
    shown = sorted(number for number, _ in seen.most_common(_MOST_PEOPLE))
    if not shown:
        return '<p class="fine">Where nobody is seen, there are no angles.</p>'
    parts = [_person_curves(result, number, several=len(seen) > 1, first=number == shown[0]) for number in shown]
    return (
        f'<section class="curves">{"".join(parts)}<p class="fine">Degrees from 0 to {_DEGREES}, a straight joint at '
        'the top: <b class="left">your left</b> drawn through, <b class="right">your right</b> dashed. The line in '
        "the middle is a right angle. Gaps are where an angle can't be measured.</p></section>"
    )


def _person_curves(result: VideoAnalysis, number: int, *, several: bool, first: bool) -> str:
    series = result.angles(number)
    drawn = "".join(_curve(label, series[f"left_{part}"], series[f"right_{part}"], result) for part, label in _CURVES)
    if not several:
        return drawn
    return f"<details{' open' if first else ''}><summary>Person {number}</summary>{drawn}</details>"


def _curve(label: str, left: _Series, right: _Series, result: VideoAnalysis) -> str:
    return (
        f"<figure><figcaption>{label}</figcaption>"
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{label}, left and right, in degrees over the clip"><path d="M0 {_height(90):.0f}H{_WIDTH}"/>'
        f'<path class="left" d="{_path(left, result.seconds)}"/>'
        f'<path class="right" d="{_path(right, result.seconds)}"/></svg></figure>'
    )


def _path(values: _Series, seconds: float) -> str:
    """An SVG path through what was measured."""
    steps, pen = [], "M"
    for time, degrees in values:
        if degrees is None:
            pen = "M"
            continue
        steps.append(f"{pen}{_WIDTH * time / max(seconds, 1e-6):.1f} {_height(degrees):.1f}")
        pen = "L"
    return "".join(steps)


def _height(degrees: float) -> float:
    return _EDGE + (_HEIGHT - 2 * _EDGE) * (1 - degrees / _DEGREES)


def _row(number: int | None, hold: Hold) -> str:
    who = "" if number is None else f"<td>{number}</td>"
    name = both_names(hold.asana)
    return (
        f'<tr>{who}<th scope="row">{name} <span class="probability">{percent(hold.probability)}</span></th>'
        f'<td><button type="button" class="seek" data-seek="{hold.start:.2f}" aria-label="{_PLAY_FROM} '
        f'{clock(hold.start)}">{clock(hold.start)} \N{EN DASH} {clock(hold.end)}</button></td>'
        f"<td>{round(hold.seconds)} s</td></tr>"
    )
