"""The home page: what is pressing for this person now; every number opens its list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import count_many, lists, page_of
from vanphong.kernel.registry import Registry
from vanphong.ui.components import Empty, ListRow, Part, Pill, Pills, RowList, Tab, Tabs, Tone
from vanphong.ui.screens.routing import Request, page
from vanphong.ui.screens.shell import show

ROWS = 12
MOST = 1000
"""Here numbers are told further than beside tabs and in the menu of every page."""
TONES = (Tone.ALARM, Tone.WARN, *(tone for tone in Tone if tone not in (Tone.ALARM, Tone.WARN)))
"""Counts on top: what alarms first."""


@dataclass(frozen=True, slots=True)
class PressingBox:
    """A tab of a list that may stand on the home page. `pill` boxes are counted on top, all are tabs below."""

    name: str
    list: str
    tab: str
    label: str
    address: str
    row: Callable[[Actor, Any], ListRow]
    tone: Tone = Tone.PLAIN
    rank: int = 100
    pill: bool = True


@dataclass(frozen=True, slots=True)
class HomePanel:
    """A state to know that no list holds; `build` answers None where it is not this person's or all is well."""

    name: str
    build: Callable[[Actor], Part | None]
    rank: int = 100


boxes: Registry[PressingBox] = Registry("home box")
panels: Registry[HomePanel] = Registry("home panel")


def declare_box(box: PressingBox) -> PressingBox:
    return boxes.add(box.name, box)


def declare_home_panel(panel: HomePanel) -> HomePanel:
    return panels.add(panel.name, panel)


@page("", name="home", signed_in=True)
def home(request: Request, actor: Actor) -> HttpResponse:
    """«Cần xử lý ngay»: the boxes offered to this person, exceptions first."""
    open_to = []
    for box in sorted(boxes, key=lambda b: b.rank):
        spec = lists[box.list]
        tab = spec.tab(actor, box.tab)
        if tab.name == box.tab and access.may(actor, spec.model, spec.needs):
            open_to.append((box, spec, tab))
    counts = count_many(actor, [(spec, tab) for _box, spec, tab in open_to], MOST)
    offered = [(box, spec, tab, count) for (box, spec, tab), count in zip(open_to, counts, strict=True)]
    wanted = request.GET.get("xem", "")
    if not wanted and not any(count for *_, count in offered):
        offered = []
    current = next((o for o in offered if o[0].name == wanted), None) or next(
        (o for o in offered if o[3]), offered[0] if offered else None
    )
    body: Part = Empty(
        _("Không còn việc nào chờ đồng chí."),
        _("Việc chờ xử lý, sắp đến hạn hoặc quá hạn sẽ hiện ở đây."),
    )
    if current is not None:
        box, spec, tab, _count = current
        found = page_of(spec, actor, tab, {}, size=ROWS)
        body = RowList(
            box.label, [box.row(actor, obj) for obj in found.rows], Empty.saying(tab.empty or spec.empty)
        )
    return show(
        request,
        actor,
        "ui/screens/home.html",
        {
            "pills": Pills(
                tuple(
                    Pill(
                        count,
                        box.label.lower(),
                        f"{box.address}?tab={tab.name}",
                        box.tone if count else Tone.PLAIN,
                        most=MOST,
                    )
                    for box, _spec, tab, count in sorted(offered, key=lambda o: TONES.index(o[0].tone))
                    if box.pill and count
                ),
                _("Việc đang chờ"),
            ),
            "tabs": offered
            and Tabs(
                _("Danh sách"),
                [
                    Tab(b.label, f"/?xem={b.name}", count, current is not None and b is current[0], MOST)
                    for b, _, _, count in offered
                    if count or (current is not None and b is current[0])
                ],
            ),
            "body": body,
            "panels": [
                part
                for panel in sorted(panels, key=lambda p: p.rank)
                if (part := panel.build(actor)) is not None
            ],
            # What is late or nearly so stands before what is merely good to know.
            "pressing": any(count and box.tone in (Tone.ALARM, Tone.WARN) for box, _, _, count in offered),
            "more_url": f"{current[0].address}?tab={current[2].name}" if current else "",
        },
    )
