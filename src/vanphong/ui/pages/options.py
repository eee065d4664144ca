"""Option searches of comboboxes at `/chon/<name>/?q=`: a few best rows, cut by rights in the query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.http import Http404, HttpResponse

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.queries import people_named
from vanphong.kernel.organisation.models import Dated, Holding, Unit
from vanphong.kernel.organisation.queries import today, units_on
from vanphong.kernel.registry import Registry
from vanphong.lib.text import fold_loose, words
from vanphong.ui.components import Choice, ComboboxOptions
from vanphong.ui.screens.routing import Request, page

MOST: Final = 12


@dataclass(frozen=True, slots=True)
class OptionSearch:
    """A named search; `find` gets who asks and the typed text and answers at most `MOST` choices."""

    name: str
    find: Callable[[Actor, str], Sequence[Choice]]


option_searches: Registry[OptionSearch] = Registry("option search")


def declare_options(search: OptionSearch) -> OptionSearch:
    return option_searches.add(search.name, search)


@page("chon/<slug:name>/", name="options", signed_in=True)
def options(request: Request, actor: Actor, name: str) -> HttpResponse:
    """The options for `?q=`, as the combobox takes them."""
    if name not in option_searches:
        raise Http404
    found = option_searches[name].find(actor, request.GET.get("q", "")[:100])
    return HttpResponse(str(ComboboxOptions(tuple(found[:MOST]))))


def _named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Units with words in their names, or symbols, that begin as each typed word; the nearest first."""
    rows = rows.annotate(
        all_keys=Func(F("keys"), Value(" | "), function="array_to_string", output_field=TextField()),
        symbol_key=Func(F("symbol"), function="vn_fold", output_field=TextField()),
    )
    wanted = words(fold_loose(text))
    for word in wanted:
        rows = rows.filter(Q(all_keys__regex=rf"\m{word}") | Q(symbol_key__startswith=word))
    typed = " ".join(wanted)
    found: QuerySet[Any] = rows.annotate(
        nearness=Case(
            When(symbol_key=typed, then=0),
            When(keys__contains=[typed], then=1),
            When(all_keys__startswith=typed, then=2),
            default=3,
            output_field=IntegerField(),
        )
    )
    return found


def _unit_choice(unit: Unit) -> Choice:
    over = unit.agency or unit.parent
    note = unit.symbol if unit.is_agency or over is None else over.label
    return Choice(str(unit.pk), unit.name, note=note)


def units(actor: Actor, text: str) -> list[Choice]:
    """Units in being; those of one's own agencies first."""
    mine = [seat.agency_id for seat in actor.seats]
    rows = _named(units_on(today()).filter(access.visible(actor, Unit)), text).annotate(
        elsewhere=Case(
            When(Q(agency_id__in=mine) | Q(pk__in=mine), then=0), default=1, output_field=IntegerField()
        )
    )
    found = rows.select_related("agency", "parent").order_by("elsewhere", "nearness", "rank", "name")
    return [_unit_choice(unit) for unit in found[:MOST]]


def issuers(actor: Actor, text: str) -> list[Choice]:
    """Bodies in being that may issue documents: by any of their names, or by their symbol."""
    bodies = units_on(today()).filter(access.visible(actor, Unit)).exclude(kind=Unit.Kind.DEPARTMENT)
    found = _named(bodies, text).order_by("nearness", "rank", "name")
    return [Choice(str(unit.pk), unit.name, note=unit.symbol) for unit in found[:MOST]]


def people(actor: Actor, text: str) -> list[Choice]:
    """People who hold a post in one's own agencies today; the post tells namesakes apart."""
    mine = [seat.agency_id for seat in actor.seats]
    held = Holding.objects.filter(
        Q(post__unit_id__in=mine) | Q(post__unit__agency_id__in=mine),
        Dated.on(today()),
        Dated.on(today(), "post__"),
    )
    found: list[Any] = list(
        people_named(text).filter(access.visible(actor, User), pk__in=held.values("user_id"))[:MOST]
    )
    posts: dict[int, str] = {}
    for one in held.filter(user__in=found).select_related("post__unit").order_by("-post__rank"):
        posts[one.user_id] = str(one.post)
    return [Choice(str(user.pk), user.full_name, note=posts.get(user.pk, "")) for user in found]


declare_options(OptionSearch("don-vi", units))
declare_options(OptionSearch("co-quan", issuers))
declare_options(OptionSearch("nguoi", people))
