"""Documents that the text names: written whole, possible, known; bodies that still exist under their name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from vanphong.lib.appraisal.checks.view import Hit, View, check, cut
from vanphong.lib.appraisal.model import Para
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.text import code_key, nfc

_CODE = r"\d{1,5}[a-zđ]?"
_PARTY_CODE = re.compile(
    rf"(?<![\w/-])({_CODE})\s?-\s?([A-ZĐ][A-Za-zĐđ]{{0,4}})\s?/\s?([A-ZĐ][A-Za-zĐ]+)(?![\w/])"
)
_STATE_CODE = re.compile(rf"(?<![\w/-])({_CODE})/(?:(\d{{4}})/)?([A-ZĐ][A-Za-zĐ]{{1,6}})-([A-ZĐ][A-Za-zĐ&]+)")
_TYPE = (
    r"(?:Nghị quyết|Chỉ thị|Kết luận|Quy định|Quyết định|Quy chế|Hướng dẫn|Thông báo|Kế hoạch|Chương trình|Báo cáo"
    r"|Công văn|Tờ trình|Thông tri|Đề án)"
)
_NO_LABEL = re.compile(rf"{_TYPE}\s+(?={_CODE}-[A-ZĐ]+[a-z]*/[A-ZĐ])")
_DATED = re.compile(r"^\s*(,?)\s*(?:ban hành\s+)?ngày\s+(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})")
_GIVEN_DATE = re.compile(r"[\s,(]*(?:ban hành\s+)?ngày\b")
_LABEL = re.compile(r"số\s+$")


@cache
def bodies() -> list[dict[str, Any]]:
    """Bodies that ended or took another name, with the day and what stands in their place."""
    source = files("vanphong.lib.appraisal").joinpath("words/bodies.toml")
    rows: list[dict[str, Any]] = tomllib.loads(source.read_text(encoding="utf-8"))["body"]
    return rows


@check("citation_comma")
def citation_comma(view: View, rule: Rule) -> Iterator[Hit]:
    """«Nghị quyết số 12-NQ/ĐU, ngày 05/9/2026»: a comma before the date."""
    for para in view.parts.body:
        for match in _PARTY_CODE.finditer(para.text):
            dated = _DATED.match(para.text[match.end() :])
            if dated and not dated[1]:
                end = match.end() + dated.end()
                shown = para.text[match.start() : end]
                yield Hit(f"{match[0]}, {dated[0].strip()}", shown, para, (match.start(), end))


def _first_named(view: View) -> Iterator[tuple[Para, re.Match[str]]]:
    """Where each Party document is named for the first time; later its short form will do."""
    seen: set[str] = set()
    for para in view.parts.body:
        for match in _PARTY_CODE.finditer(para.text):
            code = code_key(match[0])
            if code not in seen:
                seen.add(code)
                yield para, match


@check("citation_label")
def citation_label(view: View, rule: Rule) -> Iterator[Hit]:
    """At its first naming a document is cited with «số»."""
    for para, match in _first_named(view):
        if _NO_LABEL.search(para.text[max(0, match.start() - 16) : match.end()]):
            yield Hit(f"số {match[0]}", match[0], para, match.span())


@check("citation_dated")
def citation_dated(view: View, rule: Rule) -> Iterator[Hit]:
    """At its first naming a document is cited with its date."""
    for para, match in _first_named(view):
        after = para.text[match.end() : match.end() + 40]
        if not _GIVEN_DATE.match(after) and _LABEL.search(para.text[: match.start()]):
            yield Hit(f"{match[0]}, ngày … của …", match[0], para, match.span())


@check("citation_form")
def citation_form(view: View, rule: Rule) -> Iterator[Hit]:
    """Numbers and symbols of cited documents have no blanks, and a zero below ten."""
    for para in view.parts.body:
        for match in _PARTY_CODE.finditer(para.text):
            if " " in match[0]:
                yield Hit("".join(match[0].split()), match[0], para, match.span())
            elif len(match[1]) == 1:
                yield Hit(f"0{match[0]}", match[0], para, match.span())


def _cited(view: View) -> Iterator[tuple[Para, re.Match[str], re.Match[str] | None]]:
    """Each naming of a document, and the date right after it if there is one."""
    for para in view.parts.body:
        for pattern in (_PARTY_CODE, _STATE_CODE):
            for match in pattern.finditer(para.text):
                yield para, match, _DATED.match(para.text[match.end() :])


@check("citation_future")
def citation_future(view: View, rule: Rule) -> Iterator[Hit]:
    """No document is cited that is dated after this one."""
    for para, match, dated in _cited(view):
        try:
            day = date(int(dated[4]), int(dated[3]), int(dated[2])) if dated else None
        except ValueError:
            continue
        if dated and day and day > view.day:
            end = match.end() + dated.end()
            found = para.text[match.start() : end]
            yield Hit(f"ngày không sau {view.day:%d/%m/%Y}", found, para, (match.start(), end))


@check("citation_twice")
def citation_twice(view: View, rule: Rule) -> Iterator[Hit]:
    """One document is not cited with two dates."""
    known: dict[str, str] = {}
    for para, match, dated in _cited(view):
        if not dated:
            continue
        day = f"{int(dated[2]):02d}/{int(dated[3]):02d}/{dated[4]}"
        first = known.setdefault(code_key(match[0]), day)
        if first != day:
            end = match.end() + dated.end()
            yield Hit(f"ngày {first} như đã nêu ở trên", f"ngày {day}", para, (match.start(), end))


@check("ended_body")
def ended_body(view: View, rule: Rule) -> Iterator[Hit]:
    """No body is named as acting that ended before the document's day, unless as something of the past."""
    told: set[str] = set()
    for para in view.texts():
        text = nfc(para.text)
        for row in bodies():
            if row["kind"] != rule.args["kind"] or row["until"] > view.day:
                continue
            for match in re.finditer(row["pattern"], text):
                before, after = (
                    text[max(0, match.start() - 60) : match.start()],
                    text[match.end() : match.end() + 60],
                )
                if match[0] in told or _of_the_past(before, after):
                    continue
                told.add(match[0])
                yield Hit(row["now"], cut(match[0], 60), para, match.span())


_PAST_BEFORE = re.compile(
    r"(?:trước đây|nguyên|cũ|sáp nhập|hợp nhất|giải thể|kết thúc|chấm dứt|thành lập|đổi tên)", re.I
)
_PAST_AFTER = re.compile(
    r"\s*[(]?\s*(?:cũ\b|trước đây|trước khi|nay là|đã (?:giải thể|sáp nhập|kết thúc))"
    r"|.{0,24}\b(?:19|20[01])\d{2}|.{0,30}202[0-4]\b"
)


def _of_the_past(before: str, after: str) -> bool:
    return bool(_PAST_BEFORE.search(before) or _PAST_AFTER.match(after))


@check("in_our_books")
def in_our_books(view: View, rule: Rule) -> Iterator[Hit]:
    """A document of our own that is cited stands in our books, with this date."""
    for para, match, dated in _cited(view):
        if not view.office.keeps_books_for(match[0]):
            continue
        known = view.office.known_document(match[0])
        if known is False:
            yield Hit("văn bản có trong sổ của cơ quan", match[0], para, match.span())
        elif known is not None and dated:
            said = (int(dated[4]), int(dated[3]), int(dated[2]))
            if said != (known.year, known.month, known.day):
                yield Hit(f"ngày {known:%d/%m/%Y}", dated[0].strip(" ,"), para, match.span())
