"""The running text: how it is set, how it is divided and numbered, how it ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from vanphong.lib.appraisal.checks.view import (
    Hit,
    View,
    at,
    between,
    check,
    cut,
    limits,
    nearest,
    para_fix,
    shown,
)
from vanphong.lib.appraisal.model import Fix, Line, Para
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.reading.header.vocabulary import key

ARTICLE: Final = re.compile(r"\s*Điều\s+(\d+)\s?[.:]?\s?")
CHAPTER: Final = re.compile(r"\s*(?:Chương|CHƯƠNG)\s+([IVXLC]+|\d+)\b")
_ROMAN: Final = re.compile(r"\s*([IVX]+)\s?[.\-–)]\s?(?=\S)")
_CLAUSE: Final = re.compile(r"\s*(\d{1,2})\s?\.(?!\d)\s?(?=\S)")
_POINT: Final = re.compile(r"\s*([a-zđ])\s?\)\s?(?=\S)")
_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def running(view: View) -> list[Para]:
    """Paragraphs of ordinary text: no headings, no centred words, no bare items."""
    headings = {id(line.para) for line in view.parts["grounds"]}
    return [
        para
        for para in view.parts.body
        if len(para.text) > 60 and para.align != "centre" and id(para) not in headings and not _all_bold(para)
    ]


def _all_bold(para: Para) -> bool:
    return all(run.bold for run in para.runs if run.text.strip())


def _whole(para: Para) -> Line:
    return Line(para, 0, len(para.text))


@check("body_size")
def body_size(view: View, rule: Rule) -> Iterator[Hit]:
    """Running text has a size within the range."""
    low, high = limits(rule.value)
    for para in running(view):
        found = _whole(para).size
        if found is None or low - view.slack <= found <= high + view.slack:
            continue
        wanted = str(round(nearest(found, rule.value) * 2))
        fixes = tuple(
            Fix(para.part, "run", run.element, (("sz", wanted),))
            for run in para.runs
            if run.element is not None
        )
        yield Hit(f"cỡ {between(rule.value)}", f"cỡ {shown(found)}", para, fixes=fixes)


@check("body_even")
def body_even(view: View, rule: Rule) -> Iterator[Hit]:
    """All running text has one size."""
    sizes = Counter(_whole(para).size for para in running(view))
    if len(sizes) < 2 or view.paper.source != "docx":
        return
    usual = sizes.most_common(1)[0][0]
    for para in running(view):
        found = _whole(para).size
        if found != usual and found is not None and usual is not None:
            fixes = tuple(
                Fix(para.part, "run", run.element, (("sz", str(round(usual * 2))),)) for run in para.runs
            )
            yield Hit(f"cỡ {shown(usual)} như cả văn bản", f"cỡ {shown(found)}", para, fixes=fixes)


@check("body_justified")
def body_justified(view: View, rule: Rule) -> Iterator[Hit]:
    """Running text is set even on both sides."""
    if view.paper.source != "docx":
        return
    for para in running(view):
        if para.align != "justify" and len(para.text) > 90:
            yield Hit("canh đều hai bên", "không đều", para, fixes=para_fix(para, {"jc": "both"}))


@check("body_indent")
def body_indent(view: View, rule: Rule) -> Iterator[Hit]:
    """The first line of running text is set in by the rule's measure."""
    if view.paper.source != "docx":
        return
    low, high = (value / 25.4 * 72 for value in limits(rule.value))
    for para in running(view):
        # An indent typed with a tab, a list's own, a quotation set in: not a first line's.
        if para.numbered or para.text.startswith("\t") or para.left > 2 or re.match(r"\s{2,}", para.text):
            continue
        if low - 1.5 <= para.first <= high + 1.5:
            continue
        twips = str(round(nearest(para.first, (low, high)) * 20))
        found = f"{shown(para.first / 72 * 25.4)} mm"
        yield Hit(
            f"lùi {between(rule.value)} mm", found, para, fixes=para_fix(para, {"ind:firstLine": twips})
        )


