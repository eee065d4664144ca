"""What stands at the head of an agency's printed papers."""

from __future__ import annotations

import re

from vanphong.kernel.organisation.models import Unit
from vanphong.lib.printing.forms import OfficeHeading

_COMMITTEE = re.compile(
    r"^(Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Đảng ủy)"
    r"(?:\s+(xã|phường|đặc khu|thị trấn|thị xã|huyện|tỉnh|thành phố))?\s+",
    re.IGNORECASE,
)


def place_of(agency: Unit) -> str:
    """The place name before a date: «Sơn Hà» for the office of Tỉnh ủy Sơn Hà; "" when unknown."""
    unit: Unit | None = agency
    while unit is not None:
        if found := _COMMITTEE.match(unit.name):
            return unit.name[found.end() :].strip()
        unit = unit.parent
    return ""


def letterhead(agency: Unit) -> OfficeHeading:
    """Superior body, own body and place of an agency.

    An office bears the name of the committee it serves above its own; its own line then drops that name.
    """
    superior = agency.parent.name if agency.parent is not None else ""
    place = place_of(agency)
    name = agency.name
    if superior and place and agency.kind == Unit.Kind.OFFICE and name.endswith(place):
        name = agency.short_name or name.removesuffix(place).strip()
    return OfficeHeading(superior=superior, office=name, place=place)
