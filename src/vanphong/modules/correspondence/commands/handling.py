"""Handling the parts given out: seen, received, notes, products, done, returned; more time; conclusion."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vanphong.kernel.access.rows import fetched, with_many
from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command, note
from vanphong.kernel.events import publish
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.correspondence import notices
from vanphong.modules.correspondence.commands.distribution import (
    HEADS,
    locked_assignment,
    people_of,
    settle,
)
from vanphong.modules.correspondence.commands.intake import IncomingFile, add_file
from vanphong.modules.correspondence.events import DocumentConcluded
from vanphong.modules.correspondence.models import (
    Assignment,
    DocumentFile,
    Extension,
    HandlingNote,
    IncomingDocument,
)
from vanphong.modules.correspondence.policy import CONCLUDE, EXTEND, HANDLE, NOTE, REOPEN
from vanphong.modules.correspondence.workflow import ASSIGNMENT, INCOMING

S, A = IncomingDocument.State, Assignment.State


def holds(actor: Actor, assignment: Assignment) -> bool:
    """Whether the part is the actor's own, or of a unit the actor is in charge of."""
    if assignment.user_id is not None and assignment.user_id == actor.person_id:
        return True
    return assignment.unit_id is not None and assignment.unit_id in actor.units_as(*HEADS)


def _own(actor: Actor, document: IncomingDocument, assignment: Assignment) -> Assignment:
    row = locked_assignment(document, assignment)
    if not holds(actor, row):
        raise Forbidden(_("Phần việc này giao cho người khác."))
    return row


def record_viewing(actor: Actor, document: IncomingDocument) -> bool:
    """Remember who opened the document and when; opening one's own part makes it «đã xem»: then True.

    Not a command: opening a page is no act of the office, and the clock never stops for it.
    """
    if actor.user_id is None or actor.on_behalf:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO correspondence_viewing (document_id, user_id) VALUES (%s, %s) "
            "ON CONFLICT (document_id, user_id) DO UPDATE SET last_at = now()",
            [document.pk, actor.user_id],
        )
    if any(part.state == A.UNSEEN and holds(actor, part) for part in document.assignments.all()):
        mark_seen(actor, document=document)
        return True
    return False


