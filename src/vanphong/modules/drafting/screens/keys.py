"""«Khóa ký số của tôi»."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.drafting.lists import KEY_LIST
from vanphong.modules.drafting.models import SigningKey
from vanphong.ui.components import Fact, Facts, Panel, Part
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    ListScreen,
    PanelSpec,
    RecordScreen,
    Request,
    declare_panel,
)

ADDRESS = "/khoa-ky-so/"
LIST = ListScreen(KEY_LIST, ADDRESS, lambda key: f"{ADDRESS}{key.pk}/")
RECORD = RecordScreen(
    SigningKey, ADDRESS, vi("Khóa ký số của tôi"), lambda _actor, key: Head(key.holder, "", key.organisation)
)


def _facts(_request: Request, _actor: Actor, key: SigningKey) -> Part:
    over = key.valid_to < timezone.now()
    until = format_date(timezone.localtime(key.valid_to).date())
    return Panel(
        _("Chứng thư"),
        Facts([
            Fact(_("Chứng thư của"), key.holder),
            Fact(_("Cơ quan"), key.organisation or None),
            Fact(_("Hết hạn"), _("{day}, đã hết hạn").format(day=until) if over else until),
            Fact(_("Đặt lúc"), f"{timezone.localtime(key.kept_at):%d/%m/%Y %H:%M}"),
        ]),
        "chung-thu",
    )  # fmt: skip


declare_panel(PanelSpec("facts", SigningKey, _facts))
LIST.declare()
RECORD.declare()
ActionScreens(SigningKey, ADDRESS, RECORD).declare()
