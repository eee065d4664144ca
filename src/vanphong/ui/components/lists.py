"""Lists: the exception rows, the queue at the left, the dense table, tabs, filters, pager by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from vanphong.ui.components.actions import Action
from vanphong.ui.components.marks import AlertLevel, Badge, Deadline, Level
from vanphong.ui.components.notices import Empty
from vanphong.ui.components.part import Content, Part, counted_text, number_text


@dataclass(frozen=True)
class ListRow(Part):
    """One row of work: shape, code over grey, strong line over grey, whose, how late, one button.

    `select_form` adds a checkbox (`chon`, value `select_value`) that belongs to that form.
    """

    url: str
    title: str
    code: str = ""
    code_note: str = ""
    note: str = ""
    owner: str = ""
    owner_note: str = ""
    level: AlertLevel | None = None
    deadline: Deadline | None = None
    badges: tuple[Badge, ...] = ()
    action: Action | None = None
    current: bool = False
    unread: bool = False
    select_form: str = ""
    select_value: str = ""

    template_name: ClassVar[str] = "ui/parts/list_row.html"

    @property
    def shape(self) -> Level | None:
        return Level(self.level, words_shown=False) if self.level else None


@dataclass(frozen=True)
class RowList(Part):
    """Rows of work under one label; ↑/↓ walk through them, Enter opens; says what belongs here when empty.

    `brief` rows have neither shape, deadline nor button: the words get the width.
    """

    label: str
    rows: Sequence[ListRow]
    empty: Empty | None = None
    brief: bool = False

    template_name: ClassVar[str] = "ui/parts/row_list.html"


@dataclass(frozen=True)
class QueueItem:
    """One entry of a queue: strong line, one or two grey lines, at most one badge."""

    url: str
    title: str
    notes: tuple[str, ...] = ()
    badge: Badge | None = None
    current: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Queue(Part):
    """The narrow list left of a document: what waits, in order, with its count."""

    title: str
    count: int
    items: Sequence[QueueItem]
    empty: Empty | None = None
    more_url: str = ""

    template_name: ClassVar[str] = "ui/parts/queue.html"

    @property
    def count_text(self) -> str:
        return number_text(self.count)


@dataclass(frozen=True)
class Column:
    """A table column; ``kind`` is text, number, date, code or strong; ``sort_url`` makes its head a link."""

    label: str
    kind: str = "text"
    sort_url: str = ""
    sorted: str = ""
    on_phone: bool = True


@dataclass(frozen=True)
class TableRow:
    """Cells in the order of the columns; ``url`` opens the record from the first strong or code cell."""

    cells: Sequence[Content | None]
    url: str = ""
    id: str = ""
    current: bool = False
    label: str = ""


@dataclass(frozen=True)
class PlacedCell:
    """A cell with its column and, in the one cell that opens the record, the address."""

    content: Content | None
    column: Column
    url: str


@dataclass(frozen=True)
class Table(Part):
    """A dense table with sticky head; on phones every row becomes a card.

    ``select_name`` adds a checkbox per row (value = row id) belonging to the form ``select_form``.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    empty: Empty | None = None
    caption_shown: bool = False
    select_name: str = ""
    select_form: str = ""

    template_name: ClassVar[str] = "ui/parts/table.html"

    @property
    def opening_column(self) -> int:
        """The column whose text links to the record: the first strong one, else the first code, else 0."""
        for kind in ("strong", "code"):
            for index, column in enumerate(self.columns):
                if column.kind == kind:
                    return index
        return 0

    @property
    def lines(self) -> list[tuple[TableRow, list[PlacedCell]]]:
        opening = self.opening_column
        return [
            (
                row,
                [
                    PlacedCell(cell, column, row.url if index == opening else "")
                    for index, (column, cell) in enumerate(zip(self.columns, row.cells, strict=True))
                ],
            )
            for row in self.rows
        ]


@dataclass(frozen=True)
class Tab:
    """One tab: a saved list with its count, which went no further than `most`."""

    label: str
    url: str
    count: int | None = None
    active: bool = False
    most: int | None = None

    @property
    def count_text(self) -> str:
        """Nothing for an empty list: a row of noughts would be noise."""
        return counted_text(self.count, self.most) if self.count else ""


@dataclass(frozen=True)
class Tabs(Part):
    """Lists side by side as links; the URL carries the choice.

    When there are many, the first seven stand open with «Khác» for the rest; the one where one stands is
    always open.
    """

    label: str
    items: Sequence[Tab]

    MOST: ClassVar[int] = 8
    template_name: ClassVar[str] = "ui/parts/tabs.html"

    @property
    def shown(self) -> list[Tab]:
        if len(self.items) <= self.MOST:
            return list(self.items)
        first = list(self.items[: self.MOST - 1])
        here = [tab for tab in self.items[self.MOST - 1 :] if tab.active]
        return first[: self.MOST - 1 - len(here)] + here

    @property
    def folded(self) -> list[Tab]:
        shown = {id(tab) for tab in self.shown}
        return [tab for tab in self.items if id(tab) not in shown]


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force, with the address of the list without it."""

    label: str
    remove_url: str


@dataclass(frozen=True)
class Filters(Part):
    """A GET form of filters; those in force stand as chips that take themselves off."""

    action: str
    fields: Sequence[Part]
    hidden: Sequence[tuple[str, str]] = ()
    active: Sequence[ActiveFilter] = ()
    clear_url: str = ""
    save_url: str = ""
    opened: bool = False
    target: str = ""

    template_name: ClassVar[str] = "ui/parts/filters.html"


@dataclass(frozen=True)
class Pager(Part):
    """Previous and next by key: no page numbers, no counting of the whole table."""

    previous_url: str = ""
    next_url: str = ""
    shown: str = ""

    template_name: ClassVar[str] = "ui/parts/pager.html"
