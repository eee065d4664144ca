"""What a person does for themselves: keep an eye on a document, tick off a copy sent for information."""

from __future__ import annotations

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, command
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.commands.distribution import settle
from vanphong.modules.correspondence.commands.handling import holds
from vanphong.modules.correspondence.models import Assignment, Bookmark, IncomingDocument
from vanphong.modules.correspondence.policy import FOLLOW, READ_COPY
from vanphong.modules.correspondence.workflow import ASSIGNMENT

A = Assignment.State


@command(FOLLOW, on="document", label=vi("đánh dấu quan tâm"))
def follow_document(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """Put the document on the person's own list; doing it twice changes nothing."""
    if actor.user_id is None:
        raise Conflict(_("Hệ thống không có danh sách quan tâm."))
    Bookmark.objects.get_or_create(document=document, user_id=actor.user_id)
    return document


@command(FOLLOW, on="document", label=vi("bỏ quan tâm"))
def unfollow_document(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """Take the document off the person's own list."""
    Bookmark.objects.filter(document=document, user_id=actor.user_id or 0).delete()
    return document


@command(READ_COPY, on="document", label=vi("đánh dấu đã đọc"))
def mark_read(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """The copies sent to the person, or to a unit in the person's charge, for information have been read."""
    open_copies = document.assignments.select_for_update(of=("self",)).filter(
        role=Assignment.Role.INFORMATION, state__in=Assignment.OPEN_STATES
    )
    mine = [part for part in open_copies if holds(actor, part)]
    if not mine:
        raise Conflict(_("Đồng chí không còn bản gửi để biết nào chưa đọc ở văn bản này."))
    for part in mine:
        ASSIGNMENT.move(part, A.DONE)
        part.done_at = Now()
        if part.seen_at is None:
            part.seen_at = Now()
        part.save()
    settle(document)
    return document
