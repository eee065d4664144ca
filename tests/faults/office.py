"""An office for the writers of the fault test, built in a process of its own: `python office.py COUNT`.

Prints one line of JSON: the books, the ids of documents that wait to be registered and to be numbered, and a
key of the clerk.
"""

from __future__ import annotations

import json
import sys

BOOKS = 5
TYPES = ("RESOLUTION", "DIRECTIVE_DOC", "CONCLUSION_DOC", "DECISION", "RULE")
"""Types numbered; the last two share a counter."""


def main() -> None:
    """Make the tables, a small office with five books; COUNT documents to register, and as many to number."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from vanphong.kernel.numbering.models import Register
    from vanphong.modules.correspondence.models import IncomingDocument
    from vanphong.modules.issuing.models import OutgoingDocument
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
    key = key_for(office.users["vanthu"])
    made = {
        "books": books,
        "documents": [row.pk for row in rows],
        "signed": [row.pk for row in signed],
        "types": types,
        "body": office.units["tu"].pk,
        "key": key,
    }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
