"""Headers of State documents set from rows of a register, run together as law sites and imports leave them.

A row has `so`, `loai`, `co_quan` and `trich_yeu`; nothing of it is kept here, the file is named by who measures.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_NATIONS = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_MOTTOES = ("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc", "Độc lập-Tự do-Hạnh phúc")
_RULES = ("-------", "--------", "********", "---------------", "*****", "")
_NOTES = (
    "[Nội dung hướng dẫn Điều này được hướng dẫn bởi Nghị định 128/2020/NĐ-CP có hiệu lực từ ngày 10/12/2020]",
    "[Nghị định này được bổ sung bởi Điểm a Khoản 22 Điều 1 Nghị định 291/2025/NĐ-CP]",
)
_HEADS = {
    "BỘ": "BỘ TRƯỞNG",
    "NGÂN HÀNG": "THỐNG ĐỐC",
    "THANH TRA": "TỔNG THANH TRA",
    "ỦY BAN DÂN TỘC": "BỘ TRƯỞNG, CHỦ NHIỆM",
}
_BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Căn cứ Luật Ban hành văn bản quy phạm pháp luật ngày 22 tháng 6 năm 2015;",
    "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;",
    "Theo đề nghị của Giám đốc Sở Tài chính tại Tờ trình số 115/TTr-STC ngày 02 tháng 6 năm 2019,",
    "Để nâng cao hiệu lực quản lý nhà nước;",
)  # fmt: skip
_SEATS = {
    "TUYÊN QUANG": "Tuyên Quang",
    "LÂM ĐỒNG": "Đà Lạt",
    "QUẢNG NINH": "Hạ Long",
    "KHÁNH HÒA": "Nha Trang",
}
_TYPES = ("QUYẾT ĐỊNH", "THÔNG TƯ", "NGHỊ QUYẾT", "NGHỊ ĐỊNH", "LUẬT", "PHÁP LỆNH", "THÔNG TƯ LIÊN TỊCH")


@dataclass(frozen=True, slots=True)
class Headed:
    """A text with its header, and what a reader must find."""

    text: str
    gold: dict[str, str]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Rows fit to be printed: in Vietnamese, with a number and an issuer that is no scrap of a page."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in rows if _is_fit(row)]


def _is_fit(row: dict[str, Any]) -> bool:
    issuer, subject = row["co_quan"].strip(), row["trich_yeu"].strip()
    return (
        row["loai"] in _TYPES
        and issuer.isupper()
        and not issuer.isascii()
        and not issuer.startswith(("CỘNG HÒA", "CỘNG HOÀ", "SỐ"))
        and len(issuer) < 160
        and not re.search(r".\b(?:TỔNG CỤC|CỤC|SỞ|BAN CHỈ ĐẠO) ", issuer)
        and subject.isupper()
        and len(subject) > 8
        and not subject.isascii()
        and bool(re.fullmatch(r"\d{1,5}[a-zA-Z]?(?:/\d{4})?[/-]\S+", row["so"]))
    )


def headed(rows: list[dict[str, Any]], seed: int) -> Iterator[Headed]:
    """One text a row, in layouts of Nghị định 30, Thông tư 01 and Nghị định 110."""
    for at, row in enumerate(rows):
        yield _headed(row, random.Random(f"{seed}-{at}"))


def _headed(row: dict[str, Any], rng: random.Random) -> Headed:
    issuer, subject, code = row["co_quan"].strip(), row["trich_yeu"].strip(" .;"), row["so"]
    # «THÔNG TƯ» with TTLT is a joint circular, and prints so.
    kind = "THÔNG TƯ LIÊN TỊCH" if "TTLT" in code else row["loai"]
    year = re.search(r"/((?:19|20)\d\d)/", code)
    day = date(int(year[1]) if year else rng.randrange(2005, 2025), 1, 1) + timedelta(days=rng.randrange(365))
    place = _place(issuer, rng)
    label = "Luật số:" if kind == "LUẬT" and rng.random() < 0.8 else rng.choice(("Số:", "Số:", "Số :", "Số"))
    number = f"{label}{rng.choice((' ', ' ', chr(10), ' ' + chr(0xA0)))}{code}"
    dated = f"{place}{rng.choice((', ', ', ', ',', ' '))}{_day(day, rng)}"
    nation = f"{rng.choice(_NATIONS)}{rng.choice((' ', chr(10)))}{rng.choice(_MOTTOES)}"
    note = f" {rng.choice(_NOTES)}" if rng.random() < 0.12 else ""
    enactor = _enactor(kind, issuer, code, rng)
    old = rng.random() < 0.2
    printed = _lowered(subject) if old else subject
    ruled = [f"{part} {rng.choice(_RULES)}" for part in (issuer, nation)]
    order = rng.random()
    if order < 0.1:
        ruled.reverse()
    parts = [*ruled, number, dated]
    if 0.1 <= order < 0.15:
        parts = [ruled[0], number, ruled[1], dated]
    text = "".join(part + rng.choice(("\n", " ", "\n", " \n")) for part in parts) + kind + note
    text += ("\n" if old else rng.choice((" ", "\n"))) + printed
    text += (("\n" if old else rng.choice((" ", "\n"))) + enactor) if enactor else ""
    text += (
        "\n" + "\n".join(rng.sample(_BASES, 3)) + f"\n{issuer.capitalize()} ban hành {kind.lower()} này.\n"
    )
    block, signer = _signature(issuer, rng)
    text += _closing(block, signer, subject, code, rng)
    return Headed(
        text,
        {
            "signature_block": block,
            "signer": signer,
            "reference_code": code,
            "type": kind,
            "issuer": issuer,
            "subject": subject,
            "issued_on": day.isoformat(),
            "place": place,
        },
    )


_NAMES = (
    (
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Hoàng",
        "Vũ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Ngô",
        "Lò",
        "Nông",
        "Hồ",
        "Đinh",
        "Y",
    ),
    ("Văn", "Thị", "Đức", "Thị Bích", "Quang", "Ngọc", "Hữu", "Thanh", "Thế", "Tiến"),
    ("Hùng", "Phước", "Lan", "Trà", "Oanh", "Tuấn", "Thược", "Phớc", "Khái", "Hà", "Ân", "Ước"),
)
_BLOCKS = {
    "CHÍNH PHỦ": ("TM. CHÍNH PHỦ THỦ TƯỚNG", "TM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG"),
    "THỦ TƯỚNG": ("THỦ TƯỚNG", "KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG"),
    "ỦY BAN THƯỜNG VỤ": ("TM. ỦY BAN THƯỜNG VỤ QUỐC HỘI CHỦ TỊCH",),
    "QUỐC HỘI": ("CHỦ TỊCH QUỐC HỘI",),
    "NGÂN HÀNG": ("THỐNG ĐỐC", "KT. THỐNG ĐỐC PHÓ THỐNG ĐỐC"),
    "HỘI ĐỒNG NHÂN DÂN": ("CHỦ TỊCH", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "TM. HỘI ĐỒNG NHÂN DÂN CHỦ TỊCH"),
    "ỦY BAN NHÂN DÂN": (
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "TUQ. CHỦ TỊCH GIÁM ĐỐC SỞ NỘI VỤ",
        "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG",
    ),
    "BỘ": (
        "BỘ TRƯỞNG",
        "KT. BỘ TRƯỞNG THỨ TRƯỞNG",
        "TL. BỘ TRƯỞNG CHÁNH VĂN PHÒNG",
        "TL. BỘ TRƯỞNG KT. VỤ TRƯỞNG VỤ PHÁP CHẾ PHÓ VỤ TRƯỞNG",
        "TUQ. BỘ TRƯỞNG CỤC TRƯỞNG CỤC QUẢN LÝ ĐẤT ĐAI",
    ),
}


def _signature(issuer: str, rng: random.Random) -> tuple[str, str]:
    """Block and name of who signs for the (first) issuer."""
    issuer = issuer.replace("UỶ BAN", "ỦY BAN")
    blocks = next((found for lead, found in _BLOCKS.items() if issuer.startswith(lead)), ("CHỦ TỊCH",))
    return rng.choice(blocks), " ".join(rng.choice(part) for part in _NAMES)


def _closing(block: str, signer: str, subject: str, code: str, rng: random.Random) -> str:
    """Recipients and signature, then an annex run on as law sites leave it."""
    stamped = block
    for mark in ("TM.", "KT.", "TL.", "TUQ."):
        stamped = stamped.replace(f"{mark} ", f"{mark}{rng.choice((' ', ' ', chr(10), ''))}")
    ends = (
        "",
        "\n\n",
        f" PHỤ LỤC (Kèm theo Quyết định số {code})\n1. Nội dung",
        f"\nPHỤ LỤC I MẪU SỬ DỤNG (Ban hành kèm theo {code})\n",
        f" {subject} (Ban hành kèm theo Quyết định số {code})",
        " DANH MỤC TÊN ĐƠN VỊ CUNG CẤP:……….\n",
        " FILE ĐƯỢC ĐÍNH KÈM THEO VĂN BẢN",
        "\nBiểu số 1 MỨC TRỢ CẤP XÃ HỘI HÀNG THÁNG",
        " Phụ lục (Kèm theo Nghị định)",
        " [1] Luật số 35/2018/QH14 sửa đổi",
        " QUY ĐỊNH VỀ QUẢN LÝ\nChương I QUY ĐỊNH CHUNG\n",
    )
    kept = rng.choice(("Lưu: VT, NN (2b).", "Lưu VT, KGVX2.", "Lưu: Văn thư, V.I (3b).M", "Lưu: VT, TH."))
    break_ = rng.choice(("\n", "\n", " "))
    listed = f"Nơi nhận:\n- Như Điều 3;\n- Bộ Tư pháp (Cục KTVB);\n- {kept}{break_}"
    return listed + stamped + rng.choice((" ", " ", "\n", " (Đã ký) ", "\n\n")) + signer + rng.choice(ends)


def _place(issuer: str, rng: random.Random) -> str:
    named = re.search(r"(?:TỈNH|THÀNH PHỐ) (.+)$", issuer)
    if not named:
        return "Hà Nội"
    name = named[1].split(" - ")[0]
    if name == "HỒ CHÍ MINH":
        return rng.choice(("Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh", "Hồ Chí Minh"))
    return _SEATS.get(name, name.title())


def _day(day: date, rng: random.Random) -> str:
    month = f"{day.month:02d}" if day.month < 3 or rng.random() < 0.3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _lowered(subject: str) -> str:
    """The subject in small letters, as under NĐ 110; names lose their capitals, which a reader need not mind."""
    text = subject.lower()
    return text if text.startswith(("về ", "v/v")) else text[:1].upper() + text[1:]


def _enactor(kind: str, issuer: str, code: str, rng: random.Random) -> str:
    """Who enacts, printed under the subject."""
    if rng.random() < 0.25 or " - " in issuer:
        return ""
    if "HỘI ĐỒNG NHÂN DÂN" in issuer:
        return issuer + rng.choice(
            ("", " KHÓA XV, KỲ HỌP THỨ 5", "\nKHÓA XVI - KỲ HỌP THỨ 7", " KHOÁ IX KỲ HỌP LẦN THỨ 12")
        )
    if issuer.startswith(("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN")):
        return rng.choice(
            (issuer, f"CHỦ TỊCH {issuer}", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "ỦY BAN NHÂN DÂN TỈNH")
        )
    for lead, head in _HEADS.items():
        if issuer.startswith(lead):
            return f"{head} {issuer}" if kind in ("QUYẾT ĐỊNH", "THÔNG TƯ") else ""
    return issuer if issuer in ("CHÍNH PHỦ", "QUỐC HỘI", "THỦ TƯỚNG CHÍNH PHỦ") and kind != "LUẬT" else ""
