"""`vanphong template`: Word templates of Party documents, listed, written, checked and filled; no database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from vanphong.lib.terminal import AsJson, emit

from .exits import ExitCode, Refusal

app = typer.Typer(no_args_is_help=True, help="Mẫu văn bản Word: xem, lấy mẫu trống, kiểm tra mẫu, điền mẫu.")

TypeName = Annotated[
    str, typer.Argument(metavar="LOẠI", help="Tên loại hoặc ký hiệu, ví dụ «Nghị quyết» hoặc NQ.")
]
Out = Annotated[Path, typer.Option("--out", metavar="TỆP", help="Tệp .docx sẽ ghi.")]
LayoutName = Annotated[
    str, typer.Option("--layout", help="party-2026 (HD 05) hoặc party-2018 (HD 36); bỏ trống thì theo ngày.")
]
FieldValues = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="TÊN=GIÁ TRỊ",
        help="Giá trị của một trường; nêu lại để thêm dòng của danh sách; @TỆP để lấy chữ trong tệp.",
    ),
]
FIELD_COLUMNS = {"name": "Tên", "label": "Trong mẫu", "kind": "Dạng", "needed": "Mẫu phải có"}
TYPE_COLUMNS = {"name": "Loại", "symbol": "Ký hiệu", "group": "Nhóm"}
ISSUER_COLUMNS = {"key": "--issuer", "label": "Cơ quan ban hành", "symbol": "Ký hiệu"}
LAYOUT_COLUMNS = {
    "name": "--layout",
    "source": "Theo",
    "effective_from": "Từ ngày",
    "effective_to": "Đến ngày",
}
REPORT_COLUMNS = {"kind": "Mục", "name": "Trường", "message": "Cần làm"}
KINDS = {
    "text": "chữ",
    "capitals": "chữ in hoa",
    "day": "ngày",
    "date": "ngày",
    "number": "số",
    "list": "nhiều dòng",
    "body": "nội dung",
    "appendices": "nhiều phụ lục",
}


@app.command("list")
def show(
    type_name: Annotated[
        str, typer.Argument(metavar="[LOẠI]", help="Nêu loại để xem các trường của mẫu loại đó.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Xem các loại văn bản, cơ quan ban hành, thể thức; hoặc các trường của một loại."""
    from vanphong.lib.templates.rules import issuers, layouts, types

    if type_name:
        emit(_fields_of(type_name), as_json=as_json, columns=FIELD_COLUMNS)
        return
    rows: list[dict[str, Any]] = [
        {"name": t.name, "symbol": t.symbol, "group": "Giấy tờ hành chính" if t.paper else "Văn bản của Đảng"}
        for t in types().values()
    ]
    emit(rows, as_json=as_json, columns=TYPE_COLUMNS)
    bodies = ({"key": b.key, "label": b.label, "symbol": b.symbol} for b in issuers().values())
    emit(bodies, as_json=as_json, columns=ISSUER_COLUMNS)
    known = ({name: getattr(rules, name) for name in LAYOUT_COLUMNS} for rules in layouts().values())
    emit(known, as_json=as_json, columns=LAYOUT_COLUMNS)


