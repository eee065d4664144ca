"""`vanphong search`: find records from the command line, with a person's rights or the system's."""

from __future__ import annotations

from typing import Annotated

import typer

from vanphong.kernel.commands import NotFound
from vanphong.kernel.identity.cli import keeper, the_user
from vanphong.kernel.organisation.queries import actor_for
from vanphong.kernel.search.finding import find
from vanphong.lib.terminal import AsJson, emit

COLUMNS = {"label": "Loại", "title": "Tên", "day": "Ngày", "url": "Địa chỉ"}


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="TỪ", help="Từ, cụm từ trong ngoặc kép, hoặc số, ký hiệu.")
    ],
    username: Annotated[
        str, typer.Option("--as", help="Tìm với quyền của tài khoản này; bỏ trống là hệ thống.")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="Nhiều nhất bao nhiêu kết quả.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Tìm văn bản, hồ sơ."""
    actor = actor_for(the_user(username), "cli") if username else keeper()
    rows = [
        {
            "record_type": hit.record_type,
            "id": hit.record_id,
            "label": hit.label,
            "title": hit.title,
            "day": hit.day,
            "url": hit.url,
            "snippet": hit.snippet,
        }
        for hit in find(actor, " ".join(words), limit=limit)
    ]
    if not rows:
        raise NotFound("Không tìm thấy. Đồng chí thử ít từ hơn, hoặc một phần số, ký hiệu.")
    emit(rows, as_json=as_json, columns=COLUMNS)