@check("body_spacing")
def body_spacing(view: View, rule: Rule) -> Iterator[Hit]:
    """Paragraphs stand at least so many points apart."""
    if view.paper.source != "docx":
        return
    for above, para in zip(view.parts.body, view.parts.body[1:], strict=False):
        if len(para.text) <= 60 or len(above.text) <= 60 or above.index + 1 != para.index:
            continue
        gap = max(above.after, para.before)
        if gap + 0.1 < rule.value and not para.blank_before:
            fixes = para_fix(above, {"spacing:after": str(round(rule.value * 20))})
            yield Hit(f"ít nhất {shown(rule.value)} pt", f"{shown(gap)} pt", above, fixes=fixes)


@check("body_line")
def body_line(view: View, rule: Rule) -> Iterator[Hit]:
    """Spacing of lines: Exactly so many points for the Party, a multiple of single for the State."""
    if view.paper.source != "docx":
        return
    low, high = limits(rule.value)
    for para in running(view):
        if rule.args.get("multiple"):
            if para.line_rule == "auto" and not low - 0.02 <= para.lines <= high + 0.02:
                twips = str(round(nearest(para.lines, rule.value) * 240))
                fixes = para_fix(para, {"spacing:line": twips, "spacing:lineRule": "auto"})
                yield Hit(f"{between(rule.value)} dòng", f"{shown(para.lines)} dòng", para, fixes=fixes)
        elif para.line is not None and not low - 0.1 <= para.line <= high + 0.1:
            fixes = para_fix(para, {"spacing:line": str(round(nearest(para.line, rule.value) * 20))})
            yield Hit(f"{between(rule.value)} pt", f"{shown(para.line)} pt", para, fixes=fixes)
        elif para.line is None:
            size = _whole(para).size or 14
            natural = size * 1.15 * para.lines
            if not low - 2.5 <= natural <= high + 2.5:
                fixes = para_fix(para, {"spacing:line": str(18 * 20), "spacing:lineRule": "exact"})
                yield Hit(f"{between(rule.value)} pt", f"{shown(para.lines)} dòng", para, fixes=fixes)


@check("grounds_marks")
def grounds_marks(view: View, rule: Rule) -> Iterator[Hit]:
    """Grounds end with a semicolon, the last one with a comma, a semicolon or a full stop."""
    lines = view.parts["grounds"]
    for number, line in enumerate(lines):
        if number == len(lines) - 1 and len(lines) > 1 and not line.text.endswith((",", ".", ";", ":")):
            yield at(line, "dấu phẩy hoặc dấu chấm ở cuối", f"…{line.text[-10:]}")
        elif number < len(lines) - 1 and not line.text.endswith(";"):
            yield at(line, "dấu chấm phẩy (;) ở cuối", f"…{line.text[-10:]}")


@check("heading_bold")
def heading_bold(view: View, rule: Rule) -> Iterator[Hit]:
    """Names of parts, chapters and articles are bold."""
    pattern = {"article": ARTICLE, "chapter": CHAPTER, "roman": _ROMAN}[rule.args["level"]]
    for para in view.parts.body:
        match = pattern.match(para.text)
        if not match or (rule.args["level"] == "roman" and len(para.text) > 160) or _cites(para.text, match):
            continue
        label = Line(para, match.start(), match.end())
        if not label.bold:
            yield Hit("chữ đậm", "chữ không đậm", para, match.span())


def _cites(text: str, match: re.Match[str]) -> bool:
    """«Điều 5 của Luật này» at the start of a line is a citation."""
    return bool(re.match(r"\s*(?:của|và|,|Luật|Nghị|Quy|Thông|Điều lệ)", text[match.end() :]))


@check("heading_capitals")
def heading_capitals(view: View, rule: Rule) -> Iterator[Hit]:
    """Names of parts numbered in Roman figures are in capitals."""
    for para in view.parts.body:
        match = _ROMAN.match(para.text)
        if match and len(para.text) < 120 and _all_bold(para) and not Line(para, 0, len(para.text)).capitals:
            yield Hit(cut(para.text.upper(), 40), cut(para.text, 40), para)


