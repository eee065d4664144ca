"""Ending without handling, and taking the last step back while it is fresh."""

from __future__ import annotations

import datetime as dt

from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command
from vanphong.kernel.events import publish
from vanphong.kernel.journal.queries import Act, trail
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.correspondence.commands.submission import leave_endorsement
from vanphong.modules.correspondence.events import DocumentConcluded
from vanphong.modules.correspondence.models import IncomingDocument, Submission
from vanphong.modules.correspondence.policy import CONCLUDE
from vanphong.modules.correspondence.workflow import INCOMING

S = IncomingDocument.State
FRESH = dt.timedelta(minutes=1)
"""How long a step can be taken back; the screen offers it for ten seconds."""
_PASSING = frozenset({"correspondence.mark_seen"})


@command(CONCLUDE, on="document", label=vi("lưu tham khảo"))
def keep_for_reference(actor: Actor, /, *, document: IncomingDocument, reason: str) -> IncomingDocument:
    """Conclude a document that asks for nothing, saying why; only while nobody works on it."""
    if not reason.strip():
        raise Invalid(_("Lưu tham khảo phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    if document.state not in (S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION):
        raise Conflict(_("Văn bản đang được xử lý. Đồng chí thu hồi phân công hoặc kết thúc xử lý."))
    if document.reply_required:
        raise Conflict(_("Văn bản này cần trả lời nên không lưu tham khảo được."))
    INCOMING.move(document, S.CLOSED)
    document.result, document.concluded_at = f"Lưu tham khảo: {clean(reason)}", Now()
    document.save()
    index_record(document)
    publish(actor, DocumentConcluded(document.pk))
    return document


@command(None, on="document", label=vi("hoàn tác kết thúc xử lý"))
def undo_conclusion(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """Take back one's own conclusion just made; the document stands where it stood."""
    act = _own_last(actor, document, "correspondence.conclude_handling", "correspondence.keep_for_reference")
    before = _fields(act, document)
    INCOMING.move(document, before["state"][0])
    document.concluded_at = None
    for name in ("result", "reply_code"):
        if name in before:
            setattr(document, name, before[name][0])
    document.save()
    index_record(document)
    return document


@command(None, on="document", label=vi("hoàn tác trình văn bản"))
def undo_submission(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """Take back the slip just sent; slips to other leaders stay."""
    act = _own_last(actor, document, "correspondence.submit_document")
    ids = [change["id"] for change in act.changes if change["model"] == Submission._meta.label_lower]
    slip = document.submissions.select_for_update().filter(pk__in=ids, state=Submission.State.PENDING).first()
    if slip is None:
        raise Conflict(_("Lãnh đạo đã xem phiếu trình này nên không hoàn tác được nữa."))
    slip.state, slip.ended_at = Submission.State.WITHDRAWN, Now()
    slip.save()
    state = _fields(act, document).get("state")
    leave_endorsement(document, state[0] if state else S.PENDING_SUBMISSION)
    return document


def _own_last(actor: Actor, document: IncomingDocument, *actions: str) -> Act:
    """The last act on the document, when it is the actor's own, of the kind, and fresh."""
    acts = trail(f"{document._meta.label_lower}:{document.pk}", limit=5)
    last = next((act for act in acts if act.action not in _PASSING), None)
    if last is None or last.action not in actions or last.user_id != actor.user_id:
        raise Conflict(_("Văn bản đã có việc khác sau đó nên không hoàn tác được nữa."))
    if timezone.now() - last.at > FRESH:
        raise Conflict(_("Đã quá lâu nên không hoàn tác được nữa."))
    return last


def _fields(act: Act, document: IncomingDocument) -> dict[str, list[str]]:
    """Changed fields of the document in that act: old and new."""
    label = document._meta.label_lower
    changed = (c for c in act.changes if c["model"] == label and c["id"] == document.pk)
    return next((dict(change["fields"]) for change in changed), {})
