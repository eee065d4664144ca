"""A part of a page: a frozen dataclass that renders itself through one template."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import ClassVar, TypeAlias

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vanphong.kernel.wording import vi
from vanphong.ui.components.compiled import Render, compiled


@cache
def render_of(template_name: str) -> Render | None:
    """The compiled template; None where Django must print it."""
    return compiled(template_name)


class Part:
    """Something a template prints with ``{{ part }}``; text given to it is escaped, parts are not."""

    template_name: ClassVar[str]

    def __html__(self) -> SafeString:
        render = render_of(self.template_name)
        return render(self) if render else render_to_string(self.template_name, {"part": self})

    # Django calls str() before it looks for __html__, so both must answer with the same safe markup.
    def __str__(self) -> str:
        return self.__html__()


Content: TypeAlias = str | Part
"""What a slot of a part takes: plain text (escaped on output) or another part."""


@dataclass(frozen=True)
class Parts(Part):
    """Several parts one after the other, where a slot wants exactly one."""

    items: tuple[Content, ...]

    template_name: ClassVar[str] = "ui/parts/parts.html"

    @classmethod
    def of(cls, *items: Content) -> "Parts":
        return cls(items)

    def __iter__(self) -> Iterator[Content]:
        return iter(self.items)


def day_text(day: date) -> str:
    """dd/MM/yyyy, the only date format shown to people."""
    return f"{day:%d/%m/%Y}"


def moment_text(moment: datetime) -> str:
    """«14 giờ 30, 23/11/2026», in English «14:30, 23/11/2026»; give local time."""
    return f"{time_text(moment)}, {day_text(moment)}"


def time_text(moment: datetime) -> str:
    """«14 giờ 30», in English «14:30»; give local time."""
    return _("{hour} giờ {minute}").format(hour=f"{moment:%H}", minute=f"{moment:%M}")


WEEKDAYS = (
    vi("Thứ Hai"),
    vi("Thứ Ba"),
    vi("Thứ Tư"),
    vi("Thứ Năm"),
    vi("Thứ Sáu"),
    vi("Thứ Bảy"),
    vi("Chủ nhật"),
)


def weekday_text(day: date) -> str:
    """«Thứ Hai, 23/11/2026»."""
    return f"{WEEKDAYS[day.weekday()]}, {day_text(day)}"


def number_text(number: int) -> str:
    """1.234.567: a dot between thousands."""
    return f"{number:,}".replace(",", ".")


def counted_text(number: int, most: int | None) -> str:
    """A number that was counted no further than `most`: «99+» where counting stopped there."""
    return number_text(number) if most is None or number < most else f"{number_text(most - 1)}+"
