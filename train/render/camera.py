"""A pinhole camera in a world with z up, metres."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from train.render.rotation import Z, about, unit


@dataclass(frozen=True)
class Camera:
    """A camera that looks at a point.

    Attributes:
        target: the point (x, y, z) in the middle of the picture, metres.
        azimuth: degrees; 0 looks at the front of a person who faces -y, 90 at their left side.
        elevation: degrees above the horizon.
        roll: degrees the picture is turned clockwise.
        distance: metres from the target.
        view: degrees across the longer side of the picture.
        width, height: pixels.
    """

    target: tuple[float, float, float] = (0.0, 0.0, 0.9)
    azimuth: float = 0.0
    elevation: float = 5.0
    roll: float = 0.0
    distance: float = 4.0
    view: float = 40.0
    width: int = 640
    height: int = 640

    @property
    def axes(self) -> np.ndarray:
        """Right, down and forward as the rows of a (3, 3) matrix."""
        turn, rise = np.radians(self.azimuth), np.radians(self.elevation)
        forward = -np.array([np.sin(turn) * np.cos(rise), -np.cos(turn) * np.cos(rise), np.sin(rise)])
        right = unit(np.cross(forward, Z))
        down = np.cross(forward, right)
        # The picture turns clockwise when the camera turns the other way.
        return np.stack([right, down, forward]) @ about(forward, self.roll)

    @property
    def position(self) -> np.ndarray:
        """Where the camera is, (3,) metres; never under the floor."""
        place = np.array(self.target) - self.distance * self.axes[2]
        place[2] = max(place[2], 0.12)
        return place

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return 0.5 * max(self.width, self.height) / float(np.tan(np.radians(self.view / 2)))

    @property
    def centre(self) -> np.ndarray:
        """Pixel (2,) that the camera points at."""
        return np.array([(self.width - 1) / 2, (self.height - 1) / 2])

    def scaled(self, factor: int) -> Camera:
        """The same view with ``factor`` times as many pixels along each side."""
        return replace(self, width=self.width * factor, height=self.height * factor)

    def project(self, points: np.ndarray) -> np.ndarray:
        """Points (N, 3) in metres to (N, 3): x and y in pixels, depth in metres (not positive: behind the camera)."""
        seen = (points - self.position) @ self.axes.T
        depth = np.where(np.abs(seen[:, 2]) < 1e-6, 1e-6, seen[:, 2])
        flat = seen[:, :2] * (self.focal / depth)[:, None] + self.centre
        return np.column_stack([flat, seen[:, 2]])

    def rays(self) -> np.ndarray:
        """Direction (H, W, 3) float32 from the camera through every pixel, forward part 1."""
        right, down, forward = self.axes.astype(np.float32)
        x = (np.arange(self.width, dtype=np.float32) - np.float32(self.centre[0])) / np.float32(self.focal)
        y = (np.arange(self.height, dtype=np.float32) - np.float32(self.centre[1])) / np.float32(self.focal)
        return x[None, :, None] * right + y[:, None, None] * down + forward

    def framing(self, points: np.ndarray, margin: float = 0.08) -> Camera:
        """The same view moved so that all points (N, 3) fill the picture but for a margin (share of each side)."""
        camera = self
        size = np.array([self.width, self.height])
        for _ in range(16):
            seen = camera.project(points)
            nearest = float(seen[:, 2].min())
            if nearest <= 0.05:
                camera = replace(camera, distance=camera.distance + 0.5 - nearest)
                continue
            # Steps by the nearest point: by the middle one, the camera would jump to and fro before somebody who lies
            # along the view.
            low, high = seen[:, :2].min(axis=0), seen[:, :2].max(axis=0)
            shift = (low + high) / 2 - camera.centre
            move = camera.axes[:2].T @ (shift * nearest / camera.focal)
            scale = float(np.max((high - low) / (size * (1 - 2 * margin))))
            x, y, z = np.array(camera.target) + move
            distance = max(camera.distance + nearest * (scale - 1), 0.8)
            camera = replace(camera, target=(x, y, z), distance=distance)
        return camera
