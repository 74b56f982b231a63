"""MediaPipe as a public peer, in an environment of its own: started by ``train.measure.benchmark``, not by hand.

Needs ``mediapipe==0.10.21`` and nothing of this project. Reads a path a line, writes a JSON object a line: ``ms`` from
the file to the joints, and ``joints`` (17 times x, y in pixels and visibility, in COCO order), ``null`` for nobody.
"""

import json
import sys
import time

import cv2
import mediapipe  # type: ignore[import-not-found, unused-ignore]

_COCO = (0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)
"""MediaPipe's number of each of the 17 COCO joints, out of its 33."""


def main() -> None:
    """Answer until the input ends. The argument is the model's complexity: 0 lite, 1 full, 2 heavy."""
    pose = mediapipe.solutions.pose.Pose(static_image_mode=True, model_complexity=int(sys.argv[1]))
    for line in sys.stdin:
        begun = time.perf_counter()
        photo = cv2.imread(line.rstrip("\n"))
        assert photo is not None, line
        image = cv2.cvtColor(photo, cv2.COLOR_BGR2RGB)
        found = pose.process(image).pose_landmarks
        height, width = image.shape[:2]
        joints = None
        if found:
            marks = [found.landmark[index] for index in _COCO]
            joints = [[mark.x * width - 0.5, mark.y * height - 0.5, mark.visibility] for mark in marks]
        ms = 1000 * (time.perf_counter() - begun)
        print(json.dumps({"ms": ms, "joints": joints}), flush=True)


if __name__ == "__main__":
    main()
