"""Into which book the lines of an older one go; books that are missing are opened, for inside a command."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.commands import add_unit
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.text import clean, fold
from vanphong.modules.correspondence.queries.legacy import LegacyRow

LIST_CODE, LIST_NAME = "CO-TRUOC", "Văn bản có từ trước"
USUAL_CODE, USUAL_NAME = "DEN", "Văn bản đến"
NAMELESS_CODE, NAMELESS = "VP", "Cơ quan chưa đặt tên"


def nameless_agency(actor: Actor) -> Unit:
    """An agency for an installation that has none yet; «vanphong office init» gives it its name."""
    return add_unit(
        actor,
        code=NAMELESS_CODE,
        name=NAMELESS,
        kind=Unit.Kind.OFFICE,
        level=Unit.Level.PROVINCE,
        is_agency=True,
        uses_vanphong=True,
    )


class Books:
    """The books of an agency as lines name them. Without `make` a missing one is only thought of."""

    def __init__(self, agency: Unit, chosen: Register | None, *, go_on: bool, make: bool) -> None:
        self._agency, self._chosen, self._go_on, self._make = agency, chosen, go_on, make
        self._today = timezone.localdate()
        books = list(Register.objects.filter(agency=agency, kind=Register.Kind.INCOMING))
        self._named = {fold(name): book for book in books for name in (book.name, book.code)}
        self._usual = next((book for book in books if book.is_default), None)
        self._list = next((book for book in books if book.code == LIST_CODE), None)

    def book_of(self, row: LegacyRow) -> Register | None:
        """The line's book; a line that may not go there gets its error."""
        if not row.numbered:
            if self._list is None:
                self._list = self._open(LIST_CODE, LIST_NAME, ended=True)
            return self._list
        book = self._named_book(row) if row.register else self._chosen or self._usual_book()
        in_use = row.year is not None and row.year >= self._today.year and book.is_valid_on(self._today)
        if in_use and not self._go_on:
            words = _(
                "Sổ «{name}» năm {year} đang dùng. Đồng chí chọn cho số mới chạy tiếp sau số của sổ cũ, "
                "hoặc nhập vào sổ khác."
            )
            row.errors.append(words.format(name=book.name, year=row.year))
        return book

    def _named_book(self, row: LegacyRow) -> Register:
        name = clean(row.register)[:120]
        book = self._named.get(fold(name))
        if book is None:
            turn = 1
            while fold(code := f"CU-{turn}") in self._named:
                turn += 1
            book = self._named[fold(code)] = self._named[fold(name)] = self._open(code, name, ended=True)
        return book

    def _usual_book(self) -> Register:
        if self._usual is None:
            self._usual = self._named.get(fold(USUAL_CODE)) or self._open(
                USUAL_CODE, USUAL_NAME, is_default=True
            )
        return self._usual

    def _open(self, code: str, name: str, *, ended: bool = False, is_default: bool = False) -> Register:
        book = Register(
            agency=self._agency,
            kind=Register.Kind.INCOMING,
            code=code,
            name=name,
            is_default=is_default,
            # Nobody registers into a book that is only taken over.
            valid_to=self._today - dt.timedelta(days=1) if ended else None,
            rank=900 if ended else 100,
        )
        if self._make:
            book.save()
        return book
