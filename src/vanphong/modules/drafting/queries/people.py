"""Whom a draft can go to, and in whose name it can be written."""

from __future__ import annotations

from django.db.models import QuerySet

from vanphong.kernel.actor import (
    ARCHIVIST,
    ASSISTANT,
    CHIEF,
    DEPUTY_CHIEF,
    HEAD,
    LEADER,
    OFFICER,
    REGISTRAR,
)
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import bodies_served, holders_in_agency, holders_of
from vanphong.modules.drafting.models import Draft

READERS = (LEADER, CHIEF, DEPUTY_CHIEF, HEAD, OFFICER, REGISTRAR, ARCHIVIST, ASSISTANT)


def bodies_of(agency: Unit) -> QuerySet[Unit]:
    """Bodies whose documents the agency drafts: its own, and those of the committee it serves."""
    return bodies_served(Unit.objects.filter(pk=agency.pk))


def possible_signers(agency_id: int) -> list[User]:
    """Leaders, then the chief and deputies."""
    return holders_in_agency(agency_id, LEADER, CHIEF, DEPUTY_CHIEF)


def colleagues(agency_id: int) -> list[User]:
    """Everyone at work in the agency, those in charge first."""
    return holders_in_agency(agency_id, *READERS)


def usual_initials(draft: Draft) -> list[User]:
    """Who initials it in the drafting unit: its heads, unless one of them wrote it."""
    heads = holders_of(draft.unit_id, HEAD) if draft.unit_id else []
    return [] if any(head.pk == draft.drafter_id for head in heads) else heads[:1]


def usual_office_initials(draft: Draft) -> list[User]:
    """Who initials it for the office before a leader signs: the chief, unless the chief signs or wrote it."""
    chiefs = holders_in_agency(draft.agency_id, CHIEF)[:1]
    return [chief for chief in chiefs if chief.pk not in (draft.signer_id, draft.drafter_id)]
