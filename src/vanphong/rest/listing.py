"""A page of a list: the caller's rows of a tab, under filters, by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import Invalid
from vanphong.kernel.listing import ListSpec, Tab, first_page
from vanphong.rest.operations import Call
from vanphong.rest.representing import heading_of, state_of, value_of

MOST: Final = 100
OWN: Final = ("tab", "limit", "key")


def _limit(text: str, usual: int) -> int:
    if not text:
        return usual
    if not text.isdecimal() or not 1 <= int(text[:6]) <= MOST:
        message = f"Số dòng từ 1 đến {MOST}."
        raise Invalid(message, {"limit": message})
    return int(text)


def _tab(spec: ListSpec, actor: Actor, name: str) -> Tab:
    tab = spec.tab(actor, name)
    if name and tab.name != name:
        names = ", ".join(t.name for t in spec.tabs if t.offered(actor))
        raise Invalid(
            f"Danh sách không có nhóm «{name}». Chọn một trong: {names}.", {"tab": "Không có nhóm này."}
        )
    return tab


def _filters(spec: ListSpec, actor: Actor, query: dict[str, str]) -> dict[str, str]:
    """The given filters; an unknown one or a value a filter does not understand is refused, never ignored."""
    known = {item.name: item for item in spec.filters}
    wrong = {
        name: "Danh sách không có bộ lọc này." for name in query if name not in known and name not in OWN
    }
    given = {name: query[name] for name in known if query.get(name, "").strip()}
    wrong |= {name: why for name, text in given.items() if (why := known[name].objection(actor, text))}
    if wrong:
        raise Invalid("Bộ lọc chưa đúng: " + ", ".join(sorted(wrong)) + ".", wrong)
    return given


def list_view(spec: ListSpec) -> Callable[[Call], Any]:
    """The view of a list."""

    def view(call: Call) -> dict[str, Any]:
        query = {name: str(value) for name, value in call.request.GET.items()}
        actor = call.actor
        tab = _tab(spec, actor, query.get("tab", ""))
        size = _limit(query.get("limit", ""), spec.page_size)
        rows = spec.prepare(spec.rows(actor, tab, _filters(spec, actor, query)))
        page = first_page(rows, tab.order or spec.order, query.get("key", ""), size)
        mine = access.abilities_many(actor, page.rows)
        return {
            "items": [
                {
                    **heading_of(row),
                    "state": state_of(row),
                    "abilities": sorted(mine[row.pk]),
                    "columns": {column.name: value_of(column.value(row)) for column in spec.columns},
                }
                for row in page.rows
            ],
            "next": page.next_key or None,
            "previous": page.previous_key or None,
            "tab": tab.name,
            "tabs": [{"name": t.name, "label": t.label} for t in spec.tabs if t.offered(actor)],
        }

    return view
