"""`vanphong outgoing`: outgoing documents from the command line of the server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError, Invalid, NotFound
from vanphong.kernel.identity.cli import keeper, say, the_user
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.cli import a_day, the_unit
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import actor_for, today
from vanphong.lib.printing.outgoing_register import render_delivery_book, render_outgoing_register
from vanphong.lib.terminal import AsJson, emit
from vanphong.modules.catalogues.public import type_named
from vanphong.modules.correspondence.public import examine, release
from vanphong.modules.issuing.commands.dispatching import confirm_receipt, dispatch_document
from vanphong.modules.issuing.commands.numbering import Head, number_document
from vanphong.modules.issuing.commands.taking import take_signed
from vanphong.modules.issuing.models import Delivery, OutgoingDocument
from vanphong.modules.issuing.queries.printed import (
    SeriesRange,
    delivery_book,
    outgoing_register,
    register_sheet,
    series_keys,
)
from vanphong.modules.issuing.queries.recipients import recipients_named
from vanphong.modules.issuing.queries.rows import receipt_words

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Văn bản đi: nhận, cấp số, phát hành, theo dõi, in sổ."
)
As = Annotated[str, typer.Option("--as", help="Làm với quyền của tài khoản này; bỏ trống là hệ thống.")]
Which = Annotated[int, typer.Argument(metavar="MÃ", help="Mã văn bản, xem bằng vanphong outgoing list.")]
COLUMNS = {
    "document": "Mã",
    "code": "Số, ký hiệu",
    "issued_on": "Ngày",
    "type": "Loại",
    "subject": "Trích yếu",
    "state": "Tình trạng",
    "receipt": "Nơi nhận",
}
LINE_COLUMNS = {
    "reference_code": "Số, ký hiệu",
    "issued_on": "Ngày",
    "subject": "Trích yếu",
    "signer": "Người ký",
    "recipients": "Nơi nhận",
    "note": "Ghi chú",
}


def _actor(username: str) -> Actor:
    return actor_for(the_user(username), "cli") if username else keeper()


def _document(actor: Actor, pk: int) -> OutgoingDocument:
    found = OutgoingDocument.objects.filter(access.visible(actor, OutgoingDocument), pk=pk).first()
    if found is None:
        raise NotFound(f"Không có văn bản đi mã {pk}. Đồng chí xem bằng vanphong outgoing list.")
    document: OutgoingDocument = found
    return document


def _row(document: OutgoingDocument, *, as_json: bool) -> Mapping[str, object]:
    return {
        "document": document.pk,
        "code": document.reference_code,
        "issued_on": document.issued_on,
        "type": str(document.document_type or ""),
        "issuing_body": document.issuing_body.name if document.issuing_body else "",
        "subject": document.subject,
        "signer": document.signer,
        "state": document.state if as_json else document.get_state_display(),
        "receipt": receipt_words(document),
        "message": document.reading_message or None,
    }


@app.command("list")
def listed(
    state: Annotated[
        str, typer.Option("--state", help="pending_number, pending_dispatch, dispatched, revoked, withdrawn.")
    ] = "",
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Xem văn bản đi."""
    if state and state not in OutgoingDocument.State.values:
        raise Invalid(f"Tình trạng là một trong: {', '.join(OutgoingDocument.State.values)}.")
    found = OutgoingDocument.objects.filter(access.visible(_actor(user), OutgoingDocument))
    rows = found.filter(state=state) if state else found
    joined = rows.select_related("document_type", "issuing_body").prefetch_related("deliveries")
    emit(
        (_row(row, as_json=as_json) for row in joined.order_by("pk").iterator(500)),
        as_json=as_json,
        columns=COLUMNS,
    )


