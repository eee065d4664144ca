"""Parts of a record page: panel, facts, trail in words, breadcrumb, head of a printed paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from vanphong.ui.components.part import Content, Part, day_text, moment_text, number_text


@dataclass(frozen=True)
class Panel(Part):
    """A titled card; ``count`` stands beside the title and agrees with what is inside;
    ``action`` is a button, or several as Parts."""

    title: str
    body: Content
    id: str = ""
    count: int | None = None
    action: Part | None = None
    flush: bool = False

    template_name: ClassVar[str] = "ui/parts/panel.html"

    @property
    def count_text(self) -> str:
        return "" if self.count is None else number_text(self.count)


@dataclass(frozen=True)
class Fact:
    """One line of facts; one without a value is left out."""

    label: str
    value: Content | None
    wide: bool = False


@dataclass(frozen=True)
class Facts(Part):
    """Label and value pairs of a record."""

    items: Sequence[Fact]

    template_name: ClassVar[str] = "ui/parts/facts.html"


@dataclass(frozen=True)
class Change:
    """A field before and after; empty text means it was or became empty."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class TrailEntry:
    """One act: who, on whose behalf, when (local time), what, in words, old → new."""

    when: datetime
    who: str
    what: str
    on_behalf_of: str = ""
    note: str = ""
    changes: Sequence[Change] = ()

    @property
    def when_text(self) -> str:
        return moment_text(self.when)

    @property
    def when_iso(self) -> str:
        return self.when.isoformat()


@dataclass(frozen=True)
class Timeline(Part):
    """The trail of a record, newest first as given by the caller."""

    entries: Sequence[TrailEntry]
    label: str = ""

    template_name: ClassVar[str] = "ui/parts/timeline.html"


@dataclass(frozen=True)
class Crumb:
    """One step of the way here."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Breadcrumb(Part):
    """The way from the list to this record; the last step is where one stands."""

    items: Sequence[Crumb]

    template_name: ClassVar[str] = "ui/parts/breadcrumb.html"


@dataclass(frozen=True)
class PrintHeader(Part):
    """Head of a printed paper in Party form (36-HD/VPTW): issuer left, Party's name right."""

    issuer: str
    superior: str = ""
    code: str = ""
    place: str = ""
    day: date | None = None
    title: str = ""
    subtitle: str = ""

    template_name: ClassVar[str] = "ui/parts/print_header.html"

    @property
    def day_text(self) -> str:
        return day_text(self.day) if self.day else ""

    @property
    def day_number(self) -> str:
        return f"{self.day:%d}" if self.day else ""

    @property
    def month_number(self) -> str:
        # Documents write «tháng 01», «tháng 02» so that no 1 can be put before; later months go without.
        if not self.day:
            return ""
        return f"{self.day.month:02d}" if self.day.month <= 2 else str(self.day.month)

    @property
    def year_number(self) -> str:
        return str(self.day.year) if self.day else ""
