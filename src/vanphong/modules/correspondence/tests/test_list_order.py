"""Long lists are read off an index in their order, first page and deep ones: their cost does not grow with the table."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vanphong.kernel.listing import first_page
from vanphong.modules.correspondence.lists import INCOMING_LIST as LIST
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing.personas import Office

pytestmark = pytest.mark.django_db


def _plans(rows: Any, order: str, key: str) -> list[str]:
    """How the database would read the page at `key` of a long list."""
    with CaptureQueriesContext(connection) as asked:
        first_page(rows, order, key, size=1)
    plans = []
    with connection.cursor() as cursor:
        # A few rows are sorted faster than read in order: here only what is possible counts.
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        for query in asked.captured_queries:
            cursor.execute("EXPLAIN " + query["sql"])
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
    return plans


@pytest.mark.parametrize("who", ["vanthu", "bithu", "chanh", "truongtonghop", "chuyenvien"])
@pytest.mark.parametrize(
    ("tab", "index"), [("tat-ca", "incoming_book"), ("da-ket-thuc", "incoming_closed")], ids=["all", "closed"]
)
def test_the_long_lists_are_never_sorted(office: Office, who: str, tab: str, index: str) -> None:
    for _ in range(2):
        build.registered(office)
    moment = first_page(IncomingDocument.objects.all(), "-registered_at", size=1).next_key
    actor = office.actor(who)
    chosen = LIST.tab(actor, tab)
    assert chosen.name == tab and moment
    for key in ("", moment):
        for plan in _plans(LIST.rows(actor, chosen, {}), chosen.order, key):
            assert index in plan and "Sort" not in plan, plan
