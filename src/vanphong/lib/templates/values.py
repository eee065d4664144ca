"""Values of fields as people give them, made what is printed; what is wrong is told field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from vanphong.lib.dates import BadDate, format_date, format_date_long, parse_vn_date
from vanphong.lib.templates.rules import LATER, Field, field_called
from vanphong.lib.text import clean, nfc

Value = str | date | Sequence[str]
"""Text, a day, or several texts; a body and appendices are text in the markup of `markup.py`."""
BLANK_NUMBER: Final = "\u00a0" * 8
_GAP: Final = "\u00a0" * 6
BLANK_DATE: Final = f"ngày{_GAP}tháng{_GAP}năm{_GAP}"
_END: Final = ".;,:!?"


class TemplateError(Exception):
    """A template or its values cannot be used; `message` is Vietnamese and says what to do."""

    def __init__(self, message: str, by_field: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.by_field = dict(by_field or {})


def unwritable(message: str) -> TemplateError:
    """A refusal that concerns no single field."""
    return TemplateError(message)


def number_of_signers(most: int) -> str:
    """What is said where there are too many signers, or none."""
    return f"Mẫu có chỗ cho 1 đến {most} người ký. Đồng chí xem lại số người ký."


@dataclass(frozen=True, slots=True)
class Punctuation:
    """What ends the items of a list and its last one."""

    item: str = ";"
    last: str = "."


def settled(given: Mapping[str, Value], today: date | None = None) -> dict[str, str | list[str]]:
    """What is printed for each given field; `TemplateError` names every value that cannot be."""
    found: dict[str, str | list[str]] = {}
    wrong: dict[str, str] = {}
    for said, value in given.items():
        field = field_called(said)
        if field is None or field.derived:
            wrong[said] = (
                f"Không có trường «{said}» để điền. Xem các trường bằng «vanphong template list LOẠI»."
            )
            continue
        try:
            found[field.name] = _printed(field, value, today)
        except BadDate as error:
            wrong[said] = error.message_vi
        except ValueError as error:
            wrong[said] = str(error)
    if wrong:
        raise TemplateError(" ".join(wrong.values()), wrong)
    return found


def _printed(field: Field, value: Value, today: date | None) -> str | list[str]:
    if field.kind in ("list", "appendices"):
        items = [value] if isinstance(value, str) else [str(item) for item in _several(field, value)]
        keep = field.kind == "appendices"
        printed = (nfc(item).strip() if keep else clean(item) for item in items)
        return [item for item in printed if item]
    if isinstance(value, date):
        return format_date_long(value) if field.kind == "date" else format_date(value)
    if not isinstance(value, str):
        if field.kind == "body":
            return nfc("\n".join(value))
        raise ValueError(f"Trường «{field.label}» chỉ nhận một giá trị.")
    if field.kind == "body":
        return nfc(value)
    text = clean(value, keep_lines=True)
    match field.kind:
        case "capitals":
            return text.upper()
        case "date" | "day" if text:
            day = parse_vn_date(text, today or date.today())  # noqa: DTZ011 – the year typed without one is this one
            return format_date_long(day) if field.kind == "date" else format_date(day)
        case "number" if text.isdigit():
            # A number below 10 takes a leading nought (HD 36, HD 05).
            return f"{int(text):02d}"
    return text


def _several(field: Field, value: Value) -> Sequence[str]:
    if isinstance(value, date):
        raise ValueError(f"Trường «{field.label}» nhận chữ, không nhận ngày.")
    return value


def with_leads(
    values: dict[str, str | list[str]], present: frozenset[str], addressed: str
) -> dict[str, str | list[str]]:
    """`values` with what follows from them: the words before lists, and one addressee beside its word.

    `present` are the fields the template has, `addressed` the word before those it is sent to.
    """
    made = dict(values)
    to = list(made.get("addressees") or ())
    if "addressee" in present and len(to) == 1:
        made |= {"addressee_lead": addressed, "addressee": to[0], "addressees": []}
    elif to:
        made |= {"addressees_lead": addressed}
    if made.get("recipients"):
        made["recipients_lead"] = "Nơi nhận:"
    return made


def listed(items: Sequence[str], ends: Punctuation) -> list[str]:
    """Items each with its closing mark; a mark that stands already stays, the last one's is set."""
    made = [item if item[-1] in _END else f"{item}{ends.item}" for item in items[:-1]]
    last = items[-1].rstrip(";,")
    return [*made, last if last[-1:] in _END else f"{last}{ends.last}"]


def blanks(name: str) -> str:
    """What is printed where a field is to be written later."""
    return BLANK_NUMBER if name == "number" else BLANK_DATE


def is_later(name: str) -> bool:
    """Whether the field's place stays open when it is empty."""
    return name in LATER
