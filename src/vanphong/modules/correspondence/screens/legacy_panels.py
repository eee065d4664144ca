"""What older books leave on other pages: the line a document came from, and on the home page an import not ended."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import ADMIN, REGISTRAR, Actor
from vanphong.lib.numbers import format_number
from vanphong.modules.correspondence.models import IncomingDocument, LegacyImport, LegacyOrigin
from vanphong.modules.correspondence.policy import IMPORT_BOOKS
from vanphong.modules.correspondence.screens.legacy import ADDRESS
from vanphong.ui.components import Fact, Facts, Notice, Panel, Part, Tone
from vanphong.ui.screens import HomePanel, PanelSpec, Request, declare_home_panel, declare_panel

State = LegacyImport.State


def _origin(_request: Request, _actor: Actor, document: IncomingDocument) -> Part | None:
    """«Sổ cũ» on the page of a document: the line it came from, to the letter."""
    of_old = document.channel == IncomingDocument.Channel.LEGACY
    origin: LegacyOrigin | None = getattr(document, "origin", None) if of_old else None
    if origin is None:
        return None
    facts = [
        Fact(_("Nguồn"), origin.source),
        Fact(_("Dòng"), format_number(origin.row_number)),
        Fact(_("Số ghi trong sổ"), origin.written_number or None),
        Fact(_("Mã ở nguồn"), origin.key or None),
        *(Fact(str(title), str(words), wide=len(str(words)) > 40) for title, words in origin.cells.items()),
        *(Fact(_("Lưu ý"), words, wide=True) for words in origin.remarks),
    ]
    if origin.text:
        facts.append(Fact(_("Nội dung"), origin.text, wide=True))
    return Panel(_("Sổ cũ"), Facts(facts), "so-cu")


declare_panel(PanelSpec("legacy_origin", IncomingDocument, _origin, rank=42))


def _waiting(actor: Actor) -> Part | None:
    """On the home page: an import that was stopped or never begun; and, in a new office, where to begin one."""
    if not access.may(actor, IncomingDocument, IMPORT_BOOKS):
        return None
    agencies = actor.agencies_as(REGISTRAR, ADMIN)
    left = LegacyImport.objects.filter(agency_id__in=agencies, state__in=(State.JUDGING, State.STOPPED))
    run = left.order_by("-pk").first()
    if run is not None:
        words = _("«{name}» chưa nhập xong: {done}/{total} dòng.").format(
            name=run.source, done=format_number(run.position), total=format_number(run.total)
        )
        return Notice(words, Tone.WARN, _("Nhập sổ cũ"), _("Mở"), f"{ADDRESS}{run.pk}/")
    if IncomingDocument.objects.filter(agency_id__in=agencies).exists():
        return None
    words = _("Cơ quan chưa có văn bản nào. Sổ văn bản đến của các năm trước đưa vào được từ Excel.")
    return Notice(words, Tone.INFO, _("Sổ các năm trước"), _("Nhập sổ cũ"), ADDRESS)


declare_home_panel(HomePanel("legacy_import", _waiting, rank=30))
