"""Versions of a draft, their pages, and what was signed."""

from __future__ import annotations

from vanphong.modules.drafting.models import Draft, DraftVersion


def signed_version(draft: Draft) -> DraftVersion | None:
    """The file that was signed: the signed PDF or scan, else the newest version, signed on paper."""
    rows = draft.versions.select_related("blob")
    found: DraftVersion | None = rows.filter(kind=DraftVersion.Kind.SIGNED).first() or draft.latest
    return found
