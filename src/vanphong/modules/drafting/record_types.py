"""How others call drafts, and where their page is."""

from vanphong.kernel.registry import RecordType, record_types
from vanphong.kernel.wording import vi
from vanphong.modules.drafting.models import Draft, OfficeTemplate, SigningKey

DRAFT = record_types.add(
    Draft._meta.label_lower,
    RecordType(
        Draft._meta.label_lower,
        Draft,
        vi("Dự thảo"),
        lambda draft: draft.title,
        lambda draft: f"/du-thao/{draft.pk}/",
    ),
)
SIGNING_KEY = record_types.add(
    SigningKey._meta.label_lower,
    RecordType(
        SigningKey._meta.label_lower,
        SigningKey,
        vi("Khóa ký số"),
        lambda key: key.holder,
        lambda key: f"/khoa-ky-so/{key.pk}/",
    ),
)
OFFICE_TEMPLATE = record_types.add(
    OfficeTemplate._meta.label_lower,
    RecordType(
        OfficeTemplate._meta.label_lower,
        OfficeTemplate,
        vi("Mẫu của cơ quan"),
        lambda template: template.name,
        lambda template: f"/mau-van-ban/{template.pk}/",
    ),
)
