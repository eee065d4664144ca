"""The index follows the database: every row written since, in the order of transactions, and whole rebuilds.

A row bears the transaction that wrote it. All transactions below the oldest one still running are over, so what
was read up to there is complete; rows above it are read again next time, which changes nothing. Each machine
follows for itself and one process of it at a time, held by the index's own lock.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final

from django.db import connection, transaction

from vanphong.kernel.search import holding
from vanphong.kernel.search.models import SearchEntry
from vanphong.lib.fulltext import Entry, NoIndex, Writer

log = logging.getLogger("vanphong.search")

AT_ONCE: Final = 2_000
_FIELDS: Final = ("id", "record_type", "day", "code_key", "title", "issuer", "people", "body")
_STATE: Final = """
    SELECT system_identifier::text || '/' || timeline_id::text || '/' || current_database(),
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
        greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
            pg_current_xact_id_if_assigned()::text::bigint + 1)
    FROM pg_control_system(), pg_control_checkpoint()
"""
"""Which database this is (restored or promoted ones are others), the oldest transaction running, and the one from which on
nothing can be seen: rows brought from another database may bear numbers that this one has not come to."""

Progress = Callable[[int], None]


def _state() -> tuple[str, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        identity, oldest, following = cursor.fetchone()
    return str(identity), int(oldest), int(following)


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(
        id=row[0],
        kind=row[1],
        day=row[2],
        code=row[3],
        title=row[4],
        issuer=row[5],
        people=row[6],
        body=row[7],
    )


def rebuild(progress: Progress = lambda _done: None) -> int:
    """Build an index from all rows beside the one in use, then use it; the office goes on working meanwhile.

    Returns how many entries it holds. What is written while it builds is read by who follows.
    """
    path = holding.new_folder()
    mark = path / ".building"
    mark.touch()
    try:
        identity, oldest, _following = _state()
        forgot = SearchEntry.objects.filter(forgotten=True, changed_in__gte=oldest)
        forgotten = {str(pk): at for pk, at in forgot.values_list("pk", "changed_in")}
        writer = Writer(path, building=True)
        done = 0
        rows = SearchEntry.objects.filter(gone=False).order_by("pk").values_list(*_FIELDS)
        chunk: list[Entry] = []
        with transaction.atomic():
            for row in rows.iterator(chunk_size=AT_ONCE):
                chunk.append(_entry(row))
                if len(chunk) == AT_ONCE:
                    done += writer.put(chunk, new=True)
                    chunk.clear()
                    progress(done)
        done += writer.put(chunk, new=True)
        progress(done)
        writer.commit()
        writer.close()
        holding.write_position(path, {"identity": identity, "from": oldest, "forgotten": forgotten})
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    mark.unlink()
    holding.use(path)
    return done


class Follower:
    """Holds the lock of the index in use and keeps it up with the database; only one on a machine can."""

    def __init__(self, path: Path) -> None:
        """Raises BlockingIOError when another process follows, NoIndex when it is no index."""
        self.path = path
        self._writer = Writer(path)
        self._position = holding.read_position(path)
        self._seen: dict[int, int] = {}

    def step(self) -> int:
        """Take in what was written since; returns how many rows. Raises NoIndex when a rebuild is needed."""
        identity, oldest, following = _state()
        if self._position.get("identity") != identity:
            raise NoIndex("the index is of another database")
        start = int(self._position["from"])
        known = self._position.get("forgotten", {})
        changed, forgotten = 0, False
        for rows in self._rows(start, following):
            gone = [row[0] for row in rows if row[8]]
            forgotten = forgotten or any(row[9] and known.get(str(row[0])) != row[10] for row in rows)
            self._writer.drop(gone)
            self._writer.put(_entry(row) for row in rows if not row[8])
            changed += len(rows)
        if changed:
            self._writer.commit()
        if changed or oldest - start > 10_000:
            self._position = {**self._position, "from": oldest}
            holding.write_position(self.path, self._position)
        self._seen = {pk: at for pk, at in self._seen.items() if at >= oldest}
        if forgotten:
            raise NoIndex("something must be forgotten")
        return changed

    def _rows(self, start: int, end: int) -> Iterator[list[tuple[Any, ...]]]:
        """Rows written by transactions from `start` on that this index does not have yet."""
        found = (
            SearchEntry.objects.filter(changed_in__gte=start, changed_in__lt=end)
            .order_by("changed_in", "pk")
            .values_list("pk", "changed_in")
        )
        new = [(pk, at) for pk, at in found if self._seen.get(pk) != at]
        for first in range(0, len(new), AT_ONCE):
            part = new[first : first + AT_ONCE]
            ids = [pk for pk, _at in part]
            whole = SearchEntry.objects.filter(pk__in=ids)
            yield list(whole.values_list(*_FIELDS, "gone", "forgotten", "changed_in"))
            self._seen.update(part)

    def close(self) -> None:
        self._writer.close()


class Following:
    """Follows again and again in one process: opens, rebuilds and reopens as needed."""

    def __init__(self) -> None:
        self._follower: Follower | None = None
        self._duty: IO[str] | None = None
        self._lock = threading.Lock()

    def catch_up(self) -> int:
        """Bring the index of this machine up to date; 0 at once when another process is doing it."""
        with self._lock:
            try:
                self._take_duty()
                return self._open().step()
            except BlockingIOError:
                return 0
            except NoIndex as reason:
                log.info("search index: building anew (%s)", reason)
                self._stop()
                return rebuild()

    def _take_duty(self) -> None:
        """One process of a machine follows (and rebuilds); raises BlockingIOError in the others."""
        place = holding.folder() / "follower.lock"
        if self._duty is not None:
            if self._duty.name == str(place):
                return
            self._give_back()
        place.parent.mkdir(parents=True, exist_ok=True)
        duty = place.open("w")
        try:
            fcntl.flock(duty, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            duty.close()
            raise
        self._duty = duty

    def _give_back(self) -> None:
        self._stop()
        if self._duty is not None:
            self._duty.close()
            self._duty = None

    def _open(self) -> Follower:
        path = holding.current()
        if path is None:
            raise NoIndex("none yet")
        if self._follower is None or self._follower.path != path:
            self._stop()
            self._follower = Follower(path)
        return self._follower

    def _stop(self) -> None:
        if self._follower is not None:
            self._follower.close()
            self._follower = None

    def close(self) -> None:
        """Let another process follow."""
        with self._lock:
            self._give_back()


following: Final = Following()
"""The one of this process."""
