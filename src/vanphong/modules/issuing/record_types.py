"""How others call outgoing documents and groups of recipients, and where their pages are."""

from vanphong.kernel.registry import RecordType, record_types
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.models import OutgoingDocument, RecipientGroup

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
RECIPIENT_GROUP = record_types.add(
    RecipientGroup._meta.label_lower,
    RecordType(
        RecipientGroup._meta.label_lower,
        RecipientGroup,
        vi("Nhóm nơi nhận"),
        lambda group: group.name,
        lambda group: f"/nhom-noi-nhan/{group.pk}/",
    ),
)
