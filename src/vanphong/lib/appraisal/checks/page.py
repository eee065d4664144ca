"""Paper, margins, font of the whole, colour, page numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vanphong.lib.appraisal.checks.view import (
    Hit,
    View,
    between,
    check,
    cut,
    limits,
    nearest,
    para_fix,
    section_fix,
    shown,
)
from vanphong.lib.appraisal.docx import page_number_runs
from vanphong.lib.appraisal.model import Fix, Margin, Para, Section
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.legacy_fonts import encoding_of_font

_SIDES = {"top": "lề trên", "bottom": "lề dưới", "left": "lề trái", "right": "lề phải"}
_BLACK = frozenset({"", "auto", "000000", "ffffff"})
"""White letters do not print."""
_A5_TYPES = frozenset(
    {"Giấy mời", "Giấy giới thiệu", "Giấy đi đường", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển"}
)


def _part(view: View) -> str:
    return view.paper.paragraphs[0].part if view.paper.paragraphs else "word/document.xml"


@check("paper")
def paper(view: View, rule: Rule) -> Iterator[Hit]:
    """Every section is A4; small papers may be A5."""
    for at, section in enumerate(view.paper.sections):
        short, tall = sorted((section.width, section.height))
        sizes = [(210.0, 297.0)]
        if view.parts.kind in _A5_TYPES or view.parts.kind.startswith(("Giấy", "Phiếu")):
            sizes.append((148.0, 210.0))
        if any(
            abs(short - a) <= rule.args["slack"] and abs(tall - b) <= rule.args["slack"] for a, b in sizes
        ):
            continue
        upright = section.width <= section.height
        wide, high = ("11906", "16838") if upright else ("16838", "11906")
        fixes = section_fix(_part(view), section.element, {"pgSz:w": wide, "pgSz:h": high})
        found = f"{shown(section.width)} × {shown(section.height)} mm"
        yield Hit("A4, 210 × 297 mm", found, _first_of(view, at), fixes=fixes)


@check("upright")
def upright(view: View, rule: Rule) -> Iterator[Hit]:
    """The first section stands upright; later ones may lie for wide tables."""
    for section in view.paper.sections[:1]:
        if section.width > section.height + 1:
            yield Hit("khổ dọc", "khổ ngang", _first_of(view, 0))


@check("margin")
def margin(view: View, rule: Rule) -> Iterator[Hit]:
    """A margin lies within the range; on the back of sheets left and right change places."""
    side = rule.args["side"]
    low, high = limits(rule.value)
    slack = 0.6 if view.paper.source == "docx" else 3.0
    for at, section in enumerate(view.paper.sections):
        if section.width > section.height + 1 or section.width < 180:
            continue
        found = float(getattr(section, side))
        if low - slack <= found <= high + slack:
            continue
        if view.paper.source == "pdf" and side in ("bottom", "right") and found > high:
            # Print shows where letters end, not where they might: wide margins prove nothing.
            continue
        twips = str(round(nearest(found, rule.value) / 25.4 * 1440))
        fixes = section_fix(_part(view), section.element, {f"pgMar:{side}": twips}) if rule.fix else ()
        expected = f"{_SIDES[side]} {between(rule.value)} mm"
        yield Hit(expected, f"{shown(found)} mm", _first_of(view, at), fixes=fixes)


def _first_of(view: View, section: int) -> Para | None:
    return next((para for para in view.paper.paragraphs if para.section == section), None)


@check("font")
def font(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters are in Times New Roman; each other font is told once, where it begins."""
    seen: set[str] = set()
    wanted = rule.value.lower().replace(" ", "")
    for para in view.texts():
        for run in para.runs:
            name = run.font.lower().replace(" ", "")
            if not name or name.startswith(wanted) or not any(map(str.isalpha, run.text)) or name in seen:
                continue
            if name.startswith(("symbol", "wingdings", "webdings")):
                continue
            if view.paper.source == "pdf" and name.startswith(("liberationserif", "tinos", "nimbusroman")):
                continue
            seen.add(name)
            fixes = _font_fixes(view, name, rule.value) if encoding_of_font(run.font) is None else ()
            yield Hit(rule.value, run.font, para, (run.start, run.end), fixes)


def _font_fixes(view: View, name: str, wanted: str) -> tuple[Fix, ...]:
    return tuple(
        Fix(para.part, "run", run.element, (("font", wanted),))
        for para in view.texts()
        for run in para.runs
        if run.element is not None and run.font.lower().replace(" ", "") == name
    )


@check("old_font")
def old_font(view: View, rule: Rule) -> Iterator[Hit]:
    """No letters in TCVN3 or VNI fonts, whose text is not Unicode."""
    for para in view.texts():
        for run in para.runs:
            if encoding_of_font(run.font) is not None and any(map(str.isalpha, run.text)):
                yield Hit("Unicode (Times New Roman)", run.font, para, (run.start, run.end))
                return


