"""Closing a case file, which asks everyone first, and opening it again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from vanphong.kernel.actor import ARCHIVIST, Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.events import publish
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.queries import holders_in_agency, today
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.catalogues.public import RetentionTerm
from vanphong.modules.records import notices
from vanphong.modules.records.commands.filing import number_items
from vanphong.modules.records.events import CaseFileCompleted
from vanphong.modules.records.models import CaseFile
from vanphong.modules.records.policy import COMPLETE, REOPEN
from vanphong.modules.records.queries.case_files import closing_objections
from vanphong.modules.records.workflow import CASE_FILE

SHOWN = 10
"""Objections named in a refusal; the rest are counted."""


def _listed(objections: list[str]) -> str:
    more = f" Và {len(objections) - SHOWN} việc khác." if len(objections) > SHOWN else ""
    return " ".join(objections[:SHOWN]) + more


@command(COMPLETE, on="case_file", label=vi("kết thúc hồ sơ"))
def complete_case_file(
    actor: Actor,
    /,
    *,
    case_file: CaseFile,
    retention: RetentionTerm | None = None,
    completed_on: dt.date | None = None,
) -> CaseFile:
    """Close the file: retention fixed, items and sheets numbered, nothing dropped.

    Refused while a module that owns a document in it objects, or while it is empty. Legal ground of what
    closing asks for: Nghị định 30/2020/NĐ-CP, Điều 29.
    """
    day = completed_on or today()
    if day > today() or day < case_file.opened_on:
        raise Invalid(
            _("Ngày kết thúc hồ sơ chưa đúng."),
            {
                "completed_on": _("Từ {opened_on} đến {format_date}.").format(
                    opened_on=format_date(case_file.opened_on), format_date=format_date(today())
                )
            },
        )
    if objections := closing_objections(case_file):
        raise Conflict(_("Chưa kết thúc hồ sơ được. {objections}").format(objections=_listed(objections)))
    if retention is not None:
        case_file.retention = retention
    number_items(case_file)
    CASE_FILE.move(case_file, CaseFile.State.COMPLETED)
    case_file.completed_on = day
    case_file.save()
    index_record(case_file)
    tell(actor, notices.COMPLETED, about=case_file, users=holders_in_agency(case_file.agency_id, ARCHIVIST))
    publish(actor, CaseFileCompleted(case_file.pk))
    return case_file


@command(REOPEN, on="case_file", label=vi("mở lại hồ sơ"))
def reopen_case_file(actor: Actor, /, *, case_file: CaseFile, reason: str) -> CaseFile:
    """Open a closed file again, with a reason; who may do so and how long stands in the policy."""
    if not reason.strip():
        raise Invalid(_("Mở lại hồ sơ phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    CASE_FILE.move(case_file, CaseFile.State.OPEN)
    case_file.completed_on = None
    case_file.save()
    note(reason)
    index_record(case_file)
    tell(actor, notices.REOPENED, about=case_file, users=[case_file.keeper_id])
    return case_file
