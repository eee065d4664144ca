"""`/healthz`: whether database and file store answer."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from vanphong.kernel.files.store import root


def healthz(request: HttpRequest) -> JsonResponse:
    """200 with `{"status": "ok"}` when the office can work, else 503 saying which part does not answer."""
    parts = {"database": "ok", "files": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        parts["database"] = "no answer"
    try:
        root().mkdir(parents=True, exist_ok=True)
    except OSError:
        parts["files"] = "not writable"
    sound = all(value == "ok" for value in parts.values())
    return JsonResponse({"status": "ok" if sound else "failing", **parts}, status=200 if sound else 503)
