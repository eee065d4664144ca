"""`vanphong read`: what the reader makes of files; no database, nothing kept, two files side by side."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import typer

from vanphong.lib.reading.model import FIELD_NAMES
from vanphong.lib.terminal import AsJson, emit, progress

from .environment import Authorities, var
from .evaluating import show_evaluation
from .exits import ExitCode

PROCESSES = 2
COLUMNS = {
    "file": "Tệp",
    "type": "Loại",
    "reference_code": "Số, ký hiệu",
    "issued_on": "Ngày",
    "issuer": "Cơ quan ban hành",
    "subject": "Trích yếu",
    "secrecy": "Độ mật",
    "signed": "Chữ ký số",
    "problem": "Vướng mắc",
}


def read(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="TỆP", help="Các tệp cần đọc.", exists=True, dir_okay=False),
    ] = None,
    as_json: AsJson = False,
    evaluate: Annotated[
        bool,
        typer.Option(
            "--evaluate",
            help="Không đọc tệp: so chữ máy đã đọc với chữ văn thư ghi vào sổ của cơ quan này.",
        ),
    ] = False,
    since: Annotated[str, typer.Option(help="Với --evaluate: chỉ tính văn bản vào sổ từ ngày này.")] = "",
    authorities: Authorities = None,
    processes: Annotated[int, typer.Option(min=1, help="Số tiến trình đọc cùng lúc.")] = PROCESSES,
) -> None:
    """Đọc thử tệp: chữ và các trường đầu văn bản, không lưu lại gì."""
    if evaluate:
        if files:
            raise typer.BadParameter("Với --evaluate không nêu tệp nào: máy so theo sổ của cơ quan.")
        show_evaluation(since, as_json)
        return
    if since:
        raise typer.BadParameter("--since chỉ dùng cùng với --evaluate.")
    if not files:
        raise typer.BadParameter("Thiếu tham số TỆP. Đồng chí cho biết ít nhất một tệp cần đọc.")
    unread = 0
    with progress("Đọc tệp", len(files)) as advance:

        def rows() -> Iterator[dict[str, Any]]:
            nonlocal unread
            for row in _read_all(files, processes, authorities or var() / "authorities"):
                unread += row["problem"] is not None
                advance()
                yield row

        emit(rows(), as_json=as_json, columns=COLUMNS)
    if unread:
        raise typer.Exit(ExitCode.REFUSED)


def _read_all(files: list[Path], processes: int, authorities: Path) -> Iterable[dict[str, Any]]:
    """Rows in the order of the files, each as soon as it and those before it are read."""
    if len(files) == 1 or processes == 1:
        yield from (row_of(path, authorities) for path in files)
        return
    # One page at a time in each process: the processes are what runs side by side. Spawned, since the
    # readers' libraries hold threads that a fork would lose.
    os.environ["VANPHONG_READ_ONE_THREAD"] = "1"
    with ProcessPoolExecutor(min(processes, len(files)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(partial(row_of, authorities=authorities), files)


def row_of(path: Path, authorities: Path | None = None) -> dict[str, Any]:
    """One file as an answer: every key always there, null where unknown, `problem` in words when unread."""
    # Imported here: answering --help loads no reader.
    from vanphong.lib.reading.extract import extract
    from vanphong.lib.reading.header import read_header
    from vanphong.lib.reading.inspect import PDF, inspect
    from vanphong.lib.reading.problems import ExtractError
    from vanphong.lib.reading.signatures import read_signatures, summary

    row: dict[str, Any] = {"file": str(path), **dict.fromkeys(FIELD_NAMES)}
    row |= {"cited": None, "deadlines": None, "signatures": None, "pages": None, "confidence": None}
    row |= {"signed": None, "problem": None}
    try:
        found = inspect(path, path.name)
        row["pages"] = found.page_count
        if found.media_type == PDF and not found.refused:
            signed = read_signatures(path, authorities)
            row["signatures"], row["signed"] = [one.as_json() for one in signed], summary(signed) or None
        threads = 1 if os.environ.get("VANPHONG_READ_ONE_THREAD") else None
        text = extract(path, inspection=found, threads=threads)
    except ExtractError as error:
        row["problem"] = error.problem.message
        return row
    except OSError:
        row["problem"] = "Không mở được tệp này. Đồng chí kiểm tra đường dẫn và quyền đọc."
        return row
    header = read_header(text)
    for name, field in header.fields.items():
        row[name] = list(field.value) if isinstance(field.value, tuple) else field.value
    row["cited"] = [asdict(citation) for citation in header.cited]
    row["deadlines"] = [{"due_on": d.due_on, "text": d.text, "page": d.page} for d in header.deadlines]
    row["pages"] = found.page_count or len(text.pages)
    sure = [field.confidence for field in header.fields.values()]
    row["confidence"] = round(sum(sure) / len(sure), 3) if sure else None
    return row
