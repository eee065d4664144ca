"""The lists of administration: accounts, units, posts, delegations, registers, days, journal, jobs."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db.models import Func, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Collate
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.commands import commands
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.policy import MANAGE_ACCOUNTS
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.policy import WATCH_JOBS
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.listing import Column, Filter, ListSpec, Tab, declare_list
from vanphong.kernel.listing.folding import has_words
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.numbering.policy import WATCH_REGISTERS
from vanphong.kernel.organisation.models import Dated, Delegation, Holding, Post, Unit
from vanphong.kernel.organisation.policy import MANAGE, WATCH_DELEGATIONS
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import BadDate, parse_vn_date

CHANNELS = {
    "web": vi("trình duyệt"),
    "api": "API",
    "cli": vi("dòng lệnh"),
    "job": vi("việc nền"),
    "system": vi("hệ thống"),
}
EVERYTHING = Tab("tat-ca", vi("Tất cả"), lambda _a: Q(), counted=False)


def _day(text: str) -> dt.date | None:
    try:
        return parse_vn_date(text, today())
    except BadDate:
        return None


def _in_force_on(_actor: Actor, text: str) -> Q | None:
    day = _day(text)
    return None if day is None else Dated.on(day)


def held_now() -> Prefetch[str]:
    """The posts a person holds today, as `held`."""
    holdings = Holding.objects.filter(Dated.on(today()), Dated.on(today(), "post__"))
    return Prefetch("holdings", holdings.select_related("post__unit").order_by("post__rank"), to_attr="held")


def _with_posts(rows: QuerySet[Any]) -> QuerySet[Any]:
    key = Func("full_name", function="vn_person_sort_key", output_field=TextField())
    found: QuerySet[Any] = rows.annotate(name_order=Collate(key, "C")).prefetch_related(held_now())
    return found


def _posts(user: Any) -> str:
    return "; ".join(str(one.post) for one in user.held)


def user_state(user: User) -> str:
    """The state of an account in a word or two."""
    if not user.is_active:
        return _("ngừng dùng")
    if user.is_locked():
        return _("đang khóa")
    return _("chờ đổi mật khẩu") if user.must_change_password else _("đang dùng")


ACCOUNTS = declare_list(
    ListSpec(
        "accounts",
        User,
        vi("Tài khoản"),
        (
            Column("full_name", vi("Họ và tên"), lambda u: u.full_name, "strong", 28),
            Column("username", vi("Tên đăng nhập"), lambda u: u.username, "code", 18),
            Column("posts", vi("Chức vụ"), _posts, width=50),
            Column("state", vi("Tình trạng"), user_state, "code", 18),
            Column(
                "second",
                vi("Lớp hai"),
                lambda u: _("có") if u.totp_confirmed else "",
                width=10,
                on_phone=False,
            ),
            Column(
                "last_login", vi("Đăng nhập gần nhất"), lambda u: u.last_login, "datetime", on_phone=False
            ),
        ),
        (
            Tab("dang-dung", vi("Đang dùng"), lambda _a: Q(is_active=True)),
            Tab("bi-khoa", vi("Đang khóa"), lambda _a: Q(locked_until__gt=timezone.now())),
            Tab("chua-vao", vi("Chưa đăng nhập"), lambda _a: Q(is_active=True, last_login=None)),
            Tab(
                "cho-doi",
                vi("Chưa đổi mật khẩu tạm"),
                lambda _a: Q(is_active=True, must_change_password=True, last_login__isnull=False),
            ),
            Tab("ngung", vi("Ngừng dùng"), lambda _a: Q(is_active=False)),
            EVERYTHING,
        ),
        (Filter("chu", vi("Họ tên, tên đăng nhập"), has_words("full_name", "username", "email")),),
        order="name_order",
        needs=MANAGE_ACCOUNTS,
        prepare=_with_posts,
        empty=vi("Không có tài khoản nào."),
        page_size=50,
    )
)

UNITS = declare_list(
    ListSpec(
        "units",
        Unit,
        vi("Đơn vị"),
        (
            Column("name", vi("Tên"), lambda u: u.name, "strong", 44),
            Column("symbol", vi("Ký hiệu"), lambda u: u.symbol, "code", 12),
            Column("kind", vi("Loại"), lambda u: u.get_kind_display(), width=28),
            Column("parent", vi("Thuộc"), lambda u: u.parent.label if u.parent else "", width=30),
            Column("valid_from", vi("Từ ngày"), lambda u: u.valid_from, "date", on_phone=False),
            Column("valid_to", vi("Đến ngày"), lambda u: u.valid_to, "date"),
            Column("code", vi("Mã"), lambda u: u.code, "code", on_phone=False),
        ),
        (
            Tab("hien-co", vi("Hiện có"), lambda _a: Dated.on(today())),
            Tab("cua-minh", vi("Cơ quan của tôi"), lambda a: Q(agency_id__in=_own(a)) | Q(pk__in=_own(a))),
            Tab("da-het", vi("Đã kết thúc"), lambda _a: Q(valid_to__lt=today())),
            EVERYTHING,
        ),
        (
            Filter("chu", vi("Có chữ"), has_words("name", "short_name", "symbol", "code")),
            Filter("loai", vi("Loại"), lambda _a, v: Q(kind=v), "choice", lambda _a: Unit.Kind.choices),
            Filter("ngay", vi("Có vào ngày"), _in_force_on, "day"),
        ),
        order="rank",
        needs=MANAGE,
        prepare=lambda rows: rows.select_related("parent"),
        page_size=50,
    )
)


def _own(actor: Actor) -> set[int]:
    return {seat.agency_id for seat in actor.seats}


def _with_holders(rows: QuerySet[Any]) -> QuerySet[Any]:
    now = Holding.objects.filter(Dated.on(today())).select_related("user")
    return rows.select_related("unit").prefetch_related(Prefetch("holdings", now, to_attr="held"))


POSTS = declare_list(
    ListSpec(
        "posts",
        Post,
        vi("Chức vụ"),
        (
            Column("title", vi("Chức vụ"), lambda p: p.title, "strong", 34),
            Column("unit", vi("Đơn vị"), lambda p: p.unit.label, width=30),
            Column("role", vi("Vai trò"), lambda p: p.get_role_display(), width=20),
            Column(
                "holders", vi("Người giữ"), lambda p: "; ".join(h.user.full_name for h in p.held), width=34
            ),
            Column("valid_to", vi("Đến ngày"), lambda p: p.valid_to, "date", on_phone=False),
        ),
        (
            Tab("hien-co", vi("Hiện có"), lambda _a: Dated.on(today())),
            Tab("da-het", vi("Đã bãi bỏ"), lambda _a: Q(valid_to__lt=today())),
            EVERYTHING,
        ),
        (
            Filter("chu", vi("Có chữ"), has_words("title")),
            Filter("vai-tro", vi("Vai trò"), lambda _a, v: Q(role=v), "choice", lambda _a: Post.Role.choices),
        ),
        order="rank",
        needs=MANAGE,
        prepare=_with_holders,
        page_size=50,
    )
)

ENDS_SOON = dt.timedelta(days=7)


def _ends_soon(_actor: Actor) -> Q:
    now = timezone.now()
    return Q(revoked_at=None, ends_at__gt=now, ends_at__lte=now + ENDS_SOON)


DELEGATIONS = declare_list(
    ListSpec(
        "delegations",
        Delegation,
        vi("Ủy quyền"),
        (
            Column("principal", vi("Người ủy quyền"), lambda d: d.principal.full_name, "strong", 28),
            Column("delegate", vi("Người làm thay"), lambda d: d.delegate.full_name, width=28),
            Column("starts_at", vi("Từ lúc"), lambda d: d.starts_at, "datetime"),
            Column("ends_at", vi("Đến lúc"), lambda d: d.ends_at, "datetime"),
            Column("revoked_at", vi("Thu hồi lúc"), lambda d: d.revoked_at, "datetime", on_phone=False),
            Column("reason", vi("Lý do"), lambda d: d.reason, width=40, on_phone=False),
        ),
        (
            Tab("hieu-luc", vi("Còn hiệu lực"), lambda _a: Q(revoked_at=None, ends_at__gt=timezone.now())),
            Tab("sap-het", vi("Sắp hết hạn"), _ends_soon, order="ends_at"),
            EVERYTHING,
        ),
        order="-starts_at",
        needs=WATCH_DELEGATIONS,
        prepare=lambda rows: rows.select_related("principal", "delegate"),
        empty=vi("Không có ủy quyền nào."),
    )
)


def _last(register: Any) -> str:
    """The last number of the newest period, e.g. «2026: 317»."""
    newest = max(register.series.all(), key=lambda series: series.key, default=None)
    return f"{newest.key}: {newest.last_number}" if newest else ""


REGISTERS = declare_list(
    ListSpec(
        "registers",
        Register,
        vi("Sổ và số"),
        (
            Column("name", vi("Tên sổ"), lambda r: r.name, "strong", 36),
            Column("kind", vi("Loại"), lambda r: r.get_kind_display(), width=18),
            Column("agency", vi("Cơ quan"), lambda r: r.agency.label, width=28),
            Column("period", vi("Số chạy"), lambda r: r.get_period_display(), width=16, on_phone=False),
            Column("last", vi("Số cuối"), _last, width=20),
            Column("default", vi("Mặc định"), lambda r: _("có") if r.is_default else "", width=10),
            Column("valid_to", vi("Đến ngày"), lambda r: r.valid_to, "date", on_phone=False),
        ),
        (
            Tab("dang-dung", vi("Đang dùng"), lambda _a: Dated.on(today())),
            Tab("da-thoi", vi("Đã thôi dùng"), lambda _a: Q(valid_to__lt=today())),
            EVERYTHING,
        ),
        order="rank",
        needs=WATCH_REGISTERS,
        prepare=lambda rows: rows.select_related("agency").prefetch_related("series"),
        empty=vi("Chưa có sổ nào."),
    )
)


def _years(_actor: Actor) -> list[tuple[str, str]]:
    year = today().year
    return [(str(y), str(y)) for y in range(year + 1, year - 6, -1)]


SPECIAL_DAYS = declare_list(
    ListSpec(
        "special_days",
        SpecialDay,
        vi("Lịch làm việc"),
        (
            Column("day", vi("Ngày"), lambda d: d.day, "date", 14),
            Column("name", vi("Tên"), lambda d: d.name, "strong", 36),
            Column("kind", vi("Loại"), lambda d: d.get_kind_display(), width=12),
            Column("source", vi("Căn cứ"), lambda d: d.source, width=40, on_phone=False),
            Column(
                "certain",
                vi("Chính thức"),
                lambda d: _("có") if d.certain else _("chưa"),
                width=12,
            ),
        ),
        (Tab("sap-toi", vi("Sắp tới"), lambda _a: Q(day__gte=today())), EVERYTHING),
        (
            Filter(
                "nam",
                vi("Năm"),
                lambda _a, v: Q(day__year=int(v)) if v.isdigit() and len(v) == 4 else None,
                "choice",
                _years,
            ),
        ),
        order="day",
        hint=vi("Ngày cơ quan tự thêm; các ngày lễ đã có sẵn xem ở «Lịch cả năm»."),
        empty=vi("Cơ quan chưa thêm ngày nào; lịch chạy theo ngày lễ có sẵn."),
    )
)


def body_of(entry: Any) -> dict[str, Any]:
    """The sealed text of an entry, read once a row."""
    if not hasattr(entry, "_read"):
        entry._read = json.loads(entry.body)
    found: dict[str, Any] = entry._read
    return found


def sentence(label: str) -> str:
    """A label as the head of a line."""
    return label[:1].upper() + label[1:]


def who_of(entry: Any) -> str:
    """Who did it, and for whom."""
    body = body_of(entry)
    return f"{body['user']} (thay {body['on_behalf']})" if body["on_behalf"] else str(body["user"])


def _people(_actor: Actor) -> list[tuple[str, str]]:
    rows = User.objects.order_by("full_name").values_list("pk", "full_name", "username")
    return [("0", _("Hệ thống")), *((str(pk), f"{name} ({username})") for pk, name, username in rows)]


def _by_person(_actor: Actor, text: str) -> Q | None:
    if not text.isdigit() or len(text) > 12:
        return None
    return Q(user_id=None) if text == "0" else Q(user_id=int(text))


def _deeds(_actor: Actor) -> list[tuple[str, str]]:
    labels = {spec.action: spec.label for spec in commands}
    return sorted(labels.items(), key=lambda pair: pair[1])


def _on_day(_actor: Actor, text: str) -> Q | None:
    day = _day(text)
    if day is None:
        return None
    start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    return Q(at__gte=start, at__lt=start + dt.timedelta(days=1))


JOURNAL = declare_list(
    ListSpec(
        "journal",
        AuditEntry,
        vi("Nhật ký"),
        (
            Column("seq", vi("Số"), lambda e: e.seq, "integer", 8),
            Column("at", vi("Lúc"), lambda e: e.at, "datetime", 18),
            Column("who", vi("Người làm"), who_of, width=30),
            Column("label", vi("Việc"), lambda e: sentence(_(body_of(e)["label"])), "strong", 36),
            Column("note", vi("Lời ghi"), lambda e: body_of(e)["note"], width=40),
            Column("through", "Qua", lambda e: CHANNELS.get(body_of(e)["channel"], ""), on_phone=False),
        ),
        (Tab("moi-nhat", vi("Mới nhất"), lambda _a: Q(), counted=False),),
        (
            Filter("nguoi", vi("Người làm"), _by_person, "choice", _people),
            Filter("viec", vi("Việc"), lambda _a, v: Q(action=v), "choice", _deeds),
            Filter("ngay", vi("Ngày"), _on_day, "day"),
            Filter("ban-ghi", vi("Bản ghi"), lambda _a, v: Q(objects_touched__contains=[v.strip()])),
        ),
        order="-pk",
        hint=vi("Mỗi việc một mục, nối chuỗi băm; không ai sửa hay xóa được."),
        empty=vi("Không có mục nào."),
        page_size=50,
    )
)

S = Job.State
BACKGROUND_JOBS = declare_list(
    ListSpec(
        "background_jobs",
        Job,
        vi("Việc nền"),
        (
            Column("asked_at", vi("Yêu cầu lúc"), lambda j: j.asked_at, "datetime"),
            Column("label", vi("Việc"), lambda j: _(j.label), "strong", 40),
            Column("state", vi("Tình trạng"), lambda j: j.get_state_display(), "code", 16),
            Column("message", vi("Ghi chú"), lambda j: j.message, width=50),
            Column("attempts", vi("Lần chạy"), lambda j: j.attempts, "integer", on_phone=False),
        ),
        (
            Tab("hong", vi("Không làm được"), lambda _a: Q(state=S.FAILED)),
            Tab("dang-cho", vi("Đang chờ, đang làm"), lambda _a: Q(state__in=[S.WAITING, S.RUNNING])),
            Tab("da-dung", vi("Đã dừng"), lambda _a: Q(state=S.STOPPED)),
            EVERYTHING,
        ),
        order="-pk",
        needs=WATCH_JOBS,
        empty=vi("Không có việc nào ở đây."),
        page_size=50,
    )
)
