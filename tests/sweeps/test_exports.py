"""Every list gives its sheet in every tab to those who may open it, with the rows they see."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from sweeps.test_addresses import INNER
from sweeps.world import World
from vanphong.kernel.calendar.commands import add_day
from vanphong.kernel.listing import lists
from vanphong.modules.catalogues.commands import add_document_type, add_subject_area
from vanphong.ui.screens.routing import pages

pytestmark = pytest.mark.django_db
EXPORT = re.compile(r'href="(\?(?:[^"]*&amp;)?format=xlsx[^"]*)"')
TAB = re.compile(r'href="[^"?]*(\?tab=[^"&]*)"')


def _body(content: bytes) -> list[tuple[Any, ...]]:
    """The rows below the heading, the tab's name and the column titles."""
    rows = list(load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True))
    return [row for row in rows if any(value is not None for value in row)][3:]


def _fill(world: World) -> None:
    """A row for the lists the sweeps leave empty."""
    admin = world.office.actor("quantrimang")
    add_document_type(admin, code="T", name="Thông tri", family="party", kind="document")
    add_subject_area(admin, code="A", name="Xây dựng Đảng")
    add_day(admin, day=dt.date(2026, 1, 2), kind="off", name="Nghỉ bù")


def _page(answer: Any) -> str:
    return answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""


def test_every_list_is_exported_in_every_tab(world: World) -> None:
    _fill(world)
    offered: set[str] = set()
    filled: set[tuple[str, str]] = set()
    for spec in pages:
        address = f"/{spec.path}"
        if spec.opens is None or INNER.search(address):
            continue
        for caller in world.callers.values():
            page = _page(caller.request("GET", address))
            if not EXPORT.search(page):
                continue
            offered.add(address)
            # A sheet with rows shows enough; the next caller has to try only those that were empty.
            for tab in {tab for tab in TAB.findall(page) or [""] if (address, tab) not in filled}:
                link = EXPORT.search(_page(caller.request("GET", address + tab)))
                assert link is not None, address + tab
                sheet = caller.request("GET", address + html.unescape(link[1]))
                assert sheet.status_code == 200, (caller.person.name, address, tab)
                if _body(sheet.content):
                    filled.add((address, tab))
    assert len(offered) == len(list(lists))
    assert offered == {address for address, _ in filled}, "a sheet without rows proves nothing"
