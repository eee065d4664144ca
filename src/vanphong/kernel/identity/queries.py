"""Reads of accounts: the bare actor of a person, what stands open, who answers to a user name."""

from __future__ import annotations

import datetime as dt

from django.db.models import Func, Q, QuerySet, TextField
from django.db.models.functions import Collate
from django.utils import timezone

from vanphong.kernel.actor import Actor, Channel
from vanphong.kernel.identity import limits
from vanphong.kernel.identity.models import ApiToken, Session, User
from vanphong.lib.text import clean, fold, nfc, words


def bare_actor(user: User, channel: Channel = "web") -> Actor:
    """The person without any post: for acts on the own account only."""
    return Actor(user_id=user.pk, name=user.full_name, channel=channel)


def stranger(channel: Channel = "web") -> Actor:
    """Someone not yet signed in: nothing is visible to them."""
    return Actor(user_id=None, name="Người chưa đăng nhập", channel=channel)


def find_user(username: str) -> User | None:
    """The account of a user name, whatever its case."""
    found: User | None = User.objects.filter(username__iexact=nfc(clean(username))).first()
    return found


def needs_second_factor(user: User) -> bool:
    """Whether a password alone does not open this account."""
    return user.totp_confirmed or user.passkeys.exists()


def live_sessions(user: User, *, admin: bool, now: dt.datetime | None = None) -> list[Session]:
    """Sessions of the user that still work, the newest first."""
    now = now or timezone.now()
    found = (
        Session.objects.filter(
            user=user,
            ended_at=None,
            started_at__gt=now - limits.absolute(),
            presence__seen_at__gt=now - limits.idle(admin=admin),
        )
        .select_related("presence")
        .order_by("-started_at")
    )
    return list(found)


def live_tokens(user: User) -> QuerySet[ApiToken]:
    """Tokens of the user that are neither revoked nor expired."""
    found: QuerySet[ApiToken] = ApiToken.objects.filter(user=user, revoked_at=None).filter(
        Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    )
    return found.select_related("use")


def people_named(text: str, *, active_only: bool = True) -> QuerySet[User]:
    """People with words in their names that begin as each word of `text`, in Vietnamese order of names."""
    found = User.objects.annotate(
        folded_name=Func("full_name", function="vn_fold", output_field=TextField()),
        name_order=Collate(Func("full_name", function="vn_person_sort_key", output_field=TextField()), "C"),
    )
    if active_only:
        found = found.filter(is_active=True)
    for word in words(fold(text)):
        # The index finds letters anywhere in the name; a word that begins so is then asked for.
        found = found.filter(folded_name__contains=word, folded_name__regex=rf"\m{word}")
    ordered: QuerySet[User] = found.order_by("name_order", "pk")
    return ordered
