"""Steering jobs: stopping one under way, letting a failed one run again."""

from __future__ import annotations

from django.db.models.functions import Now

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import command, note
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.policy import RETRY_JOB, STOP_JOB
from vanphong.kernel.wording import vi


@command(STOP_JOB, on="job", label=vi("dừng việc nền"))
def stop_job(actor: Actor, /, *, job: Job) -> Job:
    """Stop a job: a waiting one at once, a running one at its next step. What it has done stays."""
    note(job.label)
    job.stop_asked = True
    if job.state == Job.State.WAITING:
        job.state, job.finished_at = Job.State.STOPPED, Now()
    job.save(update_fields=["stop_asked", "state", "finished_at"])
    return job


@command(RETRY_JOB, on="job", label=vi("cho việc nền chạy lại"))
def retry_job(actor: Actor, /, *, job: Job) -> Job:
    """Put a failed or stopped job back into the queue, with all its attempts before it."""
    note(job.label)
    job.state, job.attempts, job.stop_asked = Job.State.WAITING, 0, False
    job.message, job.finished_at, job.run_after = "", None, Now()
    job.save()
    return job
