"""Signature, recipients, appendices, minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanphong.lib.appraisal.checks.view import Hit, View, at, check, cut
from vanphong.lib.appraisal.closing import CAPACITY
from vanphong.lib.appraisal.model import Line
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.reading.header.vocabulary import key
from vanphong.lib.text import nfc

_PARTY_MARK = re.compile(r"(?:T/M|K/T|T/L)\s|Q\.\s?")
_STATE_MARK = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.\s")
_DEGREE = re.compile(
    r"(?:PGS|GS|TS|ThS|Ths|THS|BS|KS|CN|LS|CV|Tiến sĩ|Thạc sĩ|Giáo sư|Bác sĩ|Kỹ sư)\b\.?[\s,]"
)


@check("capacity_form")
def capacity_form(view: View, rule: Rule) -> Iterator[Hit]:
    """Marks of capacity: «T/M», «K/T», «T/L» of the Party, «TM.», «KT.», «TL.», «TUQ.» of the State."""
    form = _PARTY_MARK if view.party else _STATE_MARK
    for line in view.parts["capacity"]:
        mark = CAPACITY.match(key(line.text))
        if mark and not form.match(nfc(line.text)) and re.sub(r"\W", "", mark["mark"]) != "TU":
            yield at(line, str(rule.value), cut(line.text, 40))


@check("post_weight")
def post_weight(view: View, rule: Rule) -> Iterator[Hit]:
    """The post below a capacity is regular with the Party; it is bold where it stands alone, and with the State."""
    from vanphong.lib.appraisal.checks.view import run_fixes

    wanted = not view.party or not view.parts["capacity"]
    for line in view.parts["post"]:
        if line.bold != wanted:
            fixes = run_fixes(line, {"b": "1" if wanted else "0"})
            words = ("chữ không đậm", "chữ đậm")
            yield at(line, words[wanted], words[line.bold], fixes)


@check("signer_plain")
def signer_plain(view: View, rule: Rule) -> Iterator[Hit]:
    """No academic title stands before the signer's name."""
    for line in view.parts["signer"]:
        match = _DEGREE.match(line.text)
        if match:
            yield at(line, line.text[match.end() :].strip(), line.text)


@check("signer_case")
def signer_case(view: View, rule: Rule) -> Iterator[Hit]:
    """The name has a capital a word and is not all in capitals."""
    for line in view.parts["signer"]:
        if line.text.isupper():
            yield at(line, line.text.title(), line.text)


@check("signing_room")
def signing_room(view: View, rule: Rule) -> Iterator[Hit]:
    """Room for hand and seal stays above the name."""
    if view.paper.source != "docx":
        return
    lines = view.parts["signer"]
    if lines and view.parts["post"] and lines[0].para.place != "box" and lines[0].column is not None:
        line = lines[0]
        if line.para.blank_before < rule.value and line.para.before < 30 and line.para.cell is not None:
            above = view.parts["post"][-1].para
            if above.cell == line.para.cell or (
                above.cell
                and (above.cell.table, above.cell.row) == (line.para.cell.table, line.para.cell.row)
            ):
                yield at(line, f"ít nhất {rule.value} dòng trống", f"{line.para.blank_before} dòng trống")


@check("post_with_committee")
def post_with_committee(view: View, rule: Rule) -> Iterator[Hit]:
    """Below «T/M …» stands the post of who signs."""
    capacity = view.parts["capacity"]
    if not capacity or view.parts["post"] or not view.parts["signer"]:
        return
    words = key(capacity[0].text)
    if re.match(r"(?:T\s?/?\.?M)", words) and not re.search(
        r"CHI BO|DOAN CHU TICH|BO CHINH TRI|BAN BI THU", words
    ):
        yield at(capacity[-1], "chức vụ của người ký ở dòng dưới", "không thấy")


@check("recipients_words")
def recipients_words(view: View, rule: Rule) -> Iterator[Hit]:
    """The list's title is «Nơi nhận:»."""
    for line in view.parts["recipients_title"]:
        text = nfc(line.text)
        if not text.startswith("Nơi nhận:"):
            yield at(line, "Nơi nhận:", cut(text, 24))


@check("recipients_hyphens")
def recipients_hyphens(view: View, rule: Rule) -> Iterator[Hit]:
    """Each recipient begins with a hyphen."""
    for line in view.parts["recipients"]:
        if re.match(r"[+•*–—·]\s*\w", line.text):
            yield at(line, "gạch đầu dòng (-)", line.text[:1])


