"""Words printed in capitals written as a register has them: «SỞ NỘI VỤ» gives «Sở Nội vụ»."""

from __future__ import annotations

import re
from functools import cache

from vanphong.lib.reading.header.stream import Stream, fold
from vanphong.lib.reading.header.vocabulary import AGENCY_NAMES, BODY_NAMES, PLACES, TYPES, either, key

# Words after which a body's name goes on with a proper name.
_UNITS = r"tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu|thôn|bản"
_UNIT_NAME = re.compile(
    rf"\b(?P<unit>{_UNITS})\s+(?P<name>(?!(?:thuộc|trực|quản|và|ủy|uỷ)\b)[^\s,;()]+(?:\s+[^\s,;()]+){{0,3}})",
    re.I,
)
_COMMITTEE = re.compile(r"\b(tỉnh|thành|huyện|quận|thị|đảng|quân) (ủy|uỷ)(?=\s+(\S+))?", re.I)
_FIXED_NAMES = (
    "Việt Nam", "Trung ương", "Nhà nước", "Quốc hội", "Chính phủ", "nhân dân", "Bộ Chính trị", "Ban Bí thư",
    "Thủ tướng", "Mặt trận Tổ quốc", "Hồ Chí Minh", "Ban Thường vụ", "Tỉnh ủy", "Thành ủy", "Ban Chấp hành",
    "Trung ương Đảng", "Đảng bộ", "Đảng ủy", "đảng viên", "Thường trực Tỉnh ủy",
)  # fmt: skip
_FIXED = {key(name): name for name in _FIXED_NAMES}
# Names that only a body's title holds so: in running text «dân vận», «phụ nữ» are plain words.
_BODY_PARTS = (
    "Ủy ban Kiểm tra", "Tuyên giáo và Dân vận", "Ủy ban nhân dân", "Hội đồng nhân dân", "Quân sự", "Nội vụ",
    "Tổng Liên đoàn Lao động", "Liên đoàn Lao động", "Hội Liên hiệp Phụ nữ", "Hội Nông dân", "Đoàn tỉnh",
    "Hội Cựu chiến binh", "Tỉnh đoàn", "Thành đoàn", "Xây dựng Đảng", "Ủy ban Mặt trận Tổ quốc",
    "Ban Chỉ huy", "Công an", "các cơ quan Đảng", "Văn phòng Tỉnh ủy", "Văn phòng Đảng ủy",
)  # fmt: skip
_BODY_FIXED = {**_FIXED, **{key(name): name for name in _BODY_PARTS}}


@cache
def _names(body: bool = False) -> re.Pattern[str]:
    """Names that keep their own case wherever they stand, or in a body's name, in folded capitals."""
    fixed = _BODY_FIXED if body else _FIXED
    return re.compile(rf"(?<![A-Z])(?:{either([*AGENCY_NAMES, *PLACES, *fixed])})(?![A-Z])")


def _put(text: str, start: int, end: int, name: str) -> str:
    """`name` for `text[start:end]`, but spelt with the marks of the text where those are printed."""
    printed = text[start:end]
    if len(printed) == len(name) and any(ord(ch) > 127 for ch in printed):
        name = "".join(p.upper() if n.isupper() else p for p, n in zip(printed, name, strict=True))
    return text[:start] + name + text[end:]


# A Vietnamese syllable without marks; what is none («UBND», «ĐMDN», «ABC») is an abbreviation and stays.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?(?:uy[eu]?|uo[iu]?|ie?u?|ye?u?|oa[io]?|oe|ua[iy]?|ue|ui|uu|ia|iu|i|y|"
    r"a[iouy]?|eo?|eu|o[io]?|ou|u)(?:ch|ng|nh|[cmnpt])?",
    re.I,
)


def _small(text: str) -> str:
    """`text` in small letters but for abbreviations."""
    words = re.split(r"([^\w']+)", text)
    return "".join(
        w if w.isupper() and len(w) > 1 and w.isalpha() and not _SYLLABLE.fullmatch(fold(w)) else w.lower()
        for w in words
    )


def _respelt(text: str) -> str:
    """The words that a body's name begins with, spelt right where recognition lost marks: «BAN TÔ CHỨC»."""
    words = text.split()
    for count in range(min(len(words), 6), 1, -1):
        name = BODY_NAMES.get(key(" ".join(words[:count])))
        if name:
            if words[count : count + 1] == ["TINH"] and key(" ".join(words[count + 1 : count + 3])) in PLACES:
                words[count] = "TỈNH"
                text = " ".join(words)
            printed = " ".join(words[:count])
            return (
                text
                if printed.replace("UỶ", "ỦY").replace("TOÀ", "TÒA") == name
                else " ".join([name, *words[count:]])
            )
    return text


