"""Conditions and choices by which incoming documents are narrowed, in their list and in search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Q

from vanphong.kernel.access.remembered import values_of
from vanphong.kernel.actor import Actor
from vanphong.kernel.numbering.models import Register
from vanphong.lib.text import clean, fold


def by_issuer(_actor: Actor, text: str) -> Q | None:
    """Documents of bodies in whose name the typed words stand, accents and case forgiven."""
    part = fold(clean(text))
    return Q(issuer_key__in=_Called(part)) if part else None


@dataclass(frozen=True)
class _Called:
    """Names with this part, looked up when a query is made of them.

    There are some hundred names to a hundred thousand documents: stepping from one to the next in the index is
    cheaper than looking at the documents, and with the names themselves PostgreSQL knows how many these are.
    """

    part: str

    def __iter__(self) -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute(_NAMES, [f"%{_LIKE.sub(_escaped, self.part)}%"])
            return iter([name for (name,) in cursor.fetchall()])


_LIKE: Final = re.compile(r"[%_\\]")


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found.group()}"


_NAMES: Final = """
WITH RECURSIVE names(called) AS (
    (SELECT issuer_key FROM correspondence_incomingdocument
     WHERE registered_at IS NOT NULL ORDER BY issuer_key LIMIT 1)
    UNION ALL
    SELECT (SELECT issuer_key FROM correspondence_incomingdocument
            WHERE registered_at IS NOT NULL AND issuer_key > names.called ORDER BY issuer_key LIMIT 1)
    FROM names WHERE names.called IS NOT NULL
)
SELECT called FROM names WHERE called LIKE %s
"""


def incoming_books(actor: Actor) -> list[tuple[str, str]]:
    """The incoming books of the actor's agencies."""
    agencies = frozenset(seat.agency_id for seat in actor.seats)
    found = values_of(
        ("incoming books", agencies),
        lambda: Register.objects.filter(agency_id__in=agencies, kind=Register.Kind.INCOMING).values_list(
            "pk", "name"
        ),
    )
    return [(str(pk), name) for pk, name in found]