@app.command("take")
def take(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="TỆP", help="Văn bản đã ký, rồi các phụ lục của nó.", exists=True, dir_okay=False
        ),
    ],
    agency: Annotated[str, typer.Option(help="Mã cơ quan giữ sổ; bỏ trống khi chỉ có một.")] = "",
    wait: Annotated[bool, typer.Option(help="Đọc xong mới trả lời.")] = False,
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Nhận văn bản đã ký vào hàng chờ cấp số."""
    actor = _actor(user)
    content = [examine(path, path.name) for path in files]
    try:
        document = take_signed(actor, agency=_agency(agency), files=content)
    except DomainError:
        release(content)
        raise
    if wait:
        work_off(["reading"])
        document = OutgoingDocument.objects.get(pk=document.pk)
    say(f"Đã nhận, mã văn bản {document.pk}.", as_json, **_row(document, as_json=True))


def _agency(code: str) -> Unit:
    found = Unit.objects.filter(is_agency=True, uses_vanphong=True)
    units: list[Unit] = list(found.filter(code=code) if code else found.filter(kind=Unit.Kind.OFFICE)[:2])
    if len(units) != 1:
        raise Invalid("Đồng chí chọn cơ quan giữ sổ bằng --agency MÃ; xem các mã bằng: vanphong office.")
    return units[0]


@app.command("number")
def number(
    pk: Which,
    body: Annotated[str, typer.Option("--body", help="Mã cơ quan ban hành; bỏ trống thì như máy đọc.")] = "",
    kind: Annotated[
        str, typer.Option("--type", help="Loại văn bản, ví dụ «Nghị quyết»; bỏ trống thì như máy đọc.")
    ] = "",
    subject: Annotated[str, typer.Option("--subject", help="Trích yếu; bỏ trống thì như máy đọc.")] = "",
    signer: Annotated[str, typer.Option("--signer", help="Người ký; bỏ trống thì như máy đọc.")] = "",
    title: Annotated[str, typer.Option("--title", help="Chức vụ ký.")] = "",
    copies: Annotated[int, typer.Option("--copies", min=1, help="Số bản.")] = 1,
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Cấp số: số tiếp theo của loại trong nhiệm kỳ, ngày hôm nay."""
    actor = _actor(user)
    document = _document(actor, pk)
    issuing_body = the_unit(body) if body else document.issuing_body
    document_type = type_named(kind) if kind else document.document_type
    if issuing_body is None:
        raise Invalid("Máy chưa đọc được cơ quan ban hành. Đồng chí thêm --body MÃ.")
    if document_type is None:
        raise Invalid("Máy chưa đọc được loại văn bản. Đồng chí thêm --type LOẠI.")
    head = Head(
        subject=subject or document.subject,
        urgency=document.urgency,
        signer=signer or document.signer,
        signer_title=title or document.signer_title,
        unit=document.unit,
        copy_count=copies,
        note=document.note,
    )
    made = number_document(
        actor, document=document, issuing_body=issuing_body, document_type=document_type, head=head
    )
    say(f"Đã cấp số {made.reference_code}.", as_json, **_row(made, as_json=True))


@app.command("dispatch")
def dispatch(
    pk: Which,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="Mã nơi nhận; nêu lại để thêm nơi nhận.")
    ] = None,
    also: Annotated[
        list[str] | None, typer.Option("--also", help="Tên nơi nhận bản giấy không có trong danh bạ.")
    ] = None,
    as_printed: Annotated[
        bool, typer.Option("--as-printed", help="Gửi theo mục Nơi nhận máy đọc trên văn bản.")
    ] = False,
    without_number: Annotated[
        bool, typer.Option("--without-number", help="Gửi tệp như đã ký dù trên tệp chưa có số.")
    ] = False,
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Phát hành: cơ quan trên hệ thống nhận ngay, nơi khác gửi bản giấy."""
    actor = _actor(user)
    document = _document(actor, pk)
    units, others = [the_unit(code) for code in to or ()], list(also or ())
    if as_printed:
        named = recipients_named(document)
        units, others = [*units, *named.units], [*others, *named.others]
    made = dispatch_document(
        actor, document=document, units=units, others=others, without_number=without_number
    )
    rows = [{"name": row.name, "channel": row.channel, "state": row.state} for row in made.deliveries.all()]
    words = f"Đã phát hành {made.reference_code} đến {len(rows)} nơi."
    say(words, as_json, **{**_row(made, as_json=True), "deliveries": rows})


@app.command("received")
def received(
    pk: Which,
    name: Annotated[str, typer.Argument(metavar="NƠI NHẬN", help="Tên nơi nhận như trên trang văn bản.")],
    by: Annotated[str, typer.Option("--by", help="Người ký nhận.")],
    day: Annotated[str, typer.Option("--day", help="Ngày ký nhận, ví dụ 03/02/2026.")] = "",
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Ghi nơi nhận bản giấy đã ký nhận."""
    actor = _actor(user)
    document = _document(actor, pk)
    rows = list(document.deliveries.filter(name__iexact=name, state=Delivery.State.SENT))
    if not rows:
        raise NotFound(f"Văn bản này không có bản giấy nào chờ «{name}» ký nhận.")
    made = confirm_receipt(
        actor, document=document, deliveries=rows, received_by=by, received_on=a_day(day) if day else None
    )
    say(f"Đã ghi {name} ký nhận.", as_json, **_row(made, as_json=True))


