"""Writes recordings into the sealed table: the last act before commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from vanphong.kernel.journal.recording import Recording


def canonical(body: dict[str, Any]) -> str:
    """JSON with sorted keys and no spaces: the same bytes for the same content."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def append(recordings: Sequence[Recording]) -> None:
    """Seal the entries in order. Must be the last statement of the transaction: it takes the head's lock."""
    with connection.cursor() as cursor:
        for recording in recordings:
            cursor.execute("INSERT INTO journal_auditentry (body) VALUES (%s)", [canonical(recording.body())])
