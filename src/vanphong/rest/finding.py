"""Search for the API: the office's one search, its hits as JSON."""

from __future__ import annotations

from typing import Any, Final

from vanphong.kernel.commands.errors import Invalid
from vanphong.kernel.registry import record_types
from vanphong.kernel.search.counting import facets_of
from vanphong.kernel.search.finding import search as search_records
from vanphong.kernel.search.indexing import search_specs
from vanphong.lib.text import clean
from vanphong.rest.naming import name_of
from vanphong.rest.operations import Call, Parameter, Schema
from vanphong.rest.representing import value_of
from vanphong.rest.shapes import LINK, TEXT, WHOLE, many, shaped

MOST: Final = 50
FURTHEST: Final = 180
PARAMETERS: Final = (
    Parameter(
        "q",
        'Chữ cần tìm, hoặc một phần số, ký hiệu; «-chữ» để loại, "cụm từ" để tìm nguyên cụm',
        required=True,
    ),
    Parameter("type", "Chỉ loại bản ghi này, như ở type của bản ghi"),
    Parameter("limit", "Số kết quả", {"type": "integer", "minimum": 1, "maximum": MOST}),
    Parameter(
        "offset", "Bỏ qua bấy nhiêu kết quả đầu", {"type": "integer", "minimum": 0, "maximum": FURTHEST}
    ),
    Parameter("order", "«relevance» (sát nhất trước) hoặc «newest» (mới nhất trước)"),
    Parameter(
        "filter",
        "Bộ lọc của loại đã chọn, dạng tên:giá trị, cách nhau bằng dấu chấm phẩy: nam:2026;co-quan:Tỉnh ủy",
    ),
)
FOUND: Final[Schema] = shaped(
    items=many(
        shaped(
            id=WHOLE,
            type=TEXT,
            label=TEXT,
            title=TEXT,
            url=LINK,
            href=LINK,
            day={"type": ["string", "null"], "format": "date"},
            snippet=TEXT,
            key=TEXT,
        )
    ),
    total=WHOLE,
    more={"type": "boolean"},
    mended=TEXT,
    nearest={"type": "boolean"},
    facets=many(shaped(filter=TEXT, label=TEXT, values=many(shaped(value=TEXT, label=TEXT, count=WHOLE)))),
)


def search(call: Call) -> dict[str, Any]:
    """Records that answer the question and that the caller may see, best first, counted among the best 200."""
    query = call.request.GET
    text, kind, order = (
        clean(query.get("q", ""))[:4000],
        query.get("type", ""),
        query.get("order", "relevance"),
    )
    limit, offset = query.get("limit", "20"), query.get("offset", "0")
    wrong = {}
    if not text:
        wrong["q"] = "Đồng chí cho biết cần tìm gì."
    if not limit.isdecimal() or not 1 <= int(limit[:6]) <= MOST:
        wrong["limit"] = f"Số kết quả từ 1 đến {MOST}."
    if not offset.isdecimal() or int(offset[:6]) > FURTHEST:
        wrong["offset"] = f"Bỏ qua từ 0 đến {FURTHEST} kết quả."
    if order not in ("relevance", "newest"):
        wrong["order"] = "Thứ tự là relevance hoặc newest."
    if kind and kind not in search_specs:
        wrong["type"] = "Không có loại bản ghi này để tìm."
    given = {} if "type" in wrong else _given(call, kind, query.get("filter", ""), wrong)
    if wrong:
        raise Invalid(" ".join(wrong.values()), wrong)
    found = search_records(
        call.actor,
        text,
        kind=kind,
        given=given,
        limit=int(limit),
        offset=int(offset),
        newest_first=order == "newest",
    )
    return {
        "items": [
            {
                "id": hit.record_id,
                "type": hit.record_type,
                "label": hit.label,
                "title": hit.title,
                "url": hit.url,
                "href": f"/api/{name_of(record_types[hit.record_type].model)}/{hit.record_id}",
                "day": value_of(hit.day),
                "snippet": hit.snippet,
                "key": hit.key,
            }
            for hit in found.hits
        ],
        "total": found.total,
        "more": found.more,
        "mended": found.mended,
        "nearest": found.nearest,
        "facets": [
            {
                "filter": facet.filter,
                "label": str(facet.label),
                "values": [{"value": v, "label": words, "count": count} for v, words, count in values],
            }
            for facet, values in (facets_of(kind, found.rows) if kind else [])
        ],
    }


def _given(call: Call, kind: str, text: str, wrong: dict[str, str]) -> dict[str, str]:
    """Filters of the kind by their names; what is not understood is told in `wrong`."""
    parts = [part.partition(":") for part in text.split(";") if part.strip()]
    if not parts:
        return {}
    filters = {f.name: f for f in search_specs[kind].filters} if kind else {}
    given = {}
    for name, _colon, value in parts:
        known = filters.get(name.strip())
        if known is None:
            names = ", ".join(filters) or "chọn type trước"
            wrong["filter"] = f"Không có bộ lọc «{name.strip()}». Các bộ lọc: {names}."
        elif objection := known.objection(call.actor, value):
            wrong["filter"] = objection
        else:
            given[known.name] = value.strip()
    return given
