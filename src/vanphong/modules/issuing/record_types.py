"""How others call an outgoing document and where its page is."""

from vanphong.kernel.registry import RecordType, record_types
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.models import OutgoingDocument

OUTGOING_DOCUMENT = record_types.add(
    OutgoingDocument._meta.label_lower,
    RecordType(
        OutgoingDocument._meta.label_lower,
        OutgoingDocument,
        vi("Văn bản đi"),
        lambda document: document.title,
        lambda document: f"/van-ban-di/{document.pk}/",
        lambda document: document.reference_code,
    ),
)
