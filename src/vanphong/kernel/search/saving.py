"""Searches a person keeps as tabs: a few, by name; saving a name again replaces its words. Watched ones tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound, command
from vanphong.kernel.notifications.telling import notice_kind, tell
from vanphong.kernel.organisation.queries import actor_for
from vanphong.kernel.registry import record_types
from vanphong.kernel.search.finding import LOOKED_AT, search
from vanphong.kernel.search.models import SavedSearch
from vanphong.kernel.search.parsing import parse
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean

MOST: Final = 12
"""Tabs one person keeps; more would not be looked at."""
REMEMBERED: Final = 2_000
"""Hits of a watched search that are known as seen."""
TOLD: Final = 5
"""Notices one look at a watched search gives at most."""

NEW_HIT = notice_kind("search.new_hit", vi("Lượt tìm đã lưu của đồng chí có kết quả mới."))


def saved_searches(actor: Actor) -> list[SavedSearch]:
    """The tabs of who really sits there, in the order they were saved."""
    return list(SavedSearch.objects.filter(user_id=actor.user_id)) if actor.user_id else []


@command(None, on=None, label=vi("lưu lượt tìm"))
def save_search(
    actor: Actor,
    /,
    *,
    query: str,
    name: str = "",
    kind: str = "",
    given: Mapping[str, str] | None = None,
) -> SavedSearch:
    """Keep a search under a name (its words when none is given), with the filters of its kind."""
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
    saved.query, saved.kind, saved.given = query[:200], kind, dict(given or {})
    saved.watched, saved.seen = False, []
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


@command(None, on=None, label=vi("đặt báo kết quả mới"))
def watch_search(actor: Actor, /, *, saved_id: int, watched: bool) -> SavedSearch:
    """Tell of new hits from now on, or no longer. What is there now counts as seen."""
    mine = SavedSearch.objects.select_for_update().filter(user_id=actor.user_id or 0)
    saved = mine.filter(pk=saved_id).first()
    if saved is None:
        raise NotFound(_("Thẻ này không còn."))
    saved.watched = watched
    saved.seen = [row[0] for row in _look(actor, saved)] if watched else []
    saved.save()
    return saved


def _look(actor: Actor, saved: SavedSearch) -> list[tuple[int, str, int]]:
    """The newest hits of a kept search that its owner may see now."""
    found = search(
        actor,
        saved.query,
        kind=saved.kind,
        given=saved.given,
        limit=LOOKED_AT,
        newest_first=True,
        snippets=False,
        forgiving=False,
    )
    return found.rows


@command(None, on=None, label=vi("báo kết quả mới của lượt tìm"))
def tell_new_hits(actor: Actor, /, *, saved_id: int) -> int:
    """Look at one watched search with its owner's rights of now, and tell the owner of what is new."""
    saved = SavedSearch.objects.select_for_update(of=("self",)).filter(pk=saved_id, watched=True).first()
    owner = actor_for(saved.user, "job") if saved is not None else None
    if saved is None or owner is None:
        return 0
    seen = set(saved.seen)
    rows = _look(owner, saved)
    new = [row for row in rows if row[0] not in seen]
    for _entry, name, record_id in new[:TOLD]:
        record = record_types[name].model._default_manager.get(pk=record_id)
        tell(actor, NEW_HIT, about=record, users=[saved.user])
    if new:
        saved.seen = [*(row[0] for row in new), *saved.seen][:REMEMBERED]
        saved.save(update_fields=["seen"])
    return len(new)
