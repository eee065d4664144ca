"""Books of incoming documents as folders: by book and year, a list to open in a spreadsheet, a folder a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from vanphong.kernel.portable.declaring import Bundle, Carried, carry, write_papers
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.models import (
    Assignment,
    DocumentFile,
    Endorsement,
    IncomingDocument,
    LegacyImport,
)
from vanphong.modules.correspondence.queries.rows import handler_words, number_words

TITLES = [
    "Số đến", "Ngày đến", "Cơ quan ban hành", "Số, ký hiệu", "Ngày văn bản", "Loại văn bản", "Trích yếu",
    "Người ký", "Độ khẩn", "Hạn xử lý", "Tình trạng", "Nơi xử lý", "Ý kiến chỉ đạo", "Kết quả xử lý", "Ghi chú",
    "Tên tệp",
]  # fmt: skip


def _day(value: Any) -> str:
    return format_date(value) if value else ""


def _folder(document: IncomingDocument) -> str:
    """The folder of a document's files: its number and code, as people look for it."""
    if not document.is_registered or document.register is None:
        return f"so/cho-vao-so/{document.pk}"
    number = number_words(document).replace(".", "") or "khong-so"
    name = " ".join(part for part in (number.zfill(4), document.reference_code) if part)
    return f"so/{_book(document)}/{name} ({document.pk})".replace("//", "/")


def _book(document: IncomingDocument) -> str:
    register = document.register
    name = f"{register.code} {register.name}" if register is not None else "cho-vao-so"
    return f"{name.replace('/', '-')}/{document.year}"


def _line(document: IncomingDocument, files: list[str]) -> list[Any]:
    said = "; ".join(f"{e.user}: {e.text}" for e in document.endorsements.all())
    return [
        document.arrival_number or number_words(document),
        _day(document.arrived_on),
        document.issuer_name,
        document.reference_code,
        _day(document.issued_on),
        str(document.document_type or ""),
        document.subject,
        document.signer,
        str(document.get_urgency_display()),
        _day(document.due_on),
        str(document.get_state_display()),
        handler_words(document),
        said,
        document.result,
        document.note,
        "; ".join(files),
    ]


def _books(out: Bundle, year: int | None) -> None:
    documents = IncomingDocument.objects.select_related("register", "document_type", "origin")
    if year is not None:
        documents = documents.filter(year=year)
    places = (
        IncomingDocument.objects.filter(registered_at__isnull=False, register__isnull=False)
        .order_by("register_id", "year")
        .values_list("register_id", "year")
        .distinct()
    )
    for register_id, its_year in places:
        if year is not None and its_year != year:
            continue
        book = documents.filter(register_id=register_id, year=its_year, registered_at__isnull=False)
        first = book.first()
        if first is not None:
            out.table(f"so/{_book(first)}/so-{its_year}.csv", TITLES, _lines(out, book))
    if year is None:
        waiting = documents.filter(registered_at__isnull=True).exclude(files=None).distinct()
        for _row in _lines(out, waiting):
            pass


def _lines(out: Bundle, documents: Any) -> Iterator[list[Any]]:
    found = documents.order_by("arrival_number", "pk").prefetch_related(
        # In one order wherever the rows lie: two exports of one office are the same bytes.
        Prefetch("assignments", Assignment.objects.select_related("unit", "user").order_by("pk")),
        Prefetch("endorsements", Endorsement.objects.select_related("user").order_by("pk")),
        Prefetch("files", DocumentFile.objects.select_related("blob").order_by("position", "pk")),
    )
    for document in found.iterator(chunk_size=200):
        place = _folder(document)
        files = [out.blob(f"{place}/{file.name}", file.blob) for file in document.files.all()]
        yield _line(document, [name.rpartition("/")[2] for name in files if name])


write_papers("incoming", _books)
carry(Carried(LegacyImport, left_out=frozenset({"upload_id"})))
