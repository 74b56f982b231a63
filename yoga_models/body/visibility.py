"""What keeps a photo from showing a person better: parts out of the picture or hidden, people over each other."""

from collections.abc import Iterable, Sequence

import numpy as np

from yoga_models.body.boxes import areas
from yoga_models.body.similarity import torso
from yoga_models.body.skeleton import JOINT_INDEX, JOINTS

# What a part is called when one of it is meant, and when both are. The face does not count: many poses hide it.
_PARTS = {
    "shoulder": ("shoulder", "shoulders"),
    "elbow": ("elbow", "elbows"),
    "wrist": ("wrist", "wrists"),
    "hip": ("hip", "hips"),
    "knee": ("knee", "knees"),
    "ankle": ("foot", "feet"),
}

# The joints that a part hangs on, nearest first, and about how far it is from them at most, in lengths of the torso.
# The part itself stands for that of the other side.
_NEIGHBOURS: dict[str, tuple[tuple[str, float], ...]] = {
    "shoulder": (("shoulder", 0.8), ("hip", 1.0), ("elbow", 0.6)),
    "elbow": (("shoulder", 0.6), ("wrist", 0.5)),
    "wrist": (("elbow", 0.5), ("shoulder", 1.1), ("hip", 1.5)),
    "hip": (("hip", 0.5), ("shoulder", 1.0), ("knee", 0.8)),
    "knee": (("hip", 0.8), ("ankle", 0.8), ("shoulder", 1.8)),
    "ankle": (("knee", 0.8), ("hip", 1.6), ("shoulder", 2.6)),
    **dict.fromkeys(("nose", "eye", "ear"), (("shoulder", 0.6), ("hip", 1.6))),
}


def _next_joints() -> tuple[np.ndarray, np.ndarray]:
    """Both (17, 2, 3): what each joint hangs on, nearest first, and the reach of that. The nose and what else has no
    side hang on both sides, the others twice on their own; who hangs on two things hangs on the last one again.
    """
    joints, reaches = [], []
    for name in JOINTS:
        side, _, part = name.rpartition("_")
        for one in (side or "left", side or "right"):
            near = _NEIGHBOURS[part]
            near += near[-1:] * (3 - len(near))
            joints.append([_joint(one, part, neighbour) for neighbour, _ in near])
            reaches.append([reach for _, reach in near])
    return np.reshape(joints, (len(JOINTS), 2, 3)), np.reshape(reaches, (len(JOINTS), 2, 3))


def _joint(side: str, part: str, neighbour: str) -> int:
    """The index of what a part hangs on."""
    if part == neighbour:
        side = "left" if side == "right" else "right"
    return JOINT_INDEX[f"{side}_{neighbour}"]


_NEXT, _REACH = _next_joints()
_BODY = np.arange(JOINT_INDEX["left_shoulder"], len(JOINTS))

# The limb that ends in a part, and the one before it: they bend, so the part may lie behind the body instead.
_BENT = {"wrist": ("elbow", "shoulder"), "ankle": ("knee", "hip")}

# A longer list would be read by nobody.
_MAX_NAMED = 3

_MOST_OF_LIMB = 0.75

# A pose is told from at least this many joints, the face's apart, of which at least one is a hip: what hangs on it
# tells the rest.
_MIN_JOINTS = 5
_HIPS = [JOINT_INDEX["left_hip"], JOINT_INDEX["right_hip"]]

# Bodies overlap when this share of the smaller one's box lies in the other's.
_OVERLAP = 0.3


def hindrances(people: Sequence[np.ndarray], index: int, photo_size: tuple[int, int]) -> list[str]:
    """Sentences to the person with this index on what keeps the photo from showing them whole; empty when nothing does.

    ``people``: the joints of everyone in the photo, each (17, 2 or 3) with NaN where not found. ``photo_size``: its
    (height, width) in pixels.
    """
    outside, hidden = missing_joints(people[index], photo_size)
    folded = [name for name in outside if _may_be_folded(name, people[index], photo_size)]
    sentences = []
    if surely := [name for name in outside if name not in folded]:
        what = _listed(surely) or "Most of your body is"
        sentences.append(f"{what} out of the picture: step back so that your whole body fits.")
    if folded:
        sentences.append(f"{_listed(folded)} hidden or out of the picture: leave some room around your body.")
    if hidden:
        what = _listed(hidden) or "Much of your body is"
        they = "they show" if what.endswith(" are") else "it shows"
        sentences.append(f"{what} hidden: {they} better from another side.")
    if crossing := _overlapping(people, index):
        who, whose = ("Two people", "the other's") if crossing == 1 else ("Several people", "somebody else's")
        sentences.append(f"{who} overlap here: a joint may have been taken for {whose}.")
    return sentences


