"""Several processes on one server: who is in, who is the last to leave, and one at a time for changes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Sharing:
    """The locks below `home`; the kernel drops those of a killed process, so nothing is ever stale."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._membership: IO[str] | None = None
        self.keep = home / "keep"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone for the time of the block: starting and stopping never cross."""
        with (self._home / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def join(self) -> None:
        """Count as a user of the server until `leave` or the end of this process."""
        if self._membership is None:
            self._membership = (self._home / "users").open("w")
        fcntl.flock(self._membership, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether nobody else uses the server and nobody asked to keep it on."""
        if self._membership is None or self.keep.exists():
            return False
        try:
            fcntl.flock(self._membership, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self) -> None:
        """No longer count as a user."""
        if self._membership is not None:
            self._membership.close()
            self._membership = None
