"""Which book and series a document is numbered in, and how its number is written.

Numbers of Party bodies run by type through a term of the committee (Hướng dẫn 05-HD/VPTW năm 2026, số và ký hiệu;
offices of the committee follow it), those of State documents through the year (NĐ 30/2020/NĐ-CP, Phụ lục I, II.3).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.commands import Invalid
from vanphong.kernel.numbering.models import Register, Series
from vanphong.kernel.organisation.models import Dated, Term, Unit
from vanphong.kernel.organisation.queries import bodies_served
from vanphong.modules.catalogues.public import DocumentType

REGISTER_CODE = "DI-"


@dataclass(frozen=True, slots=True)
class SeriesAsked:
    """The series a document would be numbered in; `register` is None until its first number."""

    agency: Unit
    body: Unit
    register: Register | None
    key: str
    notation: str
    """What follows the number: «-NQ/TU», «/QĐ-UBND»."""

    @property
    def next_number(self) -> int:
        series = (
            Series.objects.filter(register=self.register, key=self.key).first() if self.register else None
        )
        return (series.last_number if series else 0) + 1

    def code(self, number: int) -> str:
        """The number as it is printed: «06-CT/TU»; below ten with a nought before."""
        return f"{number:02d}{self.notation}"


def issuing_bodies(agency: Unit) -> QuerySet[Unit]:
    """Bodies whose documents the agency's clerks number."""
    return bodies_served(Unit.objects.filter(pk=agency.pk))


def numbering_body(body: Unit) -> Unit:
    """Whose counter it is: the highest body above that bears the same symbol (Ban Thường vụ signs «…/TU» too)."""
    while body.parent is not None and body.symbol and body.parent.symbol == body.symbol:
        body = body.parent
    return body


def series_for(agency: Unit, issuing_body: Unit, document_type: DocumentType, day: dt.date) -> SeriesAsked:
    """The series for a document of that day; raises Invalid where a rule of it is not set up."""
    if not issuing_bodies(agency).filter(pk=issuing_body.pk).exists():
        raise Invalid(
            _("{body} không do văn thư của {agency} cấp số.").format(
                body=issuing_body.label, agency=agency.label
            ),
            {"issuing_body": _("Đồng chí chọn cơ quan ban hành khác.")},
        )
    body = numbering_body(issuing_body)
    if not body.symbol:
        raise Invalid(
            _("{body} chưa có ký hiệu nên chưa cấp số được. Đồng chí nhờ quản trị ghi ký hiệu.").format(
                body=body.label
            ),
            {"issuing_body": _("Chưa có ký hiệu.")},
        )
    register = Register.objects.filter(
        Dated.on(day), agency=agency, kind=Register.Kind.OUTGOING, body=body
    ).first()
    state = document_type.family == DocumentType.Family.STATE
    if not document_type.symbol and not state:
        raise Invalid(
            _("Loại «{name}» không đánh số.").format(name=document_type.name),
            {"document_type": _("Đồng chí chọn loại khác.")},
        )
    shared = register is None or register.by_symbol
    token = document_type.symbol if document_type.symbol and shared else document_type.code
    period = str(day.year) if state else _term(body, day).name
    return SeriesAsked(agency, body, register, f"{token}/{period}", _notation(document_type, body))


def _notation(document_type: DocumentType, body: Unit) -> str:
    if document_type.family != DocumentType.Family.STATE:
        return f"-{document_type.symbol}/{body.symbol}"
    return f"/{document_type.symbol}-{body.symbol}" if document_type.symbol else f"/{body.symbol}"


def _term(body: Unit, day: dt.date) -> Term:
    """The term on that day of the body, or of the committee it stands under."""
    committee: Unit | None = body
    while committee is not None:
        if committee.kind == Unit.Kind.COMMITTEE:
            found: Term | None = Term.objects.filter(Dated.on(day), committee=committee).first()
            if found is not None:
                return found
        committee = committee.parent
    raise Invalid(
        _("Chưa khai nhiệm kỳ của {body} vào ngày {day:%d/%m/%Y}, mà số văn bản chạy theo nhiệm kỳ.").format(
            body=body.label, day=day
        ),
        {"issuing_body": _("Đồng chí nhờ quản trị khai nhiệm kỳ.")},
    )
