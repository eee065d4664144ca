"""`vanphong search` and `vanphong reindex`: find records, build the index of this machine anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, NotFound
from vanphong.kernel.identity.cli import keeper, the_user
from vanphong.kernel.organisation.queries import actor_for
from vanphong.kernel.registry import record_types
from vanphong.kernel.search.finding import Found
from vanphong.kernel.search.finding import search as search_records
from vanphong.kernel.search.following import following, rebuild
from vanphong.kernel.search.indexing import index_records, search_specs
from vanphong.kernel.search.models import SearchEntry
from vanphong.lib.terminal import AsJson, emit, emit_json, progress

COLUMNS = {"label": "Loại", "title": "Tên", "day": "Ngày", "url": "Địa chỉ"}
BATCH = 100
"""Hits of one question of a batch, unless told otherwise."""


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="TỪ", help="Từ, cụm từ trong ngoặc kép, hoặc số, ký hiệu."),
    ] = None,
    username: Annotated[
        str, typer.Option("--as", help="Tìm với quyền của tài khoản này; bỏ trống là hệ thống.")
    ] = "",
    kind: Annotated[str, typer.Option("--type", help="Chỉ tìm loại bản ghi này.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=0, max=200, help="Nhiều nhất bao nhiêu kết quả.")] = 0,
    newest_first: Annotated[bool, typer.Option("--newest", help="Mới nhất trước.")] = False,
    filters: Annotated[
        list[str] | None,
        typer.Option(
            "--filter", metavar="TÊN=GIÁ TRỊ", help="Bộ lọc của loại, dùng cùng --type; lặp lại được."
        ),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch",
            exists=True,
            dir_okay=False,
            help="Tệp .jsonl, mỗi dòng một câu hỏi {id, text}; mỗi dòng trả lời một {id, hits}.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tìm văn bản, hồ sơ."""
    actor = actor_for(the_user(username), "cli") if username else keeper()
    if kind and kind not in search_specs:
        raise Invalid(f"Không có loại «{kind}». Các loại: {', '.join(search_specs.names())}.")
    given = _given(actor, kind, filters or [])
    following.catch_up()
    try:
        if batch is not None:
            for answer in _answers(actor, batch, kind, limit or BATCH):
                emit_json(answer)
            return
        if not words:
            raise typer.BadParameter("Đồng chí cho biết cần tìm gì, hoặc tệp câu hỏi bằng --batch.")
        text = " ".join(words)
        found = search_records(
            actor, text, kind=kind, given=given, limit=limit or 20, newest_first=newest_first
        )
        _tell(text, found, as_json=as_json)
    finally:
        following.close()


def _given(actor: Actor, kind: str, filters: list[str]) -> dict[str, str]:
    known = {f.name: f for f in search_specs[kind].filters} if kind else {}
    given = {}
    for each in filters:
        name, _sign, value = each.partition("=")
        if name not in known:
            names = ", ".join(known) or "đồng chí chọn loại bằng --type trước"
            raise Invalid(f"Không có bộ lọc «{name}». Các bộ lọc: {names}.")
        if objection := known[name].objection(actor, value):
            raise Invalid(objection)
        given[name] = value
    return given


def _tell(text: str, found: Found, *, as_json: bool) -> None:
    rows = [
        {
            "record_type": hit.record_type,
            "id": hit.record_id,
            "key": hit.key,
            "label": hit.label,
            "title": hit.title,
            "day": hit.day,
            "url": hit.url,
            "snippet": hit.snippet,
        }
        for hit in found.hits
    ]
    if not rows:
        raise NotFound("Không tìm thấy. Đồng chí thử ít từ hơn, hoặc một phần số, ký hiệu.")
    if found.mended:
        typer.echo(f"Không có «{text}», tìm thay «{found.mended}».", err=True)
    elif found.nearest:
        typer.echo("Không có gì đủ mọi từ, đây là những kết quả gần nhất.", err=True)
    emit(rows, as_json=as_json, columns=COLUMNS)


def _answers(actor: Actor, batch: Path, kind: str, limit: int) -> Iterator[dict[str, Any]]:
    """The keys of the hits of each question; records without a key of their own as `type:id`."""
    with batch.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                asked = json.loads(line)
                text, name = str(asked["text"]), asked["id"]
            except (ValueError, KeyError, TypeError):
                raise Invalid(f"{batch.name}, dòng {number}: cần một đối tượng có id và text.") from None
            rows = search_records(actor, text, kind=kind, limit=limit, snippets=False).rows[:limit]
            entries = SearchEntry.objects.filter(pk__in=[row[0] for row in rows])
            keys = dict(entries.exclude(key="").values_list("pk", "key"))
            yield {"id": name, "hits": [keys.get(row[0]) or f"{row[1]}:{row[2]}" for row in rows]}


def reindex(
    rows: Annotated[
        bool, typer.Option("--rows", help="Lấy lại cả nội dung từ các bản ghi trước khi dựng mục lục.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Dựng lại mục lục tìm kiếm của máy này; văn phòng vẫn làm việc."""
    if rows:
        _write_rows()
    total = SearchEntry.objects.filter(gone=False).count()
    with progress("Dựng mục lục", total) as advance:
        told = 0

        def tell(done: int) -> None:
            nonlocal told
            advance(done - told)
            told = done

        done = rebuild(tell)
    if as_json:
        emit_json({"entries": done})
    else:
        typer.echo(f"Đã dựng mục lục {done} mục.")


def _write_rows() -> None:
    """Write the search row of every record anew, some hundred at a time."""
    for spec in search_specs:
        label = record_types[spec.model._meta.label_lower].label
        everything = spec.model._default_manager.order_by("pk")
        with progress(str(label), everything.count()) as advance:
            last = 0
            while records := list(everything.filter(pk__gt=last)[:200]):
                index_records(records)
                last = records[-1].pk
                advance(len(records))
