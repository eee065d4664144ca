"""What other modules may use of the catalogues."""

from vanphong.modules.catalogues.models import AdminUnit, DocumentType, RetentionTerm, SubjectArea
from vanphong.modules.catalogues.queries.types import document_types, type_named
from vanphong.modules.catalogues.queries.units import Resolved, remark, resolve

__all__ = [
    "AdminUnit",
    "DocumentType",
    "Resolved",
    "RetentionTerm",
    "SubjectArea",
    "document_types",
    "remark",
    "resolve",
    "type_named",
]
