"""What the page's process holds of memory that it has done with."""

import ctypes
import sys

# Of mallopt(3): pieces from so many bytes on come from the system, one by one, and go back to it when they are free.
_MMAP_THRESHOLD = -3
_LARGE_BYTES = 128 * 1024


def give_back_freed() -> None:
    """Have large pieces of memory, such as photos, go back to the system as soon as they are free. Call it before the
    first of them.

    glibc begins like that, but keeps more and more as it sees larger ones freed, in each thread's heap: of a hundred
    photos some 80 MB. Does nothing where the C library is another.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