@check("recipients_ends")
def recipients_ends(view: View, rule: Rule) -> Iterator[Hit]:
    """Recipients end with the family's mark, the last one with a full stop."""
    items = _items(view)
    for number, (line, text) in enumerate(items):
        last = number == len(items) - 1
        allowed = (".",) if last else tuple(rule.value)
        if text.endswith("./.") or not text.endswith(allowed):
            expected = "dấu chấm (.)" if last else f"dấu {rule.args['name']}"
            yield at(line, expected, f"…{text[-12:]}")


def _items(view: View) -> list[tuple[Line, str]]:
    """Recipients, each by its last line; lines without a hyphen go on with the one above."""
    items: list[tuple[Line, str]] = []
    for line in view.parts["recipients"]:
        text = nfc(line.text).rstrip()
        if items and not re.match(r"[-–+•*]", text) and not key(text).startswith("LUU"):
            items[-1] = (line, f"{items[-1][1]} {text}")
        else:
            items.append((line, text))
    return items


@check("recipients_as_above")
def recipients_as_above(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters and tờ trình name «Như trên» first."""
    items = _items(view)
    asked = view.parts.kind in rule.args["kinds"] and items and view.parts["addressee"]
    if asked and not re.match(r"\W*NHU (?:TREN|KINH)", key(items[0][1])):
        yield at(items[0][0], "- Như trên", cut(items[0][1], 40))


@check("recipients_kept")
def recipients_kept(view: View, rule: Rule) -> Iterator[Hit]:
    """The last recipient is the archive: «Lưu …»."""
    items = _items(view)
    if items and not any(re.match(r"\W*LUU\b", key(text)) for _, text in items):
        yield at(items[-1][0], str(rule.value), cut(items[-1][1], 40))


@check("recipients_archive_form")
def recipients_archive_form(view: View, rule: Rule) -> Iterator[Hit]:
    """«Lưu Văn phòng Tỉnh ủy.» of the Party; «Lưu: VT, …» of the State."""
    for line, text in _items(view):
        if not re.match(r"\W*LUU\b", key(text)):
            continue
        if view.party and (":" in text or re.search(r"\bVT\b", text)):
            yield at(line, "- Lưu Văn phòng …", cut(text, 40))
        elif not view.party and not re.match(r"\W*Lưu\s?:", text):
            yield at(line, "- Lưu: VT, …", cut(text, 40))


@check("appendix_numbered")
def appendix_numbered(view: View, rule: Rule) -> Iterator[Hit]:
    """Two appendices or more are numbered."""
    titles = _titles(view)
    for line in titles if len(titles) > 1 else ():
        if not re.match(
            r"(?:PHU LUC|BIEU SO|MAU SO)\s*(?:SO\s*)?[:.]?\s*(?:[IVX]+|\d+|[A-Z])\b", key(line.text)
        ):
            yield at(line, "Phụ lục I, II … hoặc 1, 2 …", cut(line.text, 40))


def _titles(view: View) -> list[Line]:
    return [
        line
        for line in view.parts.appendix
        if re.match(r"PHU LUC\b", key(line.text)) and len(line.text) < 60 and line.para.cell is None
    ]


@check("appendix_refers")
def appendix_refers(view: View, rule: Rule) -> Iterator[Hit]:
    """An appendix names the document it goes with."""
    titles = _titles(view)
    lines = view.parts.appendix
    for title in titles:
        start = lines.index(title)
        near = " ".join(key(line.text) for line in lines[start : start + 6])
        if not re.search(r"KEM THEO|BAN HANH (?:THEO|CUNG)", near):
            yield at(title, "(Kèm theo … số …, ngày … của …)", "không thấy")


@check("minutes_pair")
def minutes_pair(view: View, rule: Rule) -> Iterator[Hit]:
    """Minutes are signed by who wrote them at the left and by who presided at the right."""
    if view.parts.kind != "Biên bản":
        return
    lines = [key(line.text) for line in view.parts.lines]
    wrote = any(re.match(r"(?:NGUOI GHI|THU KY)", text) and len(text) < 60 for text in lines)
    led = any(re.match(r"(?:T/M )?(?:CHU TRI|CHU TOA|DOAN CHU TICH|NGUOI CHU TRI)", text) for text in lines)
    if not wrote or not led:
        missing = [
            name for name, there in (("NGƯỜI GHI BIÊN BẢN", wrote), ("CHỦ TRÌ HỘI NGHỊ", led)) if not there
        ]
        yield Hit(", ".join(missing), "không thấy")
