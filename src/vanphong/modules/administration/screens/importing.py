"""Many accounts from a sheet: each row judged first, then written; slips with first passwords to hand out."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.policy import MANAGE_ACCOUNTS
from vanphong.kernel.organisation.importing import import_people, role_of
from vanphong.kernel.organisation.models import Dated, Post, Unit
from vanphong.kernel.organisation.naming import key_of
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.organisation.slips import slips_pdf
from vanphong.kernel.wording import vi
from vanphong.lib.spreadsheet import Column as SheetColumn
from vanphong.lib.spreadsheet import Table as SheetTable
from vanphong.lib.spreadsheet import cell_text
from vanphong.modules.administration.record_types import ADDRESSES
from vanphong.ui.screens.importing import ImportScreen, Line

ADDRESS = ADDRESSES[User]
TITLES = {
    "full_name": "Họ và tên",
    "username": "Tên đăng nhập",
    "unit": "Đơn vị",
    "post": "Chức vụ",
    "role": "Vai trò",
    "email": "Thư điện tử",
    "phone": "Điện thoại",
}
SAMPLES = [["Nguyễn Văn An", "", "Phòng Tổng hợp", "Chuyên viên", "Chuyên viên", "", ""]]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _read(_actor: Actor, table: SheetTable) -> list[Line]:
    """Each row of people: who is new, who only gets a post, what cannot be taken."""
    places = {name: table.column(title) for name, title in TITLES.items()}
    if places["full_name"] is None:
        raise Invalid(_("Bảng thiếu cột «Họ và tên». Đồng chí đặt tên cột như bảng mẫu rồi nạp lại."))
    units = list(Unit.objects.filter(Dated.on(today())))
    keys = {key for unit in units for key in unit.keys} | {unit.code for unit in units}
    names = {name.lower(): person for name, person in User.objects.values_list("username", "full_name")}
    found, seen = [], set()
    for row in table.rows:
        values: dict[str, Any] = {
            name: cell_text(row.cells[at]) for name, at in places.items() if at is not None
        }
        values["line"] = row.number
        username, unit = values.get("username", "").lower(), values.get("unit", "")
        role, email = values.get("role", ""), values.get("email", "")
        problem = ""
        if not values["full_name"]:
            problem = _("Thiếu họ và tên.")
        elif unit and unit not in keys and key_of(unit) not in keys:
            problem = _("Không có đơn vị «{unit}». Đồng chí thêm đơn vị trước.").format(unit=unit)
        elif username and username in seen:
            problem = _("Tên đăng nhập «{username}» có hai dòng.").format(username=username)
        elif role_of(role) is None:
            words = ", ".join(str(label) for label in Post.Role.labels)
            problem = _("Không có vai trò «{role}». Các vai trò: {words}.").format(role=role, words=words)
        elif email and not _is_address(email):
            problem = _("Thư điện tử «{email}» chưa đúng.").format(email=email)
        seen.add(username)
        known = bool(username) and username in names
        remark = "" if unit and values.get("post") else _("Không có chức vụ thì chưa thấy việc gì.")
        if known:
            remark = _("Tài khoản của {name} đã có; chỉ thêm chức vụ còn thiếu.").format(name=names[username])
        title = f"{values['full_name']} {values.get('post', '')} {unit}".strip() or "–"
        verdict: Any = "wrong" if problem else "change" if known else "add"
        found.append(Line(row.number, verdict, title, values, problem or remark))
    return found


def _write(actor: Actor, rows: list[dict[str, Any]]) -> str | HttpResponse:
    slips = import_people(actor, rows=rows)
    if not slips:
        return _("Không có tài khoản mới; chức vụ còn thiếu đã ghi thêm.")
    agency = Unit.objects.filter(pk=actor.seats[0].agency_id).first() if actor.seats else None
    answer = HttpResponse(slips_pdf(slips, agency), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="phieu-cap-tai-khoan.pdf"'
    return answer


IMPORTS = ImportScreen(
    User,
    MANAGE_ACCOUNTS,
    ADDRESS,
    vi("Thêm nhiều tài khoản từ bảng tính"),
    vi("Tài khoản"),
    [SheetColumn(title, "text", 24) for title in TITLES.values()],
    SAMPLES,
    _read,
    _write,
    vi("Ghi xong, máy tải về phiếu có mật khẩu tạm của từng người để in; chỉ lấy được lần này."),
)

IMPORTS.declare()
