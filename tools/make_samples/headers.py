"""Random documents with a header by the rules, to measure reading on layouts whose true fields are known."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from tools.make_samples.docx_writer import to_docx
from tools.make_samples.expected import header_fields
from tools.make_samples.model import HERE, Document, LayoutName, printed_date

LAYOUT_NAMES: tuple[LayoutName, ...] = ("party-2026", "party-2018", "state-30")
# First day and number of days in which documents of each layout were issued.
PERIODS = {
    "party-2026": (date(2026, 6, 1), 170),
    "party-2018": (date(2018, 5, 1), 2800),
    "state-30": (date(2020, 4, 1), 2400),
}


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body as it prints itself."""

    issuer: str
    full: str
    symbol: str
    place: str
    head: str
    deputy: str
    superior: str | None = None
    collective: str | None = None
    """Signed on behalf of (T/M, TM.); None where the head signs in person or by deputy."""


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((HERE / "headers.toml").read_text(encoding="utf-8"))


def _body(family: str, rng: random.Random) -> Body:
    words = _words()
    commune = rng.choice(words["communes"])
    seat = " ".join(commune.split()[-2:])
    names = {"province": rng.choice(words["provinces"]), "commune": commune, "seat": seat}
    row = rng.choice(words[family]["bodies"])
    return Body(**{key: text.format(**names) for key, text in row.items()})


def _signing(body: Body, rng: random.Random, *, party: bool) -> tuple[str | None, str]:
    """Capacity and post: Party committees sign T/M whoever signs; else a deputy signs for the head."""
    by_deputy = rng.random() < 0.6
    title = body.deputy if by_deputy else body.head
    if party and body.collective:
        return body.collective, title
    for_head = f"{'K/T' if party else 'KT.'} {body.head}" if by_deputy else None
    return " / ".join(part for part in (body.collective, for_head) if part) or None, title


def _code(body: Body, symbol: str, rng: random.Random, *, party: bool) -> str:
    number = f"{rng.choice((rng.randrange(1, 100), rng.randrange(100, 3000))):02d}"
    if party:
        return f"{number}-{symbol}/{body.symbol}"
    if symbol:
        return f"{number}/{symbol}-{body.symbol}"
    return f"{number}/{body.symbol}-{rng.choice(('TH', 'KTTH', 'NC', 'VX'))}"


def _subject(kind: str, topic: str, rng: random.Random, *, party: bool) -> str:
    words = _words()
    lead = "" if kind == "Công văn" else ("về " if party else "Về việc ")
    return f"{lead}{rng.choice(words['actions'])} {topic}{rng.choice(words['tails'])}"


def _recipients(kind: str, rng: random.Random, *, party: bool) -> tuple[str, ...]:
    names = rng.sample(_words()["recipients"], rng.randrange(1, 4))
    last = "Lưu Văn phòng" if party else f"Lưu: VT, {rng.choice(('TH', 'NC', 'KTTH'))}"
    first = ["Như trên"] if kind in ("Công văn", "Tờ trình") else []
    return (*first, *names, last)


def _document(index: int, layout: LayoutName, rng: random.Random) -> Document:
    party = layout.startswith("party")
    family = "party" if party else "state"
    body, words = _body(family, rng), _words()
    kind, symbol = rng.choice(list(words[family]["types"].items()))
    start, days = PERIODS[layout]
    issued_on = start + timedelta(days=rng.randrange(days))
    due = issued_on + timedelta(days=rng.randrange(10, 60))
    topic = rng.choice(words["topics"])
    capacity, title = _signing(body, rng, party=party)
    names = (rng.choice(words[part]) for part in ("surnames", "middles", "given"))
    return Document(
        id=f"header-{index:04d}",
        layout=layout,
        superior=body.superior,
        issuer=body.issuer,
        issuer_body=body.full,
        reference_code=_code(body, symbol, rng, party=party),
        place=body.place,
        issued_on=issued_on,
        type=kind,
        subject=_subject(kind, topic, rng, party=party),
        body=_text(topic, due),
        signer=" ".join(names),
        signer_title=title,
        signing_capacity=capacity,
        urgency=rng.choice((None,) * 8 + ("Khẩn", "Thượng khẩn")),
        addressees=("Các cơ quan, đơn vị liên quan",) if kind in ("Công văn", "Tờ trình") else (),
        recipients=_recipients(kind, rng, party=party),
        deadlines=(due,),
    )


def _text(topic: str, due: date) -> str:
    return (
        f"Thực hiện chương trình công tác, để thống nhất trong lãnh đạo, chỉ đạo {topic}, "
        "đề nghị các cơ quan, đơn vị tập trung một số nội dung sau:\n"
        "**1.** Rà soát các nhiệm vụ đã giao, xác định rõ việc chậm, nguyên nhân, người chịu trách nhiệm.\n"
        "**2.** Phân công một đồng chí lãnh đạo trực tiếp theo dõi, kịp thời tháo gỡ vướng mắc phát sinh.\n"
        f"**3.** Báo cáo kết quả bằng văn bản trước ngày {printed_date(due)} để tổng hợp chung.\n"
    )


def generate_documents(n: int, seed: int) -> list[Document]:
    """The n documents behind `generate`, in the order of its results."""
    rng = random.Random(seed)
    return [_document(index, LAYOUT_NAMES[index % len(LAYOUT_NAMES)], rng) for index in range(n)]


def generate(n: int, seed: int) -> list[tuple[bytes, dict[str, Any]]]:
    """n Word files with random headers and the fields a perfect reader finds in each.

    Layouts take turns: HD 05 of 2026, HD 36 of 2018, NĐ 30. Equal `n` and `seed` give equal bytes.
    """
    found = []
    for document in generate_documents(n, seed):
        fields = {**header_fields(document), "layout": document.layout, "issuer_body": document.issuer_body}
        found.append((to_docx(document), fields))
    return found