@check("order")
def order(view: View, rule: Rule) -> Iterator[Hit]:
    """Articles, parts, clauses and points follow each other without gap or repetition."""
    level = rule.args["level"]
    if level == "article":
        yield from _in_order(view, ARTICLE, int, restart=None, name="Điều ")
    elif level == "chapter":
        yield from _in_order(view, CHAPTER, _number, restart=None, name="Chương ")
    elif level == "roman":
        yield from _in_order(view, _ROMAN, _number, restart=CHAPTER, name="")
    elif level == "clause":
        yield from _in_order(view, _CLAUSE, int, restart=_CLAUSE_RESTART, name="")
    else:
        yield from _in_order(
            view, _POINT, lambda text: _LETTERS.find(text) + 1, restart=_POINT_RESTART, name=""
        )


_CLAUSE_RESTART: Final = re.compile(
    r"\s*(?:Điều\s+\d+|(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN)\b|[IVX]+\s?[.\-–)]\s?\S)"
)
_POINT_RESTART: Final = re.compile(rf"{_CLAUSE_RESTART.pattern}|\s*\d{{1,2}}(?:\.\d+)*\s?[.)]")


def _number(roman: str) -> int:
    if roman.isdigit():
        return int(roman)
    values = [_VALUES[char] for char in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _in_order(
    view: View,
    pattern: re.Pattern[str],
    value: Callable[[str], int],
    *,
    restart: re.Pattern[str] | None,
    name: str,
) -> Iterator[Hit]:
    last = 0
    quoted = False
    for para in view.parts.body:
        if quoted or re.match(r"\s*[“\"]", para.text):
            # Text quoted to be put into another document has that one's numbers.
            quoted = "”" not in para.text and (quoted or "“" in para.text)
            continue
        match = pattern.match(para.text)
        if restart is not None and restart.match(para.text) and not (match and restart is pattern):
            last = 0
            continue
        if not match or (name == "Điều " and _cites(para.text, match)):
            continue
        found = value(match[1])
        # A run may begin anew below a heading without a number; a first item is 1 wherever it stands.
        if (last and found not in (last + 1, 1) and found > 0) or (last and found == 1 and name):
            yield Hit(f"{name}{_like(match[1], last + 1)}", f"{name}{match[1]}", para, match.span())
        last = found


def _like(shown_as: str, number: int) -> str:
    """`number` in the figures of `shown_as`."""
    if shown_as.isdigit():
        return str(number)
    if shown_as.islower():
        return _LETTERS[number - 1] if number <= len(_LETTERS) else str(number)
    digits = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for worth, figure in digits:
        while number >= worth:
            text += figure
            number -= worth
    return text


@check("text_end")
def text_end(view: View, rule: Rule) -> Iterator[Hit]:
    """The text ends with a full stop; the Party writes no «./.»."""
    ends = [para for para in view.parts.body if para.text.strip()]
    if view.parts.kind.startswith(("Giấy", "Phiếu", "Thư")):
        # Forms end with whatever their last line holds.
        return
    if not ends or not (view.parts["capacity"] or view.parts["post"] or view.parts["recipients_title"]):
        return
    last = ends[-1]
    text = last.text.rstrip()
    if rule.args.get("slash") is False:
        if re.search(r"\.\s?/\s?\.?$", text):
            yield Hit("dấu chấm (.)", text[-3:], last, (len(text) - 3, len(text)))
    elif text[-1:] not in (".", "!", "…", "”", '"') and len(text) > 40 and not last.numbered:
        yield Hit("dấu chấm (.) ở cuối", f"…{text[-10:]}", last, (max(0, len(text) - 1), len(text)))


@check("decides")
def decides(view: View, rule: Rule) -> Iterator[Hit]:
    """A decision in articles says «QUYẾT ĐỊNH» before the first of them."""
    if view.parts.kind != "Quyết định":
        return
    bodies = view.parts.body
    articles = [at for at, para in enumerate(bodies) if ARTICLE.match(para.text)]
    if articles and not any(
        re.fullmatch(r"QUYET (?:DINH|NGHI)\W*", key(p.text)) for p in bodies[: articles[0]]
    ):
        yield Hit("QUYẾT ĐỊNH", "không thấy", bodies[articles[0]])
