"""What an office of this installation sends to another, with its head filled; and what answers a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Forbidden, command
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import holders_in_agency
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.commands.intake import IncomingFile, receive_document
from vanphong.modules.correspondence.commands.registration import HeaderFields, fill
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.notices import ARRIVED


@command(None, on=IncomingDocument, label=vi("nhận văn bản của cơ quan cùng hệ thống"))
def take_delivery(
    actor: Actor,
    /,
    *,
    agency: Unit,
    files: Sequence[IncomingFile],
    fields: HeaderFields,
    sent_as: str,
) -> IncomingDocument:
    """Put a document that another office sent into «Chờ vào sổ» of `agency`, head filled and locked.

    `sent_as` is the reference of the document there. Only the system does this, for who dispatched it.
    """
    _system(actor)
    document = receive_document(
        actor,
        agency=agency,
        channel=IncomingDocument.Channel.OFFICE,
        files=files,
        sender_note=fields.issuer_name,
    )
    fill(document, fields)
    document.sent_as = sent_as
    document.save()
    tell(actor, ARRIVED, about=document, users=holders_in_agency(agency.pk, REGISTRAR))
    return document


@command(None, on="document", label=vi("ghi văn bản trả lời"))
def record_reply(actor: Actor, /, *, document: IncomingDocument, reply_code: str) -> IncomingDocument:
    """Note the code of a document of ours that answers this one, beside those noted before."""
    _system(actor)
    known = [code for code in document.reply_code.split("; ") if code]
    written = "; ".join([*known, reply_code])
    if reply_code not in known and len(written) <= REPLY_CODES:
        document.reply_code = written
        document.save()
    return document


REPLY_CODES: Final = 120
"""Letters that the field has room for."""


def _system(actor: Actor) -> None:
    if not actor.is_system:
        raise Forbidden(_("Việc này do hệ thống làm."))
