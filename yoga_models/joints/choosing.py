"""From how probable each place is to joints: of each, the place where the most probability lies close together."""

import cv2
import numpy as np

# Places along each side of the window whose probability is taken together: as wide as a joint is taught to be.
_WINDOW = 5


def choose(places: np.ndarray) -> np.ndarray:
    """Probabilities (P, 17, h, w) of places to joints (P, 17, 3): x, y in places, to fractions of one, and the
    probability that the joint is there or next to it.
    """
    people, joints, height, width = places.shape
    chosen = np.empty((people * joints, 3))
    reach = _WINDOW // 2
    for index, single in enumerate(places.reshape(-1, height, width)):
        mass = cv2.boxFilter(single, -1, (_WINDOW, _WINDOW), normalize=False, borderType=cv2.BORDER_CONSTANT)
        row, column = divmod(int(mass.argmax()), width)
        top, left = max(row - reach, 0), max(column - reach, 0)
        window = single[top : row + reach + 1, left : column + reach + 1]
        total = float(window.sum())
        along_y, along_x = window.sum(axis=1), window.sum(axis=0)
        y = top + float(along_y @ np.arange(len(along_y))) / max(total, 1e-12)
        x = left + float(along_x @ np.arange(len(along_x))) / max(total, 1e-12)
        chosen[index] = x, y, min(total, 1.0)
    return chosen.reshape(people, joints, 3)
