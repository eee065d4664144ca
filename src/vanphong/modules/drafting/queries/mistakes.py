"""Which faults drafts have most, by rule, drafting unit and type; each once a draft, as people brought it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from vanphong.modules.drafting.models import Draft, DraftVersion

MONTHS = 12
COUNTED = ("error", "warning")


@dataclass(slots=True)
class Share:
    """Drafts of a unit or type: how many, how many with errors, how many faults in all."""

    drafts: int = 0
    with_errors: int = 0
    faults: int = 0

    def add(self, found: dict[str, str]) -> None:
        self.drafts += 1
        self.with_errors += "error" in found.values()
        self.faults += len(found)


@dataclass(slots=True)
class Mistakes:
    """Faults by rule with the newest words of each, and shares by unit and type."""

    drafts: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    words: dict[str, str] = field(default_factory=dict)
    units: dict[str, Share] = field(default_factory=dict)
    types: dict[str, Share] = field(default_factory=dict)


def mistakes(drafts: QuerySet[Draft]) -> Mistakes:
    """Over the drafts given, of the last twelve months; what a template or the machine made is not counted."""
    since = timezone.now() - dt.timedelta(days=30 * MONTHS)
    rows = (
        DraftVersion.objects.filter(
            draft__in=drafts.filter(started_at__gte=since).order_by(), origin=DraftVersion.Origin.BROUGHT
        )
        .exclude(profile="")
        .select_related("draft__unit", "draft__document_type")
        .order_by("draft_id", "number")
    )
    made = Mistakes()
    found: dict[str, str] = {}
    last: Draft | None = None
    for version in rows.iterator(500):
        if last is not None and version.draft_id != last.pk:
            _count(made, last, found)
            found = {}
        last = version.draft
        for one in version.findings:
            if one["severity"] in COUNTED:
                found[one["rule"]] = one["severity"]
                made.words[one["rule"]] = one["message"]
    if last is not None:
        _count(made, last, found)
    return made


def _count(made: Mistakes, draft: Draft, found: dict[str, str]) -> None:
    made.drafts += 1
    made.rules.update(list(found))
    unit = draft.unit.label if draft.unit else ""
    made.units.setdefault(unit, Share()).add(found)
    made.types.setdefault(draft.document_type.name, Share()).add(found)
