"""The import screen: a table is read, shown row by row as it would be taken in, and only then written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.contrib import messages
from django.core import signing
from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from vanphong.kernel.access import Ability
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import Invalid
from vanphong.kernel.wording import vi
from vanphong.lib.spreadsheet import Column, Table, TableRefused, Value, read_table, write_xlsx
from vanphong.ui.components import Action as Button
from vanphong.ui.components import ActionBar, Badge, Breadcrumb, Crumb, Figure, Stats, TableRow, Tone
from vanphong.ui.components import Column as TableColumn
from vanphong.ui.components import Table as TablePart
from vanphong.ui.screens.routing import Request, add_page
from vanphong.ui.screens.shell import show

Verdict = Literal["add", "change", "same", "wrong"]
WORDS: dict[Verdict, str] = {
    "add": vi("Thêm"),
    "change": vi("Cập nhật"),
    "same": vi("Bỏ qua"),
    "wrong": vi("Có lỗi"),
}
TONES = {"add": Tone.GOOD, "change": Tone.INFO, "same": Tone.PLAIN, "wrong": Tone.ALARM}
MOST_ROWS = 2000
MOST_BYTES = 5_000_000
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FRESH_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table as it would be taken in. `values` are plain (JSON) and go to `write` as they are."""

    number: int
    verdict: Verdict
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ImportScreen:
    """Import at `<address>nhap/`: `read` judges every row, `write` gets the values of the good ones.

    `write` answers with a sentence, or with a whole response (a file to print). `sample` is a row or two of
    an example sheet with the `columns`. `hint` says how rows are matched.
    """

    model: type[models.Model]
    ability: Ability
    address: str
    title: str
    list_label: str
    columns: Sequence[Column]
    sample: Sequence[Sequence[Value]]
    read: Callable[[Actor, Table], list[Line]]
    write: Callable[[Actor, list[dict[str, Any]]], str | HttpResponse]
    hint: str = ""

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}/import"

    @property
    def _judged(self) -> str:
        return f"judged:{self.name}"

    def declare(self) -> None:
        """Give the import and its sample sheet their addresses."""
        here, opens = self.address.lstrip("/"), (self.model, self.ability)
        add_page(f"{here}nhap/", self.view, name=self.name, opens=opens)
        add_page(f"{here}nhap/mau/", self.sample_sheet, name=f"{self.name}/sample", opens=opens)

    def button(self) -> Button:
        return Button(_("Nhập từ Excel"), f"{self.address}nhap/")

    def view(self, request: Request, actor: Actor) -> HttpResponse:
        """GET asks for the file; a POST with it shows what would happen; a POST of that does it."""
        if request.method != "POST":
            return self._ask(request, actor)
        if "dong" in request.POST:
            return self._write(request, actor)
        given = request.FILES.get("bang")
        if given is None:
            return self._ask(request, actor, _("Đồng chí chọn tệp .xlsx hoặc .csv."))
        if (given.size or 0) > MOST_BYTES:
            return self._ask(request, actor, _("Tệp lớn hơn 5 MB. Đồng chí chia thành nhiều tệp nhỏ hơn."))
        try:
            expected = [column.title for column in self.columns]
            table = read_table(given.read(), given.name or "", expected=expected)
            if len(table.rows) > MOST_ROWS:
                raise TableRefused(
                    _("Mỗi lần nhập tối đa {most_rows} dòng. Đồng chí chia bảng ra.").format(
                        most_rows=MOST_ROWS
                    )
                )
            lines = self.read(actor, table)
        except TableRefused as refused:
            return self._ask(request, actor, refused.message_vi)
        except Invalid as refused:
            return self._ask(request, actor, refused.message)
        return self._judge(request, actor, lines)

    def _shell(self, last: str) -> dict[str, Any]:
        crumbs = Breadcrumb([Crumb(self.list_label, self.address), Crumb(last)])
        return {"title": self.title, "crumbs": crumbs, "hint": self.hint}

    def _ask(self, request: Request, actor: Actor, error: str = "") -> HttpResponse:
        values = {
            **self._shell(_("Nhập từ Excel")),
            "error": error,
            "titles": [column.title for column in self.columns],
            "sample_url": f"{self.address}nhap/mau/",
            "bar": ActionBar(
                Button(_("Kiểm tra bảng"), form="command", main=True, shortcut="Ctrl ↵"),
                (Button(_("Quay lại"), self.address),),
            ),
        }
        return show(request, actor, "ui/screens/import.html", values, status=422 if error else 200)

    def _judge(self, request: Request, actor: Actor, lines: list[Line]) -> HttpResponse:
        counts = Counter(line.verdict for line in lines)
        good = [line for line in lines if line.verdict in ("add", "change")]
        table = TablePart(
            _("Từng dòng của bảng"),
            [
                TableColumn(_("Dòng"), "number"),
                TableColumn(_("Nội dung"), "strong"),
                TableColumn(_("Sẽ")),
                TableColumn(_("Ghi chú")),
            ],
            [
                TableRow(
                    [
                        str(line.number),
                        line.title,
                        Badge(WORDS[line.verdict], TONES[line.verdict]),
                        line.remark or None,
                    ]
                )
                for line in sorted(lines, key=lambda line: (line.verdict != "wrong", line.number))
            ],
        )
        token = signing.dumps([line.values for line in good], salt=self.name, compress=True)
        request.session[self._judged] = hashlib.sha256(token.encode()).hexdigest()
        bad = counts["wrong"]
        words = _("Ghi {good} dòng").format(good=len(good)) + (
            _(", bỏ {bad} dòng có lỗi").format(bad=bad) if bad else ""
        )
        values = {
            **self._shell(_("Xem trước")),
            "token": token,
            "stats": Stats(
                _("Bảng vừa nạp"),
                tuple(
                    Figure(WORDS[verdict], counts[verdict], round(100 * counts[verdict] / len(lines)))
                    for verdict in WORDS
                    if counts[verdict]
                ),
                len(lines),
            ),
            "table": table,
            "bar": ActionBar(
                Button(words, form="command", main=True, shortcut="Ctrl ↵") if good else None,
                (Button(_("Chọn tệp khác"), f"{self.address}nhap/"),),
                warning="" if good else _("Không có dòng nào để ghi."),
            ),
            "csrf": get_token(request),
        }
        return show(request, actor, "ui/screens/import.html", values)

    def _write(self, request: Request, actor: Actor) -> HttpResponse:
        try:
            rows = signing.loads(request.POST["dong"], salt=self.name, max_age=FRESH_SECONDS)
        except signing.BadSignature as error:
            raise Invalid(_("Bảng xem trước đã quá một giờ. Đồng chí nạp lại tệp.")) from error
        # A table is written once: after a download the page with its button is still there.
        judged = request.session.pop(self._judged, "")
        if judged != hashlib.sha256(request.POST["dong"].encode()).hexdigest():
            return self._ask(
                request, actor, _("Bảng này đã ghi rồi. Đồng chí nạp lại tệp nếu còn dòng cần ghi.")
            )
        try:
            done = self.write(actor, rows)
        except Invalid as refused:
            return self._ask(request, actor, refused.message)
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
        return HttpResponseRedirect(self.address)

    def sample_sheet(self, request: Request, actor: Actor) -> HttpResponse:
        """An example sheet to fill in."""
        content = write_xlsx(_("Mẫu"), self.columns, self.sample)
        answer = HttpResponse(content, content_type=SHEET)
        answer["Content-Disposition"] = 'attachment; filename="mau.xlsx"'
        return answer
