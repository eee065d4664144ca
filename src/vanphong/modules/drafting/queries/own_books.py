"""What this office itself knows of what a draft cites: its books of incoming documents, its directory."""

from __future__ import annotations

from datetime import date
from typing import Literal

from vanphong.kernel.organisation.models import Dated, Holding
from vanphong.lib.text import code_key
from vanphong.modules.correspondence.public import IncomingDocument


class OwnBooks:
    """Answers appraisal asks (`lib.appraisal.Office`)."""

    def known_document(self, reference_code: str) -> date | Literal[False] | None:
        """The date of a document entered in a book; None where none is, for not all that is cited came here."""
        found: date | None = (
            IncomingDocument.objects.filter(code_key=code_key(reference_code), arrival_number__isnull=False)
            .order_by("-pk")
            .values_list("issued_on", flat=True)
            .first()
        )
        return found

    def keeps_books_for(self, reference_code: str) -> bool:
        """Never: a document that did not come here may be cited all the same."""
        return False

    def post_of(self, name: str, on: date) -> str | None:
        """The title of the first post a person of that name held on the day."""
        held: str | None = (
            Holding.objects.filter(Dated.on(on), Dated.on(on, "post__"), user__full_name__iexact=name)
            .order_by("post__rank", "pk")
            .values_list("post__title", flat=True)
            .first()
        )
        return held
