"""Who holds which part of the work, and what is asked of the holder."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.queries import today
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.commands.handling import holds
from vanphong.modules.correspondence.levels import alert
from vanphong.modules.correspondence.models import Assignment, Extension, IncomingDocument
from vanphong.ui.components import (
    AlertLevel,
    Column,
    Deadline,
    Fact,
    Facts,
    Panel,
    Part,
    Parts,
    Table,
    TableRow,
    moment_text,
)
from vanphong.ui.screens import Request

A = Assignment.State


def _words(part: Assignment) -> str:
    """State, since when, why it ended, what more time is asked for."""
    words = str(part.get_state_display())
    moment = {A.SEEN: part.seen_at, A.RECEIVED: part.received_at, A.DONE: part.done_at}.get(A(part.state))
    if moment is not None:
        words = f"{words} {moment_text(timezone.localtime(moment))}"
    if part.ended_reason:
        words = f"{words}: {part.ended_reason}"
    elif part.result:
        words = f"{words}: {part.result}"
    asked = next((e for e in part.extensions.all() if e.state == Extension.State.ASKED), None)
    if asked is not None:
        words = _("{words}; xin gia hạn đến {new_due_on}").format(
            words=words, new_due_on=format_date(asked.new_due_on)
        )
    return words


def assignment_panel(_request: Request, actor: Actor, document: IncomingDocument) -> Part | None:
    """What is asked of the holder, then every part with its people below it; the buttons are in the action bar."""
    parts = list(document.assignments.all())
    if not parts:
        return None
    ordered = [p for top in parts if top.parent_id is None for p in (top, *_below(top, parts))]
    rows = []
    asked: list[Fact] = []
    for part in ordered:
        found = alert(part.due_on, today()) if part.is_open else None
        due = Deadline(part.due_on, found.days_left, AlertLevel(found.level)) if found else None
        name = f"↳ {part.owner_label}" if part.parent_id else part.owner_label
        rows.append(TableRow([name, part.get_role_display(), _words(part), due]))
        if part.is_open and part.instruction and holds(actor, part):
            words = _("Yêu cầu với {owner}").format(owner=part.owner_label)
            asked.append(Fact(words, part.instruction, wide=True))
    columns = [
        Column(_("Nơi xử lý"), "strong"),
        Column(_("Vai trò")),
        Column(_("Tình trạng")),
        Column(_("Hạn")),
    ]
    table = Table(_("Phân công"), columns, rows)
    body = Parts.of(Facts(asked), table) if asked else table
    return Panel(_("Phân công"), body, "phan-cong", len(parts), flush=True)


def _below(top: Assignment, parts: list[Assignment]) -> list[Assignment]:
    return [part for part in parts if part.parent_id == top.pk]
