"""`vanphong intake` and `register`: files into «Chờ vào sổ», and from there into the book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from vanphong.kernel.access import visible
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError, Invalid, NotFound
from vanphong.kernel.identity.cli import keeper, the_user
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import actor_for
from vanphong.lib.printing.separator_sheet import render_separator_sheet
from vanphong.lib.terminal import AsJson, emit, emit_json, progress
from vanphong.modules.correspondence.book_cli import Clerk, the_book
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.commands.intake import Batch
from vanphong.modules.correspondence.commands.registration import register_document
from vanphong.modules.correspondence.forms.registration import RegisterForm
from vanphong.modules.correspondence.models import IncomingDocument

CHANNELS = ("upload", "scan", "folder", "api")
COLUMNS = {
    "file": "Tệp",
    "document": "Văn bản",
    "state": "Tình trạng",
    "reading": "Việc đọc",
    "message": "Lời báo",
}
Row = dict[str, Any]


def intake(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="TỆP", help="Các tệp cần tiếp nhận.", exists=True, dir_okay=False),
    ] = None,
    agency: Annotated[str, typer.Option(help="Mã cơ quan nhận; bỏ trống khi chỉ có một cơ quan.")] = "",
    channel: Annotated[str, typer.Option(help="Kênh đến: upload, scan, folder, api.")] = "upload",
    split: Annotated[bool, typer.Option(help="Tệp là xấp quét: tách ở tờ trắng, tờ có mã QR.")] = False,
    wait: Annotated[bool, typer.Option(help="Đọc xong mới trả lời.")] = False,
    separator_sheet: Annotated[
        Path | None, typer.Option(help="Ghi ra tệp PDF tờ phân cách có mã QR để in, đặt giữa các văn bản.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tiếp nhận tệp vào hàng chờ vào sổ."""
    if separator_sheet is not None:
        separator_sheet.write_bytes(render_separator_sheet())
    if not files:
        if separator_sheet is None:
            raise typer.BadParameter("Đồng chí cho biết ít nhất một tệp cần tiếp nhận.")
        return
    if channel not in CHANNELS:
        raise typer.BadParameter(
            f"Kênh «{channel}» không có. Đồng chí chọn một trong: {', '.join(CHANNELS)}."
        )
    actor, unit, rows = keeper(), _agency(agency), []
    with progress("Tiếp nhận", len(files)) as advance:
        for path in files:
            rows.append(_taken(actor, unit, path, channel, Batch() if split else None))
            advance()
    if wait:
        _read_now(rows)
    emit(rows, as_json=as_json, columns=COLUMNS)
    if any(row["document"] is None for row in rows):
        raise typer.Exit(1)


def _agency(code: str) -> Unit:
    """The agency by its code, or the only one that works here."""
    found = Unit.objects.filter(is_agency=True, uses_vanphong=True)
    units: list[Unit] = list(found.filter(code=code) if code else found[:2])
    if len(units) == 1:
        return units[0]
    if code:
        raise Invalid(f"Không có cơ quan nào mã «{code}». Xem các mã bằng: vanphong office.")
    raise Invalid("Đồng chí chọn cơ quan nhận bằng --agency MÃ.")


def _taken(actor: Actor, agency: Unit, path: Path, channel: str, batch: Batch | None) -> Row:
    """One file taken in, or why not."""
    row: Row = {"file": str(path), "document": None, "state": None, "reading": None, "message": None}
    try:
        files = [examine(path, path.name)]
        document = receive(actor, agency=agency, channel=channel, files=files, batch=batch)
    except DomainError as refusal:
        return row | {"message": refusal.message}
    return row | _described(document)


def _described(document: IncomingDocument) -> Row:
    return {
        "document": document.pk,
        "state": document.get_state_display(),
        "reading": document.get_reading_state_display(),
        "message": document.reading_message or document.note or None,
    }


def _read_now(rows: list[Row]) -> None:
    """Work the reading queue off in this process, then tell what became of each."""
    work_off(["reading"])
    documents = IncomingDocument.objects.in_bulk([row["document"] for row in rows if row["document"]])
    for row in rows:
        if row["document"] in documents:
            row |= _described(documents[row["document"]])


register = typer.Typer(no_args_is_help=True, add_completion=False, help="Vào sổ văn bản đến.")
PENDING_COLUMNS = {
    "document": "Văn bản",
    "received": "Nhận lúc",
    "code": "Số, ký hiệu",
    "issuer": "Cơ quan ban hành",
    "subject": "Trích yếu",
    "reading": "Việc đọc",
}


def _read(document: IncomingDocument, name: str) -> str:
    """A header field as read from the page, "" where nothing was."""
    reading = getattr(document, "reading", None)
    found = reading.header.get(name) if reading is not None else None
    return str(found["value"]) if found and not isinstance(found["value"], list) else ""


@register.command("list")
def pending(as_json: AsJson = False) -> None:
    """Xem các văn bản chờ vào sổ."""
    waiting = IncomingDocument.objects.filter(state=IncomingDocument.State.PENDING_REGISTRATION)
    emit(
        (
            {
                "document": document.pk,
                "received": timezone.localtime(document.received_at),
                "code": _read(document, "reference_code"),
                "issuer": _read(document, "issuer"),
                "subject": _read(document, "subject"),
                "reading": document.reading_state if as_json else document.get_reading_state_display(),
            }
            for document in waiting.select_related("reading").order_by("pk")
        ),
        as_json=as_json,
        columns=PENDING_COLUMNS,
    )


@register.command("one")
def enter(
    document: Annotated[int, typer.Argument(metavar="VĂN-BẢN", help="Số của văn bản trong hàng chờ.")],
    clerk: Clerk,
    book_code: Annotated[str, typer.Option("--book", help="Mã sổ; bỏ trống là sổ mặc định.")] = "",
    subject: Annotated[str, typer.Option(help="Trích yếu; bỏ trống thì lấy chữ đọc được.")] = "",
    code: Annotated[str, typer.Option(help="Số, ký hiệu.")] = "",
    issuer: Annotated[str, typer.Option(help="Cơ quan ban hành.")] = "",
    day: Annotated[str, typer.Option(help="Ngày văn bản, ví dụ 18/11/2026.")] = "",
    as_json: AsJson = False,
) -> None:
    """Vào sổ một văn bản theo chữ đọc được; ô nào ghi ở đây thì lấy theo đây."""
    actor = actor_for(the_user(clerk), "cli")
    row = IncomingDocument.objects.filter(visible(actor, IncomingDocument), pk=document).first()
    if row is None:
        raise NotFound(
            f"Không có văn bản số {document} trong hàng chờ. Đồng chí xem: vanphong register list."
        )
    blank = RegisterForm(actor=actor, record=row)
    values: dict[str, Any] = {}
    for name, field in blank.fields.items():
        prepared = field.prepare_value(blank.initial.get(name, field.initial))
        values[name] = "" if prepared is None else getattr(prepared, "pk", prepared)
    given = {"subject": subject, "reference_code": code, "issuer_name": issuer, "issued_on": day}
    values |= {name: text for name, text in given.items() if text} | {"submit_to": ""}
    if book_code:
        values["register"] = the_book(book_code, row.agency_id).pk
    done = register_document(actor, document=row, **RegisterForm(values, actor=actor, record=row).keywords())
    answer = {"document": done.pk, "register": str(done.register), "arrival_number": done.arrival_number}
    if as_json:
        emit_json(answer)
    else:
        typer.echo(f"Đã vào sổ «{done.register}» số {done.arrival_number}: {done.subject}")
