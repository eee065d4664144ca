"""Document types as choices, and by name."""

from __future__ import annotations

from vanphong.kernel.access.remembered import values_of
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import NotFound
from vanphong.kernel.organisation.queries import today
from vanphong.modules.catalogues.models import DocumentType


def document_types(_actor: Actor) -> list[tuple[str, str]]:
    """All document types."""
    found = values_of("document types", lambda: DocumentType.objects.values_list("pk", "name"))
    return [(str(pk), name) for pk, name in found]


def type_named(name: str) -> DocumentType:
    """The type in use with that name, of the Party first; NotFound says how to see them."""
    rows = DocumentType.objects.filter(DocumentType.on(today()), name__iexact=name).order_by("family")
    found: DocumentType | None = rows.first()
    if found is None:
        raise NotFound(f"Không có loại văn bản «{name}». Đồng chí xem bằng vanphong catalogue.")
    return found
