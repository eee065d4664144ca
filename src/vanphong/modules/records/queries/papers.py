"""Case files and the file plan as the values of the printed forms and of the sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Sum
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.letterhead import letterhead
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.printing.file_lists import (
    FiledItem,
    FileInventory,
    FilePlan,
    InventoriedFile,
    ItemList,
    PlannedFile,
    PlanSection,
)
from vanphong.lib.printing.forms import Signature
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.modules.records.queries.case_files import inventory, sheets_text
from vanphong.modules.records.queries.file_plan import sections, term_text

NO_HEADING = "Hồ sơ khác"


def _now() -> dt.datetime:
    return timezone.localtime()


def file_plan_paper(actor: Actor, agency: Unit, year: int, entries: Iterable[FilePlanEntry]) -> FilePlan:
    """Danh mục hồ sơ of an agency for a year; keeper is the unit that draws the file up."""
    return FilePlan(
        heading=letterhead(agency),
        year=year,
        sections=[
            PlanSection(
                title or NO_HEADING,
                tuple(
                    PlannedFile(
                        e.code, e.title, term_text(e.retention), e.unit.label if e.unit else "", e.note
                    )
                    for e in rows
                ),
            )
            for title, rows in sections(entries)
        ],
        printed_by=actor.name,
        printed_at=_now(),
        signature=Signature("Chánh Văn phòng"),
    )


def item_list_paper(actor: Actor, case_file: CaseFile) -> ItemList:
    """Mục lục văn bản trong hồ sơ; the subject already begins with the type where one is known."""
    return ItemList(
        heading=letterhead(case_file.agency),
        file_code=case_file.code,
        file_title=case_file.title,
        retention=term_text(case_file.retention).lower(),
        items=[
            FiledItem(
                item.reference_code,
                item.issued_on,
                "",
                item.subject,
                item.issuer,
                sheets_text(item),
                item.note,
            )
            for item in inventory(case_file)
        ],
        printed_by=actor.name,
        printed_at=_now(),
        signature=Signature("Người lập hồ sơ", str(case_file.keeper)),
    )


def inventory_paper(actor: Actor, agency: Unit, scope: str, files: Sequence[CaseFile]) -> FileInventory:
    """Mục lục hồ sơ of the files given, with their sheets."""
    sheets = dict(
        CaseFile.objects.filter(pk__in=[f.pk for f in files])
        .annotate(sheets=Sum("items__page_count"))
        .values_list("pk", "sheets")
    )
    return FileInventory(
        heading=letterhead(agency),
        scope=scope,
        files=[
            InventoriedFile(
                f.code,
                f.title,
                f.opened_on,
                f.completed_on,
                term_text(f.retention),
                sheet_count=sheets.get(f.pk) or None,
                note=f.note,
            )
            for f in files
        ],
        printed_by=actor.name,
        printed_at=_now(),
        signatures=(Signature("Người lập"), Signature("Chánh Văn phòng")),
    )
