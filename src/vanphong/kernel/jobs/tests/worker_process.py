"""A worker as its own process for tests: killed by itself at a named step, or working everything off.

`python -m vanphong.kernel.jobs.tests.worker_process STEP`: dies by SIGKILL when it comes to STEP of the test
job (`taken`, `inside`, `written`, `committed`), or ends when nothing is left. With `without-once` the job writes
its effect in one transaction and its end in another: the control that must show a double effect.
"""

from __future__ import annotations

import os
import signal
import sys


def die(step: str) -> None:
    """Die here if this is the step to die at: as by kill -9, no cleanup runs."""
    if step in sys.argv[1:]:
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Work off all jobs of the queue `test`."""
    import django

    django.setup()
    from django.db import transaction

    from vanphong.kernel.jobs import worker
    from vanphong.kernel.jobs.asking import JobKind, Running, job_kinds
    from vanphong.kernel.organisation.models import Unit
    from vanphong.testing import recording

    def effect(code: str) -> None:
        with recording("việc thử"):
            number = Unit.objects.filter(code__startswith=code).count()
            Unit(code=f"{code}-{number}", name="Do việc nền", kind="department", level="province").save()

    def work(running: Running, /, code: str) -> None:
        die("taken")
        if "without-once" in sys.argv:
            with transaction.atomic():
                effect(code)
            die("committed")
            return
        with running.once():
            die("inside")
            effect(code)
            die("written")
        die("committed")

    # The registry is sealed after start-up; a test's job is put past the seal.
    job_kinds._items["test.effect"] = JobKind("test.effect", "Việc thử", work, "test", 3, 0)
    worker.recover()
    worker.work_off(["test"])


if __name__ == "__main__":
    main()
