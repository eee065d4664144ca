"""What a row of outgoing documents says of its recipients."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.modules.issuing.models import Delivery, OutgoingDocument


def recipients_words(document: OutgoingDocument) -> str:
    """Names of the recipients, the first two in full."""
    names = [row.unit.label if row.unit else row.name for row in document.deliveries.all()]
    if len(names) <= 2:
        return "; ".join(names)
    return _("{names} và {more} nơi khác").format(names="; ".join(names[:2]), more=len(names) - 2)


def receipt_words(document: OutgoingDocument) -> str:
    """How many recipients have it: «đã nhận 3/5»; «chưa ai nhận» where none has."""
    rows = [row for row in document.deliveries.all() if row.state != Delivery.State.REFUSED]
    got = sum(row.state == Delivery.State.RECEIVED for row in rows)
    if not rows:
        return ""
    if got == len(rows):
        return _("mọi nơi đã nhận")
    return _("chưa ai nhận") if got == 0 else _("đã nhận {got}/{all}").format(got=got, all=len(rows))
