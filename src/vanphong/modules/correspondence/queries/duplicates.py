"""Documents that may be the same as one now being registered; a warning, never a refusal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.lib.text import code_key, distance, same
from vanphong.modules.correspondence.models import IncomingDocument

NEAR = 14
"""Fingerprints this near are taken for the same text: 2 % misread words move one by 5 bits, by 13 at most."""
WINDOW_DAYS = 200
CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document that may be the same, and why."""

    document: IncomingDocument
    why: str


def possible_duplicates(
    actor: Actor,
    document: IncomingDocument,
    *,
    code: str,
    issued_on: dt.date | None,
    issuer_name: str,
    near: bool = True,
) -> list[Duplicate]:
    """Same bytes, same number and date (and issuer where both tell), or, with `near`, nearly the same text."""
    others = (
        IncomingDocument.objects.filter(access.visible(actor, IncomingDocument), agency_id=document.agency_id)
        .exclude(pk=document.pk)
        .exclude(state__in=["discarded", "purged"])
    )
    found: dict[int, Duplicate] = {}
    blobs = [file.blob_id for file in document.files.all() if file.kind == "main"]
    if blobs:
        for other in others.filter(files__blob_id__in=blobs).distinct()[:5]:
            found.setdefault(other.pk, Duplicate(other, _("cùng một tệp")))
    key = code_key(code) if code.strip() else ""
    if key:
        same_code = others.filter(code_key=key)
        if issued_on is not None:
            same_code = same_code.filter(issued_on=issued_on)
        for other in same_code.order_by("-id")[:10]:
            if not issuer_name or not other.issuer_name or same(issuer_name, other.issuer_name):
                found.setdefault(other.pk, Duplicate(other, _("cùng số, ký hiệu và ngày")))
    if near and document.fingerprint is not None:
        near_in_time = Q(issued_on__isnull=True)
        if issued_on is not None:
            span = dt.timedelta(days=WINDOW_DAYS)
            near_in_time |= Q(issued_on__range=(issued_on - span, issued_on + span))
        candidates = others.filter(near_in_time, fingerprint__isnull=False).order_by("-id")[:CANDIDATES]
        for other in candidates:
            if distance(document.fingerprint, other.fingerprint or 0) <= NEAR:
                found.setdefault(other.pk, Duplicate(other, _("nội dung gần như giống")))
    return list(found.values())[:5]
