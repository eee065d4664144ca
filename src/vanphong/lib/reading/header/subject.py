"""Subject (trích yếu), in all layouts: under the type name, or «V/v …» under the number."""

from __future__ import annotations

import re

from vanphong.lib.reading.header.casing import is_capitals, repeated, sentence_case
from vanphong.lib.reading.header.naming import BODY_BEGINS, Named
from vanphong.lib.reading.header.number import Code
from vanphong.lib.reading.header.respelling import respelt
from vanphong.lib.reading.header.stream import TAKEN, Head, fold
from vanphong.lib.reading.header.vocabulary import key
from vanphong.lib.reading.model import Found

_ABOUT = re.compile(
    r"(?<![A-Za-z])(?:V\s?/\s?v|V/V|v/v|[VW][/Il1\u2044]v|V[/\u2044]?%v?(?= ))"
    r"\s*[:.]?\s*|(?m:^|(?<=\x1f))\s*(?=(?:V|v)e viec )"
)
_SENTENCE_END = re.compile(r"[.;:]\s*$")
_OPENS_BODY = re.compile(
    r"^\s*(?:[-+]\s|[IVX]+\s?[.\-/](?!\d{4})|\d{1,2}\s?[.\-/)]\s|Kinh |Can cu|Theo |Ngay |"
    r"Thuc hien |Dong chi|Cac dong chi)"
)
_ENACTOR = (
    r"(?:(?:PHO )?CHU TICH|BO TRUONG|THONG DOC|GIAM DOC|TONG GIAM DOC|TONG CUC TRUONG|CUC TRUONG|"
    r"CHANH AN|VIEN TRUONG|TONG KIEM TOAN|CHU NHIEM|HIEU TRUONG|TRUONG BAN|CHANH VAN PHONG|TONG THANH TRA|"
    r"CHANH THANH TRA|THU TUONG)"
)
_BODY_WORDS = (
    r"(?:UY BAN NHAN DAN|HOI DONG NHAN DAN|CHINH PHU|QUOC HOI|THU TUONG CHINH PHU|BO |SO |TONG CUC|CUC |"
    r"TOA AN"
    r"|VIEN KIEM SAT|NGAN HANG NHA NUOC|THANH TRA CHINH PHU|UY BAN|UBND|HDND|NUOC CONG HOA)"
)
_ISSUING = re.compile(
    rf"(?<!CUA)(?<!DO)(?<!VA)(?<!GIUA)(?<!TAI)(?<!BOI)(?<!VOI)(?<!CAC)(?<!PHO)(?<!,)[ \n\x1f]+"
    rf"(?P<who>{_ENACTOR}\s+(?:{_BODY_WORDS}|CHINH PHU|NUOC)"
    r"[^,;.()]{0,90})$"
)


def read_subject(
    head: Head, named: Named | None, code: Code | None, body: int, issuer: str | None
) -> Found | None:
    """The subject: what follows the type name, or what follows «V/v»."""
    start = code.end if code else 0
    about = _ABOUT.search(head.fold, start, min(body, start + 600))
    if named is None or (about and about.start() < named.start):
        return _about(head, about.end(), body) if about else None
    start, end = named.end, _subject_end(head, named, body)
    if code and code.notation.startswith("VBHN"):
        start = named.start  # a consolidated text is about the law whose name it prints
    return _subject(head, _after_own(head, code, start, end), end, 0.95, issuer)


_OWN_LEAD = re.compile(
    r"\s*(?:CUA\s+[A-Z ]{3,90}?\s+)?SO\s*:?\s*(?P<code>[0-9A-Z][^\s]*[-/][^\s]+)"
    r"(?:\s*,?\s*NGAY\s+(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\s+THANG\s+\d{1,2}\s+NAM\s+\d{4}))?"
    r"(?:\s+CUA\s+(?:[A-Z]+\s+){1,8}?(?=VE |QUY DINH |BAN HANH |HUONG DAN |SUA DOI|PHE DUYET |$))?",
)


def _after_own(head: Head, code: Code | None, start: int, end: int) -> int:
    """Past the document's own number repeated under its type: «LUẬT … SỐ 29/2001/QH10 VỀ HẢI QUAN»."""
    match = _OWN_LEAD.match(head.fold, start, end)
    if match and code and code.whole and key(match["code"]) == key(code.whole):
        return match.end()
    return start


