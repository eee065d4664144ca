"""What keepers do: accounts, organisation, registers, calendar; screens and API are made from these."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from vanphong.kernel.access import Ability
from vanphong.kernel.actions import Action, declare_action
from vanphong.kernel.actor import Actor
from vanphong.kernel.calendar import commands as days
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.calendar.policy import KEEP_CALENDAR
from vanphong.kernel.identity import commands as accounts
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.policy import MANAGE_ACCOUNTS
from vanphong.kernel.identity.queries import needs_second_factor
from vanphong.kernel.numbering import commands as registers
from vanphong.kernel.numbering.models import Register, Series
from vanphong.kernel.numbering.policy import CLOSE_YEAR, KEEP_REGISTER, RESERVE
from vanphong.kernel.organisation import commands as tree
from vanphong.kernel.organisation import delegating, people, succession
from vanphong.kernel.organisation.models import Delegation, Holding, Post, Unit
from vanphong.kernel.organisation.policy import MANAGE, REVOKE
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.administration.forms.accounts import AddUserForm, DisableForm, EditUserForm
from vanphong.modules.administration.forms.days import AddDayForm, ChangeDayForm
from vanphong.modules.administration.forms.organisation import (
    AddPostForm,
    AddUnitForm,
    AppointForm,
    CloseUnitForm,
    EditUnitForm,
    LastDayForm,
    MergeForm,
    MoveForm,
    RenameForm,
    RevokeForm,
    SecondFactorForm,
)
from vanphong.modules.administration.forms.registers import (
    AddRegisterForm,
    ChangeRegisterForm,
    PeriodForm,
    ReopenForm,
    ReserveForm,
)
from vanphong.modules.administration.record_types import ADDRESSES


def _act(
    model: type[models.Model], name: str, label: str, ability: Ability, run: Any, argument: str, **more: Any
) -> Action:
    return declare_action(Action(name, model, label, ability, run, argument, **more))


def _active(_actor: Actor, record: Any) -> bool:
    return bool(record.is_active)


def _stopped(_actor: Actor, record: Any) -> bool:
    return not record.is_active


def _open_ended(_actor: Actor, record: Any) -> bool:
    return record.valid_to is None


def _has_closed_period(_actor: Actor, record: Any) -> bool:
    return Series.objects.filter(register=record, closed_at__isnull=False).exists()


ADD_USER = _act(
    User,
    "them",
    vi("Thêm tài khoản"),
    MANAGE_ACCOUNTS,
    accounts.add_user,
    "",
    form=AddUserForm,
    primary=True,
    secrets=lambda made: {"temporary_password": made[1]},
)
_act(User, "sua", vi("Sửa"), MANAGE_ACCOUNTS, accounts.edit_user, "user", form=EditUserForm, primary=True)
RESET = _act(
    User,
    "cap-lai-mat-khau",
    vi("Cấp lại mật khẩu"),
    MANAGE_ACCOUNTS,
    accounts.reset_password,
    "user",
    warning=vi("Mọi phiên đang mở của người này kết thúc ngay; mật khẩu tạm chỉ hiện một lần."),
    secrets=lambda password: {"temporary_password": password},
    offered=_active,
)
_act(
    User,
    "mo-khoa",
    vi("Mở khóa"),
    MANAGE_ACCOUNTS,
    accounts.unlock_user,
    "user",
    done=vi("Đã mở khóa tài khoản."),
    offered=lambda _actor, user: user.is_locked(),
)
_act(
    User,
    "go-lop-hai",
    vi("Gỡ lớp xác thực thứ hai"),
    MANAGE_ACCOUNTS,
    accounts.clear_second_factors,
    "user",
    warning=vi("Chỉ gỡ khi người này mất điện thoại hoặc khóa; mọi phiên đang mở kết thúc ngay."),
    done=vi("Đã gỡ lớp xác thực thứ hai."),
    offered=lambda _actor, user: needs_second_factor(user),
)
_act(
    User,
    "ngung",
    vi("Ngừng dùng"),
    MANAGE_ACCOUNTS,
    accounts.disable_user,
    "user",
    form=DisableForm,
    warning=vi("Mọi phiên và mã truy cập của người này dừng ngay."),
    done=vi("Đã ngừng tài khoản."),
    offered=_active,
)
_act(
    User,
    "dung-lai",
    vi("Cho dùng lại"),
    MANAGE_ACCOUNTS,
    accounts.enable_user,
    "user",
    done=vi("Tài khoản dùng lại được."),
    offered=_stopped,
)

_act(Unit, "them", vi("Thêm đơn vị"), MANAGE, tree.add_unit, "", form=AddUnitForm)
_act(
    Unit,
    "sap-nhap",
    vi("Sáp nhập"),
    MANAGE,
    succession.merge_units,
    "",
    form=MergeForm,
    warning=vi("Các đơn vị cũ kết thúc; văn bản cũ vẫn giữ tên cũ."),
)
_act(Unit, "sua", vi("Sửa"), MANAGE, tree.edit_unit, "unit", form=EditUnitForm, primary=True)
_act(Unit, "them-chuc-vu", vi("Thêm chức vụ"), MANAGE, tree.add_post, "unit", form=AddPostForm)
_act(
    Unit,
    "doi-ten",
    vi("Đổi tên"),
    MANAGE,
    succession.rename_unit,
    "unit",
    form=RenameForm,
    warning=vi("Tên cũ kết thúc vào ngày trước đó; phòng, chức vụ, người chuyển sang tên mới."),
    then=lambda _actor, unit: f"{ADDRESSES[Unit]}{unit.pk}/",
    offered=_open_ended,
)
_act(
    Unit,
    "ket-thuc",
    vi("Kết thúc"),
    MANAGE,
    succession.close_unit,
    "unit",
    form=CloseUnitForm,
    done=lambda unit: _("«{name}» dùng đến hết ngày {valid_to}.").format(
        name=unit.name, valid_to=format_date(unit.valid_to)
    ),
    offered=_open_ended,
)
_act(Post, "giao", vi("Giao chức vụ"), MANAGE, people.appoint, "post", form=AppointForm, primary=True)
_act(
    Post,
    "xac-thuc-hai-lop",
    vi("Xác thực hai lớp"),
    MANAGE,
    tree.ask_second_factor,
    "post",
    form=SecondFactorForm,
    warning=vi("Bắt buộc thì người giữ chức vụ chưa có lớp hai phải lập ngay, trước mọi việc khác."),
    offered=_open_ended,
)
_act(
    Post,
    "bai-bo",
    vi("Bãi bỏ chức vụ"),
    MANAGE,
    tree.end_post,
    "post",
    form=LastDayForm,
    offered=_open_ended,
)
_act(
    Holding, "dieu-dong", vi("Điều động"), MANAGE, people.move_person, "holding", form=MoveForm, primary=True
)
_act(
    Holding,
    "thoi-giu",
    vi("Thôi giữ chức vụ"),
    MANAGE,
    people.end_holding,
    "holding",
    form=LastDayForm,
    then=lambda _actor, _result: ADDRESSES[Post],
    offered=_open_ended,
)
_act(
    Delegation,
    "thu-hoi",
    vi("Thu hồi"),
    REVOKE,
    delegating.revoke_delegation,
    "delegation",
    form=RevokeForm,
    done=vi("Đã thu hồi ủy quyền."),
    offered=lambda _actor, one: one.revoked_at is None,
)

_act(Register, "them", vi("Lập sổ"), KEEP_REGISTER, registers.add_register, "", form=AddRegisterForm)
_act(
    Register,
    "de-danh",
    vi("Để dành số"),
    RESERVE,
    registers.reserve,
    "register",
    form=ReserveForm,
    primary=True,
    warning=vi("Số để dành không trả lại được; không dùng thì hủy và ghi lý do."),
    done=lambda rows: _("Đã để dành số {number}–{number2}.").format(
        number=rows[0].number, number2=rows[-1].number
    ),
)
_act(
    Register, "sua", vi("Sửa"), KEEP_REGISTER, registers.change_register, "register", form=ChangeRegisterForm
)
_act(
    Register,
    "khoa-ky",
    vi("Khóa kỳ"),
    CLOSE_YEAR,
    registers.close_period,
    "register",
    form=PeriodForm,
    warning=vi("Kỳ đã khóa không cấp thêm số nào."),
    done=lambda series: _("Đã khóa kỳ {key}, số cuối {last_number}.").format(
        key=series.key, last_number=series.last_number
    ),
)
_act(
    Register,
    "mo-ky",
    vi("Mở lại kỳ"),
    CLOSE_YEAR,
    registers.reopen_period,
    "register",
    form=ReopenForm,
    done=lambda series: _("Đã mở lại kỳ {key}.").format(key=series.key),
    offered=_has_closed_period,
)

_act(SpecialDay, "them", vi("Thêm ngày nghỉ, làm bù"), KEEP_CALENDAR, days.add_day, "", form=AddDayForm)
_act(SpecialDay, "sua", vi("Sửa"), KEEP_CALENDAR, days.change_day, "row", form=ChangeDayForm, primary=True)
_act(
    SpecialDay,
    "bo",
    vi("Bỏ khỏi lịch"),
    KEEP_CALENDAR,
    days.remove_day,
    "row",
    done=lambda day: _("Ngày {day} trở lại như lịch chung.").format(day=format_date(day)),
    then=lambda _actor, _day: ADDRESSES[SpecialDay],
)
