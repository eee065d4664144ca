"""What a row of a list says of a document: whose, what is missing, how late."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.wording import vi
from vanphong.lib.numbers import format_number
from vanphong.modules.correspondence.models import Assignment, IncomingDocument, LegacyOrigin, Submission

S = IncomingDocument.State


def number_words(document: IncomingDocument) -> str:
    """The number it bears, as its book writes it; empty before it has one."""
    if document.arrival_number is not None:
        return format_number(document.arrival_number)
    if document.channel == IncomingDocument.Channel.LEGACY:
        origin: LegacyOrigin | None = getattr(document, "origin", None)
        return origin.written_number if origin else ""
    return ""


def lead_of(document: IncomingDocument) -> Assignment | None:
    """The part in the lead, unless it was returned or recalled."""
    return next(
        (
            part
            for part in document.assignments.all()
            if part.role == Assignment.Role.LEAD
            and part.parent_id is None
            and part.state not in ("returned", "recalled")
        ),
        None,
    )


def handler_words(document: IncomingDocument) -> str:
    """Who holds the work, lead first."""
    parts = [
        part
        for part in document.assignments.all()
        if part.parent_id is None
        and part.role != Assignment.Role.INFORMATION
        and part.state not in ("returned", "recalled")
    ]
    parts.sort(key=lambda part: part.role != Assignment.Role.LEAD)
    return "; ".join(part.owner_label for part in parts)


def waiting_slips(document: IncomingDocument) -> list[Submission]:
    """Slips still unanswered; lists fetch them beforehand as `waiting`."""
    found: list[Submission] | None = getattr(document, "waiting", None)
    if found is None:
        return list(document.submissions.filter(state=Submission.State.PENDING).select_related("to_user"))
    return found


def holder_words(document: IncomingDocument) -> str:
    """Who has the document now, whatever its step."""
    if document.state == S.PENDING_ENDORSEMENT:
        return ", ".join(str(slip.to_user) for slip in waiting_slips(document))
    if document.state in (S.IN_PROGRESS, S.HANDLED, S.CLOSED):
        return handler_words(document)
    if document.state in (S.PENDING_REGISTRATION, S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION):
        return _("Văn thư")
    return ""


MISSING: dict[str, str] = {
    S.PENDING_SUBMISSION: vi("Thiếu: trình lãnh đạo hoặc phân phối"),
    S.PENDING_ENDORSEMENT: vi("Thiếu: ý kiến của lãnh đạo"),
    S.PENDING_DISTRIBUTION: vi("Thiếu: phân phối theo ý kiến đã cho"),
    S.HANDLED: vi("Đã xong các phần việc, chờ kết thúc"),
}


def _reading_words(document: IncomingDocument) -> str:
    match document.reading_state:
        case IncomingDocument.ReadingState.WAITING:
            return _("Đang đọc")
        case IncomingDocument.ReadingState.FAILED:
            return ": ".join(part for part in (_("Chưa đọc được"), document.reading_message) if part)
    return _("Chờ kiểm tra và vào sổ")


def _work_words(document: IncomingDocument) -> str:
    lead = lead_of(document)
    if lead is None:
        return _("Thiếu: nơi chủ trì")
    if lead.state == Assignment.State.UNSEEN:
        return _("Nơi chủ trì chưa mở xem")
    if lead.state == Assignment.State.DONE:
        return _("Chủ trì đã xong, còn nơi phối hợp")
    return _("Thiếu: kết quả của nơi chủ trì")


def missing_words(document: IncomingDocument) -> str:
    """The grey line: what is missing for the next step."""
    match document.state:
        case S.PENDING_REGISTRATION:
            return _reading_words(document)
        case S.IN_PROGRESS:
            return _work_words(document)
        case S.CLOSED if document.channel == IncomingDocument.Channel.LEGACY:
            return _("Nhập từ sổ cũ")
        case S.CLOSED:
            return _("Đã kết thúc") if document.filed else _("Đã kết thúc, chưa đưa vào hồ sơ")
    words = MISSING.get(document.state)
    return str(words) if words else document.get_state_display()
