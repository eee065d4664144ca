"""`vanphong book`: the registers of incoming documents, their numbers and years, on paper and as JSON lines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, NotFound
from vanphong.kernel.identity.cli import keeper, say, the_user
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.numbering.commands import add_register, close_period, reopen_period
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import actor_for, today
from vanphong.lib.printing.handling_register import render_handling_register
from vanphong.lib.printing.incoming_register import render_incoming_register
from vanphong.lib.terminal import AsJson, emit
from vanphong.modules.correspondence.queries.printed import (
    BookRange,
    handling_register,
    incoming_register,
    register_sheet,
)

book = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Sổ đăng ký: xem, in, kiểm tra, khóa, mở."
)
CHECK_COLUMNS = {
    "register": "Sổ",
    "key": "Kỳ",
    "last_number": "Số cuối",
    "rows": "Số đã cấp",
    "sound": "Đủ, không trùng",
    "old_gaps": "Sổ cũ bỏ trống",
}
LINE_COLUMNS = {
    "arrival_number": "Số đến",
    "arrived_on": "Ngày đến",
    "issuer": "Cơ quan ban hành",
    "reference_code": "Số, ký hiệu",
    "issued_on": "Ngày",
    "subject": "Trích yếu",
    "recipients": "Người nhận",
    "note": "Ghi chú",
}
Clerk = Annotated[str, typer.Option("--as", help="Tên đăng nhập của người đứng tên.")]
BookCode = Annotated[str, typer.Argument(metavar="MÃ-SỔ", help="Mã sổ, ví dụ DEN.")]
Year = Annotated[int | None, typer.Option("--year", help="Năm; bỏ trống là năm nay.")]
FromNumber = Annotated[int | None, typer.Option("--from", help="Từ số.")]
ToNumber = Annotated[int | None, typer.Option("--to", help="Đến số.")]


def the_book(code: str, agency_id: int | None = None) -> Register:
    """The register of that code (of that agency), or a refusal that names the codes there are."""
    books = Register.objects.filter(code=code, kind=Register.Kind.INCOMING).select_related("agency")
    found = list(books.filter(agency_id=agency_id) if agency_id else books[:2])
    if len(found) == 1:
        only: Register = found[0]
        return only
    if found:
        raise Invalid(f"Có nhiều sổ mã «{code}». Đồng chí in trên trang của từng cơ quan.")
    codes = ", ".join(Register.objects.filter(kind=Register.Kind.INCOMING).values_list("code", flat=True))
    raise NotFound(f"Không có sổ văn bản đến mã «{code}». Các mã đang có: {codes or 'chưa có sổ nào'}.")


@book.command("show")
def show(
    code: BookCode,
    year: Year = None,
    from_number: FromNumber = None,
    to_number: ToNumber = None,
    as_json: AsJson = False,
) -> None:
    """Xem các số trong sổ; với --json là cả sổ, mỗi số một dòng."""
    span = BookRange(
        register=the_book(code), year=year or today().year, from_number=from_number, to_number=to_number
    )
    entries = incoming_register(span, keeper().name, span.lines()).entries
    emit((asdict(entry) for entry in entries), as_json=as_json, columns=LINE_COLUMNS)


@book.command("print")
def print_book(
    code: BookCode,
    out: Annotated[Path, typer.Option("--out", help="Tệp PDF hoặc XLSX sẽ ghi.")],
    year: Year = None,
    from_number: FromNumber = None,
    to_number: ToNumber = None,
    handling: Annotated[bool, typer.Option("--handling", help="In sổ theo dõi giải quyết.")] = False,
    as_json: AsJson = False,
) -> None:
    """In sổ đăng ký văn bản đến (PDF hoặc XLSX theo đuôi tệp)."""
    span = BookRange(
        register=the_book(code), year=year or today().year, from_number=from_number, to_number=to_number
    )
    name, lines = keeper().name, span.lines()
    if handling:
        content = render_handling_register(handling_register(span, name, lines))
    elif out.suffix.lower() == ".xlsx":
        content = register_sheet(incoming_register(span, name, lines))
    else:
        content = render_incoming_register(incoming_register(span, name, lines))
    out.write_bytes(content)
    say(f"Đã ghi {len(lines)} số vào {out}.", as_json, register=code, numbers=len(lines), file=str(out))


@book.command("add")
def add_book(
    code: BookCode,
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên sổ, ví dụ «Văn bản đến».")],
    agency: Annotated[str, typer.Option("--agency", help="Mã cơ quan có sổ; bỏ trống khi chỉ có một.")] = "",
    default: Annotated[bool, typer.Option("--default", help="Dùng làm sổ mặc định.")] = False,
    as_json: AsJson = False,
) -> None:
    """Lập sổ văn bản đến của cơ quan."""
    found = list(
        Unit.objects.filter(is_agency=True, uses_vanphong=True, **({"code": agency} if agency else {}))
    )
    if len(found) != 1:
        raise Invalid("Đồng chí thêm --agency với mã của một cơ quan dùng hệ thống này.")
    made = add_register(
        keeper(), agency=found[0], kind=Register.Kind.INCOMING, code=code, name=name, is_default=default
    )
    words = f"Đã lập sổ «{made.name}» của {found[0].label}."
    say(words, as_json, register=made.code, name=made.name, agency=found[0].code)


@book.command("check")
def check(as_json: AsJson = False) -> None:
    """Kiểm tra mọi dãy số: đủ từ 1, không trùng, không thiếu."""
    found = check_numbers()
    emit((asdict(row) for row in found), as_json=as_json, columns=CHECK_COLUMNS)
    if not all(row.sound for row in found):
        raise typer.Exit(1)


@book.command("close")
def close(code: BookCode, year: Year = None, clerk: Clerk = "", as_json: AsJson = False) -> None:
    """Khóa một năm của sổ: không cấp số nữa."""
    key = str(year or today().year)
    series = close_period(_chief(clerk), register=the_book(code), key=key)
    words = f"Đã khóa sổ {code} năm {key}, số cuối {series.last_number}."
    say(words, as_json, register=code, year=key, last_number=series.last_number, closed=True)


@book.command("reopen")
def reopen(
    code: BookCode,
    reason: Annotated[str, typer.Option("--reason", help="Lý do mở lại.")],
    year: Year = None,
    clerk: Clerk = "",
    as_json: AsJson = False,
) -> None:
    """Mở lại một năm đã khóa, có lý do."""
    key = str(year or today().year)
    reopen_period(_chief(clerk), register=the_book(code), key=key, reason=reason)
    say(f"Đã mở lại sổ {code} năm {key}.", as_json, register=code, year=key, closed=False)


def _chief(username: str) -> Actor:
    """Who closes and opens: the person named, else the keeper of the server."""
    return actor_for(the_user(username), "cli") if username else keeper()
