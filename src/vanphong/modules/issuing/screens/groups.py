"""List and page of groups of recipients."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.actions import GROUPS_ADDRESS
from vanphong.modules.issuing.lists import GROUP_LIST
from vanphong.modules.issuing.models import RecipientGroup
from vanphong.ui.components import Column, Panel, Part, Table, TableRow
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    ListScreen,
    PanelSpec,
    RecordScreen,
    Request,
    declare_panel,
)

LIST = ListScreen(GROUP_LIST, GROUPS_ADDRESS, lambda g: f"{GROUPS_ADDRESS}{g.pk}/")
RECORD = RecordScreen(
    RecipientGroup,
    GROUPS_ADDRESS,
    vi("Nhóm nơi nhận"),
    lambda _actor, group: Head(group.name, "", group.agency.label, ()),
)


def _members(_request: Request, _actor: Actor, group: RecipientGroup) -> Part:
    rows = [TableRow([unit.name]) for unit in group.units()]
    table = Table(_("Nơi nhận"), [Column(_("Nơi nhận"), "strong")], rows)
    return Panel(_("Nơi nhận"), table, "noi-nhan", len(rows), flush=True)


declare_panel(PanelSpec("members", RecipientGroup, _members))
LIST.declare()
RECORD.declare()
ActionScreens(RecipientGroup, GROUPS_ADDRESS, RECORD).declare()
