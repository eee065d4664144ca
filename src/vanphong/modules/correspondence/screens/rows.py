"""One row of work for an incoming document."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.queries import today
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.levels import alert
from vanphong.modules.correspondence.models import Assignment, IncomingDocument
from vanphong.modules.correspondence.queries.rows import (
    holder_words,
    missing_words,
    number_words,
    waiting_slips,
)
from vanphong.ui.components import Action as Button
from vanphong.ui.components import AlertLevel, Deadline, ListRow, moment_text, urgency_badge

S = IncomingDocument.State
OPEN = (S.PENDING_SUBMISSION, S.PENDING_ENDORSEMENT, S.PENDING_DISTRIBUTION, S.IN_PROGRESS)


def read_value(document: IncomingDocument, name: str) -> str:
    """A header field as read, for documents not yet in the book."""
    reading = getattr(document, "reading", None)
    found = reading.header.get(name) if reading else None
    return str(found["value"]) if found and not isinstance(found["value"], list) else ""


def title_of(document: IncomingDocument) -> str:
    """What the row and the page are called: the subject, or what was read, or the name of the file."""
    if document.subject:
        return document.subject
    if subject := read_value(document, "subject"):
        return subject
    files = list(document.files.all())
    return files[0].name if files else document.title


def deadline_of(document: IncomingDocument) -> Deadline | None:
    """Deadline and its level while work is open."""
    if document.state not in OPEN or document.due_on is None:
        return None
    found = alert(document.due_on, today())
    return Deadline(document.due_on, found.days_left, AlertLevel(found.level)) if found else None


def row(actor: Actor, document: IncomingDocument) -> ListRow:
    """The row: what, what is missing, whose, how late, one button."""
    day = today()
    level = None
    if document.state in OPEN:
        found = alert(document.due_on, day)
        level = AlertLevel(found.level) if found else AlertLevel.GREEN
    url = f"/van-ban-den/{document.pk}/"
    if document.is_registered:
        number = number_words(document)
        code, note = (
            _("Số đến {arrival_number}").format(arrival_number=number) if number else _("Không có số đến"),
            document.reference_code,
        )
    else:
        code = document.reference_code or read_value(document, "reference_code") or _("Chưa có số")
        note = document.get_channel_display()
    waits = document.state == S.PENDING_REGISTRATION
    moment = moment_text(timezone.localtime(document.received_at)) if waits else ""
    unseen = any(
        part.user_id == actor.person_id and part.state == Assignment.State.UNSEEN
        for part in document.assignments.all()
    )
    asked = document.state == S.PENDING_ENDORSEMENT and actor.person_id in {
        slip.to_user_id for slip in waiting_slips(document)
    }
    button = Button(_("Mở"), url)
    if waits:
        button = Button(_("Vào sổ"), f"{url}vao-so/")
    elif asked:
        button = Button(_("Cho ý kiến"), f"{url}cho-y-kien/")
    badge = urgency_badge(document.urgency)
    return ListRow(
        url=button.url,
        title=title_of(document),
        code=code,
        code_note=note,
        note=missing_words(document),
        owner=(document.issuer_name or read_value(document, "issuer")) if waits else holder_words(document),
        owner_note=moment if waits else document.issuer_name,
        level=level,
        deadline=deadline_of(document)
        or (
            Deadline(words=_("đến {arrived_on}").format(arrived_on=format_date(document.arrived_on)))
            if document.arrived_on and level
            else None
        ),
        badges=(badge,) if badge else (),
        action=button,
        unread=unseen,
    )
