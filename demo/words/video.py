"""Everything the Video tab says."""

from demo.words.common import before, both_names, percent, said
from yoga_models.video.analysis import Progress, VideoAnalysis
from yoga_models.video.files import LIMITS
from yoga_models.video.holds import Hold

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
    "It is deleted there within an hour.</p>"
)

START = before(
    "A clip, and what you held in it",
    f"Choose a clip of {LIMITS}, or record one. Keep the camera still and your whole body in the picture.",
    "You get it back with skeletons, and everybody keeps their number.",
    "A table says which asana was held from when to when.",
)
CANCELLED = said("Cancelled. Nothing was kept; choose another clip whenever you like.")
WORKING = '<section class="card start working"><p class="verdict" role="status">Looking at your clip.</p></section>'

_NOBODY = "I can't find a person in this clip. It works best with the whole body in the picture and a still camera."
_PLAY_FROM = "Play from"
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
        '<section class="card"><h2 role="status">What was held</h2><div class="angles holds"><table><thead><tr>'
        f'{who}<th scope="col">Asana</th><th scope="col">From, to</th><th scope="col">Held</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
        '<p class="fine">Minutes and seconds of the clip. A break of a moment does not end a hold.</p></div></section>'
    )


def _row(number: int | None, hold: Hold) -> str:
    who = "" if number is None else f"<td>{number}</td>"
    name = both_names(hold.asana)
    return (
        f'<tr>{who}<th scope="row">{name} <span class="probability">{percent(hold.probability)}</span></th>'
        f'<td><button type="button" class="seek" data-seek="{hold.start:.2f}" aria-label="{_PLAY_FROM} '
        f'{clock(hold.start)}">{clock(hold.start)} \N{EN DASH} {clock(hold.end)}</button></td>'
        f"<td>{round(hold.seconds)} s</td></tr>"
    )
