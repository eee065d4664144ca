"""One row a job: who asked, how far it is, what came of it. Visible to the person who waits."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vanphong.kernel.wording import vi


class Job(models.Model):
    """A job. Its effect and its `done` are written in one transaction: killed workers do nothing twice.

    `scope` is that of who asked (an API key, a delegate), null for all rights: the job has no more.
    """

    class State(models.TextChoices):
        WAITING = "waiting", vi("Đang chờ")
        RUNNING = "running", vi("Đang làm")
        DONE = "done", "Xong"
        FAILED = "failed", vi("Không làm được")
        STOPPED = "stopped", vi("Đã dừng")

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=20, default="default")
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    user_id = models.BigIntegerField(null=True)
    delegation_id = models.BigIntegerField(null=True)
    scope = ArrayField(models.CharField(max_length=80), null=True)
    object_reference = models.CharField(max_length=80, blank=True, db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True)
    run_after = models.DateTimeField(db_default=Now())
    asked_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = vi("việc nền")
        indexes = [
            models.Index(
                fields=["queue", "-priority", "id"], condition=Q(state="waiting"), name="jobs_waiting"
            ),
            models.Index(fields=["id"], condition=Q(state="running"), name="jobs_running"),
            models.Index(fields=["-id"], condition=Q(state="failed"), name="jobs_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.state})"


class Schedule(models.Model):
    """When a periodic job last ran; the row is locked by the worker that runs it."""

    name = models.CharField(max_length=80, primary_key=True)
    next_run = models.DateTimeField()

    class Meta:
        verbose_name = vi("lịch việc nền")

    def __str__(self) -> str:
        return self.name
