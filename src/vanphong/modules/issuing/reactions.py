"""What others did: a draft was signed; the office that got a copy registered it or sent it back."""

from __future__ import annotations

from vanphong.kernel.actor import Actor
from vanphong.kernel.events import listens
from vanphong.modules.correspondence.events import DeliveryRegistered, DeliveryReturned
from vanphong.modules.drafting.events import DraftSigned
from vanphong.modules.drafting.public import Draft
from vanphong.modules.issuing.commands.dispatching import record_arrival, record_refusal
from vanphong.modules.issuing.commands.taking import take_signed_draft
from vanphong.modules.issuing.models import Delivery


def _delivery(sent_as: str) -> Delivery | None:
    label, _, pk = sent_as.partition(":")
    if label != Delivery._meta.label_lower or not pk.isdecimal():
        return None
    found: Delivery | None = Delivery.objects.filter(pk=int(pk)).select_related("document").first()
    return found


@listens(DeliveryRegistered)
def after_registration(_actor: Actor, fact: DeliveryRegistered) -> None:
    """It stands in the other office's book."""
    delivery = _delivery(fact.sent_as)
    if delivery is not None:
        number = fact.arrival_number
        record_arrival(
            Actor.system(), document=delivery.document, delivery=delivery, arrival_number=number, by=fact.by
        )


@listens(DeliveryReturned)
def after_return(_actor: Actor, fact: DeliveryReturned) -> None:
    """The other office sent it back."""
    delivery = _delivery(fact.sent_as)
    if delivery is not None:
        record_refusal(Actor.system(), document=delivery.document, delivery=delivery, reason=fact.reason)


@listens(DraftSigned)
def after_signing(_actor: Actor, fact: DraftSigned) -> None:
    """What was signed waits for its number."""
    draft = Draft.objects.filter(pk=fact.draft_id).first()
    if draft is not None:
        take_signed_draft(Actor.system(), draft=draft)
