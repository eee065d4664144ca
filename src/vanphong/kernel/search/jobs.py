"""What workers do for search: follow the database, look at watched searches."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Final

from django.db import Error, close_old_connections, connection

from vanphong.kernel.actor import Actor
from vanphong.kernel.jobs.asking import schedule
from vanphong.kernel.jobs.worker import companions
from vanphong.kernel.search.following import following
from vanphong.kernel.search.models import SavedSearch
from vanphong.kernel.search.saving import tell_new_hits

log = logging.getLogger("vanphong.search")

PAUSE: Final = 0.5
"""Seconds between two looks: a document is found within about one second of its commit."""


def keep_up(stop: threading.Event) -> None:
    """Keep the index of this machine up with the database until told to stop."""
    while not stop.wait(PAUSE):
        try:
            following.catch_up()
        except (Error, OSError, ValueError):
            log.exception("search index: could not follow; trying again")
            connection.close()
        close_old_connections()
    following.close()
    connection.close()


companions.append(keep_up)


@schedule("search.watched", every=timedelta(minutes=2))
def look_at_watched() -> None:
    """Tell people of new hits of the searches they watch."""
    for pk in SavedSearch.objects.filter(watched=True).values_list("pk", flat=True):
        tell_new_hits(Actor.system(), saved_id=pk)
