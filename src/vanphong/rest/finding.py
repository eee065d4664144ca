"""Search for the API: the office's one search, its hits as JSON."""

from __future__ import annotations

from typing import Any, Final

from vanphong.kernel.commands.errors import Invalid
from vanphong.kernel.registry import record_types
from vanphong.kernel.search.finding import find
from vanphong.kernel.search.indexing import search_specs
from vanphong.lib.text import clean
from vanphong.rest.naming import name_of
from vanphong.rest.operations import Call, Parameter, Schema
from vanphong.rest.representing import value_of
from vanphong.rest.shapes import LINK, TEXT, WHOLE, many, shaped

MOST: Final = 50
PARAMETERS: Final = (
    Parameter(
        "q",
        'Chữ cần tìm, hoặc một phần số, ký hiệu; «-chữ» để loại, "cụm từ" để tìm nguyên cụm',
        required=True,
    ),
    Parameter("type", "Chỉ loại bản ghi này, như ở type của bản ghi"),
    Parameter("limit", "Số kết quả", {"type": "integer", "minimum": 1, "maximum": MOST}),
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
        )
    )
)


def search(call: Call) -> dict[str, Any]:
    """Records that hold the words and that the caller may see, best first."""
    query = call.request.GET
    text, limit, kind = clean(query.get("q", ""))[:200], query.get("limit", "20"), query.get("type", "")
    wrong = {}
    if not text:
        wrong["q"] = "Đồng chí cho biết cần tìm gì."
    if not limit.isdecimal() or not 1 <= int(limit[:6]) <= MOST:
        wrong["limit"] = f"Số kết quả từ 1 đến {MOST}."
    if kind and kind not in search_specs:
        wrong["type"] = "Không có loại bản ghi này để tìm."
    if wrong:
        raise Invalid(" ".join(wrong.values()), wrong)
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
            }
            for hit in find(call.actor, text, kind=kind, limit=int(limit))
        ]
    }
