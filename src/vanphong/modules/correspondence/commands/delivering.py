"""What an office of this installation sends to another: it arrives with its head, read once more like all files."""

from __future__ import annotations

from collections.abc import Sequence

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
    if not actor.is_system:
        raise Forbidden(_("Việc này do hệ thống làm."))
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
