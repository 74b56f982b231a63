"""What the joint angles mean, and the bone rotations that follow from them.

All angles are degrees and all zero is standing straight: arms hanging, eyes ahead. The world has x to the person's
left, -y to their front and z up.

* Trunk: ``bend`` forward, ``side`` to the own left, ``twist`` to the own left.
* An upper arm or thigh hangs down at ``lift`` 0; ``lift`` swings it up to 180 (overhead) within a ``plane``: 0 out to
  its own side, 90 to the front, -90 to the back, 180 across the body. ``turn`` then rotates it about itself, outward
  positive.
* ``elbow`` and ``knee`` fold, ``palm`` turns the forearm outward, ``wrist`` bends the hand back, ``ankle`` points the
  foot, ``toes`` bends the toes up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from train.render.rotation import DOWN, FRONT, UP, X, Y, Z, about, between, flat_heading, unit

SIDES = {"left": 1.0, "right": -1.0}
_LETTER = {"left": "L", "right": "R"}
_CHAINS = {"hand": ("upperarm01", "lowerarm01", "wrist"), "foot": ("upperleg01", "lowerleg01", "foot")}
_SPINE = {"spine05": 0.15, "spine04": 0.35, "spine03": 0.55, "spine02": 0.75, "spine01": 1.0}
_NECK = {"neck01": 0.25, "neck02": 0.5, "neck03": 0.75, "head": 1.0}


@dataclass(frozen=True)
class Trunk:
    """Angles of the spine or of the neck, spread over its bones."""

    bend: float = 0.0
    side: float = 0.0
    twist: float = 0.0


@dataclass(frozen=True)
class Arm:
    """Angles of an arm."""

    lift: float = 8.0
    plane: float = 0.0
    turn: float = 0.0
    elbow: float = 5.0
    palm: float = 0.0
    wrist: float = 0.0


@dataclass(frozen=True)
class Leg:
    """Angles of a leg."""

    lift: float = 0.0
    plane: float = 0.0
    turn: float = 0.0
    knee: float = 0.0
    ankle: float = 0.0
    toes: float = 0.0


@dataclass(frozen=True)
class Reach:
    """A hand or foot that is put somewhere: the limb is bent and turned until the wrist or ankle is there.

    Attributes:
        limb: ``"left_hand"``, ``"right_hand"``, ``"left_foot"`` or ``"right_foot"``.
        bone: the bone whose head is the goal.
        offset: metres (left, back, up) as the pelvis sees them, added to the goal.
        swivel: degrees that the elbow or knee is then turned about the line from shoulder to wrist or from hip to
            ankle, the way that takes the elbow of an arm held out to the front from below outward and up, and
            a knee from above inward.
    """

    limb: str
    bone: str
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    swivel: float = 0.0


@dataclass(frozen=True)
class Pose:
    """A whole body.

    Attributes:
        root: (pitch forward, roll to the own left, yaw to the own left) of the pelvis.
        flat: hands and feet laid flat on the floor, such as ``"left_foot"``.
        touching: two groups of parts that both rest on the floor (names of :data:`CONTACTS`); the body is tilted until
            they do. Empty: it only comes down until its lowest point touches.
        reaches: hands that hold something and feet that are put somewhere, one after the other.
    """

    root: tuple[float, float, float] = (0.0, 0.0, 0.0)
    spine: Trunk = Trunk()
    neck: Trunk = Trunk()
    left_arm: Arm = Arm()
    right_arm: Arm = Arm()
    left_leg: Leg = Leg()
    right_leg: Leg = Leg()
    flat: tuple[str, ...] = ()
    touching: tuple[str, ...] = ()
    reaches: tuple[Reach, ...] = field(default=())


def mirrored(pose: Pose) -> Pose:
    """The same pose with left and right exchanged."""

    def swap(name: str) -> str:
        if name.startswith("left"):
            return "right" + name.removeprefix("left")
        return "left" + name.removeprefix("right") if name.startswith("right") else name

    def swap_bone(name: str) -> str:
        ends = {".L": ".R", ".R": ".L"}
        return name[:-2] + ends[name[-2:]] if name[-2:] in ends else name

    def turn_trunk(trunk: Trunk) -> Trunk:
        return replace(trunk, side=-trunk.side, twist=-trunk.twist)

    return Pose(
        root=(pose.root[0], -pose.root[1], -pose.root[2]),
        spine=turn_trunk(pose.spine),
        neck=turn_trunk(pose.neck),
        left_arm=pose.right_arm,
        right_arm=pose.left_arm,
        left_leg=pose.right_leg,
        right_leg=pose.left_leg,
        flat=tuple(swap(name) for name in pose.flat),
        touching=tuple(swap(name) for name in pose.touching),
        reaches=tuple(
            replace(
                reach,
                limb=swap(reach.limb),
                bone=swap_bone(reach.bone),
                offset=(-reach.offset[0], *reach.offset[1:]),
            )
            for reach in pose.reaches
        ),
    )


@dataclass
class Skeleton:
    """The bones of one body at rest.

    Attributes:
        labels: name of every bone.
        parents: parent of every bone, -1 for the root; parents come first.
        heads: (B, 3) float, where each bone begins, metres, in the rest pose (arms out at about 45 degrees).
    """

    labels: list[str]
    parents: list[int]
    heads: np.ndarray

    def __post_init__(self) -> None:
        self.index = {label: number for number, label in enumerate(self.labels)}

    def head(self, label: str) -> np.ndarray:
        return self.heads[self.index[label]]


def _swing(side: float, lift: float, plane: float) -> np.ndarray:
    """The rotation that takes a hanging limb to its direction."""
    angle = np.radians(plane)
    return about(np.array([-np.sin(angle), -side * np.cos(angle), 0.0]), lift)


def _trunk_rotation(trunk: Trunk, share: float) -> np.ndarray:
    return about(Z, share * trunk.twist) @ about(Y, share * trunk.side) @ about(X, share * trunk.bend)


class Poser:
    """Turns a :class:`Pose` into the world rotation and place of every bone of one skeleton."""

    def __init__(self, skeleton: Skeleton) -> None:
        self.skeleton = skeleton
        self.straight = {side: self._straighten(letter) for side, letter in _LETTER.items()}

    def _straighten(self, letter: str) -> dict[str, np.ndarray]:
        """The rotations that take the rest pose to the straight stand, by segment of the limbs of one side."""
        head = self.skeleton.head

        def align(start: str, end: str) -> np.ndarray:
            return between(head(f"{end}.{letter}") - head(f"{start}.{letter}"), DOWN)

        upper_arm = align("upperarm01", "lowerarm01")
        fore = upper_arm @ (head(f"wrist.{letter}") - head(f"lowerarm01.{letter}"))
        return {
            "upper_arm": upper_arm,
            "forearm": between(fore, DOWN) @ upper_arm,
            "thigh": align("upperleg01", "lowerleg01"),
            "shin": align("lowerleg01", "foot"),
            "foot": np.eye(3),
        }

    def rotations(self, pose: Pose, tilt: np.ndarray) -> np.ndarray:
        """World rotation of every bone against the rest pose, (B, 3, 3), the whole body turned by ``tilt`` (3, 3)."""
        pitch, roll, yaw = pose.root
        root = tilt @ about(Z, yaw) @ about(Y, roll) @ about(X, pitch)
        chest = root @ _trunk_rotation(pose.spine, 1.0)
        named = {"root": root}
        for label, share in _SPINE.items():
            named[label] = root @ _trunk_rotation(pose.spine, share)
        for label, share in _NECK.items():
            named[label] = chest @ _trunk_rotation(pose.neck, share)
        for side, arm, leg in (("left", pose.left_arm, pose.left_leg), ("right", pose.right_arm, pose.right_leg)):
            named.update(self._arm(side, arm, chest, root, f"{side}_hand" in pose.flat))
            named.update(self._leg(side, leg, root, f"{side}_foot" in pose.flat))
        return self._spread(named)

    def _spread(self, named: dict[str, np.ndarray]) -> np.ndarray:
        """Rotations of all bones: those not named follow their parent."""
        result = np.empty((len(self.skeleton.labels), 3, 3))
        for number, label in enumerate(self.skeleton.labels):
            result[number] = named[label] if label in named else result[self.skeleton.parents[number]]
        return result

    def _arm(self, side: str, arm: Arm, chest: np.ndarray, root: np.ndarray, flat: bool) -> dict[str, np.ndarray]:
        sign, letter, straight = SIDES[side], _LETTER[side], self.straight[side]
        swing = _swing(sign, arm.lift, arm.plane)
        # The shoulder blade goes along with the arm once it is lifted.
        follow = max(0.0, arm.lift - 20.0) * 0.3
        upper = chest @ swing @ about(DOWN, -sign * arm.turn)
        fore = upper @ about(X, -arm.elbow)
        hand = fore @ about(DOWN, -sign * arm.palm)
        placed = hand @ about(Y, sign * arm.wrist) @ straight["forearm"]
        if flat:
            placed = self._flat_hand(letter, fore @ DOWN, root)
        return {
            f"clavicle.{letter}": chest @ _swing(sign, 0.5 * follow, arm.plane),
            f"shoulder01.{letter}": chest @ _swing(sign, follow, arm.plane),
            f"upperarm01.{letter}": chest @ swing @ about(DOWN, -sign * arm.turn * 0.5) @ straight["upper_arm"],
            f"upperarm02.{letter}": upper @ straight["upper_arm"],
            f"lowerarm01.{letter}": fore @ straight["forearm"],
            f"lowerarm02.{letter}": fore @ about(DOWN, -sign * arm.palm * 0.5) @ straight["forearm"],
            f"wrist.{letter}": placed,
        }

    def _flat_hand(self, letter: str, forearm: np.ndarray, root: np.ndarray) -> np.ndarray:
        """The rotation of a hand with its palm on the floor, its fingers towards the head's or the back's side."""
        head = self.skeleton.head
        fingers = unit(head(f"finger3-1.{letter}") - head(f"wrist.{letter}"))
        across = head(f"finger5-1.{letter}") - head(f"finger2-1.{letter}")
        # Seen from the back of the hand, the little finger is on the outer side of either hand.
        back = unit(np.cross(across, fingers) if letter == "R" else np.cross(fingers, across))
        rest = np.stack([fingers, back, np.cross(fingers, back)], axis=1)
        ahead = (root @ UP + 0.5 * root @ Y + 0.3 * forearm) * (1.0, 1.0, 0.0)
        ahead = unit(ahead)
        goal = np.stack([ahead, UP, np.cross(ahead, UP)], axis=1)
        return goal @ rest.T

    def _leg(self, side: str, leg: Leg, root: np.ndarray, flat: bool) -> dict[str, np.ndarray]:
        sign, letter, straight = SIDES[side], _LETTER[side], self.straight[side]
        swing = _swing(sign, leg.lift, leg.plane)
        thigh = root @ swing @ about(DOWN, -sign * leg.turn)
        shin = thigh @ about(X, leg.knee)
        foot = shin @ about(X, leg.ankle)
        if flat:
            foot = flat_heading(foot @ FRONT)
        bones = {
            f"pelvis.{letter}": root @ _swing(sign, 0.15 * leg.lift, leg.plane),
            f"upperleg01.{letter}": root @ swing @ about(DOWN, -sign * leg.turn * 0.5) @ straight["thigh"],
            f"upperleg02.{letter}": thigh @ straight["thigh"],
            f"lowerleg01.{letter}": shin @ straight["shin"],
            f"lowerleg02.{letter}": shin @ straight["shin"],
            f"foot.{letter}": foot @ straight["foot"],
        }
        bent = foot @ about(X, -leg.toes)
        bones.update({f"toe{toe}-1.{letter}": bent for toe in range(1, 6)})
        return bones

    def places(self, rotations: np.ndarray) -> np.ndarray:
        """Where every bone begins, (B, 3) metres, with the root's head where it was at rest."""
        heads, parents = self.skeleton.heads, self.skeleton.parents
        result = heads.copy()
        for number, parent in enumerate(parents):
            if parent >= 0:
                result[number] = result[parent] + rotations[parent] @ (heads[number] - heads[parent])
        return result

    def reach(self, reach: Reach, rotations: np.ndarray, flat: bool = False) -> np.ndarray:
        """The rotations with one limb bent and turned so that its end comes to the goal, or as near as it can.

        Args:
            reach: which limb, and where to.
            rotations: (B, 3, 3) of all bones against the rest pose.
            flat: the hand or foot lies on the floor and keeps its rotation.
        """
        side, end = reach.limb.split("_")
        letter, index = _LETTER[side], self.skeleton.index
        places = self.places(rotations)
        goal = places[index[reach.bone]] + rotations[index["root"]] @ np.array(reach.offset)
        first, middle, last = (index[f"{name}.{letter}"] for name in _CHAINS[end])
        upper = float(np.linalg.norm(places[middle] - places[first]))
        fore = float(np.linalg.norm(places[last] - places[middle]))
        shortest, longest = abs(upper - fore) + 1e-3, upper + fore - 1e-3
        distance = float(np.clip(np.linalg.norm(goal - places[first]), shortest, longest))
        inner = np.degrees(np.arccos((upper**2 + fore**2 - distance**2) / (2 * upper * fore)))

        along, beyond = places[middle] - places[first], places[last] - places[middle]
        hinge = np.cross(along, beyond)
        if np.linalg.norm(hinge) < 1e-4:
            # A straight arm folds to the front, as the elbow does, and a straight leg to the back.
            segment, fold_axis = ("forearm", -X) if end == "hand" else ("shin", X)
            hinge = rotations[middle] @ self.straight[side][segment].T @ fold_axis
        now = np.degrees(np.arctan2(np.linalg.norm(np.cross(along, beyond)), along @ beyond))
        bend = about(unit(hinge), 180.0 - inner - now)
        line = goal - places[first]
        turn = about(unit(line), SIDES[side] * reach.swivel) @ between(along + bend @ beyond, line)
        result = rotations.copy()
        for number in range(len(result)):
            if self._within(number, first) and not (flat and self._within(number, last)):
                fold = bend if self._within(number, middle) else np.eye(3)
                result[number] = turn @ fold @ rotations[number]
        return result

    def _within(self, bone: int, ancestor: int) -> bool:
        while bone > ancestor:
            bone = self.skeleton.parents[bone]
        return bone == ancestor
