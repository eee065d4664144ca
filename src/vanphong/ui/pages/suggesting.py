"""Suggestions under the search box: records, places of the menu, things to do, by folded words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actions import actions
from vanphong.kernel.actor import Actor
from vanphong.kernel.search.finding import find
from vanphong.kernel.search.parsing import parse
from vanphong.kernel.search.saving import saved_searches
from vanphong.lib.text import fold, words
from vanphong.ui.pages.marking import marked
from vanphong.ui.screens.routing import Request, page, pages
from vanphong.ui.screens.shell import places

RECORDS = 8
OTHERS = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line under the box: where it leads, what it is called, what kind of thing it is, by which code."""

    url: str
    label: str | SafeString
    kind: str
    code: str | SafeString = ""


@page("tim/goi-y/", name="search.suggestions", signed_in=True)
def suggestions(request: Request, actor: Actor) -> HttpResponse:
    """The lines for `?q=`, as options of the box."""
    text = request.GET.get("q", "").strip()[:200]
    found = _kept(actor, text) + _doings(actor, text) + _places(actor, text) + _records(actor, text)
    return render(request, "ui/pages/suggestions.html", {"found": found, "query": text})


def _matches(label: str, text: str) -> bool:
    """Whether each typed word begins a word of the label, accents forgiven."""
    own = words(fold(str(label)))
    wanted = words(fold(text))
    return bool(wanted) and all(any(word.startswith(each) for word in own) for each in wanted)


def _records(actor: Actor, text: str) -> list[Suggestion]:
    query = parse(text)
    hits = find(actor, text, limit=RECORDS, snippets=False)
    return [Suggestion(hit.url, marked(hit.title, query), hit.label, marked(hit.code, query)) for hit in hits]


def _places(actor: Actor, text: str) -> list[Suggestion]:
    found = [
        Suggestion(item.url, item.label, _("mở")) for item in places(actor) if _matches(item.label, text)
    ]
    return found[:OTHERS]


def _doings(actor: Actor, text: str) -> list[Suggestion]:
    """Actions that need no record and are open to this person."""
    found = [
        Suggestion(f"/{pages[action.key].path}", action.label, _("làm"))
        for action in actions
        if not action.argument
        and action.key in pages
        and _matches(action.label, text)
        and access.may(actor, action.model, action.ability)
    ]
    return found[:OTHERS]


def _kept(actor: Actor, text: str) -> list[Suggestion]:
    return [
        Suggestion(f"/tim/?{urlencode({'q': one.query, 'loai': one.kind})}", one.name, _("lượt tìm đã lưu"))
        for one in saved_searches(actor)
        if not text or _matches(one.name, text)
    ][:OTHERS]
