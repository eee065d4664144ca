"""Jobs: asked for with the write, done exactly once though workers die, retried, stopped, scheduled once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict
from vanphong.kernel.jobs import asking, worker
from vanphong.kernel.jobs.asking import JobKind, Running, ScheduleKind, Superseded, ask
from vanphong.kernel.jobs.models import Job, Schedule
from vanphong.kernel.organisation.models import Unit

STEPS = ("taken", "inside", "written", "committed")


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., None]], JobKind]:
    """Declares a job for one test, past the seal of start-up."""

    def declare(function: Callable[..., None], **more: Any) -> JobKind:
        made = JobKind(
            "test.effect", "Việc thử", function, "test", more.get("attempts", 3), more.get("backoff", 0)
        )
        monkeypatch.setitem(asking.job_kinds._items, "test.effect", made)
        return made

    return declare


def nothing(running: Running, /, **arguments: Any) -> None:
    """A job without an effect."""


def _process(*steps: str) -> int:
    """Run a worker of its own on the test database; its exit code (−9: killed)."""
    settings = connection.settings_dict
    host, port = settings["HOST"], settings["PORT"]
    url = (
        f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={host}&port={port}"
    )
    done = subprocess.run(
        [sys.executable, "-m", "vanphong.kernel.jobs.tests.worker_process", *steps],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "vanphong.config.settings"},
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, -9), done.stderr
    return done.returncode


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_leaves_the_effect_exactly_once(
    step: str, kind: Callable[..., JobKind]
) -> None:
    kind(nothing)
    row = ask(Actor.system(), "test.effect", code="KILLED")
    assert _process(step) == -9
    assert _process() == 0
    row.refresh_from_db()
    assert row.state == Job.State.DONE
    assert Unit.objects.filter(code__startswith="KILLED").count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_once_a_killed_worker_does_it_twice(kind: Callable[..., JobKind]) -> None:
    """Were the effect and the job's end two transactions, this is what would come of it."""
    kind(nothing)
    ask(Actor.system(), "test.effect", code="TWICE")
    assert _process("without-once", "committed") == -9
    assert _process("without-once") == 0
    assert Unit.objects.filter(code__startswith="TWICE").count() == 2


@pytest.mark.django_db
def test_a_job_exists_only_if_its_transaction_does(kind: Callable[..., JobKind]) -> None:
    kind(nothing)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(Actor.system(), "test.effect")
        raise ZeroDivisionError
    assert not Job.objects.filter(kind="test.effect").exists()


@pytest.mark.django_db
def test_a_failing_job_is_tried_again_later_and_parked_at_last(kind: Callable[..., JobKind]) -> None:
    def fail(running: Running, /) -> None:
        raise RuntimeError("máy in hết giấy")

    kind(fail, attempts=3, backoff=60)
    row = ask(Actor.system(), "test.effect")
    waits = []
    for _ in range(3):
        Job.objects.filter(pk=row.pk).update(run_after=timezone.now() - timedelta(seconds=1))
        assert worker.work_off(["test"]) == 1
        row.refresh_from_db()
        waits.append((row.run_after - timezone.now()).total_seconds())
    assert row.state == Job.State.FAILED and "máy in hết giấy" in row.message
    assert 50 < waits[0] < 70 and 230 < waits[1] < 250


@pytest.mark.django_db
def test_a_refusal_is_not_tried_again(kind: Callable[..., JobKind]) -> None:
    from vanphong.kernel.commands import Invalid

    def refuse(running: Running, /) -> None:
        raise Invalid("Tệp trống.")

    kind(refuse)
    row = ask(Actor.system(), "test.effect")
    worker.work_off(["test"])
    row.refresh_from_db()
    assert (row.state, row.attempts, row.message) == (Job.State.FAILED, 1, "Tệp trống.")


