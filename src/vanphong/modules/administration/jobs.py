"""Long work of administration: checking the journal from its first entry to its last."""

from __future__ import annotations

from vanphong.kernel.jobs.asking import Running, job
from vanphong.kernel.journal.queries import verify
from vanphong.kernel.wording import vi
from vanphong.modules.administration.commands import record_verdict


@job("administration.verify_journal", label=vi("Kiểm tra chuỗi nhật ký"), attempts=1)
def verify_journal(running: Running) -> None:
    """Recompute every hash; the verdict stands on the job and in the journal."""
    verdict = verify()
    with running.once():
        running.tell(record_verdict(running.actor, verdict=verdict))
