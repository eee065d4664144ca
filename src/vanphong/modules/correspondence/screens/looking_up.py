"""The page a receipt's code leads to: received or not, when, under which number; nothing of the content."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.numbers import format_number
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.ui.components import Fact, Facts, Notice, Shell, Tone
from vanphong.ui.display import display_of
from vanphong.ui.screens import page

REASON = vi("người gửi xem văn bản của mình đã được nhận hay chưa; trang không nói gì về nội dung")
_HIDDEN = (
    IncomingDocument.State.PURGED,
    IncomingDocument.State.DISCARDED,
    IncomingDocument.State.PENDING_REGISTRATION,
)


def _answer(request: HttpRequest, code: str) -> HttpResponse:
    document = None
    if len(code) == 8:
        found = IncomingDocument.objects.filter(receipt_code=code).exclude(state__in=_HIDDEN)
        document = found.only("arrival_number", "arrived_on", "agency_id", "receipt_code", "state").first()
    part: Facts | Notice | None = None
    if document is not None and document.arrived_on is not None:
        number = format_number(document.arrival_number or 0)
        if document.state == IncomingDocument.State.RECALLED:
            number = _("{number}, đã hủy; đồng chí hỏi văn thư.").format(number=number)
        part = Facts(
            [
                Fact(_("Kết quả"), _("Đã nhận")),
                Fact(_("Ngày đến"), format_date(document.arrived_on)),
                Fact(_("Số đến"), number),
            ]
        )
    elif code:
        part = Notice(
            _("Không có giấy biên nhận nào mang mã này. Đồng chí xem lại mã trên giấy, hoặc hỏi văn thư."),
            Tone.WARN,
        )
    answer = render(
        request,
        "correspondence/looking_up.html",
        {
            "title": _("Tra cứu biên nhận"),
            "code": code,
            "part": part,
            "shell": Shell(display=display_of(request)),
        },
        status=404 if code and document is None else 200,
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@page("tra-cuu/", name="correspondence/look_up", public=REASON)
def ask(request: HttpRequest) -> HttpResponse:
    """The box for a code; leads to the page of the code."""
    code = request.GET.get("ma", "").strip().upper().replace(" ", "")
    if code.isalnum():
        return HttpResponseRedirect(f"/tra-cuu/{code[:20]}/")
    return _answer(request, "")


@page("tra-cuu/<slug:code>/", name="correspondence/looked_up", public=REASON)
def look_up(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the receipt with this code."""
    return _answer(request, code.upper())