@app.command("make")
def make_document(
    type_name: TypeName,
    issuer: Annotated[str, typer.Option("--issuer", help="Loại cơ quan ban hành, xem bằng list.")],
    out: Out,
    field: FieldValues = None,
    layout: LayoutName = "",
    template: Annotated[
        Path | None,
        typer.Option("--template", help="Mẫu của cơ quan, thay cho mẫu có sẵn.", exists=True, dir_okay=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Làm một văn bản từ mẫu. Trường số, ngày ban hành bỏ trống thì để chỗ ghi sau."""
    from vanphong.lib.templates import make

    own = template.read_bytes() if template else None
    with _told():
        content = make(type_name, issuer, layout or None, _given(field or []), template=own)
    _write(out, content, as_json=as_json)


@app.command("blank")
def write_blank(
    type_name: TypeName,
    out: Out,
    layout: LayoutName = "",
    signers: Annotated[int, typer.Option("--signers", min=1, max=4, help="Số người ký.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Ghi mẫu trống để cơ quan tự sửa trong Word, LibreOffice."""
    from vanphong.lib.templates.blank import blank
    from vanphong.lib.templates.making import chosen_layout, chosen_type

    with _told():
        content = blank(chosen_type(type_name), chosen_layout(layout or None), signers)
    _write(out, content, as_json=as_json)


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Mẫu đã sửa.", exists=True, dir_okay=False)],
    type_name: Annotated[str, typer.Option("--type", help="Mẫu của loại nào; để biết thiếu trường gì.")] = "",
    as_json: AsJson = False,
) -> None:
    """Kiểm tra một mẫu đã sửa: có trường nào, trường lạ nào, còn thiếu gì."""
    from vanphong.lib.templates.checking import read_template
    from vanphong.lib.templates.making import chosen_type
    from vanphong.lib.templates.rules import fields

    with _told():
        report = read_template(file.read_bytes(), chosen_type(type_name) if type_name else None)
    known = fields()
    rows = [{"kind": "Có", "name": known[name].label, "message": ""} for name in report.fields]
    rows += [{"kind": "Cần sửa", "name": "", "message": message} for message in report.messages]
    emit(rows, as_json=as_json, columns=REPORT_COLUMNS)
    if not report.usable:
        raise typer.Exit(ExitCode.REFUSED)


@app.command("complete")
def complete_document(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Văn bản đã làm từ mẫu.", exists=True, dir_okay=False)
    ],
    out: Out,
    field: FieldValues = None,
    as_json: AsJson = False,
) -> None:
    """Ghi số, ngày ban hành vào chỗ đã để trống."""
    from vanphong.lib.templates import complete

    with _told():
        content = complete(file.read_bytes(), _given(field or []))
    _write(out, content, as_json=as_json)


@contextmanager
def _told() -> Iterator[None]:
    """Refusals of the library leave as refusals of the command line."""
    from vanphong.lib.templates.values import TemplateError
    from vanphong.lib.word.package import WordError

    try:
        yield
    except (TemplateError, WordError) as error:
        raise Refusal(error.message) from error


def _given(said: list[str]) -> dict[str, Any]:
    """Values by field: those said twice make a list, `@file` stands for what is in it."""
    from vanphong.lib.templates.rules import field_called

    found: dict[str, Any] = {}
    for item in said:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise Refusal(f"«{item}» chưa đúng dạng TÊN=GIÁ TRỊ, ví dụ subject=«về việc …».", ExitCode.USAGE)
        field = field_called(name)
        key = field.name if field else name.strip()
        if value.startswith("@"):
            value = _text_of(Path(value[1:]))
        if field and field.kind in ("list", "appendices"):
            found.setdefault(key, []).append(value)
        elif key in found:
            found[key] = f"{found[key]}\n{value}"
        else:
            found[key] = value
    return found


def _text_of(path: Path) -> str:
    from vanphong.lib.legacy_fonts import decode

    return decode(path.read_bytes())


def _fields_of(type_name: str) -> Iterator[dict[str, Any]]:
    from vanphong.lib.templates.blank import blank
    from vanphong.lib.templates.checking import needed, read_template
    from vanphong.lib.templates.making import chosen_layout, chosen_type
    from vanphong.lib.templates.rules import fields

    with _told():
        kind = chosen_type(type_name)
        report = read_template(blank(kind, chosen_layout(None)), kind)
    must = needed(kind)
    for name in report.fields:
        field = fields()[name]
        if not field.derived:
            row = {"name": name, "label": field.mark, "kind": KINDS[field.kind], "needed": name in must}
            yield row


def _write(out: Path, content: bytes, *, as_json: bool) -> None:
    out.write_bytes(content)
    row = {"file": str(out), "bytes": len(content)}
    emit([row], as_json=as_json, columns={"file": "Đã ghi", "bytes": "Số byte"})
