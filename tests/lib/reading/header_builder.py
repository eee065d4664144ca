"""Builds pages and whole headers by the written layouts, with what a reader must find in them."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from vanphong.lib.reading.model import Line, Page, Text, Word

LAYOUTS = ("party-2018", "party-2026", "state-30", "state-110")
ARRANGEMENTS = ("apart", "rows", "flow")


def line(text: str, x0: float, x1: float, y: float) -> Line:
    """Words of `text` spread from x0 to x1 at height y."""
    words = text.split()
    share = (x1 - x0) / max(sum(len(w) + 1 for w in words), 1)
    placed, at = [], x0
    for word in words:
        placed.append(Word(word, (at, y, at + share * len(word), y + 0.014)))
        at += share * (len(word) + 1)
    return Line(tuple(placed))


def centred(text: str, low: float, high: float, y: float) -> Line:
    """`text` in the middle between low and high, some 1.1 % of the page's width a letter."""
    half = min(len(text) * 0.0055, (high - low) / 2)
    return line(text, (low + high) / 2 - half, (low + high) / 2 + half, y)


def flow(text: str) -> Text:
    """One line of the page a line of `text`, as from a file without pages."""
    rows = [row for row in text.split("\n") if row.strip()]
    lines = tuple(line(row, 0.15, 0.93, min(0.02 * i, 0.97)) for i, row in enumerate(rows))
    return Text((Page(1, 595, 842, lines, "flow"),), "text/plain")


def two_columns(
    left: Sequence[str], right: Sequence[str], below: Sequence[str], arrangement: str = "apart"
) -> Text:
    """A page with a two-column header; blank strings keep rows level.

    apart: left column, then right, then the text; rows: both columns on one line; flow: apart without places.
    """
    step = 0.021
    rows = max(len(left), len(right))
    body = [line(t, 0.15, 0.93, 0.08 + (rows + i) * step) for i, t in enumerate(below) if t.strip()]
    lefts = [centred(t, 0.12, 0.48, 0.05 + i * step) for i, t in enumerate(left) if t.strip()]
    rights = [centred(t, 0.48, 0.95, 0.05 + i * step) for i, t in enumerate(right) if t.strip()]
    if arrangement == "rows":
        joined = []
        for i in range(rows):
            parts = [column[i] for column in (left, right) if i < len(column) and column[i].strip()]
            if parts:
                joined.append(line(" ".join(parts), 0.12, 0.95, 0.05 + i * step))
        lines = joined + body
    else:
        lines = lefts + rights + body
    return Text(
        (Page(1, 595, 842, tuple(lines), "flow" if arrangement == "flow" else "text"),), "application/pdf"
    )


