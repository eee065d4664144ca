"""How others call rows of the catalogues and where their pages are."""

from typing import cast

from django.utils.text import capfirst

from vanphong.kernel.registry import RecordType, record_types
from vanphong.modules.catalogues.models import (
    AdminUnit,
    AgencyCode,
    DocumentType,
    RetentionTerm,
    SubjectArea,
)

ADDRESSES = {
    DocumentType: "/danh-muc/loai-van-ban/",
    SubjectArea: "/danh-muc/linh-vuc/",
    RetentionTerm: "/danh-muc/thoi-han-bao-quan/",
    AdminUnit: "/danh-muc/don-vi-hanh-chinh/",
    AgencyCode: "/danh-muc/ma-dinh-danh/",
}

for _model in ADDRESSES:
    record_types.add(
        _model._meta.label_lower,
        RecordType(
            _model._meta.label_lower,
            _model,
            cast(str, capfirst(_model._meta.verbose_name)),
            lambda row: str(row),
            lambda row: f"{ADDRESSES[type(row)]}{row.pk}/",
        ),
    )
