"""Conditions by which outgoing documents are narrowed, in their list and in search."""

from __future__ import annotations

from django.db.models import Q

from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import Filter
from vanphong.kernel.listing.narrowing import by_id, from_day, until_day
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import bodies_served
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.public import document_types
from vanphong.modules.issuing.models import OutgoingDocument

S = OutgoingDocument.State


def _bodies(actor: Actor) -> list[tuple[str, str]]:
    agencies = Unit.objects.filter(pk__in=actor.agencies_as())
    return [(str(unit.pk), unit.label) for unit in bodies_served(agencies)]


BODY = Filter("co-quan", vi("Cơ quan ban hành"), by_id("issuing_body_id"), "choice", _bodies)
TYPE = Filter("loai", vi("Loại"), by_id("document_type_id"), "choice", document_types)
FROM = Filter("tu", vi("Ngày văn bản từ"), from_day("issued_on"), "day")
UNTIL = Filter("den", vi("Ngày văn bản đến hết"), until_day("issued_on"), "day")
STATE = Filter(
    "tinh-trang",
    vi("Tình trạng"),
    lambda _a, v: Q(state=v) if v in S.values else None,
    "choice",
    lambda _a: [
        (str(value), str(label))
        for value, label in S.choices
        if value in (S.PENDING_DISPATCH, S.DISPATCHED, S.REVOKED)
    ],
)