@check("colour")
def colour(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters are black; stamps of secrecy and urgency are red and links may be blue."""
    stamps = {
        id(line.para) for name in ("secrecy", "urgency", "circulation", "draft") for line in view.parts[name]
    }
    for para in view.texts():
        if id(para) in stamps or (len(para.text) < 20 and para.ruled_below):
            continue
        odd = [run for run in para.runs if run.text.strip() and not _is_dark(run.colour)]
        if odd and not any(run.colour.upper() in ("0563C1", "0000FF") for run in odd):
            fixes = tuple(
                Fix(para.part, "run", run.element, (("color", "000000"),))
                for run in odd
                if run.element is not None
            )
            yield Hit("màu đen", f"màu #{odd[0].colour}", para, (odd[0].start, odd[-1].end), fixes)


def _is_dark(colour: str) -> bool:
    if colour.lower() in _BLACK or len(colour) != 6:
        return True
    try:
        parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return True
    return max(parts) <= 48


@check("page_number")
def page_number(view: View, rule: Rule) -> Iterator[Hit]:
    """A document of two pages or more shows page numbers."""
    if view.paper.pages < 2 or _numbers(view):
        return
    if view.paper.source == "pdf":
        return
    yield Hit("có số trang từ trang thứ hai", "không thấy số trang", page=2)


def _numbers(view: View) -> list[Margin]:
    return [margin for margin in view.paper.margins if margin.number is not None]


@check("page_number_place")
def page_number_place(view: View, rule: Rule) -> Iterator[Hit]:
    """Page numbers stand at the top, in the middle."""
    for margin in _numbers(view):
        assert margin.number is not None
        if margin.type == "first" or (margin.type == "even" and not view.paper.even_odd):
            continue
        if margin.kind != "header":
            yield Hit("giữa lề trên", "ở chân trang", page=2)
            return
        framed = "framePr" in str([child.tag for child in margin.number.element.iter()])
        if margin.number.align != "centre" and not framed and "\t" not in margin.number.text:
            yield Hit("giữa lề trên", "không ở giữa", page=2, fixes=para_fix(margin.number, {"jc": "center"}))
            return


@check("page_number_size")
def page_number_size(view: View, rule: Rule) -> Iterator[Hit]:
    """Page numbers have the size of the rule."""
    low, high = limits(rule.value)
    for margin in _numbers(view):
        number = margin.number
        assert number is not None
        if margin.type == "first":
            continue
        sizes = Counter(margin.number_sizes)
        if not sizes:
            continue
        found = sizes.most_common(1)[0][0]
        if low - 0.1 <= found <= high + 0.1:
            continue
        wanted = str(round(nearest(found, rule.value) * 2))
        fixes = tuple(
            Fix(margin.part, "run", run, (("sz", wanted),)) for run in page_number_runs(number.element)
        )
        yield Hit(f"cỡ {between(rule.value)}", f"cỡ {shown(found)}", page=2, fixes=fixes)
        return


@check("page_number_first")
def page_number_first(view: View, rule: Rule) -> Iterator[Hit]:
    """The first page shows no number."""
    numbers = [margin for margin in _numbers(view) if margin.section == 0]
    if not numbers or not view.paper.sections:
        return
    first: Section = view.paper.sections[0]
    shown_first = [margin for margin in numbers if margin.type == "first"]
    plain = [margin for margin in numbers if margin.type == "default"]
    if (first.title_page and shown_first) or (plain and not first.title_page):
        fixes: tuple[Fix, ...] = ()
        if not first.title_page and not any(m.type == "first" and m.paragraphs for m in view.paper.margins):
            fixes = section_fix(_part(view), first.element, {"titlePg": "1"})
        yield Hit("trang đầu không có số", "trang đầu có số trang", _first_of(view, 0), fixes=fixes)


@check("page_number_distance")
def page_number_distance(view: View, rule: Rule) -> Iterator[Hit]:
    """The header with the page number stands at the rule's distance from the paper's edge."""
    low, high = limits(rule.value)
    for margin in _numbers(view):
        if margin.kind != "header" or margin.type == "first":
            continue
        section = view.paper.sections[margin.section]
        found = section.header_distance
        if found is None or low - 1.1 <= found <= high + 1.1:
            continue
        twips = str(round(nearest(found, rule.value) / 25.4 * 1440))
        fixes = section_fix(_part(view), section.element, {"pgMar:header": twips})
        yield Hit(
            f"{between(rule.value)} mm", f"{shown(found)} mm", _first_of(view, margin.section), fixes=fixes
        )
        return


@check("loose_paper")
def loose_paper(view: View, rule: Rule) -> Iterator[Hit]:
    """All upright sections have the same margins, so that pages look alike."""
    upright = [s for s in view.paper.sections if s.width <= s.height]
    for at, section in enumerate(upright[1:], start=1):
        if abs(section.left - upright[0].left) > 1 or abs(section.right - upright[0].right) > 1:
            found = f"trái {shown(section.left)}, phải {shown(section.right)} mm"
            expected = f"trái {shown(upright[0].left)}, phải {shown(upright[0].right)} mm"
            yield Hit(expected, cut(found), _first_of(view, at))
            return