@command(None, on="document", label=vi("xem phần việc được giao"))
def mark_seen(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """The holder has opened a part: it is seen from now on."""
    for part in document.assignments.select_for_update(of=("self",)).filter(state=A.UNSEEN):
        if holds(actor, part):
            ASSIGNMENT.move(part, A.SEEN)
            part.seen_at = Now()
            part.save()
    return document


@command(HANDLE, on="document", label=vi("nhận việc"))
def acknowledge(actor: Actor, /, *, document: IncomingDocument, assignment: Assignment) -> Assignment:
    """Say that the part was received (ký nhận)."""
    row = _own(actor, document, assignment)
    ASSIGNMENT.move(row, A.RECEIVED)
    row.received_at = Now()
    if row.seen_at is None:
        row.seen_at = Now()
    row.save()
    return row


@command(NOTE, on="document", label=vi("ghi ý kiến xử lý"))
def add_note(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    text: str,
    assignment: Assignment | None = None,
    kind: str = HandlingNote.Kind.COMMENT,
    product: IncomingFile | None = None,
) -> HandlingNote:
    """A note in the course of handling; with a file it is a product of it."""
    if not text.strip() and product is None:
        raise Invalid(_("Đồng chí ghi nội dung ý kiến."), {"text": _("Còn trống.")})
    assignment = locked_assignment(document, assignment) if assignment else _only_part(actor, document)
    file = attach_product(actor, document, product) if product is not None else None
    if file is not None:
        kind = HandlingNote.Kind.PRODUCT
        text = text.strip() or "Gửi kèm sản phẩm."
    written = HandlingNote(
        document=document,
        assignment=assignment,
        kind=kind,
        text=clean(text, keep_lines=True),
        file=file,
        author_id=actor.user_id,
    )
    written.save()
    if (
        assignment is not None
        and holds(actor, assignment)
        and assignment.state in (A.UNSEEN, A.SEEN, A.RECEIVED)
    ):
        ASSIGNMENT.move(assignment, A.IN_PROGRESS)
        assignment.save()
    return written


def _only_part(actor: Actor, document: IncomingDocument) -> Assignment | None:
    """The one part to work on that the actor holds, when there is just one: a note belongs to it."""
    parts = document.assignments.select_for_update(of=("self",)).filter(state__in=Assignment.OPEN_STATES)
    mine = [part for part in parts.exclude(role=Assignment.Role.INFORMATION) if holds(actor, part)]
    return mine[0] if len(mine) == 1 else None


def attach_product(actor: Actor, document: IncomingDocument, product: IncomingFile) -> DocumentFile:
    """The file of a product, after those of the document; never what the book calls the document itself."""
    if product.problem:
        raise Invalid(product.problem, {"product": product.problem})
    return add_file(actor, document, product, DocumentFile.Kind.PRODUCT)


@command(HANDLE, on="document", label=vi("báo xong phần việc"))
def complete_assignment(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    assignment: Assignment,
    result: str = "",
    reply_code: str = "",
    product: IncomingFile | None = None,
) -> Assignment:
    """Report a part as done, with its result; the whole is handled when the last working part is done."""
    row = _own(actor, document, assignment)
    if row.role != Assignment.Role.INFORMATION and not result.strip():
        raise Invalid(_("Đồng chí ghi kết quả xử lý."), {"result": _("Còn thiếu kết quả.")})
    waiting = row.children.filter(state__in=Assignment.OPEN_STATES)
    if waiting.exists():
        names = ", ".join(part.owner_label for part in waiting.select_related("user"))
        raise Conflict(_("Trong đơn vị còn người chưa xong: {names}.").format(names=names))
    ASSIGNMENT.move(row, A.DONE)
    _drop_extension(row)
    row.done_at, row.result = Now(), clean(result, keep_lines=True)
    row.save()
    if reply_code.strip():
        document.reply_code = clean(reply_code)[:120]
        document.save()
    if product is not None:
        HandlingNote(
            document=document,
            assignment=row,
            kind=HandlingNote.Kind.PRODUCT,
            text=row.result or "Gửi kèm sản phẩm.",
            file=attach_product(actor, document, product),
            author_id=actor.user_id,
        ).save()
    if row.assigned_by_user_id:
        tell(actor, notices.DONE, about=document, users=[row.assigned_by_user_id])
    settle(document)
    return row


def _drop_extension(part: Assignment) -> None:
    """A wish for more time is moot once the part has ended."""
    for asked in part.extensions.select_for_update().filter(state=Extension.State.ASKED):
        asked.state, asked.decided_by, asked.decided_at = Extension.State.REFUSED, "Hệ thống", Now()
        asked.save()


@command(HANDLE, on="document", label=vi("trả lại phân công"))
def return_assignment(
    actor: Actor, /, *, document: IncomingDocument, assignment: Assignment, reason: str
) -> Assignment:
    """Give a part back with a reason: it was not ours, or more is needed."""
    if not reason.strip():
        raise Invalid(_("Trả lại phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    row = _own(actor, document, assignment)
    for part in [*row.children.select_for_update().filter(state__in=Assignment.OPEN_STATES), row]:
        ASSIGNMENT.move(part, A.RETURNED if part.pk == row.pk else A.RECALLED)
        part.ended_reason = clean(reason)[:500]
        part.save()
    _drop_extension(row)
    note(reason)
    if row.assigned_by_user_id:
        tell(actor, notices.RETURNED, about=document, users=[row.assigned_by_user_id], urgent=True)
    settle(document)
    return row


@command(HANDLE, on="document", label=vi("xin gia hạn"))
def ask_extension(
    actor: Actor, /, *, document: IncomingDocument, assignment: Assignment, new_due_on: dt.date, reason: str
) -> Extension:
    """Ask for more time, with a reason; the clock goes on until it is granted."""
    row = _own(actor, document, assignment)
    if not row.is_open:
        raise Conflict(_("Phần việc này đã xong, không cần gia hạn."))
    if not reason.strip():
        raise Invalid(_("Xin gia hạn phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    if row.due_on is not None and new_due_on <= row.due_on:
        raise Invalid(
            _("Hạn mới phải sau hạn cũ."),
            {"new_due_on": _("Sau ngày {due_on:%d/%m/%Y}.").format(due_on=row.due_on)},
        )
    if new_due_on < today():
        raise Invalid(_("Hạn mới đã qua."), {"new_due_on": _("Hạn phải từ hôm nay trở đi.")})
    if row.extensions.filter(state=Extension.State.ASKED).exists():
        raise Conflict(_("Đã có một đề nghị gia hạn đang chờ duyệt."))
    asked = Extension(
        assignment=row,
        reason=clean(reason)[:500],
        old_due_on=row.due_on,
        new_due_on=new_due_on,
        asked_by_id=actor.user_id,
    )
    asked.save()
    if row.assigned_by_user_id:
        tell(actor, notices.EXTENSION_ASKED, about=document, users=[row.assigned_by_user_id])
    return asked


@command(EXTEND, on="document", label=vi("duyệt gia hạn"))
def decide_extension(
    actor: Actor, /, *, document: IncomingDocument, extension: Extension, granted: bool, reason: str = ""
) -> Extension:
    """Grant or refuse more time; each grant is counted."""
    row: Extension | None = (
        Extension.objects.select_for_update(of=("self",))
        .filter(pk=extension.pk, assignment__document=document)
        .first()
    )
    if row is None or row.state != Extension.State.ASKED:
        raise Conflict(_("Đề nghị gia hạn này đã được trả lời."))
    part = locked_assignment(document, row.assignment)
    _check_decider(actor, document, row, part)
    if granted:
        _grant(document, row, part)
    row.state = Extension.State.GRANTED if granted else Extension.State.REFUSED
    row.decided_by, row.decided_at = actor.name, Now()
    row.save()
    if reason:
        note(reason)
    tell(actor, notices.EXTENSION_DECIDED, about=document, users=people_of(part))
    return row


def decides(actor: Actor, document: IncomingDocument, part: Assignment) -> bool:
    """Whether more time for the part is the actor's to give: the office, who assigned it, the head above."""
    if document.agency_id in actor.agencies_as(CHIEF, DEPUTY_CHIEF):
        return True
    if part.assigned_by_user_id is not None and part.assigned_by_user_id == actor.person_id:
        return True
    return part.parent is not None and part.parent.unit_id in actor.units_as(*HEADS)


def wishes(actor: Actor, document: IncomingDocument) -> list[Extension]:
    """Requests for more time on this document that are the actor's to answer; nobody answers their own."""
    parts = list(document.assignments.all())
    with_many(
        [part for part in parts if not fetched(part, "extensions")], "extensions", Extension.objects.all()
    )
    asked = [row for part in parts for row in part.extensions.all()]
    return [
        row
        for row in sorted(asked, key=lambda row: row.pk)
        if row.state == Extension.State.ASKED
        and row.asked_by_id not in (actor.user_id, actor.person_id)
        and decides(actor, document, row.assignment)
    ]


def _check_decider(actor: Actor, document: IncomingDocument, asked: Extension, part: Assignment) -> None:
    if asked.asked_by_id is not None and asked.asked_by_id in (actor.user_id, actor.person_id):
        raise Forbidden(_("Đồng chí không tự duyệt đề nghị gia hạn của mình."))
    if not decides(actor, document, part):
        raise Forbidden(_("Đề nghị này do người giao việc hoặc Chánh Văn phòng duyệt."))


def _grant(document: IncomingDocument, asked: Extension, part: Assignment) -> None:
    above = part.parent
    if above is not None and above.due_on is not None and asked.new_due_on > above.due_on:
        words = _(
            "Hạn mới sau hạn của đơn vị ({due_on:%d/%m/%Y}). Đồng chí xin gia hạn cho đơn vị trước."
        ).format(due_on=above.due_on)
        raise Invalid(words, {"granted": _("Hạn mới quá muộn.")})
    part.due_on, part.extension_count = asked.new_due_on, part.extension_count + 1
    part.due_reason = f"gia hạn lần {part.extension_count}: {asked.reason}"[:200]
    part.save()
    if part.role == Assignment.Role.LEAD and part.parent_id is None:
        document.due_on, document.due_reason = asked.new_due_on, part.due_reason
        document.save()


@command(CONCLUDE, on="document", label=vi("kết thúc xử lý"))
def conclude_handling(
    actor: Actor, /, *, document: IncomingDocument, result: str, reply_code: str = ""
) -> IncomingDocument:
    """Conclude the handling with its result. Open working parts must be done, returned or recalled first."""
    if not result.strip():
        raise Invalid(_("Đồng chí ghi kết quả xử lý."), {"result": _("Còn thiếu kết quả.")})
    left = document.assignments.filter(state__in=Assignment.OPEN_STATES).exclude(
        role=Assignment.Role.INFORMATION
    )
    if left.exists():
        names = ", ".join(part.owner_label for part in left.select_related("unit", "user")[:5])
        raise Conflict(
            _("Còn phần việc chưa xong: {names}. Đồng chí chờ kết quả hoặc thu hồi phần việc đó.").format(
                names=names
            )
        )
    if document.reply_required and not (reply_code or document.reply_code).strip():
        raise Invalid(
            _("Văn bản này cần trả lời."),
            {"reply_code": _("Đồng chí ghi số, ký hiệu văn bản trả lời.")},
        )
    INCOMING.move(document, S.CLOSED)
    document.result, document.concluded_at = clean(result, keep_lines=True), Now()
    if reply_code.strip():
        document.reply_code = clean(reply_code)[:120]
    document.save()
    index_record(document)
    publish(actor, DocumentConcluded(document.pk))
    return document


@command(REOPEN, on="document", label=vi("mở lại"))
def reopen_document(actor: Actor, /, *, document: IncomingDocument, reason: str) -> IncomingDocument:
    """Open a handled or concluded document again, with a reason; its number and history stay."""
    if not reason.strip():
        raise Invalid(_("Mở lại phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    worked = document.assignments.exclude(state__in=[A.RETURNED, A.RECALLED]).exists()
    INCOMING.move(document, S.IN_PROGRESS if worked else S.PENDING_DISTRIBUTION)
    document.concluded_at = None
    lead = document.assignments.filter(role=Assignment.Role.LEAD, parent__isnull=True, state=A.DONE).first()
    if lead is not None:
        ASSIGNMENT.move(lead, A.IN_PROGRESS)
        lead.done_at = None
        lead.save()
    document.save()
    note(reason)
    return document
