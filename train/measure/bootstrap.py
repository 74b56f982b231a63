"""How sure a figure is: intervals by drawing whole groups of samples again and again, with replacement.

Samples of one group (the photos of one source, the joints of one photo) are no independent evidence, so a group is
drawn as a whole.
"""

from collections.abc import Iterator

import numpy as np

LEVELS = (0.025, 0.975)
"""Quantiles that bound a 95 % interval."""

_AT_ONCE = 50


def interval(values: np.ndarray) -> tuple[float, float]:
    """The 95 % interval of drawn figures; NaN among them (nothing drawn to measure) is left out."""
    low, high = np.nanquantile(values, LEVELS)
    return float(low), float(high)


def draw_counts(number: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """How often each of ``number`` groups is drawn: (k, number) int arrays, ``draws`` rows in all."""
    rng = np.random.default_rng(seed)
    for start in range(0, draws, _AT_ONCE):
        yield rng.multinomial(number, np.full(number, 1 / number), min(_AT_ONCE, draws - start))


def mean_interval(values: np.ndarray, groups: np.ndarray, draws: int = 1000, seed: int = 0) -> tuple[float, float]:
    """95 % interval of the mean of (N,) values, drawn by their (N,) groups."""
    _, inverse = np.unique(groups, return_inverse=True)
    totals, sizes = np.bincount(inverse, values), np.bincount(inverse)
    means = [(counts @ totals) / (counts @ sizes) for counts in draw_counts(len(sizes), draws, seed)]
    return interval(np.concatenate(means))
