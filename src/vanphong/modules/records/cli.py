"""`vanphong casefile`: case files from the command line of the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, NotFound
from vanphong.kernel.identity.cli import keeper, say, the_user
from vanphong.kernel.organisation.cli import a_day
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import actor_for, today
from vanphong.lib.terminal import AsJson, emit
from vanphong.modules.catalogues.public import RetentionTerm
from vanphong.modules.records.commands.closing import complete_case_file
from vanphong.modules.records.commands.filing import file_paper
from vanphong.modules.records.commands.opening import open_case_file
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.modules.records.queries.file_plan import retention_named, term_text

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Hồ sơ công việc.")
Code = Annotated[str, typer.Argument(metavar="KÝ HIỆU", help="Số, ký hiệu hồ sơ.")]
As = Annotated[str, typer.Option("--as", help="Làm với quyền của tài khoản này; bỏ trống là hệ thống.")]
COLUMNS = {
    "code": "Số, ký hiệu",
    "title": "Tiêu đề",
    "keeper": "Người lập",
    "items": "Số văn bản",
    "state": "Tình trạng",
}


def _actor(username: str) -> Actor:
    return actor_for(the_user(username), "cli") if username else keeper()


def _case_file(actor: Actor, code: str) -> CaseFile:
    found = CaseFile.objects.filter(access.visible(actor, CaseFile), code=code)[:2]
    if len(found) > 1:
        raise Invalid(f"Nhiều cơ quan cùng có hồ sơ {code}. Đồng chí thêm --as để chỉ rõ cơ quan.")
    if not found:
        raise NotFound(f"Không có hồ sơ {code}. Đồng chí xem bằng vanphong casefile list.")
    case_file: CaseFile = found[0]
    return case_file


def _row(case_file: CaseFile, *, as_json: bool) -> Mapping[str, object]:
    return {
        "id": case_file.pk,
        "code": case_file.code,
        "title": case_file.title,
        "unit": case_file.unit.label,
        "keeper": str(case_file.keeper),
        "opened_on": case_file.opened_on,
        "completed_on": case_file.completed_on,
        "retention": term_text(case_file.retention),
        "items": case_file.items.count(),
        "state": case_file.state if as_json else case_file.get_state_display(),
    }


@app.command("list")
def listed(
    state: Annotated[str, typer.Option("--state", help="open hoặc completed.")] = "",
    year: Annotated[int, typer.Option("--year", help="Năm mở hồ sơ.")] = 0,
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Xem danh sách hồ sơ."""
    if state and state not in CaseFile.State.values:
        raise Invalid("Tình trạng là open (đang lập) hoặc completed (đã kết thúc).")
    found = CaseFile.objects.filter(access.visible(_actor(user), CaseFile))
    if state:
        found = found.filter(state=state)
    if year:
        found = found.filter(opened_on__year=year)
    rows = found.select_related("unit", "keeper", "retention").order_by("code").iterator(500)
    emit((_row(row, as_json=as_json) for row in rows), as_json=as_json, columns=COLUMNS)


@app.command("open")
def opened(
    title: Annotated[str, typer.Argument(metavar="TIÊU ĐỀ", help="Tiêu đề hồ sơ.")],
    plan: Annotated[str, typer.Option("--plan", help="Mục của danh mục hồ sơ, ví dụ 01.TH.I.")] = "",
    retention: Annotated[
        str, typer.Option("--retention", help="Thời hạn bảo quản, nếu ngoài danh mục.")
    ] = "",
    unit: Annotated[str, typer.Option("--unit", help="Mã đơn vị lập.")] = "",
    kept_by: Annotated[str, typer.Option("--keeper", help="Tài khoản của người lập.")] = "",
    day: Annotated[str, typer.Option("--day", help="Ngày mở, ví dụ 03/02/2026.")] = "",
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Mở hồ sơ."""
    actor, opened_on = _actor(user), a_day(day)
    case_file = open_case_file(
        actor,
        title=title,
        plan_entry=_entry(actor, plan, opened_on.year) if plan else None,
        retention=_term(retention) if retention else None,
        unit=_unit(unit) if unit else None,
        keeper=the_user(kept_by) if kept_by else None,
        opened_on=opened_on,
    )
    say(f"Đã mở hồ sơ {case_file.code}.", as_json, **_row(case_file, as_json=True))


def _entry(actor: Actor, code: str, year: int) -> FilePlanEntry:
    rows = FilePlanEntry.objects.filter(access.visible(actor, FilePlanEntry), code=code, year=year)[:2]
    if not rows:
        raise NotFound(f"Danh mục năm {year} không có mục {code}.")
    if len(rows) > 1:
        raise Invalid(f"Nhiều cơ quan cùng có mục {code}. Đồng chí thêm --as để chỉ rõ cơ quan.")
    entry: FilePlanEntry = rows[0]
    return entry


def _term(words: str) -> RetentionTerm:
    term = retention_named(words)
    if term is None:
        raise NotFound(f"Không có thời hạn bảo quản «{words}» trong bảng thời hạn.")
    return term


def _unit(code: str) -> Unit:
    unit: Unit | None = Unit.objects.filter(code=code).first()
    if unit is None:
        raise NotFound(f"Không có đơn vị mã «{code}». Đồng chí xem bằng vanphong office units.")
    return unit


@app.command()
def add(
    code: Code,
    subject: Annotated[str, typer.Argument(metavar="TRÍCH YẾU", help="Tên loại và trích yếu.")],
    reference_code: Annotated[str, typer.Option("--code", help="Số, ký hiệu văn bản.")] = "",
    issued_on: Annotated[str, typer.Option("--day", help="Ngày văn bản.")] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="Tác giả.")] = "",
    sheets: Annotated[int, typer.Option("--sheets", help="Số tờ.")] = 0,
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Ghi một tài liệu giấy vào mục lục của hồ sơ."""
    actor = _actor(user)
    item = file_paper(
        actor,
        case_file=_case_file(actor, code),
        reference_code=reference_code,
        issued_on=a_day(issued_on) if issued_on else None,
        subject=subject,
        issuer=issuer,
        page_count=sheets,
    )
    words = f"Đã ghi vào hồ sơ {code}, số thứ tự {item.position}."
    say(words, as_json, id=item.pk, case_file=code, position=item.position, subject=item.subject)


@app.command()
def complete(
    codes: Annotated[list[str], typer.Argument(metavar="KÝ HIỆU", help="Một hoặc nhiều hồ sơ.")],
    user: As = "",
    as_json: AsJson = False,
) -> None:
    """Kết thúc hồ sơ: hỏi các phân hệ còn việc gì không, rồi chốt mục lục."""
    actor = _actor(user)
    for code in codes:
        case_file = complete_case_file(actor, case_file=_case_file(actor, code), completed_on=today())
        say(f"Đã kết thúc hồ sơ {code}.", as_json, **_row(case_file, as_json=True))
