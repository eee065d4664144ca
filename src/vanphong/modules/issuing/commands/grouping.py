"""Groups of recipients that the clerks keep."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Forbidden, Invalid, command
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.issuing.models import RecipientGroup
from vanphong.modules.issuing.policy import KEEP_GROUPS


def _fill(group: RecipientGroup, name: str, units: Sequence[Unit]) -> None:
    name = clean(name)
    if not name or len(name) > 120:
        raise Invalid(_("Nhóm cần tên, không quá 120 ký tự."), {"name": _("Đồng chí ghi tên nhóm.")})
    if not units:
        raise Invalid(_("Nhóm cần ít nhất một nơi nhận."), {"units": _("Đồng chí chọn nơi nhận.")})
    same = RecipientGroup.objects.filter(agency=group.agency, name=name).exclude(pk=group.pk)
    if same.exists():
        raise Invalid(_("Đã có nhóm «{name}».").format(name=name), {"name": _("Đồng chí đặt tên khác.")})
    group.name, group.unit_ids = name, list(dict.fromkeys(unit.pk for unit in units))


@command(KEEP_GROUPS, on=RecipientGroup, label=vi("lập nhóm nơi nhận"))
def add_group(actor: Actor, /, *, agency: Unit, name: str, units: Sequence[Unit]) -> RecipientGroup:
    """Make a group for the agency's clerks."""
    if not actor.is_system and agency.pk not in actor.agencies_as(REGISTRAR):
        raise Forbidden(_("Đồng chí không làm văn thư của {label}.").format(label=agency.label))
    group = RecipientGroup(agency=agency)
    _fill(group, name, units)
    group.save()
    return group


@command(KEEP_GROUPS, on="group", label=vi("sửa nhóm nơi nhận"))
def change_group(
    actor: Actor, /, *, group: RecipientGroup, name: str, units: Sequence[Unit]
) -> RecipientGroup:
    """Rename a group or change who is in it; what was sent to it before stays as it was."""
    _fill(group, name, units)
    group.save()
    return group


@command(KEEP_GROUPS, on="group", label=vi("bỏ nhóm nơi nhận"))
def drop_group(actor: Actor, /, *, group: RecipientGroup) -> None:
    """Remove a group; no document hangs on it."""
    group.delete()
