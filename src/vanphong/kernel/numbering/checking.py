"""The nightly proof: every series is 1..n with no gap, no double, and its counter is n.

What an older book left out is counted apart: a gap of thirty years ago is a fact, not a fault.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_SQL = """
SELECT r.name, s.key, s.last_number, count(n.number), coalesce(max(n.number), 0), count(DISTINCT n.number),
    s.taken_over_to, count(n.number) FILTER (WHERE n.number <= s.taken_over_to)
FROM numbering_series s
JOIN numbering_register r ON r.id = s.register_id
LEFT JOIN numbering_issuednumber n ON n.series_id = s.id
GROUP BY r.name, s.key, s.last_number, s.taken_over_to, s.id
ORDER BY r.name, s.key
"""


@dataclass(frozen=True, slots=True)
class SeriesCheck:
    """A series and whether its numbers are complete; `old_gaps` are numbers an older book never used."""

    register: str
    key: str
    last_number: int
    rows: int
    sound: bool
    old_gaps: int = 0


def check_numbers() -> list[SeriesCheck]:
    """Check every series."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        return [
            SeriesCheck(
                name,
                key,
                last,
                rows,
                last == highest and rows == distinct and rows - old == last - taken_over,
                taken_over - old,
            )
            for name, key, last, rows, highest, distinct, taken_over, old in cursor.fetchall()
        ]
