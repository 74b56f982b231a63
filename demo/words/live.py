"""Everything the Live tab says."""

from demo.words.common import before, heading, minutes
from yoga_models.video.holds import Hold

CAMERA = "Your camera"
MIRROR = "Show it like a mirror"
MIRROR_INFO = "Only the picture is mirrored: your left stays your left, in blue."

_MINUTES = 10
TIME_LIMIT_SECONDS = 60 * _MINUTES

PRIVACY_LINE = (
    '<p class="fine">What the camera sees is looked at, frame by frame, on the computer that runs this page, and '
    f"nothing of it is kept or recorded. After {_MINUTES} minutes it stops by itself; just start it again.</p>"
)

START = before(
    "Live, while you practise",
    "Start your camera, press Record, and step back until your whole body is in the picture.",
    "You see your skeleton, the asana's name and how long you have held it.",
    "The name waits until it is sure, so give it a moment.",
)

NOBODY = '<p class="verdict" role="status">I can\'t see anyone yet. Step back until your whole body fits.</p>'
UNSURE = '<p class="verdict" role="status">Hold still for a moment.</p>'


def name(hold: Hold) -> str:
    """HTML: the asana that is held."""
    return heading(hold.asana)


def clock(held: float | None, people: int, rate: float) -> str:
    """HTML: for how many seconds it is held, how many people there are, and how many frames a second are looked at."""
    seconds = "" if held is None else f'<p class="held"><span>held for</span> {minutes(held)}</p>'
    others = {0: "", 1: "", 2: "The largest of 2 people. "}.get(people, f"The largest of {people} people. ")
    return f'{seconds}<p class="fine rate">{others}{rate:.{rate < 2:d}f} looks a second</p>'


def picture(data_url: str, people: int) -> str:
    """HTML: one drawn frame. ``data_url``: a JPEG file."""
    who = {0: "nobody found in it", 1: "the skeleton of one person"}.get(people, f"the skeletons of {people} people")
    return f'<img class="live-frame" src="{data_url}" alt="What the camera sees, with {who}" decoding="sync">'
