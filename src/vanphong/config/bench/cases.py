"""Requests that people make all day, put together from what is in this office."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.lib.dates import format_date
from vanphong.lib.measuring import Browser
from vanphong.modules.correspondence.models import IncomingDocument, Viewing

LIST = "/van-ban-den/"
SEARCH = "/tim/"
DEEP_ROWS = 3000
SAMPLE = 300
KINDS = 12
"""Different requests of one case, asked in turn: a page that is always the same would be too warm."""
_NEXT = re.compile(r'href="(\?[^"]*key=[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="(\?[^"]*key=[^"]*)"')


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of request: its name and the addresses asked in turn."""

    name: str
    title: str
    paths: tuple[str, ...]


def _list(**given: str) -> str:
    return f"{LIST}?{urlencode({'tab': 'tat-ca', **given})}"


def _search(text: str) -> str:
    return f"{SEARCH}?{urlencode({'q': text})}"


def next_address(page: str) -> str:
    """The address behind «next» of a list page, or "" on the last one."""
    found = _NEXT.search(page)
    return LIST + unescape(found.group(1) or found.group(2)) if found else ""


def _deep(browser: Browser) -> list[str]:
    """Addresses of pages some 3,000 rows down, reached as a person would: by «next» again and again."""
    address, seen, found = _list(), 0, []
    while address and seen < DEEP_ROWS // 30 + KINDS:
        status, page = browser.get(address)
        if status != 200:
            raise RuntimeError(f"{address}: {status}")
        seen += 1
        if seen > DEEP_ROWS // 30:
            found.append(address)
        address = next_address(page)
    return found


def _phrase(words: list[str], dice: random.Random) -> str:
    start = dice.randrange(max(1, len(words) - 3))
    return f'"{" ".join(words[start : start + 4])}"'


def cases_for(actor: Actor, browser: Browser, *, seed: int = 1, fixed: tuple[str, ...] = ()) -> list[Case]:
    """What this person may ask, from a sample of what they see; `fixed` are further words to look for.

    A document is opened only where they have opened it before, so that measuring leaves no trace of reading.
    """
    dice = random.Random(seed)  # noqa: S311 - a sample, no secret
    mine = IncomingDocument.objects.filter(
        access.visible(actor, IncomingDocument), arrival_number__isnull=False
    )
    sample = list(mine.order_by("-registered_at", "-pk")[:SAMPLE])
    if not sample:
        return []
    some = dice.sample(sample, min(KINDS, len(sample)))
    words = [[w for w in document.subject.split() if w.isalpha()] for document in some]
    words = [each for each in words if len(each) > 3]
    filters = [
        _list(
            **{
                "co-quan": document.issuer_name,
                "tu": format_date(document.arrived_on.replace(day=1)),
                "den": format_date(document.arrived_on),
            }
        )
        for document in some
        if document.arrived_on and document.issuer_name
    ]
    seen = Viewing.objects.filter(
        user_id=actor.user_id or 0, document__in=[document.pk for document in sample]
    )
    opened = sorted(seen.values_list("document_id", flat=True))
    found = [
        Case("list", "danh sách, trang đầu", (_list(),)),
        Case("deep", f"danh sách, sâu {DEEP_ROWS} dòng", tuple(_deep(browser))),
        Case("filter", "lọc theo cơ quan và ngày", tuple(filters)),
        Case("words", "tìm ba từ", tuple(_search(" ".join(dice.sample(each, 3))) for each in words)),
        Case("phrase", "tìm cụm từ", tuple(_search(_phrase(each, dice)) for each in words)),
        *(Case(f"fixed {text}", f"tìm «{text}»", (_search(text),)) for text in fixed),
        Case(
            "number",
            "tìm nửa số ký hiệu",
            tuple(_search(d.reference_code.split("/")[0]) for d in some if "/" in d.reference_code),
        ),
        Case(
            "record", "một văn bản", tuple(f"{LIST}{pk}/" for pk in dice.sample(opened, min(30, len(opened))))
        ),
    ]
    return [case for case in found if case.paths]
