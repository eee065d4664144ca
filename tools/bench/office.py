"""The office of the measurements and pending documents for its clerks."""

from __future__ import annotations

from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import actor_for
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import recording
from vanphong.testing.personas import build_office

BOOKS = 5


def clerk() -> Actor:
    """The clerk of the office, built at the first call."""
    if not User.objects.exists():
        office = build_office()
        with recording():
            for number in range(BOOKS - 2):
                Register(
                    agency=office.units["vptu"],
                    kind=Register.Kind.INCOMING,
                    code=f"B{number}",
                    name=f"Sổ {number}",
                ).save()
    return actor_for(User.objects.get(username="vanthu"))


def books() -> list[Register]:
    return list(Register.objects.filter(agency=Unit.objects.get(code="VPTU")).order_by("pk"))


def pending(count: int) -> list[int]:
    """So many documents waiting to be registered."""
    agency = Unit.objects.get(code="VPTU")
    with recording():
        rows = IncomingDocument.objects.bulk_create(
            IncomingDocument(agency=agency, channel="manual") for _ in range(count)
        )
    return [row.pk for row in rows]
