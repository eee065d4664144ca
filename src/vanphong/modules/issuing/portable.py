"""Books of outgoing documents as folders: by book and series, a list to open in a spreadsheet, a folder a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from vanphong.kernel.portable.declaring import Bundle, write_papers
from vanphong.lib.dates import format_date
from vanphong.modules.issuing.models import Delivery, OutgoingDocument, OutgoingFile

TITLES = [
    "Số, ký hiệu", "Ngày văn bản", "Loại văn bản", "Trích yếu", "Cơ quan ban hành", "Người ký", "Chức vụ ký",
    "Số trang", "Số bản", "Tình trạng", "Nơi nhận", "Ghi chú", "Tên tệp",
]  # fmt: skip


def _folder(document: OutgoingDocument) -> str:
    if not document.is_numbered or document.register is None:
        return f"so-di/cho-cap-so/{document.pk}"
    name = f"{document.register.code} {document.register.name}".replace("/", "-")
    code = document.reference_code.replace("/", "-")
    return f"so-di/{name}/{document.series_key.replace('/', ' ')}/{code} ({document.pk})"


def _line(document: OutgoingDocument, files: list[str]) -> list[Any]:
    return [
        document.reference_code,
        format_date(document.issued_on) if document.issued_on else "",
        str(document.document_type or ""),
        document.subject,
        document.issuing_body.name if document.issuing_body else "",
        document.signer,
        document.signer_title,
        document.page_count or "",
        document.copy_count,
        str(document.get_state_display()),
        "; ".join(f"{row.name} ({row.get_state_display()})" for row in document.deliveries.all()),
        document.note,
        "; ".join(files),
    ]


def _lines(out: Bundle, documents: Any) -> Iterator[list[Any]]:
    found = documents.order_by("number", "pk").prefetch_related(
        # In one order wherever the rows lie: two exports of one office are the same bytes.
        Prefetch("deliveries", Delivery.objects.order_by("pk")),
        Prefetch("files", OutgoingFile.objects.select_related("blob").order_by("position", "pk")),
    )
    for document in found.iterator(chunk_size=200):
        place = _folder(document)
        files = [out.blob(f"{place}/{row.name}", row.blob) for row in document.files.all()]
        yield _line(document, [name.rpartition("/")[2] for name in files if name])


def _books(out: Bundle, year: int | None) -> None:
    documents = OutgoingDocument.objects.select_related("register", "document_type", "issuing_body")
    if year is not None:
        documents = documents.filter(issued_on__year=year)
    numbered = documents.filter(number__isnull=False)
    places = (
        numbered.order_by("register_id", "series_key").values_list("register_id", "series_key").distinct()
    )
    for register_id, key in places:
        series = numbered.filter(register_id=register_id, series_key=key)
        first = series.order_by("number").first()
        if first is not None:
            folder = _folder(first).rpartition("/")[0]
            out.table(f"{folder}/so-dang-ky.csv", TITLES, _lines(out, series))
    if year is None:
        for _row in _lines(out, documents.filter(number__isnull=True).exclude(files=None).distinct()):
            pass


write_papers("outgoing", _books)
