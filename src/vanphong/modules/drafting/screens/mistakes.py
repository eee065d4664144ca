"""«Lỗi hay gặp»: which faults drafts have most, by unit and by type, among those one may see."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor
from vanphong.modules.drafting.models import Draft
from vanphong.modules.drafting.queries.mistakes import MONTHS, Mistakes, Share, mistakes
from vanphong.ui.components import Column, Empty, Panel, Table, TableRow
from vanphong.ui.components.part import number_text
from vanphong.ui.screens import Request, page, show

MOST = 20


def _rules(found: Mistakes) -> Table:
    rows = [
        TableRow([found.words[rule], number_text(count)]) for rule, count in found.rules.most_common(MOST)
    ]
    columns = [Column(_("Lỗi (lời của lần gần nhất)"), "strong"), Column(_("Số dự thảo"), "number")]
    return Table(_("Lỗi hay gặp"), columns, rows, Empty(_("Chưa có lỗi nào trong các dự thảo đã thẩm định.")))


def _shares(label: str, shares: Mapping[str, Share]) -> Table:
    columns = [
        Column(label, "strong"),
        Column(_("Dự thảo"), "number"),
        Column(_("Có lỗi"), "number"),
        Column(_("Lỗi mỗi dự thảo"), "number"),
    ]
    ranked = sorted(shares.items(), key=lambda item: (-item[1].faults / item[1].drafts, item[0]))
    rows = [
        TableRow(
            [
                name,
                number_text(share.drafts),
                number_text(share.with_errors),
                f"{share.faults / share.drafts:.1f}".replace(".", ","),
            ]
        )
        for name, share in ranked
    ]
    return Table(label, columns, rows, Empty(_("Chưa có dự thảo nào được thẩm định.")))


@page("du-thao/loi-hay-gap/", name="drafting.mistakes", opens=(Draft, VIEW))
def common_mistakes(request: Request, actor: Actor) -> HttpResponse:
    """Over the drafts one may see, of the last twelve months."""
    found = mistakes(Draft.objects.filter(access.visible(actor, Draft)))
    hint = _("{drafts} dự thảo đã thẩm định trong {months} tháng qua; mỗi lỗi tính một lần cho một dự thảo.")
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Lỗi hay gặp"),
            "hint": hint.format(drafts=number_text(found.drafts), months=MONTHS),
            "body": _rules(found),
            "below": [
                Panel(_("Theo đơn vị"), _shares(_("Đơn vị"), found.units), "don-vi", flush=True),
                Panel(_("Theo loại văn bản"), _shares(_("Loại"), found.types), "loai", flush=True),
            ],
        },
    )