@pytest.mark.django_db
def test_a_conflict_is_tried_again(kind: Callable[..., JobKind]) -> None:
    tries: list[int] = []

    def once_refused(running: Running, /) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Conflict("Đang có người sửa.")

    kind(once_refused)
    row = ask(Actor.system(), "test.effect")
    worker.work_off(["test"])
    Job.objects.filter(pk=row.pk, state=Job.State.WAITING).update(run_after=timezone.now())
    worker.work_off(["test"])
    row.refresh_from_db()
    assert row.state == Job.State.DONE and len(tries) == 2


@pytest.mark.django_db
def test_a_job_stops_when_asked_and_leaves_no_effect(kind: Callable[..., JobKind]) -> None:
    written: list[int] = []

    def slow(running: Running, /) -> None:
        Job.objects.filter(pk=running.job.pk).update(stop_asked=True)
        running.progress(5, 5)
        written.append(1)

    kind(slow)
    row = ask(Actor.system(), "test.effect")
    worker.work_off(["test"])
    row.refresh_from_db()
    assert row.state == Job.State.STOPPED and row.done == 5 and not written


@pytest.mark.django_db
def test_a_run_that_lost_its_job_may_not_write(kind: Callable[..., JobKind]) -> None:
    kind(nothing)
    ask(Actor.system(), "test.effect")
    row = worker.take(["test"])
    assert row is not None
    Job.objects.filter(pk=row.pk).update(attempts=row.attempts + 1)
    with pytest.raises(Superseded), Running(Actor.system(), row).once():
        raise AssertionError("must not be reached")
    # Gives back the lock this session took: it would outlive the test and hold a later job of the same number.
    worker.run(row)


@pytest.mark.django_db
def test_who_asked_and_lost_the_account_gets_nothing_done(kind: Callable[..., JobKind]) -> None:
    kind(nothing)
    row = ask(Actor(user_id=4711, name="Người đã nghỉ"), "test.effect")
    worker.work_off(["test"])
    row.refresh_from_db()
    assert row.state == Job.State.FAILED and "tài khoản" in row.message


@pytest.mark.django_db
def test_what_is_for_later_waits_and_what_is_urgent_goes_first(kind: Callable[..., JobKind]) -> None:
    order: list[str] = []

    def write(running: Running, /, name: str) -> None:
        order.append(name)

    kind(write)
    ask(Actor.system(), "test.effect", name="sau", after=timedelta(hours=1))
    ask(Actor.system(), "test.effect", name="thường")
    ask(Actor.system(), "test.effect", name="gấp", priority=5)
    worker.work_off(["test"])
    assert order == ["gấp", "thường"]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_somebody_still_holds_keeps_no_other_waiting(kind: Callable[..., JobKind]) -> None:
    kind(nothing)
    first, second = (ask(Actor.system(), "test.effect", name=name) for name in ("một", "hai"))

    def elsewhere() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [worker.LOCK_SPACE + first.pk])
        held.set()
        taken.wait(30)
        connection.close()

    held, taken = threading.Event(), threading.Event()
    other = threading.Thread(target=elsewhere)
    other.start()
    try:
        assert held.wait(30)
        row = worker.take(None)
        assert row is not None and row.pk == second.pk
        worker.run(row)
        assert worker.take(None) is None
    finally:
        taken.set()
        other.join()
    row = worker.take(None)
    assert row is not None and row.pk == first.pk
    worker.run(row)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A schedule of every hour that counts its runs, the only one there is."""
    runs: list[int] = []
    only = {"test.hourly": ScheduleKind("test.hourly", lambda: runs.append(1), timedelta(hours=1), None)}
    monkeypatch.setattr(asking.schedules, "_items", only)
    yield runs


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_a_schedule_once(counted: list[int]) -> None:
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            worker.run_schedules()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    worker.run_schedules()
    assert len(counted) == 1
    Schedule.objects.update(next_run=timezone.now())
    worker.run_schedules()
    assert len(counted) == 2
