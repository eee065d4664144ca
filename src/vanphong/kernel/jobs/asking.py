"""Declaring jobs and asking for them, inside the transaction of the write that needs them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from vanphong.kernel.actor import Actor
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.registry import Registry
from vanphong.kernel.wording import kept


class Superseded(Exception):
    """This run lost its job to another worker (its connection was gone): it must leave no effect."""


class Stopped(Exception):
    """The person asked to stop."""


@dataclass(slots=True)
class Running:
    """A job under way, as its function sees it."""

    actor: Actor
    job: Job
    _told: float = field(default=0.0)

    def progress(self, done: int, total: int) -> None:
        """Say how far it is; raises Stopped when the person asked to stop. Cheap to call often."""
        now = time.monotonic()
        if now - self._told < 0.5 and done < total:
            return
        self._told = now
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total)
        if Job.objects.filter(pk=self.job.pk, stop_asked=True).exists():
            raise Stopped

    def tell(self, message: str) -> None:
        """Say in a sentence what came of it; shown on the page of the job."""
        Job.objects.filter(pk=self.job.pk).update(message=message[:2000])

    def ask(self, kind: JobKind | str, *, about: str = "", **arguments: Any) -> Job:
        """Ask for the next job in the name of who asked for this one."""
        job = self.job
        asker = Actor(job.user_id, self.actor.name, channel="job", delegation_id=job.delegation_id)
        return ask(asker.narrowed(job.scope), kind, about=about, **arguments)

    @contextmanager
    def once(self) -> Iterator[None]:
        """The effect of the job and its end in one transaction; a second time it raises Superseded."""
        with transaction.atomic():
            row = Job.objects.select_for_update().get(pk=self.job.pk)
            if row.state != Job.State.RUNNING or row.attempts != self.job.attempts:
                raise Superseded
            yield
            finish(row)
            self.job.state = row.state


def finish(row: Job) -> None:
    """Mark a locked job as done."""
    row.state = Job.State.DONE
    row.done = max(row.done, row.total)
    row.finished_at = models.functions.Now()
    row.save(update_fields=["state", "done", "finished_at"])


@dataclass(frozen=True, slots=True)
class JobKind:
    """A declared job. After `attempts` failures it is parked and shown; waits grow fourfold from `backoff` s.

    An `office` job is the office's own follow-up of an act already done: it runs as the system whoever asked,
    so that a clerk moved elsewhere or a delegation over meanwhile leaves nothing half-done.
    """

    name: str
    label: str
    function: Callable[..., None]
    queue: str
    attempts: int
    backoff: float
    office: bool = False


job_kinds: Registry[JobKind] = Registry("job")


def job(
    name: str,
    *,
    label: str,
    queue: str = "default",
    attempts: int = 3,
    backoff: float = 5,
    office: bool = False,
) -> Callable[[Callable[..., None]], JobKind]:
    """Declare a job `module.verb_noun`; its function loads records by id and calls a command in `once()`."""

    def declare(function: Callable[..., None]) -> JobKind:
        return job_kinds.add(name, JobKind(name, label, function, queue, attempts, backoff, office))

    return declare


def ask(
    actor: Actor,
    kind: JobKind | str,
    *,
    about: str = "",
    label: str = "",
    after: timedelta | datetime | None = None,
    priority: int = 0,
    **arguments: Any,
) -> Job:
    """Ask for a job, with the actor's rights; it exists only if the surrounding transaction commits.

    Asked for under a delegation, it runs with what that delegation lends, if it still is in force then; asked
    for with a narrow API key, it runs as narrowly.

    `about` is the reference (`app.model:id`) of the record whose page shows the progress. Commands name the
    job by its declared name, since jobs stand above them.
    """
    if isinstance(kind, str):
        kind = job_kinds[kind]
    run_after: Any = models.functions.Now()
    if isinstance(after, timedelta):
        run_after = models.functions.Now() + after
    elif after is not None:
        run_after = after
    return Job.objects.create(
        kind=kind.name,
        label=label or kept(kind.label),
        arguments=arguments,
        queue=kind.queue,
        priority=priority,
        user_id=actor.user_id,
        delegation_id=actor.delegation_id,
        scope=None if actor.scope is None else sorted(actor.scope),
        object_reference=about,
        run_after=run_after,
    )


@dataclass(frozen=True, slots=True)
class ScheduleKind:
    """Something done again and again by whichever worker comes first: each `every`, or daily at `at`."""

    name: str
    function: Callable[[], None]
    every: timedelta | None
    at: str | None


schedules: Registry[ScheduleKind] = Registry("schedule")


def schedule(
    name: str, *, every: timedelta | None = None, at: str | None = None
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a periodic act; keep it short, or let it ask for jobs."""

    def declare(function: Callable[[], None]) -> Callable[[], None]:
        schedules.add(name, ScheduleKind(name, function, every, at))
        return function

    return declare
