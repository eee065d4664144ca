"""Which case files a person may fill, what lies in them, what keeps them from being closed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access.rows import among, rows_of
from vanphong.kernel.actor import Actor
from vanphong.kernel.events import consult
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.models import Dated, Holding, Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.registry import RecordType, record_types
from vanphong.modules.records.events import CaseFileClosing
from vanphong.modules.records.models import CaseFile, CaseFileItem
from vanphong.modules.records.policy import ADD


def open_case_files_for(actor: Actor) -> QuerySet[CaseFile]:
    """Case files the actor may put documents into now, newest first."""
    return CaseFile.objects.filter(access.where_may(actor, CaseFile, ADD)).order_by("-pk")


def case_files_holding(actor: Actor, object_reference: str) -> QuerySet[CaseFile]:
    """Case files in which the record lies, of those the actor may see."""
    holding = rows_of(
        ("holding",), [object_reference], lambda: among(CaseFileItem.objects.order_by(), "object_reference")
    )
    if not holding:
        return CaseFile.objects.none()
    ids = [item.case_file_id for item in holding]
    return (
        CaseFile.objects.filter(access.visible(actor, CaseFile), pk__in=ids)
        .select_related("keeper", "unit", "retention")
        .order_by("pk")
    )


def lies_in_a_file(object_reference: str) -> bool:
    """Whether the record lies in any case file at all."""
    return CaseFileItem.objects.filter(object_reference=object_reference).exists()


def inventory(case_file: CaseFile) -> list[CaseFileItem]:
    """The items in their order."""
    return list(case_file.items.order_by("position"))


def sheets_text(item: CaseFileItem) -> str:
    """Its place by sheets, «3» or «3–7»; empty for what has no paper or is not yet numbered."""
    if item.sheet_from is None or not item.page_count:
        return ""
    last = item.sheet_from + item.page_count - 1
    return str(item.sheet_from) if last == item.sheet_from else f"{item.sheet_from}–{last}"


def closing_objections(case_file: CaseFile) -> list[str]:
    """What stands against closing, in sentences; the modules that own the documents are asked."""
    references = tuple(item.object_reference for item in inventory(case_file))
    if not references:
        return [_("Hồ sơ chưa có văn bản nào.")]
    return consult(CaseFileClosing(case_file.pk, references))


def _parted(reference: str) -> tuple[RecordType, int] | None:
    name, _, pk = reference.partition(":")
    return (record_types[name], int(pk)) if name in record_types and pk.isdigit() else None


def addresses(actor: Actor, items: Iterable[CaseFileItem]) -> dict[str, str]:
    """Addresses of the items' records by reference, of those the actor may open."""
    wanted: dict[str, list[int]] = {}
    for item in items:
        if parted := _parted(item.object_reference):
            wanted.setdefault(parted[0].name, []).append(parted[1])
    found: dict[str, str] = {}
    for name, ids in wanted.items():
        kind = record_types[name]
        rows = kind.model._default_manager.filter(access.visible(actor, kind.model), pk__in=ids)
        found |= {kind.reference(row): kind.url(row) for row in rows}
    return found


def people_of(agencies: Iterable[int]) -> QuerySet[User]:
    """Active people of the agencies today, by name."""
    day, ids = today(), list(agencies)
    held = Holding.objects.filter(
        Q(post__unit_id__in=ids) | Q(post__unit__agency_id__in=ids), Dated.on(day), Dated.on(day, "post__")
    )
    found: QuerySet[User] = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    return found.order_by("full_name")


def units_of(agencies: Iterable[int]) -> QuerySet[Unit]:
    """Departments of the agencies in being, and the agencies themselves."""
    ids = list(agencies)
    return Unit.objects.filter(Q(agency_id__in=ids) | Q(pk__in=ids), Dated.on(today())).order_by(
        "rank", "name"
    )


def agencies_of(actor: Actor) -> list[int]:
    """Ids of the agencies in which the actor holds a post."""
    return sorted({seat.agency_id for seat in actor.seats})
