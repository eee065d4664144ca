"""What lies in a case file: put in, taken out, put in order, its sheets numbered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.events import publish
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.records.events import ItemRemoved
from vanphong.modules.records.models import CaseFile, CaseFileItem
from vanphong.modules.records.policy import ADD, EDIT, REMOVE

PAPER = "paper"
"""Type of the reference of something that is not in Vanphong: a paper, a picture, a bound volume."""


@command(ADD, on="case_file", label=vi("đưa văn bản vào hồ sơ"))
def file_item(
    actor: Actor,
    /,
    *,
    case_file: CaseFile,
    object_reference: str,
    reference_code: str = "",
    issued_on: dt.date | None = None,
    subject: str,
    issuer: str = "",
    page_count: int = 0,
    remark: str = "",
) -> CaseFileItem:
    """Put a record (`app.model:id`) into the file, at its end; the words are kept for the inventory.

    `page_count` is sheets of paper; 0 for what has none. A record lies in a file once, in several files
    if need be.
    """
    words = clean(subject)
    if not words:
        raise Invalid(_("Văn bản phải có trích yếu."), {"subject": _("Đồng chí ghi tên loại và trích yếu.")})
    if page_count < 0:
        raise Invalid(_("Số tờ không thể âm."), {"page_count": _("Từ 0 trở lên.")})
    if case_file.items.filter(object_reference=object_reference).exists():
        raise Conflict(_("Văn bản này đã nằm trong hồ sơ {code}.").format(code=case_file.code))
    last = case_file.items.order_by("-position").values_list("position", flat=True).first() or 0
    item = CaseFileItem(
        case_file=case_file,
        object_reference=object_reference,
        position=last + 1,
        reference_code=clean(reference_code)[:80],
        issued_on=issued_on,
        subject=words[:1000],
        issuer=clean(issuer)[:300],
        page_count=page_count,
        note=clean(remark)[:200],
        added_by=actor.name,
    )
    item.save()
    note(_named(item))
    index_record(case_file)
    return item


def _named(item: CaseFileItem) -> str:
    """How the trail names an item: by its code, else by its words."""
    return f"Văn bản {item.reference_code}." if item.reference_code else f"«{item.subject[:120]}»."


@command(ADD, on="case_file", label=vi("ghi tài liệu giấy vào hồ sơ"))
def file_paper(
    actor: Actor,
    /,
    *,
    case_file: CaseFile,
    reference_code: str = "",
    issued_on: dt.date | None = None,
    subject: str,
    issuer: str = "",
    page_count: int = 0,
    remark: str = "",
) -> CaseFileItem:
    """List something that lies in the file but not in Vanphong, so that the inventory is whole."""
    return file_item(
        actor,
        case_file=case_file,
        object_reference=f"{PAPER}:{uuid.uuid4().hex}",
        reference_code=reference_code,
        issued_on=issued_on,
        subject=subject,
        issuer=issuer,
        page_count=page_count,
        remark=remark,
    )


def _locked_item(case_file: CaseFile, item: CaseFileItem) -> CaseFileItem:
    row: CaseFileItem | None = (
        CaseFileItem.objects.select_for_update(of=("self",)).filter(pk=item.pk, case_file=case_file).first()
    )
    if row is None:
        raise Conflict(_("Văn bản này không còn trong hồ sơ. Đồng chí tải lại trang."))
    return row


@command(EDIT, on="case_file", label=vi("sửa mục lục hồ sơ"))
def edit_item(
    actor: Actor,
    /,
    *,
    case_file: CaseFile,
    item: CaseFileItem,
    page_count: int,
    remark: str = "",
    position: int | None = None,
) -> CaseFileItem:
    """Set how many sheets an item has, the remark beside it and its place; sheets are counted anew."""
    if page_count < 0:
        raise Invalid(_("Số tờ không thể âm."), {"page_count": _("Từ 0 trở lên.")})
    row = _locked_item(case_file, item)
    order = [each for each in case_file.items.order_by("position") if each.pk != row.pk]
    place = row.position if position is None else position
    if not 1 <= place <= len(order) + 1:
        raise Invalid(
            _("Số thứ tự nằm ngoài mục lục."),
            {"position": _("Từ 1 đến {value}.").format(value=len(order) + 1)},
        )
    row.page_count, row.note = page_count, clean(remark)[:200]
    order.insert(place - 1, row)
    if any(each.sheet_from is not None for each in order):
        _number(order)
    else:
        _place(order)
    note(_named(row))
    return row


@command(REMOVE, on="case_file", label=vi("rút văn bản khỏi hồ sơ"))
def remove_item(actor: Actor, /, *, case_file: CaseFile, item: CaseFileItem, reason: str) -> CaseFile:
    """Take an item out, with a reason; the record itself stays where it is, the rest closes up."""
    if not reason.strip():
        raise Invalid(_("Rút văn bản khỏi hồ sơ phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    row = _locked_item(case_file, item)
    note(f"{_named(row)} {reason}")
    _take_out(actor, row)
    return case_file


def withdraw_object(actor: Actor, object_reference: str) -> None:
    """Take a record out of every file, closed ones too, since it may no longer be kept; inside a command."""
    for item in CaseFileItem.objects.filter(object_reference=object_reference).order_by("case_file_id"):
        CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=item.case_file_id)
        _take_out(actor, item)


def _take_out(actor: Actor, item: CaseFileItem) -> None:
    case_file, reference, numbered = item.case_file, item.object_reference, item.sheet_from is not None
    item.delete()
    left = list(case_file.items.order_by("position"))
    if numbered:
        _number(left)
    else:
        _place(left)
    index_record(case_file)
    publish(actor, ItemRemoved(case_file.pk, reference))


def _place(items: Sequence[CaseFileItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
        item.save()


def _number(items: Sequence[CaseFileItem]) -> None:
    """Positions 1, 2, 3 …; sheets through the whole file, skipping what has no paper."""
    sheet = 1
    for position, item in enumerate(items, start=1):
        item.position = position
        item.sheet_from = sheet if item.page_count else None
        sheet += item.page_count
        item.save()


def number_items(case_file: CaseFile, *, by_day: bool = False) -> None:
    """Number items and sheets of a locked file; `by_day` first orders them by date of the document."""
    items = list(case_file.items.order_by("position"))
    if by_day:
        items.sort(key=lambda item: (item.issued_on or dt.date.max, item.position))
    _number(items)


@command(EDIT, on="case_file", label=vi("đánh số mục lục hồ sơ"))
def renumber_items(actor: Actor, /, *, case_file: CaseFile, by_day: bool = False) -> CaseFile:
    """Number the items and sheets of the file anew, in their order or by date of the document."""
    if not case_file.items.exists():
        raise Conflict(_("Hồ sơ chưa có văn bản nào để đánh số."))
    number_items(case_file, by_day=by_day)
    return case_file
