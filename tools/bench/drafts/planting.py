"""Defects planted in clean documents: in their words before they are set, or in their looks afterwards."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tools.make_samples.model import Document

Words = Callable[[Document], Document | None]
Looks = Callable[[Any, Document], bool]
PROFILES: Final = ("party-2026", "party-2018", "state-30")
PARTY: Final = ("party-2026", "party-2018")


@dataclass(frozen=True, slots=True)
class Defect:
    """One way to spoil a document; `rule` is the one that must tell it. Words answer None where they do not apply."""

    name: str
    rule: str
    words: Words | None = None
    looks: Looks | None = None
    profiles: tuple[str, ...] = PROFILES


# Finding places in a Word file


def paragraphs(word: Any) -> Iterator[Any]:
    """All paragraphs of the body, those in tables too, in order."""
    from docx.text.paragraph import Paragraph

    for element in word.element.body.iter(qn("w:p")):
        yield Paragraph(element, word)


def the(word: Any, test: Callable[[str], bool]) -> Any | None:
    """The first paragraph whose text passes."""
    return next((p for p in paragraphs(word) if test(p.text.strip())), None)


def part(word: Any, document: Document, name: str) -> Any | None:
    """The paragraph of a component, by what the document says."""
    party = document.layout.startswith("party")
    tests: dict[str, Callable[[str], bool]] = {
        "heading": lambda t: t == "ĐẢNG CỘNG SẢN VIỆT NAM",
        "nation": lambda t: t == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": lambda t: t == "Độc lập - Tự do - Hạnh phúc",
        "superior": lambda t: (document.superior or "").upper().startswith(t) and len(t) > 5,
        "issuer": lambda t: document.issuer.upper().startswith(t) and len(t) > 5,
        "number": lambda t: t.startswith("Số"),
        "date": lambda t: t.startswith(f"{document.place}, ngày"),
        "type": lambda t: t == document.type.upper(),
        "subject": lambda t: t == document.subject,
        "dashes": lambda t: t == "-----",
        "letter": lambda t: t.startswith(("Về việc", "V/v")),
        "addressee": lambda t: t.startswith("Kính"),
        "capacity": lambda t: bool(document.signing_capacity) and t == document.signing_capacity,
        "post": lambda t: t == document.signer_title,
        "signer": lambda t: t == document.signer,
        "recipients": lambda t: t == "Nơi nhận:",
        "recipient": lambda t: t.startswith("- Các đảng ủy" if party else "- Các sở"),
        "kept": lambda t: t.startswith("- Lưu"),
        "star": lambda t: t == "*",
        "body": lambda t: t.startswith("Đến nay, tổng số"),
        "clause": lambda t: t.startswith("2. Đề cao"),
        "ground": lambda t: t.lstrip("- ").startswith("Căn cứ"),
        "article": lambda t: t.startswith("Điều 2."),
        "part": lambda t: t.startswith("I. "),
    }
    return the(word, tests[name])


# Looks


def look(name: str, change: Callable[[Any], None]) -> Looks:
    """Change each run of a component."""

    def spoil(word: Any, document: Document) -> bool:
        found = part(word, document, name)
        if found is None:
            return False
        for run in found.runs:
            change(run)
        return True

    return spoil


def sized(name: str, size: float) -> Looks:
    return look(name, lambda run: setattr(run.font, "size", Pt(size)))


def weight(name: str, bold: bool) -> Looks:
    return look(name, lambda run: setattr(run, "bold", bold))


def slant(name: str, italic: bool) -> Looks:
    return look(name, lambda run: setattr(run, "italic", italic))


def lower(name: str) -> Looks:
    return look(name, lambda run: setattr(run, "text", run.text.capitalize()))


def said(name: str, change: Callable[[str], str]) -> Looks:
    """Change the words of a component that stands in one run."""

    def spoil(word: Any, document: Document) -> bool:
        found = part(word, document, name)
        if found is None:
            return False
        text = change(found.text)
        if text == found.text:
            return False
        found.runs[0].text = text
        for run in found.runs[1:]:
            run.text = ""
        return True

    return spoil


def aligned(name: str, value: int) -> Looks:
    def spoil(word: Any, document: Document) -> bool:
        found = part(word, document, name)
        if found is not None:
            found.alignment = value
        return found is not None

    return spoil


def dropped(name: str) -> Looks:
    """Take the paragraph out."""

    def spoil(word: Any, document: Document) -> bool:
        found = part(word, document, name)
        if found is None:
            return False
        element = found._p
        if len(element.getparent().findall(qn("w:p"))) < 2:
            for run in found.runs:
                run.text = ""
        else:
            element.getparent().remove(element)
        return True

    return spoil


def section(change: Callable[[Any], None]) -> Looks:
    def spoil(word: Any, document: Document) -> bool:
        change(word.sections[0])
        return True

    return spoil


def page_number(change: Callable[[Any], None]) -> Looks:
    def spoil(word: Any, document: Document) -> bool:
        change(word.sections[0].header.paragraphs[0])
        return True

    return spoil


def _no_rule(name: str) -> Looks:
    """Take the drawn rule below a component away, wherever it hangs."""

    def spoil(word: Any, document: Document) -> bool:
        found = part(word, document, name)
        if found is None:
            return False
        borders = [p._p.pPr.find(qn("w:pBdr")) for p in paragraphs(word) if p._p.pPr is not None]
        for border in borders:
            if border is not None:
                border.getparent().remove(border)
        return any(border is not None for border in borders)

    return spoil


def _landscape(one: Any) -> None:
    one.page_width, one.page_height = one.page_height, one.page_width


def _letter_paper(one: Any) -> None:
    one.page_width, one.page_height = Mm(215.9), Mm(279.4)


def _no_number(paragraph: Any) -> None:
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)


def _to_footer(word: Any, document: Document) -> bool:
    header, footer = word.sections[0].header.paragraphs[0], word.sections[0].footer.paragraphs[0]
    for run in list(header.runs):
        footer._p.append(run._r)
    return True


def _old_font(word: Any, document: Document) -> bool:
    found = part(word, document, "body")
    if found is None:
        return False
    for run in found.runs:
        run.font.name = ".VnTime"
        for name in ("w:ascii", "w:hAnsi"):
            run._r.rPr.rFonts.set(qn(name), ".VnTime")
    return True


def _arial(run: Any) -> None:
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn(name), "Arial")


def _comment(word: Any, document: Document) -> bool:
    found = part(word, document, "body")
    if found is None:
        return False
    word.add_comment(found.runs, text="Đề nghị xem lại số liệu", author="Người soạn", initials="NS")
    return True


def _tracked(word: Any, document: Document) -> bool:
    found = part(word, document, "body")
    if found is None:
        return False
    run = found.runs[0]._r
    mark = OxmlElement("w:ins")
    mark.set(qn("w:id"), "91")
    mark.set(qn("w:author"), "Người soạn")
    mark.set(qn("w:date"), "2026-10-01T08:00:00Z")
    run.addprevious(mark)
    mark.append(run)
    return True


def _highlight(run: Any) -> None:
    run.font.highlight_color = 7


def _spacing(change: Callable[[Any], None]) -> Looks:
    def spoil(word: Any, document: Document) -> bool:
        found = part(word, document, "clause")
        if found is not None:
            change(found.paragraph_format)
        return found is not None

    return spoil


def _close(one: Any) -> None:
    one.space_after, one.space_before = Pt(0), Pt(0)


def _stretched(one: Any) -> None:
    one.line_spacing = Pt(32)


def _double(one: Any) -> None:
    one.line_spacing = 2.0


def _label_plain(name: str) -> Looks:
    """The label of an article or part loses its weight."""

    def spoil(word: Any, document: Document) -> bool:
        found = part(word, document, name)
        if found is None:
            return False
        for run in found.runs:
            run.bold = False
        return True

    return spoil


def _no_recipients(word: Any, document: Document) -> bool:
    """Types that end without a list of recipients miss nothing."""
    if document.type in ("Quy định", "Đề án", "Chương trình"):
        return False
    return dropped("recipients")(word, document)


def _stamp(word: Any, document: Document) -> bool:
    found = part(word, document, "number")
    if found is None:
        return False
    copy = found.insert_paragraph_before("MẬT")
    found._p.addnext(copy._p)
    copy.runs[0].bold = True
    return True


# Words


def text(old: str, new: str) -> Words:
    """Other words in the body; only where they stand."""
    return lambda d: replace(d, body=d.body.replace(old, new, 1)) if old in d.body else None


def _letterly(change: Words) -> Words:
    return lambda d: change(d) if d.is_letter else None


def _kind(kinds: tuple[str, ...], change: Words) -> Words:
    return lambda d: change(d) if d.type in kinds else None


def _number(change: Callable[[Document], str]) -> Words:
    def spoil(d: Document) -> Document | None:
        code = change(d)
        return replace(d, reference_code=code) if code != d.reference_code else None

    return spoil


def _body(change: Callable[[str], str]) -> Words:
    def spoil(d: Document) -> Document | None:
        body = change(d.body)
        return replace(d, body=body) if body != d.body else None

    return spoil


def _sum(body: str) -> str:
    """The total of the table grows by seven."""
    lines = body.split("\n")
    at = next(n for n, line in enumerate(lines) if "Tổng cộng" in line)
    value = int(lines[at].split("|")[3])
    lines[at] = lines[at].replace(str(value), str(value + 7))
    return "\n".join(lines)


def _parts(body: str) -> str:
    """The whole of «… đảng viên, gồm … nam và … nữ» grows by three."""
    start = body.index("đã kết nạp ") + len("đã kết nạp ")
    end = body.index(" ", start)
    return body[:start] + str(int(body[start:end]) + 3) + body[end:]


def _share(body: str) -> str:
    start = body.index("chi bộ đạt ") + len("chi bộ đạt ")
    end = body.index("%", start)
    value = float(body[start:end].replace(",", "."))
    return body[:start] + f"{value + 4.2:.1f}".replace(".", ",") + body[end:]


def _weekday(body: str) -> str:
    return body.replace("thứ Sáu, ngày", "thứ Năm, ngày")


def _past(d: Document) -> Document | None:
    assert d.issued_on is not None
    day = d.issued_on - timedelta(days=20)
    old = f"trước ngày 15/12/{d.issued_on.year}"
    return replace(d, body=d.body.replace(old, f"trước ngày {day:%d/%m/%Y}")) if old in d.body else None


def _future(d: Document) -> Document | None:
    assert d.issued_on is not None
    for old in (f"ngày 15/3/{d.issued_on.year - 1}", f"ngày 20/01/{d.issued_on.year - 1}"):
        if old in d.body:
            return replace(d, body=d.body.replace(old, f"ngày 15/12/{d.issued_on.year}"))
    return None


def _cited_again(d: Document) -> Document | None:
    assert d.issued_on is not None
    year = d.issued_on.year - 1
    if d.layout == "state-30":
        words = f"Nghị định số 45/{year}/NĐ-CP ngày 15/3/{year}"
    else:
        words = f"Nghị quyết số 12-NQ/TU, ngày 15/3/{year}"
    if words not in d.body:
        return None
    return _append(f"Thực hiện {words.replace('15/3', '16/4')} và các văn bản liên quan của cấp trên.")(d)


def _last(change: Callable[[str], str]) -> Words:
    def spoil(d: Document) -> Document:
        *lines, last = d.body.rstrip().split("\n")
        return replace(d, body="\n".join([*lines, change(last)]))

    return spoil


def _recipients(change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Words:
    def spoil(d: Document) -> Document | None:
        found = change(d.recipients)
        return replace(d, recipients=found) if found != d.recipients else None

    return spoil


def _capital(value: str | None, title: str | None = None) -> Words:
    def spoil(d: Document) -> Document | None:
        if not d.signing_capacity:
            return None
        return replace(d, signing_capacity=value, signer_title=title or d.signer_title)

    return spoil


def _decomposed(body: str) -> str:
    return body.replace("chất lượng đội ngũ", unicodedata.normalize("NFD", "chất lượng đội ngũ"))


def _own_number(d: Document) -> Document | None:
    """The first ground cites the document's own number."""
    line = next((line for line in d.body.split("\n") if line.startswith("@ Căn cứ")), None)
    if line is None:
        return None
    own = f"@ Căn cứ {d.type} số {d.reference_code}, ngày 15/3/2026 của {d.issuer};"
    return replace(d, body=d.body.replace(line, own, 1))