def _about(head: Head, start: int, body: int) -> Found | None:
    """«V/v …» runs on under the number until the addressee; other fields between are blanked already."""
    end = body
    for match in re.finditer(r"\n", head.fold[start:body]):
        rest = head.fold[start + match.end() : body]
        line = rest.split("\n", 1)[0].strip(TAKEN + " ")
        so_far = head.fold[start : start + match.start()].strip(TAKEN + " \n")
        if so_far and (
            re.match(r"[A-Z][a-z]+ .{60,}", line) or _OPENS_BODY.match(line) or _SENTENCE_END.search(so_far)
        ):
            end = start + match.start()
            break
    return _subject(head, start, min(end, start + 600), 0.93)


def _subject(head: Head, start: int, end: int, certainty: float, issuer: str | None = None) -> Found | None:
    raw = head.text[start:end]
    text = " ".join(re.sub(rf"[{TAKEN}]+", " ", raw).split()).strip(" .;:*-_")
    text = re.sub(r"^(?:V\s?/\s?v|V/V|V[/\u2044]?%v?)\s*[:.]?\s*", "", text)
    if len(text) < 3 or not any(ch.isalpha() for ch in text):
        return None
    lead = len(raw) - len(raw.lstrip(TAKEN + " \n\t*-_"))
    if is_capitals(text, 0.9):
        value = repeated(head.stream, text) or _sentence(head, _without_issuer(_spelt(head, text), issuer))
    else:
        spelt = _spelt(head, text)
        value = spelt[:1].upper() + spelt[1:]
    return head.found(value, start + lead, start + len(raw.rstrip(TAKEN + " \n\t")), certainty)


def _spelt(head: Head, text: str) -> str:
    return respelt(text) if head.stream.recognised else text


def _sentence(head: Head, printed: str) -> str:
    return repeated(head.stream, printed) or sentence_case(printed)


def _subject_end(head: Head, named: Named, body: int) -> int:
    """Capitals run until the first word in small letters; small letters until a rule or a new paragraph."""
    start = named.end
    first = re.compile(r"[^\W\d_]{2,}").search(head.text, start, body)
    if first is None:
        return start
    if first[0].isupper():
        return _end_of_capitals(head, start, body)
    return _end_of_lines(head, start, body)


def _end_of_capitals(head: Head, start: int, body: int) -> int:
    end, low = start, False
    for word in re.finditer(r"\S+", head.text[start:body]):
        letters = [ch for ch in word[0] if ch.isalpha()]
        small = sum(ch.islower() for ch in letters)
        if small and small * 2 >= len(letters) and not re.match(r"[\d/-]*(?:CTr|TTr|TTg|QyĐ)", word[0]):
            low = True
            break
        end = start + word.end()
    quoted = head.text[start:body]
    if (
        low
        and quoted[: end - start].count("“") > quoted[: end - start].count("”")
        and "”" in quoted[end - start :][:300]
    ):
        end = start + quoted.index("”", end - start) + 1
    return _before_own(head, start, _without_enactor(head, start, end))


def _before_own(head: Head, start: int, end: int) -> int:
    """Leave out the number repeated after a law's name: «LUẬT ĐẤT ĐAI SỐ 24-L/CTN NGÀY … CỦA QUỐC HỘI»."""
    match = re.search(
        r"\s+SO\s+[0-9]+[-/][A-Z0-9/-]+\s+NGAY\s+[\d/]{8,10}\s+CUA\s+[A-Z ]+$", head.fold[start:end]
    )
    return start + match.start() if match and match.start() > 0 else end


def _without_enactor(head: Head, start: int, end: int) -> int:
    """Leave out who issues, printed once more under the subject: «BỘ TRƯỞNG BỘ TƯ PHÁP», «CHÍNH PHỦ»."""
    folded = head.fold[start:end]
    match = _ISSUING.search(folded[-160:])
    if (match and len(folded) - 160 + match.start() > 0) or (match and match.start() > 12):
        return end - len(folded[-160:]) + match.start("who")
    return end


# Printed before a body's name that belongs to the subject; compared with marks («DO» is not «ĐỎ»).
_JOINS = frozenset(
    (
        "CỦA",
        "VÀ",
        "DO",
        "GIỮA",
        "TẠI",
        "VỚI",
        "BỞI",
        "TRONG",
        "NHẬP",
        "VỀ",
        "CÁC",
        "CHO",
        "THUỘC",
        "NGÀNH",
        "TỪ",
        "VIỆC",
    )
)