def sentence_case(printed: str) -> str:
    """A title printed in capitals as a sentence, names of places and bodies kept."""
    text = " ".join(printed.split())
    lowered = _small(text)
    if len(lowered) != len(text):
        return text
    folded = key(lowered)
    known = {**_FIXED, **PLACES, **AGENCY_NAMES}
    if len(folded) == len(lowered):
        for match in _names().finditer(folded):
            lowered = _put(lowered, *match.span(), known[match[0]])
    lowered = (
        re.sub(r"(?<![\w-])(\d+[-/])?(?:[a-zđ]+\d*[-/&])+[a-zđ]+\d*", lambda m: m[0].upper(), lowered)
        if any(c in lowered for c in "/&")
        else lowered
    )
    lowered = _NUMBERED.sub(lambda m: m[0][:1].upper() + m[0][1:], lowered)
    return lowered[:1].upper() + lowered[1:]


_NUMBERED = re.compile(
    rf"\b(?:{'|'.join(sorted((n.lower() for n in TYPES.values()), key=len, reverse=True))})(?= số \d)"
)


def _loose(name: str) -> str:
    """A body's name without the signs between its words: offices write «LAO ĐỘNG-THƯƠNG BINH» in four ways."""
    return " ".join(re.findall(r"[A-Z]+", key(name)))


_AGENCIES_LOOSE = {_loose(name): name for name in AGENCY_NAMES.values()}


def body_case(printed: str) -> str:
    """The name of a body as a register has it."""
    text = " ".join(printed.split())
    known = _AGENCIES_LOOSE.get(_loose(text))
    if known:
        return known
    ministry = _AGENCIES_LOOSE.get(re.sub(r"^SO ", "BO ", _loose(text)))
    if ministry:  # a department is named as its ministry
        return "Sở" + ministry[2:]
    lowered = _small(_respelt(text))
    lowered = _UNIT_NAME.sub(lambda m: m["unit"] + " " + _titled(m["name"]), lowered)
    lowered = _COMMITTEE.sub(lambda m: m[1].capitalize() + " " + m[2], lowered)
    lowered = re.sub(
        r"((?:Tỉnh|Thành|Huyện|Quận|Thị) (?:ủy|uỷ)) (\S+(?: \S+){0,3})",
        lambda m: m[1] + " " + _titled(m[2]),
        lowered,
    )
    folded = key(lowered)
    if len(folded) == len(lowered):
        known_names = {**_BODY_FIXED, **PLACES, **AGENCY_NAMES}
        for match in _names(body=True).finditer(folded):
            lowered = _put(lowered, *match.span(), known_names[match[0]])
        lowered = _capital_subject(lowered, folded)
    lowered = _SCHOOL.sub(lambda m: m[1] + _titled(m[2]), lowered)
    return lowered[:1].upper() + lowered[1:]


# Schools bear names of people and places.
_SCHOOL = re.compile(
    r"(trường (?:trung học phổ thông|trung học cơ sở|tiểu học|mầm non|thpt|thcs) )(.+)$", re.I
)


# Bodies whose field is named with a capital: «Sở Nội vụ», «Ban Tổ chức», «Cục Quản lý dược».
_FIELD = re.compile(
    r"\b(?:BO|SO|BAN|CUC|VU|TONG CUC|CHI CUC|PHONG|VIEN|HOC VIEN|TRUONG|TRUNG TAM|DANG BO|CONG TY) (?=[A-Z])"
)


def _capital_subject(text: str, folded: str) -> str:
    for match in _FIELD.finditer(folded):
        if folded[max(0, match.start() - 3) : match.start()] in {"UY ", "AN "} and match[0] == "BAN ":
            continue
        if match[0] == "VU " and folded[max(0, match.start() - 7) : match.start()] == "THUONG ":
            continue
        if match[0] == "BO " and folded[max(0, match.start() - 5) : match.start()] == "DANG ":
            continue
        if match[0] == "BO " and folded[max(0, match.start() - 4) : match.start()] == "CHI ":
            continue
        if match[0] == "PHONG " and folded[max(0, match.start() - 4) : match.start()] == "VAN ":
            continue
        at, start = match.end(), match.start()
        unit = re.match(rf"(?:{key(_UNITS)})\b".replace(" ", r"\ "), folded[at:])
        first = text[at] if unit else text[at].upper()
        head = text[start].upper() if start == 0 or folded[start - 2 : start] != "Y " else text[start]
        text = text[:start] + head + text[start + 1 : at] + first + text[at + 1 :]
    return text


def _titled(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def repeated(stream: Stream, printed: str, *, limit: int = 12000) -> str | None:
    """`printed` (capitals) in the case in which the text repeats it; None where it does not."""
    wanted = r"\s+".join(re.escape(word) for word in key(printed).split())
    for match in re.finditer(wanted, stream.fold[:limit], re.I):
        again = " ".join(stream.text[match.start() : match.end()].split())
        if not again.isupper():
            return again[:1].upper() + again[1:]
    return None


def is_capitals(text: str, share: float = 0.8) -> bool:
    """Printed in capitals, a few letters misread allowed."""
    letters = [ch for ch in text if ch.isalpha()]
    return bool(letters) and sum(ch.isupper() for ch in letters) >= share * len(letters)
