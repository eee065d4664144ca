"""Where a copy can go: which units are here, and which office's clerk takes in what is sent to one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from vanphong.kernel.organisation.finding import resolve_issuer
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today, units_on
from vanphong.modules.issuing.models import OutgoingDocument


def possible_recipients() -> QuerySet[Unit]:
    """Bodies that may be sent to: all in being, departments left out."""
    return units_on(today()).exclude(kind=Unit.Kind.DEPARTMENT).order_by("rank", "name")


def office_of(unit: Unit, document: OutgoingDocument) -> Unit | None:
    """The agency in this installation whose clerk takes in what is sent to the unit; None where there is none.

    What is sent to a committee goes to the office that serves it. An office sends nothing to itself that way.
    """
    here = units_on(today()).filter(is_agency=True, uses_vanphong=True)
    found = here.filter(parent=unit, kind=Unit.Kind.OFFICE).first() or here.filter(pk=unit.pk).first()
    return None if found is None or found.pk == document.agency_id else found


@dataclass(frozen=True, slots=True)
class Named:
    """Recipients as a document names them: bodies that are known, and the lines that name none."""

    units: list[Unit]
    others: list[str]


_KEPT = re.compile(r"^(?:như trên|như điều|lưu\b)", re.IGNORECASE)
"""Lines of «Nơi nhận» that name nobody a copy is sent to: «Như trên», «Lưu Văn phòng»."""


def recipients_named(document: OutgoingDocument) -> Named:
    """What the list «Nơi nhận» on the document means, and who sent what it answers; a proposal for the clerk."""
    units: dict[int, Unit] = {}
    others: list[str] = []
    answered = document.answers
    if answered is not None and answered.issuer is not None:
        units[answered.issuer.pk] = answered.issuer
    for line in document.recipients_read:
        for name in line.split(","):
            words = re.sub(r"\(.*?\)", "", name).strip(" -–;.:")
            if not words or _KEPT.match(words):
                continue
            unit = resolve_issuer(words, today())
            if unit is None:
                others.append(words)
            elif unit.kind != Unit.Kind.DEPARTMENT:
                units.setdefault(unit.pk, unit)
    return Named(list(units.values()), list(dict.fromkeys(others)))
