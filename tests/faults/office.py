"""An office for the writers of the fault test, built in a process of its own: `python office.py COUNT`.

Prints one line of JSON: the books, the ids of documents that wait to be registered and to be numbered, and a
key of the clerk.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vanphong.testing.personas import Office

BOOKS = 5
TYPES = ("RESOLUTION", "DIRECTIVE_DOC", "CONCLUSION_DOC", "DECISION", "RULE")
"""Types numbered; the last two share a counter."""
TO_SIGN = 400
"""Drafts that wait for a signature."""


def main() -> None:
    """Make the tables, a small office with five books; COUNT documents to register, and as many to number."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from vanphong.kernel.numbering.models import Register
    from vanphong.modules.correspondence.models import IncomingDocument
    from vanphong.modules.issuing.models import OutgoingDocument
    from vanphong.testing.drafting import PIN
    from vanphong.testing.issuing import type_of
    from vanphong.testing.personas import build_office
    from vanphong.testing.recording import recording
    from vanphong.testing.rest import key_for

    office = build_office()
    books = [office.registers["den"].pk, office.registers["tw"].pk]
    with recording():
        for number in range(BOOKS - len(books)):
            book = Register(
                agency=office.units["vptu"], kind="incoming", code=f"B{number}", name=f"Sổ {number}"
            )
            book.save()
            books.append(book.pk)
        rows = IncomingDocument.objects.bulk_create(
            IncomingDocument(agency=office.units["vptu"], channel="manual") for _ in range(int(sys.argv[1]))
        )
        signed = OutgoingDocument.objects.bulk_create(
            OutgoingDocument(agency=office.units["vptu"], reading_state="done", subject="Về việc thử")
            for _ in range(int(sys.argv[1]))
        )
    types = [type_of(code).pk for code in TYPES]
    drafts = _drafts(office)
    key = key_for(office.users["vanthu"])
    made = {
        "drafts": drafts,
        "signer": key_for(office.users["chanh"]),
        "pin": PIN,
        "books": books,
        "documents": [row.pk for row in rows],
        "signed": [row.pk for row in signed],
        "types": types,
        "body": office.units["tu"].pk,
        "key": key,
    }
    print(json.dumps(made))


def _drafts(office: Office) -> list[int]:
    """Drafts before their signer, the chief, who keeps a key; all of one file, each signed apart."""
    from django.utils import timezone

    from vanphong.kernel.files import store
    from vanphong.modules.drafting.models import Draft, DraftStep, DraftVersion
    from vanphong.testing import drafting, papers
    from vanphong.testing.issuing import type_of
    from vanphong.testing.recording import recording

    drafting.key(office)
    now, chief = timezone.now(), office.users["chanh"]
    with recording():
        rows = Draft.objects.bulk_create(
            Draft(
                agency=office.units["vptu"],
                issuing_body=office.units["vptu"],
                document_type=type_of("OFFICIAL_LETTER"),
                subject=f"Về việc ký số {number}",
                drafter=office.users["chuyenvien"],
                unit=office.units["tonghop"],
                signer=chief,
                state=Draft.State.PENDING_SIGNATURE,
            )
            for number in range(TO_SIGN)
        )
        blob = store.keep_bytes(papers.letter_pdf(number="-CV/VPTU"), "application/pdf")
        DraftVersion.objects.bulk_create(
            DraftVersion(
                draft=row,
                number=1,
                blob=blob,
                media_type="application/pdf",
                page_count=1,
                reading_state="done",
            )
            for row in rows
        )
        DraftStep.objects.bulk_create(
            DraftStep(draft=row, round=1, position=1, kind="sign", user=chief, state="held", held_at=now)
            for row in rows
        )
    return [row.pk for row in rows]


if __name__ == "__main__":
    main()
