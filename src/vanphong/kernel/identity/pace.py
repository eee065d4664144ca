"""Pacing of sign-ins by network address: counted in the database, so that all web processes agree."""

from __future__ import annotations

from django.db import connection
from django.db.models import F

from vanphong.kernel.identity import limits
from vanphong.kernel.identity.models import SignInPace


def claim(ip: str | None) -> bool:
    """Count an attempt before it is looked at; False when this address must wait. No address: no pacing."""
    if ip is None:
        return True
    table = connection.ops.quote_name(SignInPace._meta.db_table)
    window = limits.address_window().total_seconds()
    sql = f"""
        INSERT INTO {table} AS pace (ip, since, failures) VALUES (%s, now(), 1)
        ON CONFLICT (ip) DO UPDATE SET
            failures = CASE WHEN pace.since < now() - make_interval(secs => %s)
                THEN 1 ELSE pace.failures + 1 END,
            since = CASE WHEN pace.since < now() - make_interval(secs => %s)
                THEN now() ELSE pace.since END
        RETURNING failures
    """  # noqa: S608 -- the name of our own table
    with connection.cursor() as cursor:
        cursor.execute(sql, [ip, window, window])
        count: int = cursor.fetchone()[0]
    return count <= limits.address_failures()


def give_back(ip: str | None) -> None:
    """The attempt was right: it does not count."""
    if ip is not None:
        SignInPace.objects.filter(ip=ip, failures__gt=0).update(failures=F("failures") - 1)
