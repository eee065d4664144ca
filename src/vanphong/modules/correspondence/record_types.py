"""How others call an incoming document and where its page is."""

from django.utils.translation import gettext as _

from vanphong.kernel.registry import RecordType, record_types
from vanphong.kernel.wording import vi
from vanphong.lib.numbers import format_number
from vanphong.modules.correspondence.models import IncomingDocument

INCOMING_DOCUMENT = record_types.add(
    IncomingDocument._meta.label_lower,
    RecordType(
        IncomingDocument._meta.label_lower,
        IncomingDocument,
        vi("Văn bản đến"),
        lambda document: document.title,
        lambda document: f"/van-ban-den/{document.pk}/",
        lambda document: " · ".join(
            part
            for part in (
                document.reference_code,
                _("số đến {number}").format(number=format_number(document.arrival_number))
                if document.arrival_number
                else "",
            )
            if part
        ),
    ),
)
