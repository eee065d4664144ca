"""Chain per commit against sealed batches: what the head's lock costs the writers."""

from __future__ import annotations

from collections.abc import Callable

from tools.bench.together import taken_by

BATCHED = """
CREATE SEQUENCE IF NOT EXISTS bench_seq;
CREATE TABLE IF NOT EXISTS bench_entry (seq bigint PRIMARY KEY DEFAULT nextval('bench_seq'), at timestamptz
    DEFAULT clock_timestamp(), body text, hash bytea);
"""
BODY = '{"action":"bench.write","user_id":1,"objects":["a.b:1"],"changes":[],"label":"x"}'


def prepare(chained: bool, count: int) -> Callable[[], None]:
    """One writer: entries one by one, each in its own durable transaction."""
    from django.db import connection, transaction

    table = "journal_auditentry" if chained else "bench_entry"
    connection.ensure_connection()

    def work() -> None:
        for _ in range(count):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table} (body) VALUES (%s)", [BODY])

    return work


def run(count: int = 600) -> None:
    """Entries a second: chained at commit, or written free and sealed later."""
    from django.db import connection

    from vanphong.kernel.journal.queries import verify

    with connection.cursor() as cursor:
        cursor.execute(BATCHED)
    print("journal entries/s, one a transaction, fsync on")
    print("| writers | chain per commit | sealed later |")
    print("|---|---|---|")
    for writers in (1, 4, 8):
        rates = [
            writers * count / taken_by(prepare, [(chained, count)] * writers).clock
            for chained in (True, False)
        ]
        print(f"| {writers} | {rates[0]:.0f} | {rates[1]:.0f} |", flush=True)
    print("journal:", verify())
