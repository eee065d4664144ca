"""Ties a child process to its parent's life, so that a killed parent leaves no orphan (Linux)."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
# Loaded before any fork: loading a library between fork and exec may deadlock.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def tie_to_parent(sign: signal.Signals) -> None:
    """Have the kernel send `sign` to this very process when its parent ends; nothing where it cannot."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


def dies_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` that has the kernel send `sign` to the child when this process ends, however it ends.

    None where the kernel cannot do it. The tie holds to the thread that forks, so fork from the main one.
    """
    if _LIBC is None:
        return None
    libc, parent = _LIBC, os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        # The parent may have gone between fork and prctl; then no signal would ever come.
        if os.getppid() != parent:
            os._exit(1)

    return tie
