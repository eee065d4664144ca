"""Small marks inside lines of text: level, badge, deadline, person, counted pill, figures."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from django.utils.translation import gettext as _

from vanphong.kernel.wording import vi
from vanphong.ui.components.part import Part, counted_text, day_text, number_text


class Tone(StrEnum):
    """How loud a mark speaks; ALARM is red and kept for overdue, urgent, refused."""

    PLAIN = "plain"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    ALARM = "alarm"


class AlertLevel(StrEnum):
    """Derived alert level; shown as colour, shape and words together."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    CRITICAL = "critical"


LEVEL_WORDS = {
    AlertLevel.GREEN: vi("trong hạn"),
    AlertLevel.YELLOW: vi("sắp đến hạn"),
    AlertLevel.RED: vi("quá hạn"),
    AlertLevel.CRITICAL: vi("đỏ đặc biệt"),
}
URGENCY_WORDS = {
    "URGENT": vi("Khẩn"),
    "VERY_URGENT": vi("Thượng khẩn"),
    "FLASH": vi("Hỏa tốc"),
    "FLASH_AT": vi("Hỏa tốc hẹn giờ"),
}


def level_words(level: AlertLevel) -> str:
    """The words said for a level when the caller has none of its own."""
    return str(LEVEL_WORDS[level])


@dataclass(frozen=True)
class Level(Part):
    """Green circle, yellow square, red triangle, critical diamond; words are read out even when hidden."""

    level: AlertLevel
    words: str = ""
    words_shown: bool = True

    template_name: ClassVar[str] = "ui/parts/level.html"

    @property
    def text(self) -> str:
        return self.words or level_words(self.level)


@dataclass(frozen=True)
class Badge(Part):
    """A short word in a thin frame: a state, an urgency, a secrecy level."""

    text: str
    tone: Tone = Tone.PLAIN

    template_name: ClassVar[str] = "ui/parts/badge.html"


def urgency_badge(urgency: str) -> Badge | None:
    """Badge of an urgency code (URGENT, VERY_URGENT, FLASH, FLASH_AT); ordinary papers carry none."""
    return Badge(str(URGENCY_WORDS[urgency]), Tone.ALARM) if urgency in URGENCY_WORDS else None


def secrecy_badge(level: str) -> Badge | None:
    """Badge of a secrecy code (CONFIDENTIAL, SECRET, TOP_SECRET); open papers carry none."""
    words = {"CONFIDENTIAL": _("Mật"), "SECRET": _("Tối mật"), "TOP_SECRET": _("Tuyệt mật")}
    return Badge(words[level], Tone.ALARM) if level in words else None


@dataclass(frozen=True)
class Deadline(Part):
    """«trễ 5 ngày», «còn 2 ngày» over «hạn 16/11/2026».

    ``days_left`` is counted by the caller in working days: negative when late, 0 on the last day,
    None when nothing is counted; then ``words`` says what is waited for.
    """

    due: date | None = None
    days_left: int | None = None
    level: AlertLevel | None = None
    words: str = ""
    note: str = ""

    template_name: ClassVar[str] = "ui/parts/deadline.html"

    @property
    def text(self) -> str:
        if self.words:
            return self.words
        if self.days_left is None:
            return "" if self.due else _("không đặt hạn")
        if self.days_left < 0:
            return _("trễ %(days)s ngày") % {"days": number_text(-self.days_left)}
        if self.days_left == 0:
            return _("hết hạn hôm nay")
        return _("còn %(days)s ngày") % {"days": number_text(self.days_left)}

    @property
    def due_text(self) -> str:
        return self.note or (_("hạn %(day)s") % {"day": day_text(self.due)} if self.due else "")

    @property
    def tone(self) -> str:
        """Alert level as given, or derived from the days: late is red, 3 days or less yellow."""
        if self.level:
            return str(self.level.value)
        if self.days_left is None or self.days_left > 3:
            return "calm"
        return "red" if self.days_left < 0 else "yellow"


@dataclass(frozen=True)
class Person(Part):
    """A person or unit with post; when somebody acts for another both names stand."""

    name: str
    post: str = ""
    on_behalf_of: str = ""
    url: str = ""

    template_name: ClassVar[str] = "ui/parts/person.html"


@dataclass(frozen=True)
class Pill(Part):
    """A count that opens exactly the list it counts; it went no further than `most`."""

    count: int
    label: str
    url: str
    tone: Tone = Tone.PLAIN
    current: bool = False
    most: int | None = None

    template_name: ClassVar[str] = "ui/parts/pill.html"

    @property
    def count_text(self) -> str:
        return counted_text(self.count, self.most)


@dataclass(frozen=True)
class Pills(Part):
    """The strip of counted pills under a page title."""

    items: tuple[Pill, ...]
    label: str = ""

    template_name: ClassVar[str] = "ui/parts/pills.html"


@dataclass(frozen=True)
class Figure:
    """One line of a stats bar; ``share`` is 0–100 for the bar, ``url`` the list behind the number."""

    label: str
    value: int
    share: int = 0
    url: str = ""
    note: str = ""
    tone: Tone = Tone.PLAIN

    @property
    def value_text(self) -> str:
        return number_text(self.value)

    @property
    def bar_width(self) -> str:
        return str(max(0, min(100, self.share)))


@dataclass(frozen=True)
class Stats(Part):
    """Figures as horizontal bars: who holds how much, each opening its list; the sum stands below."""

    title: str
    figures: tuple[Figure, ...]
    total: int | None = None

    template_name: ClassVar[str] = "ui/parts/stats.html"

    @property
    def total_text(self) -> str:
        return "" if self.total is None else number_text(self.total)
