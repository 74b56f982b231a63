"""What a Space on ZeroGPU wants to see before it starts: a function that may borrow a graphics card.

The page never calls it. Its networks need less time for a photo on the CPU than a card takes to come, and borrowing
would count against the visitor. Where the package ``spaces`` is not installed, the decoration does nothing.
"""

import os
from collections.abc import Callable

Function = Callable[[], str]


def decoration() -> Callable[[Function], Function]:
    """``spaces.GPU``; outside of Spaces what leaves a function as it is."""
    try:
        from spaces import GPU
    except ImportError:
        return lambda function: function
    return GPU


@decoration()
def card() -> str:
    """Which card was borrowed, as the driver counts them."""
    return os.environ.get("CUDA_VISIBLE_DEVICES", "")