PROVINCES = (
    "Quảng Ninh", "Cao Bằng", "Lạng Sơn", "Tuyên Quang", "Đắk Lắk", "Gia Lai", "Khánh Hòa", "Cà Mau",
    "Nghệ An", "Hà Tĩnh", "Vĩnh Long", "Lâm Đồng", "Sơn La", "Phú Thọ", "Hưng Yên",
)  # fmt: skip
TOWNS = ("Hạ Long", "Hà Nội", "Nha Trang", "Công Hải", "Đà Lạt", "Tân Uyên", "Cô Tô", "Vinh", "Buôn Ma Thuột")
PARTY_OFFICES = (
    ("Ban Tổ chức", "BTCTU", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
    ("Văn phòng", "VPTU", "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    ("Ủy ban Kiểm tra", "UBKTTU", "CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"),
    ("Ban Tuyên giáo và Dân vận", "BTGDVTU", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
    ("Ban Nội chính", "BNCTU", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
)
DEPARTMENTS = (
    ("Sở Nội vụ", "SNV"), ("Sở Tài chính", "STC"), ("Sở Nông nghiệp và Môi trường", "SNNMT"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT"), ("Sở Y tế", "SYT"), ("Thanh tra tỉnh", "TTr"),
)  # fmt: skip
PARTY_TYPES = (
    ("Nghị quyết", "NQ"), ("Quyết định", "QĐ"), ("Quy định", "QĐ"), ("Chỉ thị", "CT"), ("Kết luận", "KL"),
    ("Quy chế", "QC"), ("Hướng dẫn", "HD"), ("Thông báo", "TB"), ("Báo cáo", "BC"), ("Kế hoạch", "KH"),
    ("Chương trình", "CTr"), ("Đề án", "ĐA"), ("Tờ trình", "TTr"), ("Công văn", "CV"), ("Thông tri", "TT"),
    ("Giấy mời", "GM"),
)  # fmt: skip
STATE_TYPES = (
    ("Quyết định", "QĐ"), ("Chỉ thị", "CT"), ("Thông báo", "TB"), ("Hướng dẫn", "HD"),
    ("Chương trình", "CTr"), ("Kế hoạch", "KH"), ("Báo cáo", "BC"), ("Tờ trình", "TTr"), ("Công văn", ""),
    ("Công điện", "CĐ"), ("Giấy mời", "GM"),
)  # fmt: skip
SUBJECTS = (
    "triển khai thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị về đột phá phát triển khoa học, công nghệ",
    "tăng cường sự lãnh đạo của Đảng đối với công tác phòng, chống lãng phí",
    "tổ chức Hội nghị sơ kết 6 tháng đầu năm 2026",
    "báo cáo kết quả kiểm điểm, đánh giá, xếp loại chất lượng tổ chức đảng, đảng viên năm 2026",
    "góp ý dự thảo Quy chế làm việc của Ban Thường vụ Tỉnh ủy",
    "cung cấp số liệu phục vụ xây dựng đề án sắp xếp tổ chức bộ máy",
    "công tác cán bộ",
    "chuẩn bị nội dung làm việc với Đoàn kiểm tra số 1325 của Ban Bí thư",
)
FAMILY_NAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Nông",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Lò",
    "Vàng",
    "Hà",
    "Y",
)
MIDDLE_NAMES = ("Văn", "Thị", "Đức", "Minh", "Thanh", "Hữu", "Ngọc", "Xuân", "A")
GIVEN_NAMES = ("Hùng", "Lan", "Tuấn", "Phước", "Ánh", "Trung", "Thủy", "Yến", "Dũng", "Hòa", "Kỳ", "Ưng")
BODIES = (
    "Thực hiện Chương trình công tác năm 2026, đơn vị báo cáo như sau:",
    "Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
    "Ngày 15/10/2026, Thường trực Tỉnh ủy đã họp và cho ý kiến về nội dung trên.",
    "Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ tỉnh khóa XVI;",
    "Trong thời gian qua, các cấp ủy đã quan tâm lãnh đạo, chỉ đạo thực hiện có kết quả.",
)


@dataclass
class Sample:
    """A header's parts and the values a reader must give back."""

    left: list[str]
    right: list[str]
    below: list[str]
    expected: dict[str, str]
    recipients: list[str] = field(default_factory=list)

    def text(self, arrangement: str) -> Text:
        return two_columns(self.left, self.right, self.below, arrangement)

    def run_together(self, rng: random.Random) -> Text:
        """A file without places whose lines run on into each other, here and there, as imports leave them."""
        below = list(self.below)
        if self.expected["type"] != "Công văn":
            end = next(at for at, row in enumerate(below) if row == "-----" or row in BODIES)
            subject = " ".join(below[1:end])
            below[:end] = [f"{below[0]} {subject}"] if rng.random() < 0.5 else [below[0], subject]
        return flow("\n".join([*_run_on(self.left, rng), *_run_on(self.right, rng), *below]))


def _run_on(rows: Sequence[str], rng: random.Random) -> list[str]:
    joined: list[str] = []
    for row in filter(str.strip, rows):
        if joined and rng.random() < 0.6:
            joined[-1] += f" {row}"
        else:
            joined.append(row)
    return joined


def issued_text(day: date) -> str:
    """«ngày 05 tháng 02 năm 2026»: 0 before days below ten and the months 1 and 2."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def sample(layout: str, rng: random.Random) -> Sample:
    """A header of `layout` with random fields."""
    party = layout.startswith("party")
    day = date(rng.randint(2012, 2026), rng.randint(1, 12), rng.randint(1, 28))
    number = f"{rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 9999))):02d}"
    made = _party(layout, rng, number) if party else _state(layout, rng, number)
    kind, subject = made.expected["type"], made.expected["subject"]
    place = rng.choice(TOWNS)
    made.expected |= {"issued_on": day.isoformat(), "place": place, "number": number}
    made.right += [""] * max(0, 3 - len(made.right)) + [f"{place}, {issued_text(day)}"]
    wrapped = textwrap.wrap(subject, 52)
    if kind == "Công văn":
        lead = "về việc " if layout == "party-2026" else "V/v "
        made.left += textwrap.wrap(lead + subject, 34)
        made.expected["subject"] = ("Về việc " + subject) if layout == "party-2026" else subject
        made.below = ["Kính gửi: " + rng.choice(("Thường trực Tỉnh ủy,", "Các sở, ban, ngành;"))]
    else:
        made.below = [kind.upper(), *wrapped]
        if party:
            made.below.append("-----")
    made.below += [
        rng.choice(BODIES),
        "Nội dung cụ thể như sau: các cơ quan, đơn vị triển khai đầy đủ, đúng thời hạn quy định.",
    ]
    _sign(made, party, rng)
    return made


def _party(layout: str, rng: random.Random, number: str) -> Sample:
    kind, symbol = rng.choice(PARTY_TYPES)
    subject = rng.choice(SUBJECTS)
    province = rng.choice(PROVINCES)
    expected = {
        "family": "party",
        "type": kind,
        "subject": subject if kind == "Công văn" else f"về {subject}",
    }
    if rng.random() < 0.5:
        office, body, *_ = chosen = rng.choice(PARTY_OFFICES)
        left = [f"TỈNH ỦY {province.upper()}", office.upper()]
        expected |= {"superior": f"Tỉnh ủy {province}", "issuer": office}
        expected["titles"] = "|".join(chosen[2:])
    else:
        body, left = rng.choice(
            (
                ("TU", [f"TỈNH ỦY {province.upper()}"]),
                ("ĐU", [f"ĐẢNG BỘ TỈNH {province.upper()}", "ĐẢNG ỦY XÃ CÔNG HẢI"]),
            )
        )
        expected["issuer"] = f"Tỉnh ủy {province}" if body == "TU" else "Đảng ủy xã Công Hải"
        expected["titles"] = "BÍ THƯ|PHÓ BÍ THƯ"
    notation = f"{symbol}/{body}"
    expected |= {"notation": notation, "reference_code": f"{number}-{notation}"}
    return Sample([*left, "*", f"Số {number}-{notation}"], ["ĐẢNG CỘNG SẢN VIỆT NAM"], [], expected)


def _state(layout: str, rng: random.Random, number: str) -> Sample:
    kind, symbol = rng.choice(STATE_TYPES)
    province = rng.choice(PROVINCES)
    about = rng.choice(SUBJECTS)
    committee = "ỦY BAN NHÂN DÂN" if layout == "state-30" else "UỶ BAN NHÂN DÂN"
    expected = {
        "family": "state",
        "type": kind,
        "subject": about if kind == "Công văn" else f"Về việc {about}",
    }
    if rng.random() < 0.5:
        department, body = rng.choice(DEPARTMENTS)
        left = [f"{committee} TỈNH {province.upper()}", department.upper()]
        expected |= {
            "superior": f"{committee.capitalize()} tỉnh {province}",
            "issuer": department,
            "titles": "GIÁM ĐỐC|PHÓ GIÁM ĐỐC",
        }
    else:
        body, left = "UBND", [committee, f"TỈNH {province.upper()}"]
        expected |= {"issuer": f"{committee.capitalize()} tỉnh {province}", "titles": "CHỦ TỊCH|PHÓ CHỦ TỊCH"}
    notation = f"{symbol}-{body}" if symbol else f"{body}-{rng.choice(('VP', 'TH', 'KGVX', 'NC', 'TCCB'))}"
    expected |= {"notation": notation, "reference_code": f"{number}/{notation}"}
    rule = ["-------"] if rng.random() < 0.6 else []
    right = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        *(["---------------"] if rule else []),
    ]
    return Sample([*left, *rule, f"Số: {number}/{notation}"], right, [], expected)


def _sign(made: Sample, party: bool, rng: random.Random) -> None:
    head, deputy = made.expected.pop("titles").split("|")
    marks = {"TM": "T/M" if party else "TM.", "KT": "K/T" if party else "KT."}
    issuer = made.expected["issuer"].upper()
    if head == "BÍ THƯ":
        body = "BAN THƯỜNG VỤ" if issuer.startswith("TỈNH") else "ĐẢNG ỦY"
        block, capacity, title = (
            [f"{marks['TM']} {body}", rng.choice((head, deputy))],
            f"{marks['TM']} {body}",
            None,
        )
    elif head == "CHỦ TỊCH":
        block, capacity, title = (
            [f"{marks['TM']} ỦY BAN NHÂN DÂN", f"{marks['KT']} CHỦ TỊCH", deputy],
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
            deputy,
        )
    elif rng.random() < 0.5:
        block, capacity, title = [f"{marks['KT']} {head}", deputy], f"{marks['KT']} {head}", deputy
    else:
        block, capacity, title = [head], "", head
    name = f"{rng.choice(FAMILY_NAMES)} {rng.choice(MIDDLE_NAMES)} {rng.choice(GIVEN_NAMES)}"
    made.recipients = ["Thường trực Tỉnh ủy", "Các ban đảng Tỉnh ủy (để phối hợp)", "Lưu Văn phòng Tỉnh ủy"]
    ends = (";", ";", ".")
    made.below += [
        "Nơi nhận:",
        *(f"- {r}{e}" for r, e in zip(made.recipients, ends, strict=True)),
        *block,
        name,
    ]
    made.expected |= {"signer": name, "signature_block": " ".join(block)}
    if capacity:
        made.expected["signing_capacity"] = capacity
    if title or len(block) == 2:
        made.expected["signer_title"] = title or block[-1]
