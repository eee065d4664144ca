"""A document with all that its page tells, fetched at once: panels and actions ask for nothing more."""

from __future__ import annotations

from vanphong.kernel.access.rows import with_many, with_one
from vanphong.modules.correspondence.models import (
    Assignment,
    Bookmark,
    DocumentFile,
    Endorsement,
    Extension,
    HandlingNote,
    IncomingDocument,
    Submission,
    Viewing,
)


def fetch_whole(document: IncomingDocument) -> None:
    """Fetch parts, slips, opinions, notes, files and viewings with the people and units they name.

    They lie in the document's own relations (`document.assignments.all()` and so on) until it is read again.
    """
    here = [document]
    parts = with_many(here, "assignments", Assignment.objects.order_by("pk"))
    slips = with_many(here, "submissions", Submission.objects.order_by("-pk"))
    opinions = with_many(here, "endorsements", Endorsement.objects.all())
    notes = with_many(here, "notes", HandlingNote.objects.order_by("-pk"))
    files = with_many(here, "files", DocumentFile.objects.all())
    seen = with_many(here, "viewings", Viewing.objects.order_by("first_at"))
    with_many(here, "bookmarks", Bookmark.objects.order_by())
    with_many(parts, "extensions", Extension.objects.all())
    own = {part.pk: part for part in parts}
    for part in parts:
        part._state.fields_cache["parent"] = own.get(part.parent_id)
    named = ("register", "document_type", "subject_area", "issued_number", "registered_by")
    with_one(
        *((here, name) for name in named),
        (parts, "unit"),
        (parts, "user"),
        (slips, "to_user"),
        (slips, "submitted_by"),
        (slips, "proposed_lead"),
        (opinions, "user"),
        (notes, "author"),
        (notes, "file"),
        (seen, "user"),
        (files, "blob"),
    )
