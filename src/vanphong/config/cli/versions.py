"""`vanphong compare`, `vanphong heal`: versions of a Word file and its old fonts; no database, nothing kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vanphong.lib.terminal import AsJson, emit

from .exits import Refusal

if TYPE_CHECKING:
    from vanphong.lib.comparing import Comparison

COLUMNS = {"place": "Chỗ", "kind": "Việc", "text": "Nội dung"}
HEALED_COLUMNS = {"number": "Đoạn", "fonts": "Phông cũ", "before": "Trước", "after": "Sau"}
KINDS = {
    "changed": "sửa",
    "format": "đổi trình bày",
    "added": "thêm",
    "removed": "bỏ",
    "moved_from": "chuyển đi",
    "moved_to": "chuyển đến",
}
OldFile = Annotated[
    Path, typer.Argument(metavar="BẢN_CŨ", help="Tệp .docx của bản cũ.", exists=True, dir_okay=False)
]
NewFile = Annotated[
    Path, typer.Argument(metavar="BẢN_MỚI", help="Tệp .docx của bản mới.", exists=True, dir_okay=False)
]


def compare(
    old: OldFile,
    new: NewFile,
    as_json: AsJson = False,
    as_html: Annotated[bool, typer.Option("--html", help="In ra một đoạn HTML cho trình duyệt.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="TỆP",
            dir_okay=False,
            help="Ghi tệp .docx theo dõi sửa đổi, làm từ bản cũ: chấp nhận hết thì thành bản mới.",
        ),
    ] = None,
    author: Annotated[
        str, typer.Option("--author", help="Với --out: tên người sửa ghi trong tệp.")
    ] = "Vanphong",
) -> None:
    """So sánh hai bản của một văn bản Word: đoạn nào, chữ nào thêm, bỏ, chuyển chỗ, đổi cách trình bày."""
    if as_json and as_html:
        raise typer.BadParameter("Đồng chí chọn một trong hai: --json hoặc --html.")
    from vanphong.lib import comparing

    if out is not None:
        if as_html:
            raise typer.BadParameter("--html in ra màn hình, không đi cùng --out.")
        if out.exists() and (out.samefile(old) or out.samefile(new)):
            raise typer.BadParameter("--out trùng với tệp đem so; đồng chí chọn tên tệp khác.")
        with _told():
            tracked = comparing.track_changes(
                old.read_bytes(), new.read_bytes(), author=author, at=datetime.now(UTC)
            )
        _write(out, tracked.content, tracked.notes, as_json=as_json)
        return
    with _told():
        found = comparing.compare(old.read_bytes(), new.read_bytes())
    if as_html:
        sys.stdout.write(f"{comparing.as_html(found)}\n")
        return
    if as_json:
        emit(found.rows(), as_json=True, columns={})
        return
    for note in found.notes:
        sys.stderr.write(f"{note}\n")
    rows = [*_changes(found)]
    emit(rows, as_json=False, columns=COLUMNS if rows else {"": ""}, title=comparing.summary(found))


def heal(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Tệp .docx gõ phông cũ.", exists=True, dir_okay=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="TỆP", dir_okay=False, help="Tệp .docx sẽ ghi; bỏ trống thì chỉ xem trước."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Chuyển chữ gõ phông TCVN3 (.Vn…), VNI sang Unicode, phông Times New Roman; cho xem trước và sau từng đoạn."""
    from vanphong.lib.word.healing import heal_docx

    if out is not None and out.exists() and out.samefile(file):
        raise typer.BadParameter("--out trùng với tệp gốc; đồng chí chọn tên tệp khác để giữ bản gốc.")
    original = file.read_bytes()
    with _told():
        content, healed = heal_docx(original)
    if out is not None:
        out.write_bytes(content)
    if as_json:
        emit((asdict(one) for one in healed), as_json=True, columns={})
        return
    if content == original:
        sys.stdout.write("Tệp không có chữ gõ phông TCVN3, VNI.\n")
        return
    rows = [asdict(one) | {"fonts": ", ".join(one.fonts)} for one in healed]
    emit(rows, as_json=False, columns=HEALED_COLUMNS, title=f"{len(rows)} đoạn chuyển sang Unicode.")
    if out is not None:
        sys.stdout.write(f"Đã ghi {out}\n")


def _changes(found: Comparison) -> Iterator[dict[str, Any]]:
    """What differs, for people: [-bỏ-] and {+thêm+} in the text of each paragraph."""
    for part, place, paragraph in found.paragraphs():
        if paragraph.kind == "same":
            continue
        numbers = " → ".join(str(n) for n in (paragraph.old, paragraph.new) if n)
        where = [name for name in ("" if part == "Thân văn bản" else part, place, f"đoạn {numbers}") if name]
        told = [*paragraph.formats, *dict.fromkeys(name for span in paragraph.spans for name in span.formats)]
        text = "".join(_MARKS.get(span.kind, "{}").replace("{}", span.text) for span in paragraph.spans)
        move = f" ({paragraph.move})" if paragraph.move else ""
        kind = KINDS[paragraph.kind] + move + (f": {', '.join(dict.fromkeys(told))}" if told else "")
        yield {"place": ", ".join(where), "kind": kind, "text": text}


_MARKS = {"removed": "[-{}-]", "added": "{+{}+}"}


def _write(out: Path, content: bytes, notes: tuple[str, ...], *, as_json: bool) -> None:
    out.write_bytes(content)
    row = {"file": str(out), "bytes": len(content), "notes": list(notes)}
    emit([row], as_json=as_json, columns={"file": "Đã ghi", "bytes": "Số byte"})
    if not as_json:
        for note in notes:
            sys.stderr.write(f"{note}\n")


@contextmanager
def _told() -> Iterator[None]:
    """Refusals of the library leave as refusals of the command line."""
    from vanphong.lib.word.package import WordError

    try:
        yield
    except WordError as error:
        raise Refusal(error.message) from error
