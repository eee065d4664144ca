"""Writes of administration that the kernel has no command for: asking for a check of the journal."""

from __future__ import annotations

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import command, note
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.journal.policy import VERIFY
from vanphong.kernel.journal.queries import Verdict
from vanphong.kernel.wording import vi


def verdict_text(verdict: Verdict) -> str:
    """The outcome of a check in a sentence."""
    if verdict.bad_seq is None:
        return f"Chuỗi nhật ký nguyên vẹn: {verdict.entries} mục, từ mục đầu đến mục cuối."
    before = f"{verdict.entries} mục trước nguyên vẹn"
    return f"Chuỗi nhật ký đứt ở mục {verdict.bad_seq}: {verdict.reason}. {before}."


@command(VERIFY, on=AuditEntry, label=vi("yêu cầu kiểm tra chuỗi nhật ký"))
def ask_verification(actor: Actor, /) -> Job:
    """Ask for a check of the whole chain; the job's page shows the verdict."""
    return ask(actor, "administration.verify_journal")


@command(VERIFY, on=AuditEntry, label=vi("kiểm tra chuỗi nhật ký"))
def record_verdict(actor: Actor, /, *, verdict: Verdict) -> str:
    """Write the outcome of a check into the journal itself."""
    text = verdict_text(verdict)
    note(text)
    return text
