"""Putting incoming documents into case files."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, command, note
from vanphong.kernel.wording import vi
from vanphong.lib.printing.forms import titled_subject
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.policy import FILE
from vanphong.modules.correspondence.record_types import INCOMING_DOCUMENT
from vanphong.modules.records.public import (
    CaseFile,
    CaseFileItem,
    FilePlanEntry,
    file_item,
    lies_in_a_file,
    open_case_file,
)


@command(FILE, on="document", label=vi("đưa vào hồ sơ"))
def file_document(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    case_file: CaseFile | None = None,
    plan_entry: FilePlanEntry | None = None,
    remark: str = "",
) -> CaseFileItem:
    """Put the document into an open case file, or into a new one opened under a line of the file plan.

    It may lie in several files. Its words are copied into the inventory as they stand now; its pages count as
    sheets until someone counts the paper.
    """
    if (case_file is None) == (plan_entry is None):
        words = _("Đồng chí chọn một hồ sơ đang lập, hoặc một mục của danh mục để mở hồ sơ mới.")
        raise Invalid(words, {"case_file": _("Chọn một trong hai.")})
    if case_file is None and plan_entry is not None:
        title = document.subject[:400] or plan_entry.title
        case_file = open_case_file(actor, title=title, plan_entry=plan_entry)
    assert case_file is not None
    item = file_item(
        actor,
        case_file=case_file,
        object_reference=INCOMING_DOCUMENT.reference(document),
        reference_code=document.reference_code,
        issued_on=document.issued_on,
        subject=titled_subject(str(document.document_type or ""), document.title),
        issuer=document.issuer_name,
        page_count=document.page_count,
        remark=remark,
    )
    document.filed = True
    document.save()
    note(f"Hồ sơ {case_file.code}.")
    return item


@command(None, on="document", label=vi("ghi nhận đã rút khỏi hồ sơ"))
def settle_filed(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """Bring «đã đưa vào hồ sơ» up to date after the document was taken out of a file."""
    document.filed = lies_in_a_file(INCOMING_DOCUMENT.reference(document))
    document.save()
    return document
