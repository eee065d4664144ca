"""The worker: takes jobs one by one, recovers those of killed workers, runs schedules.

A worker holds a session advisory lock for the job it runs. A killed worker's connection dies and frees the
lock, so any other worker sees at once that a `running` job has nobody, and takes it up again.
"""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence

from django.db import OperationalError, close_old_connections, connection, models, transaction
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import Forbidden
from vanphong.kernel.jobs.asking import (
    Running,
    ScheduleKind,
    Stopped,
    Superseded,
    finish,
    job_kinds,
    schedules,
)
from vanphong.kernel.jobs.models import Job, Schedule
from vanphong.kernel.registry import RegistryError

log = logging.getLogger("vanphong.jobs")

LOCK_SPACE = 77 << 40
POLL = 0.5

actor_of_user: list[Callable[[int, int | None], Actor | None]] = []
"""Filled by the organisation at start-up: the rights of who asked (user, delegation) as they are now."""
companions: list[Callable[[threading.Event], None]] = []
"""What runs beside the jobs in each worker, in a thread of its own, until the event is set."""
ACCOUNT_GONE = "Không làm vì tài khoản đã yêu cầu không còn dùng. Đồng chí yêu cầu lại dưới tên mình."
DELEGATION_OVER = (
    "Ủy quyền mà việc này dựa vào đã hết hạn hoặc đã thu hồi nên không làm. "
    "Đồng chí yêu cầu lại dưới tên mình hoặc nhờ người ủy quyền."
)


def _try_lock(job_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_SPACE + job_id])
        return bool(cursor.fetchone()[0])


def _unlock(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_SPACE + job_id])


def recover() -> int:
    """Give back jobs whose worker is gone; returns how many."""
    back = 0
    for row in Job.objects.filter(state=Job.State.RUNNING).only("id", "kind", "attempts"):
        if not _try_lock(row.pk):
            continue
        try:
            limit = job_kinds[row.kind].attempts if row.kind in job_kinds else 1
            state = Job.State.WAITING if row.attempts < limit + 2 else Job.State.FAILED
            back += Job.objects.filter(pk=row.pk, state=Job.State.RUNNING, attempts=row.attempts).update(
                state=state, message="Tiến trình xử lý bị dừng đột ngột."
            )
        finally:
            _unlock(row.pk)
    return back


def take(queues: Sequence[str] | None) -> Job | None:
    """The next job, claimed and locked; None when there is nothing to do."""
    waiting = Job.objects.filter(state=Job.State.WAITING, run_after__lte=models.functions.Now())
    if queues:
        waiting = waiting.filter(queue__in=queues)
    with transaction.atomic():
        # One that somebody still holds must not keep those behind it waiting.
        held: list[int] = []
        while True:
            rows = waiting.exclude(pk__in=held) if held else waiting
            row = rows.order_by("-priority", "id").select_for_update(skip_locked=True).first()
            if row is None:
                return None
            if _try_lock(row.pk):
                break
            held.append(row.pk)
        row.state, row.attempts = Job.State.RUNNING, row.attempts + 1
        row.started_at = timezone.now()
        row.save(update_fields=["state", "attempts", "started_at"])
    return row


def _actor(row: Job, *, office: bool) -> Actor:
    """Whose rights the job has; raises Forbidden when they are gone."""
    if row.user_id is None or office:
        return Actor.system()
    for build in actor_of_user:
        if (actor := build(row.user_id, row.delegation_id)) is not None:
            return actor.narrowed(row.scope)
    raise Forbidden(ACCOUNT_GONE if row.delegation_id is None else DELEGATION_OVER)


def _failed(row: Job, error: Exception, limit: int, backoff: float) -> None:
    message = getattr(error, "message", "") or f"{type(error).__name__}: {error}"
    mine = Job.objects.filter(pk=row.pk, state=Job.State.RUNNING, attempts=row.attempts)
    if row.attempts >= limit or getattr(error, "status", 0) in (403, 404, 422):
        mine.update(state=Job.State.FAILED, message=message[:2000], finished_at=models.functions.Now())
    else:
        wait = dt.timedelta(seconds=backoff * 4 ** (row.attempts - 1))
        mine.update(state=Job.State.WAITING, message=message[:2000], run_after=models.functions.Now() + wait)


def run(row: Job) -> None:
    """Run one claimed job to its end, and give its lock back."""
    try:
        try:
            kind = job_kinds[row.kind]
        except RegistryError as error:
            _failed(row, error, 1, 0)
            return
        try:
            actor = _actor(row, office=kind.office)
        except Forbidden as error:
            _failed(row, error, 1, 0)
            return
        running = Running(actor, row)
        try:
            kind.function(running, **row.arguments)
            if running.job.state == Job.State.RUNNING:
                with running.once():
                    pass
        except Superseded:
            log.warning("job %s was taken over by another worker", row.pk)
        except Stopped:
            Job.objects.filter(pk=row.pk, attempts=row.attempts).update(
                state=Job.State.STOPPED, finished_at=models.functions.Now()
            )
        except OperationalError:
            raise
        except Exception as error:
            log.exception("job %s (%s) failed", row.pk, row.kind)
            _failed(row, error, kind.attempts, kind.backoff)
    finally:
        _unlock(row.pk)


def _next_run(kind: ScheduleKind, now: dt.datetime) -> dt.datetime:
    if kind.every is not None:
        return now + kind.every
    hour, minute = (int(part) for part in (kind.at or "00:00").split(":"))
    local = timezone.localtime(now).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return local if local > now else local + dt.timedelta(days=1)


def run_schedules() -> None:
    """Run what is due; the row lock makes one worker do it."""
    now = timezone.now()
    for kind in schedules:
        with transaction.atomic():
            first = now if kind.every else _next_run(kind, now)
            Schedule.objects.get_or_create(name=kind.name, defaults={"next_run": first})
            row = (
                Schedule.objects.select_for_update(skip_locked=True)
                .filter(name=kind.name, next_run__lte=now)
                .first()
            )
            if row is None:
                continue
            row.next_run = _next_run(kind, now)
            row.save(update_fields=["next_run"])
        try:
            kind.function()
        except OperationalError:
            raise
        except Exception:
            log.exception("schedule %s failed", kind.name)


def work_off(queues: Sequence[str] | None = None) -> int:
    """Run all jobs that can run now, in this process; returns how many (tests, demo, `--wait`)."""
    count = 0
    while (row := take(queues)) is not None:
        run(row)
        count += 1
    return count


def main(queues: Sequence[str] | None = None) -> None:
    """Work until told to stop; the job in hand is finished first."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    leaving = threading.Event()
    beside = [threading.Thread(target=each, args=[leaving], daemon=True) for each in companions]
    for thread in beside:
        thread.start()
    looked = 0.0
    while not stopping:
        try:
            if time.monotonic() - looked > 2:
                looked = time.monotonic()
                recover()
                run_schedules()
            row = take(queues)
            if row is not None:
                run(row)
            else:
                time.sleep(POLL)
        except OperationalError:
            log.exception("database gone; trying again")
            connection.close()
            time.sleep(POLL)
        close_old_connections()
    leaving.set()
    for thread in beside:
        thread.join(timeout=5)


__all__ = [
    "actor_of_user",
    "companions",
    "finish",
    "main",
    "recover",
    "run",
    "run_schedules",
    "take",
    "work_off",
]
