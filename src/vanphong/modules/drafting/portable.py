"""Drafts as folders: a folder a draft with its versions, one list to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from vanphong.kernel.portable.declaring import Bundle, write_papers
from vanphong.modules.drafting.models import Draft, DraftVersion

TITLES = [
    "Loại",
    "Trích yếu",
    "Cơ quan ban hành",
    "Người soạn",
    "Người ký",
    "Tình trạng",
    "Bắt đầu",
    "Các bản",
]


def _lines(out: Bundle, drafts: Any) -> Iterator[list[Any]]:
    versions = DraftVersion.objects.select_related("blob").order_by("number")
    found = drafts.order_by("pk").prefetch_related(Prefetch("versions", versions))
    for draft in found.iterator(chunk_size=200):
        place = f"du-thao/{draft.pk}"
        files = [out.blob(f"{place}/ban-{row.number} {row.name}", row.blob) for row in draft.versions.all()]
        yield [
            draft.document_type.name,
            draft.subject,
            draft.issuing_body.name,
            str(draft.drafter),
            str(draft.signer or ""),
            str(draft.get_state_display()),
            f"{timezone.localtime(draft.started_at):%d/%m/%Y}",
            "; ".join(name.rpartition("/")[2] for name in files if name),
        ]


def _drafts(out: Bundle, year: int | None) -> None:
    rows = Draft.objects.select_related("document_type", "issuing_body", "drafter", "signer")
    if year is not None:
        rows = rows.filter(started_at__year=year)
    if rows.exists():
        out.table("du-thao/du-thao.csv", TITLES, _lines(out, rows))


write_papers("drafts", _drafts)
