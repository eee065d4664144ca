"""Who holds what today, and the `Actor` that follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from vanphong.kernel.access.remembered import values_of
from vanphong.kernel.actor import Actor, Channel, Seat
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.queries import needs_second_factor
from vanphong.kernel.identity.tokens import find_token, scope_of
from vanphong.kernel.organisation.delegable import lendable
from vanphong.kernel.organisation.models import Dated, Delegation, Holding, Unit


def today() -> dt.date:
    return timezone.localdate()


def seats_of(user_ids: Iterable[int], day: dt.date | None = None) -> dict[int, tuple[Seat, ...]]:
    """The posts each user holds on the day (today by default), in one query."""
    day = day or today()
    found: dict[int, list[Seat]] = {user_id: [] for user_id in user_ids}
    agency = Case(
        When(post__unit__is_agency=True, then="post__unit_id"),
        default=Coalesce("post__unit__agency_id", "post__unit_id"),
    )

    def rows() -> QuerySet[Any, Any]:
        return (
            Holding.objects.filter(Dated.on(day), Dated.on(day, "post__"), user_id__in=list(found))
            .order_by("post__rank", "pk")
            .values_list(
                "user_id",
                "post_id",
                "post__title",
                "post__role",
                "post__unit_id",
                agency,
                "post__second_factor",
            )
        )

    # One person is asked for at each request, all of them now and then.
    held = values_of(("seats", *found, day), rows) if len(found) == 1 else rows()
    for user_id, *seat in held:
        found[user_id].append(Seat(*seat))
    return {user_id: tuple(seats) for user_id, seats in found.items()}


def actor_for(user: User, channel: Channel = "web") -> Actor:
    """The user acting for themselves, with the posts held now. A disabled account has none."""
    seats = seats_of([user.pk])[user.pk] if user.is_active else ()
    return Actor(user_id=user.pk, name=user.full_name, seats=seats, channel=channel)


def owes_second_factor(own: Actor, user: User) -> bool:
    """Whether a post the user holds asks for a second factor that the account does not have yet."""
    return any(seat.second_factor for seat in own.seats) and not needs_second_factor(user)


def job_actor(user_id: int, delegation_id: int | None = None) -> Actor | None:
    """Who asked for a job, with the rights of now: one's own, or those a delegation still in force lends.

    None when the account is gone or stopped, or the delegation over: never the delegate's own rights instead.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    return actor_for(user, "job") if delegation_id is None else actor_on_behalf(user, delegation_id, "job")


def token_actor(key: str) -> Actor | None:
    """Whom an API key stands for, narrowed to the scope of the key; None when it does not work (any more)."""
    token = find_token(key)
    if token is None:
        return None
    return replace(actor_for(token.user, "api"), scope=scope_of(token.scopes))


def delegations_held(user: User) -> QuerySet[Delegation]:
    """Delegations in force now for the user as delegate."""
    now = timezone.now()
    return Delegation.objects.filter(
        Q(revoked_at__isnull=True),
        delegate=user,
        delegate__is_active=True,
        principal__is_active=True,
        starts_at__lte=now,
        ends_at__gt=now,
    ).select_related("principal")


def actor_on_behalf(user: User, delegation_id: int, channel: Channel = "web") -> Actor | None:
    """The user acting for the principal of a delegation in force, else None."""
    delegation = delegations_held(user).filter(pk=delegation_id).first()
    if delegation is None:
        return None
    principal = delegation.principal
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        seats=seats_of([principal.pk])[principal.pk],
        channel=channel,
        principal_id=principal.pk,
        principal_name=principal.full_name,
        scope=lendable(delegation.scope),
        delegation_id=delegation.pk,
    )


def every_actor() -> list[Actor]:
    """All active accounts as actors: for the readers page and the sweeps."""
    users = list(User.objects.filter(is_active=True).order_by("full_name"))
    seats = seats_of([user.pk for user in users])
    return [Actor(user_id=user.pk, name=user.full_name, seats=seats[user.pk]) for user in users]


def units_on(day: dt.date) -> QuerySet[Unit]:
    """Bodies and units in being on the day."""
    return Unit.objects.filter(Dated.on(day))


def bodies_served(agencies: QuerySet[Unit]) -> QuerySet[Unit]:
    """Bodies in whose name the agencies' offices issue: the agency, and of an office the committee it serves.

    With a committee come the bodies that sign under its symbol (Ban Thường vụ, Thường trực).
    """
    agencies = agencies.select_related("parent")
    own = Q(pk__in=[agency.pk for agency in agencies])
    for agency in agencies:
        committee = agency.parent
        if agency.kind == Unit.Kind.OFFICE and committee is not None:
            own |= Q(pk=committee.pk)
            if committee.symbol:
                own |= Q(parent_id=committee.pk, symbol=committee.symbol, kind=Unit.Kind.COMMITTEE)
    return units_on(today()).filter(own).order_by("rank", "name")


def departments_of(agency_id: int) -> QuerySet[Unit]:
    """Departments (phòng) of an agency today."""
    return units_on(today()).filter(agency_id=agency_id, kind=Unit.Kind.DEPARTMENT)


def holders_of(unit_id: int, *roles: str) -> list[User]:
    """Active people who hold a post in the unit today, by rank; only of the given roles if any."""
    day = today()
    held = Holding.objects.filter(
        Dated.on(day), Dated.on(day, "post__"), post__unit_id=unit_id, user__is_active=True
    )
    if roles:
        held = held.filter(post__role__in=roles)
    return list(dict.fromkeys(h.user for h in held.select_related("user").order_by("post__rank", "pk")))


def holders_in_agency(agency_id: int, *roles: str) -> list[User]:
    """Active people of an agency who hold one of the roles today, by rank."""
    day = today()
    held = Holding.objects.filter(
        Q(post__unit_id=agency_id) | Q(post__unit__agency_id=agency_id),
        Dated.on(day),
        Dated.on(day, "post__"),
        post__role__in=roles,
        user__is_active=True,
    )
    return list(dict.fromkeys(h.user for h in held.select_related("user").order_by("post__rank", "pk")))
