"""`vanphong read --evaluate`: how often what was read stood in the book unchanged, by the office's own documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from vanphong.lib.terminal import emit, emit_json

from .environment import open_office

FIELD_COLUMNS = {
    "label": "Trường",
    "documents": "Văn bản",
    "right": "Đọc đúng",
    "corrected": "Phải sửa",
    "missing": "Không đọc được",
    "surplus": "Đọc thừa",
    "share": "Tỷ lệ đúng",
}
PAIR_COLUMNS = {"label": "Trường", "read": "Máy đọc", "final": "Văn thư ghi", "count": "Số lần"}


def show_evaluation(since: str, as_json: bool) -> None:
    """Print a row for each field, then the corrections made most often."""
    open_office()
    # Loaded once the office is open: all of these stand on Django.
    from django.utils import timezone

    from vanphong.lib.dates import BadDate, parse_vn_date
    from vanphong.modules.correspondence.queries.comparison import evaluate

    try:
        day = parse_vn_date(since, timezone.localdate(), year="past") if since else None
    except BadDate as error:
        raise typer.BadParameter(str(error)) from None
    found = evaluate(since=day)
    if as_json:
        emit_json({"documents": found.documents, "since": day})
        for row in (*_fields(found), *_pairs(found)):
            emit_json(row)
        return
    if not found.documents:
        typer.echo("Chưa có văn bản nào vừa được máy đọc vừa đã vào sổ, nên chưa so được.")
        return
    fields = [
        row | {"share": "" if row["share"] is None else _percent(row["share"])} for row in _fields(found)
    ]
    emit(fields, as_json=False, columns=FIELD_COLUMNS, title=f"{found.documents} văn bản đã đọc và vào sổ")
    pairs = list(_pairs(found))
    if pairs:
        emit(pairs, as_json=False, columns=PAIR_COLUMNS, title="Sửa nhiều nhất")


def _fields(found: Any) -> Iterator[dict[str, Any]]:
    from vanphong.modules.correspondence.queries.comparison import FIELDS

    for one in found.fields:
        yield {
            "field": one.name,
            "label": str(FIELDS[one.name]),
            "documents": one.documents,
            "right": one.counts["kept"],
            "corrected": one.counts["corrected"],
            "missing": one.counts["added"],
            "surplus": one.counts["removed"],
            "share": one.share,
        }


def _pairs(found: Any) -> Iterator[dict[str, Any]]:
    from vanphong.modules.correspondence.queries.comparison import FIELDS

    for pair in found.pairs:
        label = str(FIELDS[pair.field])
        yield {
            "pair": pair.field,
            "label": label,
            "read": pair.read,
            "final": pair.final,
            "count": pair.count,
        }


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %".replace(".", ",")
