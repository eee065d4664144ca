"""Searches a person keeps as tabs: a few, by name; saving a name again replaces its words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound, command
from vanphong.kernel.search.finding import parse
from vanphong.kernel.search.models import SavedSearch
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean

MOST: Final = 12
"""Tabs one person keeps; more would not be looked at."""


def saved_searches(actor: Actor) -> list[SavedSearch]:
    """The tabs of who really sits there, in the order they were saved."""
    return list(SavedSearch.objects.filter(user_id=actor.user_id)) if actor.user_id else []


@command(None, on=None, label=vi("lưu lượt tìm"))
def save_search(actor: Actor, /, *, query: str, name: str = "", kind: str = "") -> SavedSearch:
    """Keep a search under a name (its words when none is given)."""
    if actor.user_id is None:
        raise Forbidden(_("Đồng chí đăng nhập rồi lưu lượt tìm."))
    query = clean(query)
    name = clean(name)[:60] or query[:60]
    if parse(query).empty:
        raise Invalid(_("Đồng chí gõ lời tìm rồi lưu."), {"query": _("Còn thiếu lời tìm.")})
    mine = SavedSearch.objects.select_for_update().filter(user_id=actor.user_id)
    same = mine.filter(name=name).first()
    if same is None and mine.count() >= MOST:
        raise Conflict(
            _("Mỗi người lưu tối đa {most} lượt tìm. Đồng chí bỏ bớt một thẻ rồi lưu.").format(most=MOST)
        )
    saved = same or SavedSearch(user_id=actor.user_id, name=name)
    saved.query, saved.kind = query[:200], kind
    saved.save()
    return saved


@command(None, on=None, label=vi("bỏ lượt tìm đã lưu"))
def drop_search(actor: Actor, /, *, saved_id: int) -> None:
    """Drop one of one's own saved searches."""
    if actor.user_id is None:
        raise Forbidden(_("Đồng chí đăng nhập rồi bỏ thẻ."))
    gone, _rows = SavedSearch.objects.filter(user_id=actor.user_id, pk=saved_id).delete()
    if not gone:
        raise NotFound(_("Thẻ này không còn."))