def shows_too_little(joints: np.ndarray) -> bool:
    """Whether too little of a body is seen to tell a pose: hardly a joint, or no hip.

    ``joints``: (17, 2 or 3), NaN where not found.
    """
    found = np.isfinite(joints[:, 0])
    body = [found[JOINT_INDEX[f"{side}_{part}"]] for part in _PARTS for side in ("left", "right")]
    return sum(body) < _MIN_JOINTS or not found[_HIPS].any()


def missing_joints(joints: np.ndarray, photo_size: tuple[int, int]) -> tuple[list[str], list[str]]:
    """Names of the joints, the face's apart, that are missing: those outside the picture, and those hidden in it.

    A joint is taken to lie outside where the next joint that was found is nearer to the border than most of the limb
    between them is long. ``joints``: (17, 2 or 3) in pixels of the photo. ``photo_size``: (height, width) in pixels.
    """
    beyond = outside_joints(joints, photo_size)
    names = [f"{side}_{part}" for part in _PARTS for side in ("left", "right")]
    missing = [name for name in names if np.isnan(joints[JOINT_INDEX[name], 0])]
    outside = [name for name in missing if beyond[JOINT_INDEX[name]]]
    return outside, [name for name in missing if name not in outside]


def outside_joints(joints: np.ndarray, photo_size: tuple[int, int]) -> np.ndarray:
    """(17,) bool: which of the joints that are missing are taken to lie outside of the picture.

    Arguments as for ``missing_joints``.
    """
    limit = _MOST_OF_LIMB * _size(joints)
    return np.asarray(np.isnan(joints[:, 0]) & (_rooms(joints, photo_size) < limit))


def _may_be_folded(name: str, joints: np.ndarray, photo_size: tuple[int, int]) -> bool:
    """Whether a hand or foot that is missing near the border would lie in the picture if its limb went straight on: in
    a kneeling or sitting body it is rather behind the rest.
    """
    side, part = name.split("_")
    if part not in _BENT:
        return False
    end, start = (joints[JOINT_INDEX[f"{side}_{one}"], :2] for one in _BENT[part])
    straight_on, limit = end + (end - start), np.array(photo_size[::-1]) - 1
    return bool(((straight_on >= 0) & (straight_on <= limit)).all())


def _size(joints: np.ndarray) -> float:
    """About the length of the torso in pixels, also where the trunk is not whole: what most limbs make it."""
    limbs = joints[_BODY, :2] - joints[_NEXT[_BODY, 0, 0], :2]
    lengths = np.linalg.norm(limbs, axis=1) / _REACH[_BODY, 0, 0]
    known = lengths[np.isfinite(lengths)]
    return max(torso(joints), float(np.median(known))) if len(known) else torso(joints)


def _rooms(joints: np.ndarray, photo_size: tuple[int, int]) -> np.ndarray:
    """(17,) pixels from the nearest joint found next to each to the border of the photo, relative to the length of the
    limb in torsos; of the face, the larger one of both sides. -inf where nothing near it was found: that side of the
    body is not in the picture.
    """
    points, last = joints[:, :2], np.array(photo_size[::-1]) - 1
    to_border = np.minimum(points, last - points).min(axis=1)
    rooms = to_border[_NEXT] / _REACH
    known = np.isfinite(rooms)
    nearest = np.take_along_axis(rooms, known.argmax(axis=2)[..., None], axis=2)[..., 0]
    return np.asarray(np.where(known.any(axis=2), nearest, -np.inf).max(axis=1))


def _listed(names: Iterable[str]) -> str | None:
    """The parts, both sides as one, as in "Your left knee and feet are"; ``None`` where there are too many to name."""
    sides: dict[str, list[str]] = {}
    for name in names:
        side, part = name.split("_")
        sides.setdefault(part, []).append(side)
    words = [_PARTS[part][1] if len(both) == 2 else f"{both[0]} {_PARTS[part][0]}" for part, both in sides.items()]
    if len(words) > _MAX_NAMED:
        return None
    plural = len(words) > 1 or any(len(both) == 2 for both in sides.values())
    *first, last = words
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"Your {listed} {'are' if plural else 'is'}"


def _overlapping(people: Sequence[np.ndarray], index: int) -> int:
    """How many others overlap with this person."""
    count = 0
    for other, joints in enumerate(people):
        mine, theirs, shared = areas(people[index], joints)
        count += other != index and shared > _OVERLAP * min(mine, theirs)
    return count