def _append(words: str) -> Words:
    """One more paragraph before the last."""

    def spoil(d: Document) -> Document:
        *lines, last = d.body.rstrip().split("\n")
        return replace(d, body="\n".join([*lines, words, last]))

    return spoil


LOOKS: Final = (
    Defect("khổ Letter", "page.paper", looks=section(_letter_paper)),
    Defect("trang ngang", "page.upright", looks=section(_landscape)),
    Defect("lề trên rộng", "page.margin-top", looks=section(lambda s: setattr(s, "top_margin", Mm(32)))),
    Defect("lề dưới hẹp", "page.margin-bottom", looks=section(lambda s: setattr(s, "bottom_margin", Mm(12)))),
    Defect("lề trái hẹp", "page.margin-left", looks=section(lambda s: setattr(s, "left_margin", Mm(22)))),
    Defect("lề phải rộng", "page.margin-right", looks=section(lambda s: setattr(s, "right_margin", Mm(28)))),
    Defect("phông Arial", "page.font", looks=look("body", _arial)),
    Defect("phông .VnTime", "page.old-font", looks=_old_font),
    Defect("chữ đỏ", "page.colour", looks=look("body", lambda r: setattr(r.font.color, "rgb", RGBColor(200, 0, 0)))),
    Defect("không số trang", "page.number", looks=page_number(_no_number)),
    Defect("số trang ở chân", "page.number-place", looks=_to_footer),
    Defect("số trang bên trái", "page.number-place", looks=page_number(lambda p: setattr(p, "alignment", 0))),
    Defect(
        "số trang cỡ 10",
        "page.number-size",
        looks=page_number(lambda p: [setattr(r.font, "size", Pt(10)) for r in p.runs] and None),
    ),
    Defect(
        "số ở trang đầu",
        "page.number-first",
        looks=section(lambda s: setattr(s, "different_first_page_header_footer", False)),
    ),
    Defect(
        "số trang xa mép",
        "page.number-distance",
        looks=section(lambda s: setattr(s, "header_distance", Mm(16))),
        profiles=PARTY,
    ),
    Defect("tiêu đề cỡ 13", "heading.size", looks=sized("heading", 13), profiles=PARTY),
    Defect("tiêu đề nhạt", "heading.bold", looks=weight("heading", False), profiles=PARTY),
    Defect("tiêu đề sai chữ", "heading.words", looks=said("heading", lambda t: "ĐẢNG CỘNG SẢN VIỆT NAN"), profiles=PARTY),
    Defect("thiếu tiêu đề", "heading.present", looks=dropped("heading"), profiles=PARTY),
    Defect("không kẻ dưới tiêu đề", "heading.rule", looks=_no_rule("heading"), profiles=PARTY),
    Defect("quốc hiệu cỡ 11", "nation.size", looks=sized("nation", 11), profiles=("state-30",)),
    Defect("quốc hiệu nhạt", "nation.bold", looks=weight("nation", False), profiles=("state-30",)),
    Defect("quốc hiệu thường", "nation.capitals", looks=lower("nation"), profiles=("state-30",)),
    Defect("thiếu quốc hiệu", "nation.present", looks=dropped("nation"), profiles=("state-30",)),
    Defect("tiêu ngữ cỡ 12", "motto.size", looks=sized("motto", 12), profiles=("state-30",)),
    Defect("tiêu ngữ nhạt", "motto.bold", looks=weight("motto", False), profiles=("state-30",)),
    Defect("tiêu ngữ sai", "motto.words", looks=said("motto", lambda t: "Độc lập – Tự Do – Hạnh Phúc"), profiles=("state-30",)),
    Defect("thiếu tiêu ngữ", "motto.present", looks=dropped("motto"), profiles=("state-30",)),
    Defect("không kẻ dưới tiêu ngữ", "motto.rule", looks=_no_rule("motto"), profiles=("state-30",)),
    Defect("thiếu ngày", "date.present", looks=dropped("date")),
    Defect("thiếu cơ quan", "issuer.present", looks=dropped("issuer"), profiles=PARTY),
    Defect("thiếu trích yếu", "subject.present", looks=dropped("subject")),
    Defect("thiếu người ký", "signer.present", looks=dropped("signer")),
    Defect("cấp trên cỡ 12", "superior.size", looks=sized("superior", 11.5)),
    Defect("cấp trên đậm", "superior.weight", looks=weight("superior", True)),
    Defect("cấp trên thường", "superior.capitals", looks=lower("superior")),
    Defect("cơ quan cỡ 16", "issuer.size", looks=sized("issuer", 16)),
    Defect("cơ quan nhạt", "issuer.bold", looks=weight("issuer", False)),
    Defect("cơ quan thường", "issuer.capitals", looks=lower("issuer")),
    Defect("thiếu dấu sao", "issuer.star", looks=dropped("star"), profiles=PARTY),
    Defect("số cỡ 11", "number.size", looks=sized("number", 11)),
    Defect("số đậm", "number.weight", looks=weight("number", True)),
    Defect("số nghiêng", "number.slant", looks=slant("number", True)),
    Defect("thừa hai chấm", "number.colon", looks=said("number", lambda t: t.replace("Số ", "Số: ")), profiles=PARTY),
    Defect("thiếu hai chấm", "number.colon", looks=said("number", lambda t: t.replace("Số: ", "Số ")), profiles=("state-30",)),
    Defect("số sai mẫu", "number.form", looks=said("number", lambda t: t.replace("-", "/", 1)), profiles=PARTY),
    Defect("thiếu số ký hiệu", "number.present", looks=dropped("number")),
    Defect("ngày cỡ 12", "date.size", looks=sized("date", 12)),
    Defect("ngày đứng", "date.italic", looks=slant("date", False)),
    Defect("ngày đậm", "date.weight", looks=weight("date", True)),
    Defect("ngày thiếu số 0", "date.zero", looks=said("date", lambda t: t.replace("ngày 0", "ngày "))),
    Defect("ngày viết tắt", "date.form", looks=said("date", lambda t: t.replace(" tháng ", "/").replace(" năm ", "/"))),
    Defect("tên loại cỡ 12", "type.size", looks=sized("type", 12)),
    Defect("tên loại nhạt", "type.bold", looks=weight("type", False)),
    Defect("tên loại nghiêng", "type.slant", looks=slant("type", True)),
    Defect("tên loại thường", "type.capitals", looks=lower("type")),
    Defect("tên loại bên trái", "type.align", looks=aligned("type", 0)),
    Defect("tên loại hai chấm", "type.alone", looks=said("type", lambda t: f"{t}:")),
    Defect("trích yếu cỡ 12", "subject.size", looks=sized("subject", 12)),
    Defect("trích yếu nhạt", "subject.bold", looks=weight("subject", False)),
    Defect("trích yếu nghiêng", "subject.slant", looks=slant("subject", True)),
    Defect("trích yếu in hoa", "subject.case", looks=said("subject", str.upper)),
    Defect("trích yếu bên trái", "subject.align", looks=aligned("subject", 0)),
    Defect("trích yếu có chấm", "subject.end", looks=said("subject", lambda t: f"{t}.")),
    Defect("thiếu gạch dưới trích yếu", "subject.dashes", looks=dropped("dashes"), profiles=PARTY),
    Defect("gạch sai", "subject.dashes", looks=said("dashes", lambda t: "---------"), profiles=PARTY),
    Defect("trích yếu công văn cỡ 14", "letter-subject.size", looks=sized("letter", 14)),
    Defect("trích yếu công văn đứng", "letter-subject.slant", looks=slant("letter", False), profiles=PARTY),
    Defect("trích yếu công văn nghiêng", "letter-subject.slant", looks=slant("letter", True), profiles=("state-30",)),
    Defect("trích yếu công văn đậm", "letter-subject.weight", looks=weight("letter", True)),
    Defect("kính gửi cỡ 12", "addressee.size", looks=sized("addressee", 12)),
    Defect("thiếu kính gửi", "addressee.present", looks=dropped("addressee")),
    Defect("kính gửi ở tờ trình", "addressee.lead", looks=said("addressee", lambda t: t.replace("Kính trình", "Kính gửi")), profiles=("party-2026",)),
    Defect("đoạn cỡ 12", "body.size", looks=sized("body", 12)),
    Defect("đoạn khác cỡ", "body.even", looks=sized("body", 15), profiles=PARTY),
    Defect("đoạn canh trái", "body.justified", looks=aligned("body", 0)),
    Defect("đoạn không lùi", "body.indent", looks=_spacing(lambda f: setattr(f, "first_line_indent", Mm(0)))),
    Defect("đoạn sát nhau", "body.spacing", looks=_spacing(_close)),
    Defect("dãn dòng 32", "body.line", looks=_spacing(_stretched), profiles=PARTY),
    Defect("dãn dòng đôi", "body.line-state", looks=_spacing(_double), profiles=("state-30",)),
    Defect("căn cứ đứng", "body.grounds-italic", looks=slant("ground", False), profiles=("state-30",)),
    Defect("Điều không đậm", "body.article-bold", looks=_label_plain("article")),
    Defect("mục không đậm", "body.part-bold", looks=_label_plain("part")),
    Defect("quyền hạn cỡ 11", "capacity.size", looks=sized("capacity", 11)),
    Defect("quyền hạn nhạt", "capacity.bold", looks=weight("capacity", False)),
    Defect("chức vụ cỡ 11", "post.size", looks=sized("post", 11)),
    Defect("chức vụ nhạt", "post.weight", looks=weight("post", False), profiles=("state-30",)),
    Defect("chức vụ thường", "post.capitals", looks=lower("post")),
    Defect("tên cỡ 11", "signer.size", looks=sized("signer", 11)),
    Defect("tên nhạt", "signer.bold", looks=weight("signer", False)),
    Defect("tên in hoa", "signer.case", looks=said("signer", str.upper)),
    Defect("tên có học vị", "signer.plain", looks=said("signer", lambda t: f"TS. {t}"), profiles=PARTY),
    Defect("tên có học vị", "signer.plain-state", looks=said("signer", lambda t: f"ThS. {t}"), profiles=("state-30",)),
    Defect("nơi nhận sai chữ", "recipients.words", looks=said("recipients", lambda t: "NƠI NHẬN:")),
    Defect("thiếu nơi nhận", "recipients.present", looks=_no_recipients),
    Defect("chữ nơi nhận cỡ 10", "recipients.title-size", looks=sized("recipients", 10)),
    Defect("nơi nhận không gạch chân", "recipients.title-underline", looks=look("recipients", lambda r: setattr(r, "underline", False)), profiles=PARTY),
    Defect("nơi nhận đậm", "recipients.title-weight", looks=weight("recipients", True), profiles=PARTY),
    Defect("nơi nhận không đậm", "recipients.title-weight", looks=weight("recipients", False), profiles=("state-30",)),
    Defect("nơi nhận nghiêng", "recipients.title-slant", looks=slant("recipients", True), profiles=PARTY),
    Defect("nơi nhận đứng", "recipients.title-slant", looks=slant("recipients", False), profiles=("state-30",)),
    Defect("dòng nơi nhận cỡ 14", "recipients.size", looks=sized("recipient", 14)),
    Defect("dấu cộng ở nơi nhận", "recipients.hyphens", looks=said("recipient", lambda t: t.replace("- ", "+ ", 1))),
    Defect("nơi nhận thiếu dấu", "recipients.ends", looks=said("recipient", lambda t: t.rstrip(";,")), profiles=("party-2026",)),
    Defect("nơi nhận thiếu dấu", "recipients.ends-2018", looks=said("recipient", lambda t: t.rstrip(";,")), profiles=("party-2018",)),
    Defect("nơi nhận thiếu dấu", "recipients.ends-state", looks=said("recipient", lambda t: t.rstrip(";,")), profiles=("state-30",)),
    Defect("tô nền", "content.highlight", looks=look("body", _highlight)),
    Defect("ghi chú", "content.comment", looks=_comment),
    Defect("thay đổi chưa nhận", "content.tracked", looks=_tracked),
    Defect("dấu Mật", "secrecy.mark", looks=_stamp),
)  # fmt: skip
WORDS: Final = (
    Defect("số một chữ", "number.zero", _number(lambda d: d.reference_code.replace(d.number, "7", 1))),
    Defect("ký hiệu khác loại", "number.symbol", _kind(("Báo cáo", "Kế hoạch", "Thông báo"), _number(lambda d: d.reference_code.replace("-BC/", "-NQ/").replace("-KH/", "-NQ/").replace("-TB/", "-NQ/").replace("/BC-", "/NQ-").replace("/KH-", "/NQ-").replace("/TB-", "/NQ-")))),
    Defect("căn cứ thiếu chấm phẩy", "body.grounds-marks", _body(lambda b: b.replace(";\n@ Căn cứ", "\n@ Căn cứ", 1))),
    Defect("nhảy điều", "body.article-order", text("**Điều 3.**", "**Điều 4.**")),
    Defect("nhảy mục La Mã", "body.part-order", text("# II. NHIỆM VỤ", "# III. NHIỆM VỤ")),
    Defect("nhảy khoản", "body.clause-order", text("**3.** Phát huy", "**4.** Phát huy")),
    Defect("nhảy điểm", "body.point-order", text("c) Kiện toàn", "d) Kiện toàn")),
    Defect("kết thúc ./.", "body.end-slash", _last(lambda line: f"{line}/."), profiles=PARTY),
    Defect("thiếu chấm cuối", "body.end", _last(lambda line: line.rstrip("."))),
    Defect("thiếu QUYẾT ĐỊNH", "body.decides", text("= QUYẾT ĐỊNH:\n", "")),
    Defect("T/M sai dấu", "capacity.form", _capital("TM. BAN THƯỜNG VỤ"), profiles=PARTY),
    Defect("TM. sai dấu", "capacity.form", _capital("T/M ỦY BAN NHÂN DÂN"), profiles=("state-30",)),
    Defect("K/T cấp ủy", "competence.no-deputy", _capital("K/T BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), profiles=PARTY),
    Defect("TUQ của Đảng", "competence.no-mandate", _capital("TUQ. BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"), profiles=PARTY),
    Defect("KT mà cấp trưởng ký", "competence.deputy-post", _capital("KT. CHỦ TỊCH", "CHỦ TỊCH"), profiles=("state-30",)),
    Defect("T/M chánh văn phòng", "competence.on-behalf", _capital("T/M CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"), profiles=PARTY),
    Defect("T/L bí thư ký", "competence.by-order", _capital("T/L BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), profiles=PARTY),
    Defect("loại không thuộc thẩm quyền", "competence.province", _kind(("Chỉ thị", "Thông tri", "Hướng dẫn"), _capital("T/M TỈNH ỦY", "BÍ THƯ")), profiles=PARTY),
    Defect("thiếu Như trên", "recipients.as-above", _recipients(lambda r: r[1:] if r[0] == "Như trên" else r)),
    Defect("thiếu lưu", "recipients.kept", _recipients(lambda r: r[:-1])),
    Defect("Lưu: VT của Đảng", "recipients.archive-form", _recipients(lambda r: (*r[:-1], "Lưu: VT")), profiles=PARTY),
    Defect("Lưu không hai chấm", "recipients.archive-form", _recipients(lambda r: (*r[:-1], "Lưu VT, TH")), profiles=("state-30",)),
    Defect("viện dẫn thiếu phẩy", "references.comma", _body(lambda b: b.replace("/TU, ngày", "/TU ngày", 1)), profiles=("party-2026",)),
    Defect("viện dẫn thiếu số", "references.label", _body(lambda b: b.replace("Nghị quyết số 12-NQ/TU", "Nghị quyết 12-NQ/TU", 1)), profiles=("party-2026",)),
    Defect("viện dẫn thiếu ngày", "references.dated", _append("Thực hiện Chỉ thị số 24-CT/TU của Ban Thường vụ Tỉnh ủy về lãnh đạo nhiệm vụ trọng tâm."), profiles=PARTY),
    Defect("viện dẫn có cách", "references.form", _body(lambda b: b.replace("12-NQ/TU", "12 - NQ/TU", 1)), profiles=PARTY),
    Defect("viện dẫn tương lai", "references.future", _future),
    Defect("viện dẫn hai ngày", "references.twice", _cited_again),
    Defect("cấp huyện", "references.district", _append("Giao Huyện ủy Đông Giang chủ trì kiểm tra, đôn đốc việc thực hiện ở cơ sở theo thẩm quyền."), profiles=("party-2026", "state-30")),
    Defect("tên cũ", "references.renamed", _append("Giao Ban Tuyên giáo Tỉnh ủy chủ trì tham mưu, hướng dẫn tuyên truyền trong toàn Đảng bộ."), profiles=("party-2026", "state-30")),
    Defect("tổ chức đã kết thúc", "references.ended", _append("Các ban cán sự đảng, đảng đoàn cụ thể hóa nội dung phù hợp với tình hình cơ quan, đơn vị."), profiles=("party-2026", "state-30")),
    Defect("ngày không có thật", "content.date", _append("Hội nghị sơ kết tổ chức vào ngày 31/11/2027 tại Trung tâm hội nghị tỉnh.")),
    Defect("ngày không có thật", "content.date", _append("Báo cáo gửi về Văn phòng chậm nhất ngày 30 tháng 02 năm 2027 để tổng hợp.")),
    Defect("sai thứ", "content.weekday", _body(_weekday)),
    Defect("hạn đã qua", "content.deadline", _past),
    Defect("còn chỗ trống", "content.leftover", _append("Kinh phí thực hiện khoảng xxx triệu đồng, bố trí từ ngân sách địa phương theo quy định.")),
    Defect("còn dấu chấm lửng", "content.leftover", _append("Tổng kinh phí là … triệu đồng, lấy từ nguồn ngân sách địa phương năm nay.")),
    Defect("tổng bảng sai", "content.table-sum", _body(_sum)),
    Defect("tỷ lệ sai", "content.share", _body(_share)),
    Defect("tổng sai", "content.sum", _body(_parts)),
    Defect("số liệu hai cách", "content.told-twice", text("Đến nay, tổng số đảng viên toàn tỉnh là 45.320", "Đến nay, tổng số đảng viên toàn tỉnh là 45.230")),
    Defect("viết tắt lạ", "content.abbreviation", _append("Giao KTĐN phối hợp với các đơn vị liên quan hoàn thiện hồ sơ trình cấp có thẩm quyền.")),
    Defect("sai âm tiết", "language.syllable", text("được nâng lên rõ rệt", "đựơc nâng lên rõ rệt")),
    Defect("sai chính tả", "language.mistake", _body(lambda b: b.replace("theo dõi, đôn đốc và", "theo dõi, bổ xung và", 1))),
    Defect("chữ lặp", "language.doubled-word", text("Đến nay, tổng số đảng viên", "Đến nay, tổng số số đảng viên")),
    Defect("thừa dấu cách", "language.doubled-space", text("được nâng lên rõ rệt", "được  nâng lên rõ rệt")),
    Defect("cách trước dấu", "language.space-before", text("Đến nay, tổng", "Đến nay , tổng")),
    Defect("thiếu cách sau dấu", "language.space-after", text("Đến nay, tổng", "Đến nay,tổng")),
    Defect("Unicode tổ hợp", "language.composed", _body(_decomposed)),
    Defect("thiếu ngoặc", "language.brackets", text("(theo chức năng, nhiệm vụ)", "(theo chức năng, nhiệm vụ")),
    Defect("dấu thanh lẫn lộn", "language.tone", _append("Tuỳ tình hình cụ thể, các cấp ủy lựa chọn nội dung phù hợp để lãnh đạo, chỉ đạo thực hiện.")),
    Defect("từ ngữ mật", "secrecy.words", _append("Tài liệu này thuộc danh mục bí mật nhà nước độ Mật, không sao gửi ra ngoài.")),
    Defect("viện dẫn chính số của mình", "references.own-number", _own_number),
    Defect("không có nội dung", "content.empty", lambda d: replace(d, body="")),
    Defect("một phụ lục không số", "appendix.numbered", lambda d: replace(d, appendix="= PHỤ LỤC\nDanh sách chi bộ đạt chỉ tiêu.\n= PHỤ LỤC\nDanh sách chi bộ chưa đạt chỉ tiêu.")),
    Defect("phụ lục không dẫn văn bản", "appendix.refers", lambda d: replace(d, appendix="= PHỤ LỤC\nDanh sách chi bộ đạt chỉ tiêu.")),
)  # fmt: skip
DEFECTS: Final = (*LOOKS, *WORDS)
