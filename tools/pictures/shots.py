"""Which pictures there are: who looks at what, at a desk or on a phone."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2

from tools.pictures.office import DESK, PHONE, Visitor

OUTGOING, DRAFTS = "/van-ban-di/", "/du-thao/"
CLERK, CHIEF, LEADER, HEAD, ARCHIVIST = "huongntm", "thangpv", "nguyetttm", "cuongdm", "quytv"


@dataclass(frozen=True, slots=True)
class Shot:
    """`take` leads the visitor to the place and answers the picture."""

    name: str
    person: str
    take: Callable[[Visitor], bytes]
    size: tuple[int, int] = DESK
    dark: bool = False


def at(address: str) -> Callable[[Visitor], bytes]:
    """The screen at a fixed address."""

    def take(visitor: Visitor) -> bytes:
        visitor.page.goto(address)
        return visitor.shot()

    return take


def of(tab: str, action: str = "", place: str = "/van-ban-den/") -> Callable[[Visitor], bytes]:
    """The first document of a tab, or one of its actions."""

    def take(visitor: Visitor) -> bytes:
        visitor.page.goto(visitor.first(tab, place) + action)
        return visitor.shot()

    return take


def _search(visitor: Visitor) -> bytes:
    visitor.page.goto("/")
    visitor.page.keyboard.press("Control+k")
    visitor.page.keyboard.type("bao cao")
    visitor.page.locator(".suggestions [role=option]").first.wait_for()
    return visitor.shot()


def _case_file(visitor: Visitor) -> bytes:
    visitor.page.goto("/ho-so/")
    rows = visitor.page.get_by_role("main").locator("a[href^='/ho-so/']")
    address = next(
        a
        for a in rows.evaluate_all("all => all.map(a => a.pathname)")
        if a.strip("/").split("/")[-1].isdigit()
    )
    visitor.page.goto(address)
    return visitor.shot()


def _book(visitor: Visitor) -> bytes:
    """The first written page of the printed book, behind its cover."""
    visitor.page.goto("/van-ban-den/so/")
    chosen = visitor.page.evaluate(
        "`${new URLSearchParams(new FormData(document.getElementById('book')))}&ban=pdf`"
    )
    answer = visitor.context.request.get(f"/van-ban-den/so/?{chosen}")
    with pypdfium2.PdfDocument(answer.body()) as document:
        out = io.BytesIO()
        document[1].render(scale=1.3).to_pil().save(out, "PNG")
    return out.getvalue()


SHOTS = (
    Shot("sign-in", "", at("/dang-nhap/")),
    Shot("home-chief", CHIEF, at("/")),
    Shot("home-chief-dark", CHIEF, at("/"), dark=True),
    Shot("home-clerk", CLERK, at("/")),
    Shot("home-phone", LEADER, at("/"), PHONE),
    Shot("register", CLERK, of("cho-vao-so", "vao-so/")),
    Shot("register-phone", CLERK, of("cho-vao-so", "vao-so/"), PHONE),
    Shot("list", CLERK, at("/van-ban-den/?tab=tat-ca")),
    Shot("list-phone", CHIEF, at("/van-ban-den/?tab=dang-xu-ly"), PHONE),
    Shot("record", CHIEF, of("dang-xu-ly")),
    Shot("record-phone", HEAD, of("viec-cua-toi"), PHONE),
    Shot("endorse", CHIEF, of("cho-y-kien", "cho-y-kien/")),
    Shot("endorse-phone", LEADER, of("cho-y-kien", "cho-y-kien/"), PHONE),
    Shot("guide-intake", CLERK, at("/van-ban-den/tiep-nhan/")),
    Shot("guide-submit", CLERK, of("cho-trinh", "trinh/")),
    Shot("guide-distribute", CHIEF, of("cho-phan-phoi", "phan-phoi/")),
    Shot("guide-batch", CLERK, at("/van-ban-den/vao-so-loat/")),
    Shot("guide-readers", CHIEF, of("dang-xu-ly", "ai-thay/")),
    Shot("guide-search", CHIEF, _search),
    Shot("guide-case-file", HEAD, _case_file),
    Shot("guide-books", CLERK, at("/van-ban-den/so/")),
    Shot("draft", HEAD, of("cho-toi", place=DRAFTS)),
    Shot("guide-signing", LEADER, at("/du-thao/?tab=cho-ky")),
    Shot("outgoing", CLERK, of("da-phat-hanh", place=OUTGOING)),
    Shot("guide-number", CLERK, of("cho-cap-so", "cap-so/", OUTGOING)),
    Shot("guide-account", CHIEF, at("/tai-khoan/")),
    Shot("book", CLERK, _book),
)
