"""People cut out of the example photos, to be moved over another ground: films whose people are known.

Needs no body model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from yoga_models.body.skeleton import DRAWN_LIMBS, HEAD, JOINT_INDEX, JOINTS, TRUNK

EXAMPLES = Path(__file__).resolve().parents[2] / "assets" / "examples"

_SIDE = 480
# Shares of the body's size: what surely belongs to a body lies this near to its bones, what may belong to it that near.
_SURE, _LIKELY, _POSSIBLE = 0.018, 0.055, 0.085
# Hands and feet go on beyond wrists and ankles, hair around the face, this far.
_HAND, _FOOT, _HAIR = 0.09, 0.075, 0.13
_ROUNDS = 4
# Hues of skin and hair, 0 to 180: these stay as they are when clothes are dyed.
_SKIN = 25


@dataclass(frozen=True)
class Cutout:
    """Somebody without the place where they were.

    ``picture``: (H, W, 3) uint8 RGB, cut to the body. ``alpha``: (H, W) float32, 0 to 1: what belongs to the body.
    """

    picture: np.ndarray
    alpha: np.ndarray

    def mirrored(self) -> Cutout:
        """The same person the other way round."""
        return Cutout(self.picture[:, ::-1], self.alpha[:, ::-1])

    def dyed(self, degrees: float) -> Cutout:
        """The same person in other clothes: their hues turned by so many degrees."""
        colours = cv2.cvtColor(self.picture, cv2.COLOR_RGB2HSV).astype(int)
        clothes = colours[..., 0] > _SKIN
        colours[clothes, 0] = (colours[clothes, 0] + round(degrees / 2)) % 180
        return replace(self, picture=cv2.cvtColor(colours.astype(np.uint8), cv2.COLOR_HSV2RGB))

    @property
    def stance(self) -> tuple[float, float]:
        """The first and the last column that touches the ground, in pixels."""
        feet = np.flatnonzero(self.alpha[-max(1, self.alpha.shape[0] // 12) :].max(axis=0) > 0.5)
        return float(feet[0]), float(feet[-1])

    def resized(self, height: float) -> Cutout:
        """The same person this many pixels high."""
        scale = height / self.alpha.shape[0]
        size = (max(1, round(self.alpha.shape[1] * scale)), max(1, round(height)))
        picture, alpha = (cv2.resize(layer, size, interpolation=cv2.INTER_AREA) for layer in (self.picture, self.alpha))
        return Cutout(picture, alpha)


def cut_out(name: str) -> Cutout:
    """The person of the example photo ``name``.jpg, which shows one."""
    entries = json.loads((EXAMPLES / "examples.json").read_text(encoding="utf-8"))
    (person,) = next(entry["people"] for entry in entries if entry["file"] == f"{name}.jpg")
    with Image.open(EXAMPLES / f"{name}.jpg") as photo:
        picture = np.asarray(photo.convert("RGB"))
    scale = _SIDE / max(picture.shape[:2])
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    joints = scale * np.array([[person["joints"][joint][axis] for axis in "xy"] for joint in JOINTS])
    body = _body(picture, joints)
    rows, columns = (np.flatnonzero(body.any(axis=axis)) for axis in (1, 0))
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Cutout(picture[part], cv2.GaussianBlur(body.astype(np.float32), (0, 0), 0.7)[part])


def _body(picture: np.ndarray, joints: np.ndarray) -> np.ndarray:
    """(H, W) bool: which pixels show the person with these joints (17, 2), by colour (Rother's GrabCut)."""
    size = float(np.ptp(joints, axis=0).max())
    possible = _near(picture, joints, _POSSIBLE * size)
    for elbow, wrist in ((7, 9), (8, 10)):
        hand = joints[wrist] + 0.5 * (joints[wrist] - joints[elbow])
        _disc(possible, hand, _HAND * size)
    _disc(possible, joints[list(HEAD)].mean(axis=0), _HAIR * size)
    for side in ("left", "right"):
        _disc(possible, joints[JOINT_INDEX[f"{side}_ankle"]], _FOOT * size)
    labels = np.full(picture.shape[:2], cv2.GC_BGD, np.uint8)
    labels[possible > 0] = cv2.GC_PR_BGD
    labels[_near(picture, joints, _LIKELY * size) > 0] = cv2.GC_PR_FGD
    labels[_near(picture, joints, _SURE * size) > 0] = cv2.GC_FGD
    cv2.setRNGSeed(0)
    nowhere, ground, figure = (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(picture, labels, nowhere, ground, figure, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    body = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    # Thin threads of the ground's own pattern go; what is left gets a smooth edge.
    thick = cv2.morphologyEx(body, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    return np.asarray(cv2.GaussianBlur(thick, (0, 0), 2.0)) > 0.5


def _near(picture: np.ndarray, joints: np.ndarray, distance: float) -> np.ndarray:
    """(H, W) uint8: 1 within about this many pixels of the bones, of the trunk and of the head."""
    near = np.zeros(picture.shape[:2], np.uint8)
    for a, b in DRAWN_LIMBS:
        cv2.line(near, _pixel(joints[a]), _pixel(joints[b]), 1, max(1, round(distance)))
    trunk = joints[[JOINT_INDEX[name] for name in TRUNK]]
    cv2.fillConvexPoly(near, cv2.convexHull(trunk.astype(np.int32)), 1)
    _disc(near, joints[list(HEAD)].mean(axis=0), distance)
    return near


def _disc(mask: np.ndarray, middle: np.ndarray, radius: float) -> None:
    cv2.circle(mask, _pixel(middle), max(1, round(radius)), 1, -1)


def _pixel(point: np.ndarray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
