"""What other modules may use of the catalogues."""

from vanphong.modules.catalogues.models import DocumentType, RetentionTerm, SubjectArea

__all__ = ["DocumentType", "RetentionTerm", "SubjectArea"]
