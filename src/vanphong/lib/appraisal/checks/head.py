"""Heading, number and symbol, place and date, type, subject, addressees: what they say and how it is spelt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanphong.lib.appraisal.checks.view import Hit, View, at, check, cut
from vanphong.lib.appraisal.model import Line
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.dates import format_date_long
from vanphong.lib.reading.header.vocabulary import SYMBOLS, key
from vanphong.lib.text import nfc

_PARTY_FORM = re.compile(
    r"Số\s+(?P<number>\d+[a-zđ]?)-(?P<symbol>[A-ZĐ][A-Za-zĐđô]*)/(?P<body>[A-ZĐ][\w&Đ./-]*)"
)
_STATE_FORM = re.compile(r"Số:\s*(?P<number>\d+[a-zđ]?)/(?P<rest>(?:\d{4}/)?[A-ZĐ][\w&Đ./-]*)")
_UNNUMBERED = re.compile(r"Số\s*:?[\s.…_]*[-/]")
_PARTY_DATE = re.compile(r"[^,]+, ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})")
_UNDATED = re.compile(r"ngày[\s.…_\d]*tháng[\s.…_\d]*năm", re.I)


def _first(view: View, name: str) -> Line | None:
    lines = view.parts[name]
    return lines[0] if lines else None


@check("words")
def words(view: View, rule: Rule) -> Iterator[Hit]:
    """The component says exactly the words of the rule."""
    line = _first(view, rule.on[0])
    if line is not None and nfc(line.text).strip(" .:") != rule.value:
        yield at(line, str(rule.value), line.text)


@check("rule_below")
def rule_below(view: View, rule: Rule) -> Iterator[Hit]:
    """A solid rule stands below the component: a border, a drawn line, an underline."""
    if view.paper.source != "docx":
        return
    lines = view.parts[rule.on[0]]
    if not lines:
        return
    last = lines[-1]
    place = view.parts.lines.index(last)
    near = view.parts.lines[max(0, place - 3) : place + 6]
    drawn = any(line.para.drawn for line in near) or any(line.para.drawn for line in view.parts.lines[:12])
    following = view.parts.lines[place + 1].text if place + 1 < len(view.parts.lines) else ""
    if not (last.para.ruled_below or last.underline or drawn or re.fullmatch(r"[-–—_]{3,}", following)):
        yield at(last, "có đường kẻ ngang, nét liền ở dưới", "không thấy đường kẻ")


@check("star")
def star(view: View, rule: Rule) -> Iterator[Hit]:
    """A star stands below the issuing body."""
    issuer = view.parts["issuer"]
    if issuer and not view.parts["star"]:
        yield at(issuer[-1], "dấu * dưới tên cơ quan ban hành", "không thấy dấu *")


@check("right_column")
def right_column(view: View, rule: Rule) -> Iterator[Hit]:
    """The component stands in the right column of the head."""
    if view.paper.source != "docx":
        return
    for line in view.lines(rule):
        alone = line.column is None and line.para.cell is None and line.align == "left"
        if (line.column == "left" or alone) and line.para.place != "box" and line.para.left < 150:
            yield at(line, "ở phía trên, bên phải", "ở bên trái")


@check("number_form")
def number_form(view: View, rule: Rule) -> Iterator[Hit]:
    """Number and symbol are written in the family's form; a number left open is still to be given."""
    line = _first(view, "number")
    if line is None or _UNNUMBERED.match(line.text):
        return
    form = _PARTY_FORM if view.party else _STATE_FORM
    text = nfc(line.text)
    # The colon and the zero have rules of their own, which tell more plainly what to do.
    plain = re.sub(r"^Số\s*:?\s*", "Số " if view.party else "Số: ", text)
    if not form.fullmatch(plain):
        yield at(line, str(rule.value), text)


@check("number_colon")
def number_colon(view: View, rule: Rule) -> Iterator[Hit]:
    """«Số 06-CT/TU» of the Party has no colon, «Số: 15/QĐ-UBND» of the State has one."""
    line = _first(view, "number")
    if line is None or not key(line.text).startswith("SO"):
        return
    colon = bool(re.match(r"\S+\s*:", line.text))
    if colon != rule.value:
        yield at(line, "«Số:»" if rule.value else "«Số», không có dấu hai chấm", line.text[:12].strip())


@check("number_zero")
def number_zero(view: View, rule: Rule) -> Iterator[Hit]:
    """A number below ten is written with a zero before it."""
    line = _first(view, "number")
    match = re.match(r"\S*?\s*:?\s*(\d+)[-/]", line.text) if line else None
    if line and match and len(match[1]) == 1:
        yield at(line, f"0{match[1]}", match[1])


