"""Who sees and steers background jobs: who asked, and the administrator."""

from __future__ import annotations

from django.db.models import Q

from vanphong.kernel.access import VIEW, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import ADMIN, Actor
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.wording import vi

STOP_JOB = ability("job.stop", vi("dừng việc nền"))
RETRY_JOB = ability("job.retry", vi("cho việc nền chạy lại"))
WATCH_JOBS = ability("job.watch", vi("xem mọi việc nền"))

S = Job.State


def _admin(actor: Actor) -> bool:
    return actor.has_role(ADMIN) and not actor.on_behalf


ASKER = Relation(
    "asker", vi("người yêu cầu việc này"), lambda actor: Q(user_id=actor.user_id) if actor.user_id else False
)
KEEPER = Relation("admin", vi("quản trị hệ thống"), _admin)
OPEN = frozenset({S.WAITING.value, S.RUNNING.value})
OVER = frozenset({S.FAILED.value, S.STOPPED.value})

declare(
    Policy(
        Job,
        rules=(
            Rule(ASKER, frozenset({VIEW})),
            Rule(KEEPER, frozenset({VIEW})),
            Rule(ASKER, frozenset({STOP_JOB}), OPEN),
            Rule(KEEPER, frozenset({STOP_JOB}), OPEN),
            Rule(ASKER, frozenset({RETRY_JOB}), OVER),
            Rule(KEEPER, frozenset({RETRY_JOB}), OVER),
        ),
        grants=(Grant(WATCH_JOBS, vi("quản trị hệ thống"), _admin),),
    )
)
