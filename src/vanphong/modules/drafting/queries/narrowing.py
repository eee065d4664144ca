"""Conditions by which drafts are narrowed, in their list and in search."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import Filter
from vanphong.kernel.listing.narrowing import by_id
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.public import document_types
from vanphong.modules.drafting.models import Draft, DraftStep, Opinion

S = Draft.State
TYPE = Filter("loai", vi("Loại"), by_id("document_type_id"), "choice", document_types)


def for_me(actor: Actor) -> Q:
    """What waits for this person: a part held, an opinion owed, a draft sent back."""
    if actor.person_id is None:
        return Q(pk__in=[])
    held = DraftStep.objects.filter(draft=OuterRef("pk"), user_id=actor.person_id, state=DraftStep.State.HELD)
    owed = Opinion.objects.filter(draft=OuterRef("pk"), user_id=actor.person_id, given_at__isnull=True)
    return (
        Q(state__in=Draft.IN_CIRCUIT) & Q(Exists(held))
        | Q(state=S.IN_CONSULTATION) & Q(Exists(owed))
        | Q(state=S.CHANGES_REQUESTED, drafter_id=actor.person_id)
    )


def to_sign(actor: Actor) -> Q:
    """What waits for this person's signature."""
    held = DraftStep.objects.filter(
        draft=OuterRef("pk"), user_id=actor.person_id or 0, state=DraftStep.State.HELD
    )
    return Q(state=S.PENDING_SIGNATURE) & Q(Exists(held))


def mine(actor: Actor) -> Q:
    """Drafts this person writes, until they are signed."""
    return Q(drafter_id=actor.person_id) & ~Q(state__in=[S.SIGNED, S.CANCELLED, S.PURGED])


def late(_actor: Actor) -> Q:
    """Held longer than the part's day allows, or past the day of issue."""
    over = DraftStep.objects.filter(draft=OuterRef("pk"), state=DraftStep.State.HELD, due_on__lt=today())
    closed = (S.SIGNED, S.CANCELLED, S.PURGED)
    return Q(state__in=Draft.IN_CIRCUIT) & Q(Exists(over)) | Q(due_on__lt=today()) & ~Q(state__in=closed)