@check("number_symbol")
def number_symbol(view: View, rule: Rule) -> Iterator[Hit]:
    """The symbol is that of the type printed."""
    line = _first(view, "number")
    kind = _first(view, "type")
    if line is None or kind is None:
        return
    match = re.search(r"[\d.…_\s][-/]\s?(?:\d{4}/)?([A-Za-zĐđôÔ]+)[-/]", nfc(line.text))
    wanted = [symbol for symbol, names in SYMBOLS.items() if view.parts.kind in names]
    if match and wanted and match[1] in SYMBOLS and match[1] not in wanted:
        yield at(line, " hoặc ".join(f"{s} ({view.parts.kind})" for s in wanted), match[1])


@check("date_form")
def date_form(view: View, rule: Rule) -> Iterator[Hit]:
    """Place and date: «Hạ Long, ngày 20 tháng 02 năm 2018»."""
    line = _first(view, "date")
    if line is None or (_UNDATED.search(line.text) and not re.search(r"ngày\s*\d", line.text, re.I)):
        return
    text = nfc(line.text)
    if not _PARTY_DATE.fullmatch(text) and not re.search(r"tháng[\s.…_]+năm", text):
        yield at(line, str(rule.value), text)


@check("date_zero")
def date_zero(view: View, rule: Rule) -> Iterator[Hit]:
    """Days below ten and months 1 and 2 have a zero, other months have none."""
    line = _first(view, "date")
    match = re.search(r"ngày (\d{1,2}) tháng (\d{1,2}) năm \d{4}", nfc(line.text)) if line else None
    day = view.issued_on
    if line and match and day:
        wanted = format_date_long(day)
        found = match[0]
        if found != wanted and (int(match[1]), int(match[2])) == (day.day, day.month):
            yield at(line, wanted, found)


@check("type_alone")
def type_alone(view: View, rule: Rule) -> Iterator[Hit]:
    """The name of the type stands without a colon or a full stop."""
    line = _first(view, "type")
    if line and line.text[-1:] in ":.;,-":
        yield at(line, line.text.rstrip(" :.;,-"), line.text)


@check("subject_end")
def subject_end(view: View, rule: Rule) -> Iterator[Hit]:
    """The subject ends without a mark."""
    lines = list(view.lines(rule))
    if lines and re.search(r"[.;:,]$", lines[-1].text):
        yield at(lines[-1], "không có dấu ở cuối trích yếu", f"…{lines[-1].text[-12:]}")


@check("dashes")
def dashes(view: View, rule: Rule) -> Iterator[Hit]:
    """Five hyphens stand below the subject."""
    subject = view.parts["subject"]
    if not subject:
        return
    found = view.parts["dashes"]
    if not found:
        yield at(subject[-1], "năm dấu gạch nối (-----) dưới trích yếu", "không thấy")
    elif not re.fullmatch(r"-{5}", found[0].text):
        yield at(found[0], "-----", found[0].text)


@check("letter_lead")
def letter_lead(view: View, rule: Rule) -> Iterator[Hit]:
    """How the subject of a letter begins."""
    line = _first(view, "letter_subject")
    if line is None or not view.parts.is_letter:
        return
    wanted = [rule.value] if isinstance(rule.value, str) else list(rule.value)
    if not nfc(line.text).startswith(tuple(wanted)):
        yield at(line, " hoặc ".join(f"«{word} …»" for word in wanted), cut(line.text, 30))


@check("addressee_lead")
def addressee_lead(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters say «Kính gửi», tờ trình «Kính trình» since 2026."""
    line = _first(view, "addressee")
    wanted = rule.args["leads"].get(view.parts.kind)
    if line is not None and wanted and not nfc(line.text).startswith(wanted):
        yield at(line, f"«{wanted}: …»", cut(line.text, 30))


@check("urgency_form")
def urgency_form(view: View, rule: Rule) -> Iterator[Hit]:
    """Marks of urgency are bold capitals."""
    for line in view.lines(rule):
        if not line.bold or not line.capitals:
            yield at(line, f"{line.text.upper()}, chữ in hoa, đậm", line.text)


@check("below_number")
def below_number(view: View, rule: Rule) -> Iterator[Hit]:
    """Stamps stand below number and symbol."""
    number = _first(view, "number")
    for line in view.lines(rule):
        if number and (
            view.parts.lines.index(line) < view.parts.lines.index(number) or line.column == "right"
        ):
            yield at(line, "dưới số và ký hiệu", "ở chỗ khác")
