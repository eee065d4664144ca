"""The file plan of an agency for a year."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.lib.text import same
from vanphong.modules.catalogues.public import RetentionTerm
from vanphong.modules.records.models import FilePlanEntry


def plan_of(agencies: Iterable[int], year: int) -> QuerySet[FilePlanEntry]:
    """The entries of the year, as they were drawn up."""
    return (
        FilePlanEntry.objects.filter(agency_id__in=list(agencies), year=year)
        .select_related("retention", "unit", "agency")
        .order_by("pk")
    )


def entries_in_use(actor: Actor) -> QuerySet[FilePlanEntry]:
    """Entries of this year's plan under which the actor's agencies may open case files."""
    agencies = {seat.agency_id for seat in actor.seats}
    return plan_of(agencies, today().year)


def sections(entries: Iterable[FilePlanEntry]) -> list[tuple[str, list[FilePlanEntry]]]:
    """Entries under their headings; headings in order of first appearance, entries by code."""
    rows = list(entries)
    rank = {title: place for place, title in enumerate(dict.fromkeys(e.heading for e in rows))}
    rows.sort(key=lambda e: (rank[e.heading], e.code))
    return [(title, list(group)) for title, group in groupby(rows, key=lambda e: e.heading)]


def retention_named(words: str) -> RetentionTerm | None:
    """The term of that code or name; of several with «10 năm» the first by rank."""
    wanted = words.strip()
    found = RetentionTerm.objects.filter(Q(code__iexact=wanted) | Q(name__iexact=wanted)).first()
    if found is None:
        found = next((t for t in RetentionTerm.objects.all() if same(term_text(t), wanted)), None)
    return found


def term_text(term: RetentionTerm) -> str:
    """«Vĩnh viễn» or «20 năm», as the printed lists give it."""
    return _("Vĩnh viễn") if term.years is None else _("{years} năm").format(years=term.years)


def unit_named(agency: Unit, words: str) -> Unit | None:
    """A department of the agency by code, symbol or name."""
    wanted = words.strip()
    own = Unit.objects.filter(Q(agency=agency) | Q(pk=agency.pk))
    by_code = Q(code__iexact=wanted) | Q(code__iexact=f"{agency.code}-{wanted}") | Q(symbol__iexact=wanted)
    found = own.filter(by_code).first()
    if found is None:
        found = next((u for u in own if same(u.name, wanted) or same(u.short_name, wanted)), None)
    return found
