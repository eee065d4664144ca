"""Papers that go with a draft, as Word files."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.lib.reading import inspect
from vanphong.modules.drafting.models import Draft
from vanphong.modules.drafting.queries.papers import appraisal_report, opinion_sheet
from vanphong.ui.screens import Request, page
from vanphong.ui.screens.files import send_paper


@page("du-thao/<int:pk>/bao-cao-tham-dinh.docx", name="drafting.report", record=Draft)
def report(request: Request, actor: Actor, record: Draft) -> HttpResponse:
    """«Báo cáo thẩm định»."""
    return send_paper(appraisal_report(record), _("Báo cáo thẩm định") + f" {record.pk}.docx", inspect.DOCX)


@page("du-thao/<int:pk>/tiep-thu-giai-trinh.docx", name="drafting.opinion_sheet", record=Draft)
def opinions(request: Request, actor: Actor, record: Draft) -> HttpResponse:
    """«Bảng tiếp thu, giải trình ý kiến góp ý»."""
    return send_paper(opinion_sheet(record), _("Tiếp thu, giải trình") + f" {record.pk}.docx", inspect.DOCX)
