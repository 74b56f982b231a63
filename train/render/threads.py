"""Keeping to one core."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import torch


@contextmanager
def one_thread() -> Iterator[None]:
    """Run numpy, OpenCV and torch on one thread: the arrays here are small, and waiting for others doubles the time."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-not-found, import-untyped, unused-ignore]

    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    with threadpool_limits(1):
        yield
