"""Document types as choices."""

from __future__ import annotations

from vanphong.kernel.access.remembered import values_of
from vanphong.kernel.actor import Actor
from vanphong.modules.catalogues.models import DocumentType


def document_types(_actor: Actor) -> list[tuple[str, str]]:
    """All document types."""
    found = values_of("document types", lambda: DocumentType.objects.values_list("pk", "name"))
    return [(str(pk), name) for pk, name in found]
