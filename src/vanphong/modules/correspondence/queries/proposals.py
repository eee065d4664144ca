"""Who got the last document of the same kind: what the office would propose again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vanphong.modules.correspondence.models import Assignment, IncomingDocument, Submission


@dataclass(frozen=True, slots=True)
class Proposal:
    """Units by role, and the words of the slip."""

    lead: int | None
    collaborators: list[int]
    information: list[int]
    words: str = ""


def _alike(document: IncomingDocument) -> Iterator[QuerySet[IncomingDocument]]:
    """Documents of the agency most like this one: same issuer and type, then same issuer, then same subject area."""
    others = IncomingDocument.objects.filter(agency_id=document.agency_id).exclude(pk=document.pk)
    issuer = Q(issuer_name=document.issuer_name)
    if document.issuer_name and document.document_type_id:
        yield others.filter(issuer, document_type_id=document.document_type_id)
    if document.issuer_name:
        yield others.filter(issuer)
    if document.subject_area_id:
        yield others.filter(subject_area_id=document.subject_area_id)


def last_proposed(document: IncomingDocument) -> Proposal | None:
    """What the slip of the last document alike proposed."""
    refused = (Submission.State.WITHDRAWN, Submission.State.RETURNED)
    slips = Submission.objects.filter(proposed_lead__isnull=False).exclude(state__in=refused)
    for alike in _alike(document):
        slip = slips.filter(document__in=alike).order_by("-id").first()
        if slip is not None:
            return Proposal(
                slip.proposed_lead_id, slip.proposed_collaborators, slip.proposed_information, slip.proposal
            )
    return None


def last_distributed(document: IncomingDocument) -> Proposal | None:
    """To which units the last document alike went."""
    given = Assignment.objects.filter(parent__isnull=True, unit__isnull=False)
    given = given.exclude(state__in=(Assignment.State.RETURNED, Assignment.State.RECALLED))
    for alike in _alike(document):
        last = given.filter(document__in=alike, role=Assignment.Role.LEAD).order_by("-id").first()
        if last is None:
            continue
        units: dict[str, list[int]] = {}
        for role, unit_id in given.filter(document=last.document_id).values_list("role", "unit_id"):
            units.setdefault(role, []).append(unit_id)
        return Proposal(
            last.unit_id,
            units.get(Assignment.Role.COLLABORATOR, []),
            units.get(Assignment.Role.INFORMATION, []),
        )
    return None
