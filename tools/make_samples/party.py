"""Party documents of every level and type with header fields that are known, by HD 36 (2018) and HD 05 (2026)."""

from __future__ import annotations

import random
import tomllib
from datetime import timedelta
from functools import cache
from typing import Any

from tools.make_samples.headers import PERIODS
from tools.make_samples.model import HERE, Document, LayoutName

# Types that only Trung ương and provincial committees issue; a cell's own list stands with it.
_HIGH = frozenset(
    ("Chỉ thị", "Thông tri", "Thông cáo", "Tuyên bố", "Lời kêu gọi", "Quy hoạch", "Phương án", "Dự án")
)
_COMMITTEES = frozenset(("TW", "TU"))
_BY_PAIR: tuple[LayoutName, ...] = ("party-2018", "party-2026")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((HERE / "party.toml").read_text(encoding="utf-8"))


def party_documents(n: int, seed: int) -> list[Document]:
    """n documents: bodies and layouts take turns, types and words are drawn; equal arguments give equal ones."""
    bodies = _words()["bodies"]
    turns = [(body, layout) for body in bodies for layout in body.get("layouts", _BY_PAIR)]
    return [_document(at, *turns[at % len(turns)], random.Random(f"{seed}-{at}")) for at in range(n)]


def _document(index: int, body: dict[str, Any], layout: LayoutName, rng: random.Random) -> Document:
    words = _words()
    commune = rng.choice(words["communes"])
    names = {
        "province": rng.choice(words["provinces"]),
        "city": rng.choice(words["cities"]),
        "district": rng.choice(words["districts"]),
        "commune": commune,
        "seat": " ".join(commune.split()[-2:]),
        "cell": rng.choice(words["cells"]),
    }
    kind = rng.choice(_types(body))
    start, days = PERIODS[layout]
    issued_on = start + timedelta(days=rng.randrange(days))
    capacity, title = rng.choice(body["signed"]).split("|")
    number = f"{rng.choice((rng.randrange(1, 10), rng.randrange(10, 100), rng.randrange(100, 3000))):02d}"
    lead = "" if kind == "Công văn" else rng.choice(("về ", "về việc ", ""))
    asks = kind in ("Công văn", "Tờ trình")
    opening = rng.choice(words["openings"])
    superior = body.get("superior")
    return Document(
        id=f"party-{index:04d}",
        layout=layout,
        superior=superior.format(**names) if superior else None,
        issuer=body["issuer"].format(**names),
        issuer_body=body.get("full", body["issuer"]).format(**names),
        reference_code=f"{number}-{words['types'][kind]}/{body['symbol']}",
        place=body["place"].format(**names),
        issued_on=issued_on,
        type=kind,
        subject=f"{lead}{rng.choice(words['actions'])} {rng.choice(words['topics'])}{rng.choice(words['tails'])}",
        body=opening + _REST,
        signer=" ".join(rng.choice(words[part]) for part in ("surnames", "middles", "given")),
        # Who signs on behalf of all with no post of his own has only the capacity printed.
        signer_title=title or capacity,
        signing_capacity=(capacity or None) if title else None,
        urgency=rng.choice((None,) * 9 + ("Khẩn", "Thượng khẩn", "Hỏa tốc")),
        addressees=_addressees(rng) if asks else (),
        recipients=_recipients(rng, asks=asks),
        cited=tuple(code for code in ("215-KL/TW", "399-QĐ/TW") if f"số {code}" in opening),
    )


_REST = (
    "\n\n**1.** Quán triệt, tuyên truyền sâu rộng đến cán bộ, đảng viên, tạo sự thống nhất trong nhận thức và hành "
    "động; cụ thể hóa thành nhiệm vụ thường xuyên của tổ chức đảng.\n\n"
    "**2.** Phân công một đồng chí trong cấp ủy trực tiếp theo dõi, kịp thời tháo gỡ vướng mắc phát sinh.\n"
)


def _types(body: dict[str, Any]) -> list[str]:
    if "types" in body:
        return list(body["types"])
    return [kind for kind in _words()["types"] if kind not in _HIGH or body["symbol"] in _COMMITTEES]


def _addressees(rng: random.Random) -> tuple[str, ...]:
    return rng.choice(
        (
            ("Các cơ quan, đơn vị liên quan",),
            ("Ban Thường vụ Tỉnh ủy",),
            ("Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy"),
        )
    )


def _recipients(rng: random.Random, *, asks: bool) -> tuple[str, ...]:
    names = rng.sample(_words()["recipients"], rng.randrange(1, 5))
    return (
        *(["Như trên"] if asks else []),
        *names,
        rng.choice(("Lưu Văn phòng", "Lưu Văn phòng Tỉnh ủy", "Lưu")),
    )
