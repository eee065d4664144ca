"""The C heap of a process that works on large pictures: what is freed goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Final

_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 8 << 20


@cache
def give_back_large_blocks() -> None:
    """Let blocks above 8 MiB be mapped apart and unmapped when freed; once a process, and only with glibc.

    Left alone, glibc puts ever larger blocks among the small ones, and a worker that reads three hundred pages
    holds on to what the fullest moment took (measured: 255 MiB and rising, against 211 and level).
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return  # another C library: it has its own ways
    mallopt(_MMAP_THRESHOLD, _LARGE)