# «KHÓA XV, KỲ HỌP THỨ 5», printed after the council that enacts.
_SESSION = re.compile(
    r"\s*[,(]?\s*KHOA (?:[IVXL]+|\d{1,2})\s*[,-]?\s*(?:[-(]\s*)?KY HOP(?: LAN)?(?: THU)? ?[A-Z0-9 ]{1,24}\)?$"
)


def _without_issuer(text: str, issuer: str | None) -> str:
    """`text` without the issuer's name printed after it, unless a word like «của» makes it part of it."""
    session = _SESSION.search(fold(text).upper())
    if session and issuer and key(text[: session.start()]).endswith(key(issuer)):
        text = text[: session.start()]
    words, name = text.split(), _plain(issuer or "").split()
    # «ỦY BAN NHÂN DÂN TỈNH» alone also names the one of the heading.
    short = name[:5] if name[:4] in (["UY", "BAN", "NHAN", "DAN"], ["HOI", "DONG", "NHAN", "DAN"]) else name
    count = _ends_with(words, name) or _ends_with(words, short) or _ends_with(words, short[:4])
    if not count or len(words) <= count + 1:
        return text
    before = words[-count - 1].upper()
    office = before == "PHÒNG" and words[-count - 2].upper() == "VĂN"
    if office or before in _JOINS or before.endswith((",", "-")):
        return text
    rest = " ".join(words[:-count]).rstrip(" ,;:.-")
    head = _HEAD.search(fold(rest).upper())
    return rest[: head.start()].rstrip(" ,;:.-") if head and head.start() > 12 else rest


_HEAD = re.compile(rf"(?<!CUA)(?<!CAC)(?<!VA)(?<!,)\s+{_ENACTOR}$")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[A-Z0-9]+", key(text)))


def _ends_with(words: list[str], name: list[str]) -> int:
    """How many of `words`, from the last, spell `name`, signs between them not counted; 0 where they do not."""
    if not name:
        return 0
    spelt: list[str] = []
    for count in range(1, min(len(words), len(name) + 3) + 1):
        spelt = _plain(words[-count]).split() + spelt
        if len(spelt) >= len(name):
            return count if spelt == name else 0
    return 0


def _end_of_lines(head: Head, start: int, body: int) -> int:
    """Lines of a subject in small letters, until a rule, a blank stretch or what begins a paragraph."""
    window = head.text[start : min(body, start + 1200)]
    rule = re.search(rf"\n[ \t]*{TAKEN}{{3,}}", window)
    if rule and rule.start() > 3 and not BODY_BEGINS.search(head.fold[start : start + rule.start()]):
        return start + rule.start()
    end, lines = start, window.split("\n")
    taken, at = "", start
    for index, line in enumerate(lines):
        shown = line.strip(TAKEN + " \t")
        goes_on = (
            not taken
            or shown[:1].islower()
            or shown[:1].isdigit()
            or _unfinished(taken)
            or _overhang(taken, shown)
        )
        if shown and (
            _OPENS_BODY.match(fold(shown)) or not goes_on or (taken and _SENTENCE_END.search(taken))
        ):
            break
        if taken and len(shown) > 12 and shown.isupper() and not taken.isupper():
            break  # who enacts: «HỘI ĐỒNG NHÂN DÂN TỈNH …»
        # A paragraph of the text ends with a stop; a subject does not, however long it is.
        if shown and index and not taken and len(shown) > (400 if _SENTENCE_END.search(shown) else 900):
            break
        if shown:
            taken, end = shown, at + len(line.rstrip(TAKEN + " \t"))
        at += len(line) + 1
    return end


def _overhang(above: str, line: str) -> bool:
    """The last few words of a subject whose line was full: «… của Ban Thường vụ / Tỉnh ủy»."""
    return (
        34 <= len(above) <= 90 and len(line) <= 34 and not line.isupper() and not re.search(r"[:;.,]$", line)
    )


def _unfinished(line: str) -> bool:
    """A line that cannot end a subject: it breaks off after a comma or a linking word."""
    return line.endswith(" quý") or bool(re.search(rf"(?:,|(?<![a-z])(?:{_LINKING}))$", fold(line)))


_LINKING = "cua|va|ve|cac|cho|voi|nam|tai|tren|theo|so|la|Bo|tinh|trong|doi|mot|de|den|tu|do|bang|gan|nhung"
