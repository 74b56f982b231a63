"""Everything the tab "Behind the scenes" says: OpenPose in four steps, and the legends of its pictures."""

import base64
import io
from collections.abc import Sequence
from html import escape

from PIL import Image

from yoga_models.body.skeleton import JOINTS, LIMBS
from yoga_models.drawing.fields import direction_wheel, heat_colours
from yoga_models.joints.inspection import Candidate

START = (
    '<section class="card start before"><div><h2>How does it see a person?</h2>'
    "<p>In the manner of OpenPose: first it says, for every spot of the photo, which joints may be there and which way "
    "the limbs run. Only then does it put people together. Choose a photo and watch it, step by step.</p>"
    "</div></section>"
)
EXAMPLES_HEADING = "<h3>Or look at one of these</h3>"

HEATMAPS = (
    '<p class="fine">This is the first look, at the whole photo. Everybody it finds is cut out and looked at again, '
    "larger, by a second network that is told whom to look at; the answer on the first tab comes from that one.</p>"
    "<h2><b>1</b> Where may each joint be?</h2>"
    "<p>For each of the 17 joints the network paints a <em>heatmap</em>: bright where it believes the joint to be. "
    "Everybody in the photo is on the same map. Each stage has seen the answer of the one before, and is surer.</p>"
)
PAFS = (
    "<h2><b>2</b> Which way do the limbs run?</h2>"
    "<p>Joints alone don't tell whose they are. So for each limb the network paints a <em>part affinity field</em>: at "
    "every spot on the limb, an arrow from one of its joints to the other. Stage by stage it is refined.</p>"
)
GROUPING = (
    "<h2><b>3</b> Which joints belong together?</h2>"
    "<p>Peaks of the two heatmaps are the ends a limb may have. Each pair is scored by walking along the line between "
    "them: do the arrows point the same way? Near 1 they do, all along. Pairs with little support are dropped at once; "
    "of the others the best is taken first, and no peak is used twice.</p>"
)
HEATMAP_ALTERNATIVE = "The heatmap of the chosen joint over the dimmed photo"
PAF_ALTERNATIVE = "The part affinity field of the chosen limb over the dimmed photo"
PAIRS_ALTERNATIVE = "The peaks of the limb's two joints, and the lines between them with their scores"

PHOTO = "The photo to look behind"
PEOPLE_ALTERNATIVE = "The photo with the skeletons of everybody who was found"
JOINT, LIMB, STAGE = "Joint", "Limb", "Stage"
ALL_JOINTS, ALL = "All joints", -1


def people(count: int) -> str:
    """HTML: what came of the limbs, where so many people were found."""
    if not count:
        return (
            "<h2><b>4</b> Nobody</h2><p>No limbs hung together well enough to make a person: there is nobody in the "
            "photo, or too little of a body. Where nothing looks like a joint, the maps above are faint.</p>"
        )
    found = "one person" if count == 1 else f"{count} people"
    return (
        f"<h2><b>4</b> People</h2><p>Limbs that share a joint make a person, who is then cut out for the second look. "
        f"In this photo that made {found}.</p>"
    )


def joint_choices() -> list[tuple[str, int]]:
    """What to call each joint, with its index; ``ALL`` stands for all."""
    return [(ALL_JOINTS, ALL), *((name.replace("_", " ").capitalize(), index) for index, name in enumerate(JOINTS))]


def limb_choices() -> list[tuple[str, int]]:
    """What to call each limb, with its index."""
    names = [name.replace("_", " ") for name in JOINTS]
    return [(f"{names[start]} to {names[end]}".capitalize(), index) for index, (start, end) in enumerate(LIMBS)]


def stage_choices(count: int) -> list[tuple[str, int]]:
    """What to call each of so many stages, with its index."""
    return [(str(index + 1), index) for index in range(count)]


def heat_legend() -> str:
    """HTML: the colours of a heatmap, from nothing to sure."""
    stops = ", ".join(f"rgb({r} {g} {b})" for r, g, b in heat_colours()[::32].tolist())
    return (
        f'<p class="legend"><span>not here</span><i class="scale" style="background: linear-gradient(90deg, {stops})">'
        "</i><span>surely here</span></p>"
    )


def direction_legend() -> str:
    """HTML: a wheel of the colours of directions."""
    file = io.BytesIO()
    Image.fromarray(direction_wheel(96)).save(file, "PNG")
    wheel = base64.b64encode(file.getvalue()).decode()
    return (
        f'<p class="legend"><img class="wheel" alt="A ring of hues, one for each direction" width="48" height="48" '
        f'src="data:image/png;base64,{wheel}"><span>Colour and arrows: which way the limb runs there. '
        "The fainter, the less sure.</span></p>"
    )


def candidates(found: Sequence[Candidate], limb: int, peaks: tuple[int, int]) -> str:
    """HTML: the candidates of a limb with their scores, and what became of them. ``peaks``: how many of each joint."""
    start, end = (JOINTS[joint].replace("_", " ") for joint in LIMBS[limb])
    pairs = peaks[0] * peaks[1]
    dropped = pairs - len(found)
    summary = f"{_count(peaks[0], start)} and {_count(peaks[1], end)}: {pairs} {'pair' if pairs == 1 else 'pairs'}."
    if dropped:
        summary += f" {'One' if dropped == 1 else dropped} had too little support."
    if not found:
        return f'<p class="fine" role="status">{escape(summary)}</p>'
    rows = "".join(
        f'<tr><th scope="row">{candidate.start} to {candidate.end}</th><td>{candidate.score:.2f}</td>'
        f"<td>{'part of a person' if candidate.accepted else 'not taken'}</td></tr>"
        for candidate in found
    )
    return (
        f'<section class="angles"><p class="fine" role="status">{escape(summary)}</p><table><thead><tr>'
        '<th scope="col">Pair</th><th scope="col">Score</th><th scope="col">Outcome</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _count(peaks: int, joint: str) -> str:
    return f"{peaks or 'no'} {'peak' if peaks == 1 else 'peaks'} for the {joint}"


CANDIDATE_LEGEND = (
    '<p class="legend"><span><i class="line"></i>part of a person</span>'
    '<span><i class="line dashed"></i>not taken</span></p>'
)