@app.command("book")
def book(
    code: Annotated[
        str, typer.Argument(metavar="[MÃ-SỔ]", help="Mã sổ, ví dụ DI-TU; bỏ trống để xem các sổ.")
    ] = "",
    series: Annotated[str, typer.Option("--series", help="Dãy số, ví dụ NQ/2025–2030.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="Tệp PDF hoặc XLSX sẽ ghi.", dir_okay=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Xem hoặc in sổ đăng ký văn bản đi; bỏ trống mã sổ thì xem các sổ và dãy số."""
    if not code:
        books = Register.objects.filter(kind=Register.Kind.OUTGOING).order_by("rank", "code")
        rows = [{"book": b.code, "name": b.name, "series": key} for b in books for key in series_keys(b)]
        emit(rows, as_json=as_json, columns={"book": "Mã sổ", "name": "Tên sổ", "series": "Dãy số"})
        return
    register = (
        Register.objects.filter(kind=Register.Kind.OUTGOING, code=code).select_related("agency").first()
    )
    if register is None:
        raise NotFound(f"Không có sổ văn bản đi mã «{code}». Xem các sổ bằng: vanphong outgoing book.")
    keys = series_keys(register)
    if series not in keys:
        raise Invalid(f"Đồng chí thêm --series với một trong: {', '.join(keys) or 'chưa có dãy nào'}.")
    span = SeriesRange(register=register, key=series)
    made = outgoing_register(span, keeper().name, span.numbers())
    if out is None:
        emit((asdict(entry) for entry in made.entries), as_json=as_json, columns=LINE_COLUMNS)
        return
    sheet = out.suffix.lower() == ".xlsx"
    out.write_bytes(register_sheet(made) if sheet else render_outgoing_register(made))
    say(
        f"Đã ghi {len(made.entries)} số vào {out}.",
        as_json,
        book=code,
        numbers=len(made.entries),
        file=str(out),
    )


@app.command("deliveries")
def deliveries(
    out: Annotated[Path, typer.Option("--out", help="Tệp PDF sẽ ghi.", dir_okay=False)],
    agency: Annotated[str, typer.Option(help="Mã cơ quan giữ sổ; bỏ trống khi chỉ có một.")] = "",
    first: Annotated[str, typer.Option("--from", help="Từ ngày.")] = "",
    last: Annotated[str, typer.Option("--to", help="Hết ngày.")] = "",
    as_json: AsJson = False,
) -> None:
    """In sổ chuyển giao văn bản đi bản giấy."""
    begin: dt.date = a_day(first) if first else today().replace(day=1)
    end: dt.date = a_day(last) if last else today()
    made = delivery_book(_agency(agency), begin, end, keeper().name)
    out.write_bytes(render_delivery_book(made))
    say(f"Đã ghi {len(made.entries)} lượt vào {out}.", as_json, rows=len(made.entries), file=str(out))
