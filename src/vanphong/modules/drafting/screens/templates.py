"""«Mẫu văn bản»: the office's own templates, and those of the rules to begin from."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.models import Dated
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.reading import inspect
from vanphong.lib.templates import blank
from vanphong.lib.templates.rules import layout_on, type_called
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.drafting.actions import TEMPLATES_ADDRESS
from vanphong.modules.drafting.lists import TEMPLATE_LIST
from vanphong.modules.drafting.models import OfficeTemplate
from vanphong.ui.components import Action as Button
from vanphong.ui.components import Column, Fact, Facts, Panel, Part, Table, TableRow
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    ListScreen,
    PanelSpec,
    RecordScreen,
    Request,
    declare_panel,
    page,
    show,
)
from vanphong.ui.screens.files import send_original, send_paper

LIST = ListScreen(
    TEMPLATE_LIST,
    TEMPLATES_ADDRESS,
    lambda template: f"{TEMPLATES_ADDRESS}{template.pk}/",
    buttons=lambda _request, _actor: [Button(_("Mẫu có sẵn"), f"{TEMPLATES_ADDRESS}co-san/")],
)
RECORD = RecordScreen(
    OfficeTemplate,
    TEMPLATES_ADDRESS,
    vi("Mẫu của cơ quan"),
    lambda _actor, template: Head(template.document_type.name, "", template.agency.label),
)


def _facts(_request: Request, _actor: Actor, template: OfficeTemplate) -> Part:
    body = template.issuing_body.label if template.issuing_body else _("mọi cơ quan ban hành")
    facts = [
        Fact(_("Dùng cho"), body),
        Fact(_("Từ ngày"), format_date(template.valid_from) if template.valid_from else None),
        Fact(_("Đến ngày"), format_date(template.valid_to) if template.valid_to else None),
        Fact(_("Người đưa lên"), str(template.added_by) if template.added_by else None),
        Fact(_("Tệp"), Button(template.name, f"{TEMPLATES_ADDRESS}{template.pk}/tep/"), wide=True),
    ]
    return Panel(_("Thông tin"), Facts(facts), "thong-tin")


@page("mau-van-ban/<int:pk>/tep/", name="drafting.template_file", record=OfficeTemplate)
def template_file(request: Request, actor: Actor, record: OfficeTemplate) -> HttpResponseBase:
    """The template as it was brought."""
    return send_original(record.blob, inspect.DOCX, record.name, screened=True)


@page("mau-van-ban/co-san/", name="drafting.blanks", opens=(OfficeTemplate, VIEW))
def blanks(request: Request, actor: Actor) -> HttpResponse:
    """The templates the rules give for every type, to begin from."""
    kinds = DocumentType.objects.filter(Dated.on(today()), family=DocumentType.Family.PARTY)
    rows = [
        TableRow([
            kind.name,
            kind.symbol,
            Button(_("Tải về"), f"{TEMPLATES_ADDRESS}co-san/{kind.pk}.docx", described=kind.name),
        ])
        for kind in kinds.order_by("rank", "name")
        if type_called(kind.name) is not None
    ]  # fmt: skip
    columns = [Column(_("Loại văn bản"), "strong"), Column(_("Ký hiệu"), "code"), Column(_("Mẫu"))]
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Mẫu có sẵn"),
            "hint": _(
                "Theo {source}. Tải về, sửa trong Word, rồi «Đưa mẫu lên» nếu cơ quan cần khác đi."
            ).format(source=layout_on(today()).source),
            "body": Table(_("Mẫu có sẵn"), columns, rows),
        },
    )


@page("mau-van-ban/co-san/<int:pk>.docx", name="drafting.blank", opens=(OfficeTemplate, VIEW))
def blank_file(request: Request, actor: Actor, pk: int) -> HttpResponse:
    """The empty template of a type, in today's layout."""
    kind = DocumentType.objects.filter(pk=pk, family=DocumentType.Family.PARTY).first()
    rules = type_called(kind.name) if kind is not None else None
    if kind is None or rules is None:
        raise Http404
    return send_paper(blank(rules, layout_on(today())), f"{kind.name}.docx", inspect.DOCX)


declare_panel(PanelSpec("facts", OfficeTemplate, _facts))
LIST.declare()
RECORD.declare()
ActionScreens(OfficeTemplate, TEMPLATES_ADDRESS, RECORD).declare()
