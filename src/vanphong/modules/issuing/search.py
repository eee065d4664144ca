"""What is found of an outgoing document: its code, its subject and body, its signer, the words of its pages."""

from __future__ import annotations

from vanphong.kernel.files import renditions
from vanphong.kernel.listing import Filter
from vanphong.kernel.search.indexing import Facet, Findable, SearchSpec, declare_search
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.modules.issuing.queries.narrowing import BODY, FROM, STATE, TYPE, UNTIL


def _findable(document: OutgoingDocument) -> Findable | None:
    if not document.is_numbered:
        return None
    texts = [renditions.text_of(row.blob) for row in document.files.select_related("blob")]
    body = document.issuing_body.name if document.issuing_body else ""
    parts = (document.signer_title, document.note, *(text.plain for text in texts if text))
    return Findable(
        code_key=document.code_key,
        title=" ".join((document.reference_code, document.subject, body)),
        body="\n".join(part for part in parts if part),
        day=document.issued_on,
        issuer=body,
        people=document.signer,
    )


FILTERS: tuple[Filter, ...] = (BODY, TYPE, FROM, UNTIL, STATE)
FACETS = (
    Facet("loai", vi("Loại văn bản"), "document_type_id", "document_type__name", "document_type__family"),
    Facet("nam", vi("Năm văn bản"), "issued_on__year", "issued_on__year"),
)

declare_search(SearchSpec(OutgoingDocument, _findable, FILTERS, FACETS, lambda d: str(d.subject)))
