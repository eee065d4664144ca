"""What is found of an incoming document: its code, its subject and issuer, and the text of its pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.search.indexing import Findable, SearchSpec, declare_search
from vanphong.modules.correspondence.models import IncomingDocument, LegacyOrigin
from vanphong.modules.correspondence.queries.texts import plain_text


def _findable(document: IncomingDocument) -> Findable | None:
    if not document.is_registered:
        return None
    people = " ".join(part for part in (document.signer, document.signer_title) if part)
    of_old = document.channel == IncomingDocument.Channel.LEGACY
    origin: LegacyOrigin | None = getattr(document, "origin", None) if of_old else None
    written = origin.written_number if origin else ""
    # What is kept for finding is in the language of the office, whatever the clerk reads.
    number = _("số đến {arrival_number}").format(arrival_number=written or document.arrival_number)
    # Most lines of older books have no file: asking for the words of each would be most of an import.
    read = "" if document.reading_state == IncomingDocument.ReadingState.NONE else plain_text(document)
    parts = (number, people, document.note, document.result, origin.text if origin else "", read)
    return Findable(
        code_key=document.code_key,
        title=" ".join((document.reference_code, document.subject, document.issuer_name)),
        body="\n".join(part for part in parts if part),
        day=document.issued_on or document.arrived_on,
        key=origin.key if origin else "",
    )


declare_search(SearchSpec(IncomingDocument, _findable))
