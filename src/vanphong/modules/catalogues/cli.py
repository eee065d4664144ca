"""`vanphong catalogue`: look at, import and export the catalogues."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from vanphong.kernel.commands import Invalid
from vanphong.kernel.identity.cli import keeper, say
from vanphong.kernel.organisation.cli import a_day
from vanphong.lib.spreadsheet import Column, TableRefused, read_table, write_csv, write_xlsx
from vanphong.lib.terminal import AsJson, emit
from vanphong.modules.catalogues.commands import IMPORTS
from vanphong.modules.catalogues.models import CatalogueRow, DocumentType, RetentionTerm, SubjectArea
from vanphong.modules.catalogues.queries import TITLES, fields_of, in_force, judge
from vanphong.modules.catalogues.queries.units import label_of, resolve

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Danh mục: xem, nhập, xuất.")
CATALOGUES: dict[str, type[CatalogueRow]] = {
    "types": DocumentType,
    "areas": SubjectArea,
    "retention": RetentionTerm,
}
Which = Annotated[str, typer.Argument(metavar="DANH_MỤC", help="types, areas hoặc retention.")]
VERDICTS = {"add": "thêm", "change": "cập nhật", "same": "bỏ qua", "wrong": "lỗi"}


def _model(name: str) -> type[CatalogueRow]:
    if name not in CATALOGUES:
        raise Invalid(f"Không có danh mục «{name}». Dùng một trong: {', '.join(CATALOGUES)}.")
    return CATALOGUES[name]


@app.command("list")
def listed(
    name: Which,
    day: Annotated[str, typer.Option("--day", help="Có hiệu lực vào ngày này.")] = "",
    as_json: AsJson = False,
) -> None:
    """Xem danh mục có hiệu lực vào một ngày."""
    model = _model(name)
    shown = (
        "code",
        "name",
        *[f for f in fields_of(model) if f in ("symbol", "years")],
        "valid_from",
        "valid_to",
    )
    rows = ({field: getattr(row, field) for field in shown} for row in in_force(model, a_day(day)))
    emit(rows, as_json=as_json, columns={field: TITLES[field][0] for field in shown})


@app.command("import")
def load(
    name: Which,
    table: Annotated[
        Path, typer.Argument(metavar="BẢNG", exists=True, dir_okay=False, help="Tệp .xlsx, .csv.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra, không ghi.")] = False,
    as_json: AsJson = False,
) -> None:
    """Nhập danh mục từ bảng; khớp theo mã, nhập lại không sinh trùng. Có dòng lỗi thì không ghi gì."""
    model = _model(name)
    try:
        lines = judge(model, read_table(table, table.name, expected=_titles(model)), a_day(""))
    except TableRefused as refused:
        raise Invalid(refused.message_vi) from refused
    wrong = [line for line in lines if line.verdict == "wrong"]
    if dry_run or wrong:
        rows: Any = (
            {"line": one.number, "verdict": VERDICTS[one.verdict], "row": one.title, "remark": one.remark}
            for one in lines
        )
        emit(
            rows,
            as_json=as_json,
            columns={"line": "Dòng", "verdict": "Sẽ", "row": "Nội dung", "remark": "Ghi chú"},
        )
    if wrong:
        raise Invalid(f"{len(wrong)} dòng có lỗi nên chưa ghi gì. Đồng chí sửa bảng rồi nhập lại.")
    if not dry_run:
        good = [line.values for line in lines if line.verdict in ("add", "change")]
        done = IMPORTS[model](keeper(), rows=good)
        say(f"Đã ghi {done} dòng.", as_json, written=done)


def _titles(model: type[CatalogueRow]) -> list[str]:
    return [TITLES[field][0] for field in fields_of(model)]


@app.command("export")
def dump(
    name: Which,
    out: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .xlsx hoặc .csv sẽ ghi.")],
    as_json: AsJson = False,
) -> None:
    """Xuất cả danh mục, đúng các cột mà lệnh import nhận lại."""
    model = _model(name)
    typed = {"rank": "integer", "valid_from": "date", "valid_to": "date"}
    columns = [Column(TITLES[field][0], typed.get(field, "text")) for field in fields_of(model)]  # type: ignore[arg-type]
    rows = [[_cell(row, field) for field in fields_of(model)] for row in model._default_manager.all()]
    if out.suffix.lower() == ".csv":
        out.write_bytes(write_csv(columns, rows))
    else:
        out.write_bytes(write_xlsx("Danh mục", columns, rows))
    say(f"Đã ghi {len(rows)} dòng vào {out}.", as_json, catalogue=name, rows=len(rows), file=str(out))


def _cell(row: CatalogueRow, field: str) -> str | int | dt.date | None:
    value = getattr(row, field)
    if isinstance(value, bool):
        return "có" if value else "không"
    if field == "years":
        return "Vĩnh viễn" if value is None else str(value)
    found: str | int | dt.date | None = value
    return found


@app.command("unit")
def unit(
    text: Annotated[
        str, typer.Argument(metavar="TÊN", help="Địa chỉ hoặc tên cơ quan, có dấu hay không dấu.")
    ],
    day: Annotated[str, typer.Option("--day", help="Vào ngày này.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tra đơn vị hành chính của một địa chỉ, tên cơ quan vào một ngày, và nay là đơn vị nào."""
    found = resolve(text, a_day(day))
    if not found:
        raise Invalid(
            f"Không thấy đơn vị hành chính nào trong «{text}». "
            "Đồng chí ghi cả loại, ví dụ «xã Minh Quân, huyện Trấn Yên, tỉnh Yên Bái»."
        )
    rows = (
        {
            "code": one.unit.code,
            "unit": one.label,
            "in_being": "có" if one.in_being else "không",
            "today": "; ".join(label_of(each) for each in one.today),
        }
        for one in found
    )
    emit(
        rows,
        as_json=as_json,
        columns={"code": "Mã", "unit": "Đơn vị", "in_being": "Còn vào ngày đó", "today": "Nay là"},
    )
