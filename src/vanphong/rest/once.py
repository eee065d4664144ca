"""One effect a key: the key's row and the command's writes stand or fall in one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import record_type_of, record_types
from vanphong.rest.models import IdempotencyKey
from vanphong.rest.operations import Call, Done
from vanphong.rest.problems import Problem

HEADER: Final = "Idempotency-Key"
KEPT_FOR: Final = dt.timedelta(hours=24)
WAIT: Final = "10s"
"""How long a call waits for its twin that is still running."""
_SHAPE = re.compile(r"[\x21-\x7e]{1,200}")


def key_of(request: HttpRequest) -> str:
    """The key of a call, "" for none."""
    key = request.headers.get(HEADER, "").strip()
    if key and not _SHAPE.fullmatch(key):
        raise Problem(400, f"{HEADER} dài từ 1 đến 200 ký tự không dấu, không khoảng trắng, ví dụ một UUID.")
    return key


def fingerprint(call: Call) -> str:
    """What was asked, boiled down: equal for the same act on the same inputs and files."""
    request = call.request
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()} {call.actor.person_id}\n".encode())
    digest.update(json.dumps(call.inputs, sort_keys=True, ensure_ascii=False, default=str).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            piece = hashlib.sha256()
            for chunk in file.chunks():
                piece.update(chunk)
            file.seek(0)
            digest.update(f"\n{name} {file.name} {piece.hexdigest()}".encode())
    return digest.hexdigest()


def _holder(actor: Actor) -> int:
    if actor.user_id is None:
        raise Problem(400, f"{HEADER} chỉ dùng được với tài khoản.")
    return actor.user_id


def claim(actor: Actor, key: str, asked: str) -> dict[str, Any] | None:
    """Take the key in the running transaction: None when it is new, else the outcome it stands for.

    A twin that is still running holds the unique index, so this waits for its end; longer than WAIT is 409.
    """
    holder = _holder(actor)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT])
            cursor.execute(
                """
                INSERT INTO rest_idempotencykey (user_id, key, fingerprint, outcome) VALUES (%s, %s, %s, '{}')
                ON CONFLICT (user_id, key) DO UPDATE
                    SET fingerprint = EXCLUDED.fingerprint, outcome = '{}', used_at = now()
                    WHERE rest_idempotencykey.used_at < %s
                RETURNING id
                """,
                [holder, key, asked, timezone.now() - KEPT_FOR],
            )
            new = cursor.fetchone() is not None
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        raise Problem(
            409, "Lần gọi trước cùng khóa này còn đang chạy. Đồng chí gọi lại sau ít giây.", Retry_After="5"
        ) from error
    if new:
        return None
    row = IdempotencyKey.objects.get(user_id=holder, key=key)
    if row.fingerprint != asked:
        raise Problem(
            422, f"{HEADER} này đã dùng cho một yêu cầu khác. Mỗi việc mới đồng chí dùng một khóa mới."
        )
    outcome: dict[str, Any] = row.outcome
    return outcome


def keep(actor: Actor, key: str, done: Done) -> None:
    """Note what came of the call, in the transaction of its writes."""
    outcome = {
        "words": done.words,
        "status": done.status,
        "record": record_type_of(done.record).reference(done.record) if done.record is not None else "",
        "facts": dict(done.facts),
    }
    IdempotencyKey.objects.filter(user_id=_holder(actor), key=key).update(outcome=outcome)


def replayed(outcome: dict[str, Any]) -> Done:
    """The outcome of the first call, its record as it is now (None when it is gone)."""
    name, _, pk = outcome["record"].rpartition(":")
    model = record_types[name].model if name in record_types else None
    record = model._default_manager.filter(pk=int(pk)).first() if model is not None else None
    return Done(outcome["words"], record, outcome["status"], outcome["facts"])


def sweep(now: dt.datetime | None = None) -> int:
    """Remove keys past their day; returns how many."""
    old = IdempotencyKey.objects.filter(used_at__lt=(now or timezone.now()) - KEPT_FOR)
    return old.delete()[0]
