"""The demo's papers: taken in through the real pipeline, then worked on by the people of the office."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection

from vanphong.config.demo.office import OFFICE
from vanphong.kernel.actor import Actor
from vanphong.kernel.calendar.queries import due_after
from vanphong.kernel.commands import DomainError
from vanphong.kernel.identity.models import User
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import actor_for
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.commands.distribution import distribute_document, reassign, remind
from vanphong.modules.correspondence.commands.filing import file_document
from vanphong.modules.correspondence.commands.handling import (
    acknowledge,
    add_note,
    ask_extension,
    complete_assignment,
    conclude_handling,
    mark_seen,
)
from vanphong.modules.correspondence.commands.registration import register_document
from vanphong.modules.correspondence.commands.submission import endorse_document, submit_document
from vanphong.modules.correspondence.forms.registration import RegisterForm
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.modules.records.commands.opening import open_case_file
from vanphong.modules.records.models import CaseFile, FilePlanEntry

if TYPE_CHECKING:
    from rich.console import Console

KINDS = {".pdf", ".docx", ".doc", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".xlsx", ".txt"}
READERS = 2


def who(username: str) -> Actor:
    """The person of the demo office, with the rights of now."""
    return actor_for(User.objects.get(username=username))


def take_in(console: Console, folder: Path, *, limit_to_new: bool) -> list[int]:
    """Take every file of the folder into «Chờ vào sổ» and read it; answers the new documents."""
    from rich.progress import track

    clerk = who("huongntm")
    agency = Unit.objects.get(code=OFFICE)
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in KINDS)
    known = set(DocumentFile.objects.values_list("blob_id", flat=True)) if limit_to_new else set()
    taken: list[int] = []
    for path in track(paths, description=f"  nhận tệp từ {folder.name}", console=console, transient=True):
        try:
            file = examine(path, path.name)
            if file.blob.pk in known:
                continue
            channel = (
                "scan" if path.stem.lower().startswith(("scan", "quet", "img", "may_quet")) else "upload"
            )
            taken.append(receive(clerk, agency=agency, channel=channel, files=[file]).pk)
        except DomainError as error:
            console.print(f"  {path.name}: {error.message}", style="yellow", markup=False)
    if taken:
        _read_all(console)
    return taken


def _read_all(console: Console) -> None:
    """Work all waiting jobs off, on both cores, with progress."""
    from rich.progress import Progress

    left = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    total = left.count()
    helpers = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import django; django.setup(); from vanphong.kernel.jobs.worker import work_off; work_off()",
            ],
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        for _ in range(READERS - 1)
    ]
    connection.close()
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("  đọc văn bản", total=total)
        from vanphong.kernel.jobs.worker import run, take

        while (row := take(None)) is not None:
            run(row)
            progress.update(bar, completed=max(total - left.count(), 0))
        while any(helper.poll() is None for helper in helpers):
            progress.update(bar, completed=max(total - left.count(), 0))
            time.sleep(0.2)
    work_off()


def _register(clerk: Actor, document: IncomingDocument, *, late_by: int | None = None) -> IncomingDocument:
    """Register as the clerk does: take over what was read, fill in what is missing.

    With `late_by` its deadline passed so many days ago (0 is today): the paper lay elsewhere first.
    """
    blank = RegisterForm(actor=clerk, record=document)
    data: dict[str, Any] = {}
    for name, field in blank.fields.items():
        value = blank.initial.get(name, field.initial)
        prepared = field.prepare_value(value)
        data[name] = "" if prepared is None else getattr(prepared, "pk", prepared)
    file = document.files.first()
    data["subject"] = data["subject"] or f"Văn bản theo tệp {file.name if file else ''}".strip()
    data["issuer_name"] = data["issuer_name"] or "Chưa rõ cơ quan ban hành"
    data["submit_to"] = ""
    if late_by is not None:
        data |= _lain(blank.initial.get("issued_on"), late_by)
    form = RegisterForm(data, actor=clerk, record=document)
    return register_document(clerk, document=document, **form.keywords())


def _lain(issued_on: dt.date | None, late_by: int) -> dict[str, str]:
    """Days of a paper that comes into the book late; none when it was not even written by its deadline."""
    due = dt.date.today() - dt.timedelta(days=late_by)  # noqa: DTZ011
    arrived = due - dt.timedelta(days=10)
    if issued_on is not None and issued_on > due:
        return {}
    return {"due_on": format_date(due), "arrived_on": format_date(max(arrived, issued_on or arrived))}


def work_through(console: Console, taken: list[int], *, leave: int) -> None:
    """Bring the new documents into every state of the workflow; the last ones wait for the visitor."""
    State = IncomingDocument.State
    documents = list(
        IncomingDocument.objects.filter(pk__in=taken, state=State.PENDING_REGISTRATION).order_by("pk")
    )
    readable = [d for d in documents if d.reading_state == IncomingDocument.ReadingState.DONE]
    kept_back = {d.pk for d in readable[len(readable) - leave :]} if leave else set()
    clerk = who("huongntm")
    for number, document in enumerate(d for d in readable if d.pk not in kept_back):
        step = STEPS[number % len(STEPS)]
        try:
            step(clerk, document)
        except DomainError as error:
            console.print(f"  {document.title}: {error.message}", style="yellow", markup=False)


def _unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def _submit(clerk: Actor, document: IncomingDocument, to: str = "thangpv") -> IncomingDocument:
    registered = _register(clerk, document)
    submit_document(
        clerk,
        document=registered,
        to_user=User.objects.get(username=to),
        summary=f"{registered.issuer_name}: {registered.subject}",
        proposal="Giao Phòng Tổng hợp chủ trì tham mưu, Phòng Hành chính, lưu trữ phối hợp.",
        lead=_unit("TH"),
        collaborators=[_unit("HC")],
        due_on=due_after(dt.date.today(), 5).due,  # noqa: DTZ011
    )
    registered.refresh_from_db()
    return registered


def _endorsed(clerk: Actor, document: IncomingDocument) -> IncomingDocument:
    submitted = _submit(clerk, document)
    endorse_document(who("thangpv"), document=submitted, as_proposed=True)
    submitted.refresh_from_db()
    return submitted


def _only_registered(clerk: Actor, document: IncomingDocument) -> None:
    _register(clerk, document)


def _waiting_for_chief(clerk: Actor, document: IncomingDocument) -> None:
    _submit(clerk, document)


def _waiting_for_leader(clerk: Actor, document: IncomingDocument) -> None:
    _submit(clerk, document, to="nguyetttm")


def _waiting_for_distribution(clerk: Actor, document: IncomingDocument) -> None:
    submitted = _submit(clerk, document)
    endorse_document(
        who("thangpv"), document=submitted, text="Văn thư chuyển đồng chí Phó Chánh Văn phòng phụ trách khối."
    )


def _unseen(clerk: Actor, document: IncomingDocument) -> None:
    _endorsed(clerk, document)


def _at_work(clerk: Actor, document: IncomingDocument) -> None:
    working = _endorsed(clerk, document)
    head = who("cuongdm")
    mark_seen(head, document=working)
    lead = working.assignments.get(role="lead")
    acknowledge(head, document=working, assignment=lead)
    reassign(
        head,
        document=working,
        assignment=lead,
        user=User.objects.get(username="yenlt"),
        instruction="Đồng chí tham mưu văn bản trả lời.",
    )
    add_note(who("yenlt"), document=working, text="Đã liên hệ cơ quan gửi để làm rõ số liệu kèm theo.")


def _pressing(clerk: Actor, document: IncomingDocument, late_by: int) -> IncomingDocument:
    """Given out at once, for its deadline is today or past."""
    registered = _register(clerk, document, late_by=late_by)
    distribute_document(
        who("thangpv"),
        document=registered,
        lead=_unit("QT"),
        information=[_unit("TC")],
        instruction="Đề nghị báo cáo trong ngày.",
    )
    registered.refresh_from_db()
    return registered


def _due_today(clerk: Actor, document: IncomingDocument) -> None:
    _pressing(clerk, document, 0)


def _late(clerk: Actor, document: IncomingDocument) -> None:
    late = _pressing(clerk, document, 1)
    remind(who("thangpv"), document=late, text="Đề nghị Phòng Quản trị gửi kết quả trong buổi chiều.")


def _very_late(clerk: Actor, document: IncomingDocument) -> None:
    _pressing(clerk, document, 5)


def _late_at_the_leader(clerk: Actor, document: IncomingDocument) -> None:
    registered = _register(clerk, document, late_by=2)
    submit_document(clerk, document=registered, to_user=User.objects.get(username="thangpv"))


def _more_time(clerk: Actor, document: IncomingDocument) -> None:
    working = _endorsed(clerk, document)
    lead = working.assignments.get(role="lead")
    ask_extension(
        who("cuongdm"),
        document=working,
        assignment=lead,
        new_due_on=due_after(dt.date.today(), 10).due,  # noqa: DTZ011
        reason="Chờ số liệu của các đảng ủy xã, phường.",
    )


def _handled(clerk: Actor, document: IncomingDocument) -> IncomingDocument:
    working = _endorsed(clerk, document)
    for role, person in (("lead", "cuongdm"), ("collaborator", "hanhnt")):
        part = working.assignments.get(role=role)
        result = (
            "Đã tham mưu, cơ quan gửi đã nhận văn bản trả lời." if role == "lead" else "Đã cung cấp hồ sơ."
        )
        complete_assignment(who(person), document=working, assignment=part, result=result)
    working.refresh_from_db()
    return working


def _waiting_for_conclusion(clerk: Actor, document: IncomingDocument) -> None:
    _handled(clerk, document)


def _filed(clerk: Actor, document: IncomingDocument) -> None:
    done = _handled(clerk, document)
    chief = who("thangpv")
    conclude_handling(chief, document=done, result="Đã xử lý xong theo đề xuất.")
    done.refresh_from_db()
    file_document(who("cuongdm"), document=done, case_file=_case_file())


def _case_file() -> CaseFile:
    head = who("cuongdm")
    found: CaseFile | None = CaseFile.objects.filter(
        keeper_id=head.user_id, state=CaseFile.State.OPEN
    ).first()
    if found is not None:
        return found
    entry = (
        FilePlanEntry.objects.filter(agency__code=OFFICE, year=2026, unit__code="TH").order_by("code").first()
    )
    if entry is None:
        raise LookupError("the demo's file plan has no line of Phòng Tổng hợp")
    made: CaseFile = open_case_file(head, plan_entry=entry, title=entry.title)
    return made


STEPS: tuple[Callable[[Actor, IncomingDocument], Any], ...] = (
    _filed,
    _at_work,
    _waiting_for_chief,
    _late,
    _waiting_for_conclusion,
    _waiting_for_leader,
    _unseen,
    _waiting_for_distribution,
    _very_late,
    _more_time,
    _only_registered,
    _due_today,
    _filed,
    _late_at_the_leader,
)
"""Turns by which documents reach every state and every level of urgency; fifteen samples suffice."""
