"""The journal: list, one entry in words, the check of the chain."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.journal.policy import VERIFY
from vanphong.kernel.journal.queries import act_of
from vanphong.kernel.registry import record_types
from vanphong.kernel.wording import vi
from vanphong.modules.administration.commands import ask_verification
from vanphong.modules.administration.lists import CHANNELS, JOURNAL, body_of, sentence, who_of
from vanphong.ui.account.parts import PostForm
from vanphong.ui.components import (
    Action,
    Breadcrumb,
    Change,
    Column,
    Crumb,
    Empty,
    Fact,
    Facts,
    Panel,
    Part,
    Table,
    TableRow,
    moment_text,
)
from vanphong.ui.screens import Head, ListScreen, Request, page, show
from vanphong.ui.screens.records import changes_of

ADDRESS = "/quan-tri/nhat-ky/"
CHECK = vi("Kiểm tra chuỗi")


@page("quan-tri/nhat-ky/<int:pk>/", name="administration.entry", record=AuditEntry)
def entry(request: Request, actor: Actor, record: Any) -> HttpResponse:
    """One act: who, when, through what, which fields from what to what."""
    body = body_of(record)
    facts = [
        Fact(_("Lúc"), moment_text(timezone.localtime(record.at))),
        Fact(_("Người làm"), who_of(record)),
        Fact("Qua", CHANNELS.get(body["channel"], body["channel"])),
        Fact(_("Lời ghi"), body["note"], wide=True),
        Fact(_("Băm"), bytes(record.hash).hex(), wide=True),
    ]
    parts: list[Part] = [
        Panel(_("Việc"), Facts(facts)),
        _objects(actor, record),
        _changes(changes_of(act_of(record))),
    ]
    return show(
        request,
        actor,
        "ui/screens/plain.html",
        {
            "head": Head(sentence(_(str(body["label"]))), note=_("Mục {pk}").format(pk=record.pk)),
            "crumbs": Breadcrumb([Crumb(_("Nhật ký"), ADDRESS), Crumb(_("Mục {pk}").format(pk=record.pk))]),
            "parts": parts,
        },
    )


def _objects(actor: Actor, record: Any) -> Part:
    """The records touched; titles only of those the reader may see."""
    rows = []
    for reference in record.objects_touched:
        name, _sep, pk = reference.partition(":")
        label, title, url = reference, "", ""
        if name in record_types and pk.isdigit():
            kind = record_types[name]
            label = kind.label
            row = kind.model._default_manager.filter(access.visible(actor, kind.model), pk=int(pk)).first()
            title, url = (
                (kind.title(row), kind.url(row))
                if row is not None
                else (_("không còn hoặc không thuộc quyền xem"), "")
            )
        rows.append(TableRow([title or reference, label], url))
    columns = [Column(_("Bản ghi"), "strong"), Column(_("Loại"))]
    return Panel(
        _("Bản ghi"),
        Table(_("Bản ghi"), columns, rows, Empty(_("Không đụng bản ghi nào"))),
        count=len(rows),
        flush=True,
    )


def _changes(changes: list[Change]) -> Part:
    rows = [TableRow([one.label, one.old or None, one.new or None]) for one in changes]
    columns = [Column(_("Ô"), "strong"), Column(_("Trước")), Column("Sau")]
    return Panel(
        _("Thay đổi"),
        Table(_("Thay đổi"), columns, rows, Empty(_("Không đổi ô nào"))),
        count=len(rows),
        flush=True,
    )


@page("quan-tri/nhat-ky/kiem-tra/", name="administration.verify", opens=(AuditEntry, VERIFY))
def verify(request: Request, actor: Actor) -> HttpResponse:
    """Ask for a check of the whole chain, as a job."""
    if request.method == "POST":
        return HttpResponseRedirect(f"/viec-nen/{ask_verification(actor).key}/")
    note = _("Tính lại băm từ mục đầu; mục bị sửa hay mất sẽ lộ ra. Kết quả ghi vào chính nhật ký.")
    parts = [PostForm(get_token(request), CHECK)]
    return show(
        request,
        actor,
        "ui/screens/plain.html",
        {"head": Head(CHECK, note=note), "parts": parts, "back_url": ADDRESS},
    )


def _buttons(_request: Request, actor: Actor) -> list[Action]:
    return [Action(CHECK, f"{ADDRESS}kiem-tra/")] if access.may(actor, AuditEntry, VERIFY) else []


ListScreen(JOURNAL, ADDRESS, lambda record: f"{ADDRESS}{record.pk}/", buttons=_buttons).declare()
