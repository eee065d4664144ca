"""An office for the writers of the fault test, built in a process of its own: `python office.py COUNT`.

Prints one line of JSON: the books, the ids of documents waiting to be registered, and a key of the clerk.
"""

from __future__ import annotations

import json
import sys

BOOKS = 5


def main() -> None:
    """Make the tables, a small office with five books, and COUNT documents at the clerk's desk."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from vanphong.kernel.numbering.models import Register
    from vanphong.modules.correspondence.models import IncomingDocument
    from vanphong.testing import recording
    from vanphong.testing.personas import build_office
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
    key = key_for(office.users["vanthu"])
    print(json.dumps({"books": books, "documents": [row.pk for row in rows], "key": key}))


if __name__ == "__main__":
    main()
