"""Organisation: the tree of a day, units, posts, holders, delegations."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.finding import flat, tree
from vanphong.kernel.organisation.models import Delegation, Holding, Post, Unit
from vanphong.kernel.organisation.policy import MANAGE
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import BadDate, format_date, parse_vn_date
from vanphong.modules.administration.lists import DELEGATIONS, POSTS, UNITS
from vanphong.modules.administration.record_types import ADDRESSES, address_of
from vanphong.ui.components import (
    Action,
    Badge,
    Column,
    DateField,
    Empty,
    Fact,
    Facts,
    Filters,
    Notice,
    Panel,
    Part,
    Table,
    TableRow,
    Tone,
    day_text,
)
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    ListScreen,
    PanelSpec,
    RecordScreen,
    Request,
    declare_panel,
    page,
    show,
)

TREE = "/quan-tri/to-chuc/"


@page("quan-tri/to-chuc/", name="administration.tree", opens=(Unit, MANAGE))
def organisation(request: Request, actor: Actor) -> HttpResponse:
    """The tree on `?ngay=`, today by default."""
    text, error, day = request.GET.get("ngay", ""), "", today()
    if text:
        try:
            day = parse_vn_date(text, today())
        except BadDate as wrong:
            error = wrong.message_vi
    rows = [
        TableRow(
            ["\u2003" * branch.depth + branch.unit.name, branch.unit.symbol, branch.unit.get_kind_display()],
            address_of(branch.unit),
        )
        for branch in flat(tree(day))
    ]
    columns = [
        Column(_("Đơn vị"), "strong"),
        Column(_("Ký hiệu"), "code"),
        Column(_("Loại"), on_phone=False),
    ]
    field = DateField(
        name="ngay", label=_("Xem vào ngày"), value=format_date(day), error=error, width="third"
    )
    acts = [
        Action(_("Thêm đơn vị"), f"{ADDRESSES[Unit]}them/", main=True),
        Action(_("Sáp nhập"), f"{ADDRESSES[Unit]}sap-nhap/"),
        Action(_("Danh sách"), ADDRESSES[Unit]),
        Action(_("Chức vụ"), ADDRESSES[Post]),
        Action(_("Ủy quyền"), ADDRESSES[Delegation]),
    ]
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Tổ chức"),
            "hint": _("Cây đơn vị vào ngày {day}.").format(day=format_date(day)),
            "acts": acts,
            "above": [Notice(error, Tone.ALARM)] if error else [],
            "filters": Filters(TREE, [field], opened=bool(error)),
            "body": Table(_("Cây đơn vị"), columns, rows, Empty(_("Không có đơn vị nào vào ngày này"))),
        },
        status=422 if error else 200,
    )


def _dates(record: Any) -> list[Fact]:
    return [
        Fact(_("Từ ngày"), day_text(record.valid_from) if record.valid_from else None),
        Fact(_("Đến ngày"), day_text(record.valid_to) if record.valid_to else None),
    ]


def _ended(record: Any) -> tuple[Badge, ...]:
    return (
        () if record.is_valid_on(today()) else (Badge(_("không còn") if record.valid_to else _("chưa có")),)
    )


def _unit_facts(_request: Request, _actor: Actor, unit: Any) -> Part:
    heirs = ", ".join(heir.name for heir in unit.successors.all())
    before = ", ".join(old.name for old in unit.predecessors.all())
    return Panel(
        _("Đơn vị"),
        Facts(
            [
                Fact(_("Mã"), unit.code),
                Fact(_("Loại"), unit.get_kind_display()),
                Fact(_("Cấp"), unit.get_level_display()),
                Fact(_("Ký hiệu"), unit.symbol),
                Fact(_("Mã định danh"), unit.identifier),
                Fact(_("Thư điện tử"), unit.email),
                Fact(_("Thuộc"), unit.parent.name if unit.parent else None),
                Fact(_("Cơ quan"), unit.agency.name if unit.agency else None),
                *_dates(unit),
                Fact(_("Tên gọi khác"), "; ".join(unit.aliases), wide=True),
                Fact(_("Kế tục bởi"), heirs, wide=True),
                Fact(_("Kế tục của"), before, wide=True),
            ]
        ),
    )


def _holders(post: Post) -> str:
    return "; ".join(h.user.full_name for h in post.holdings.all() if h.is_valid_on(today()))


def _unit_posts(_request: Request, _actor: Actor, unit: Any) -> Part:
    posts = [p for p in unit.posts.prefetch_related("holdings__user") if p.is_valid_on(today())]
    rows = [TableRow([p.title, p.get_role_display(), _holders(p)], address_of(p)) for p in posts]
    columns = [Column(_("Chức vụ"), "strong"), Column(_("Vai trò")), Column(_("Người giữ"))]
    return Panel(
        _("Chức vụ"),
        Table(_("Chức vụ"), columns, rows, Empty(_("Chưa có chức vụ"))),
        count=len(rows),
        flush=True,
    )


def _children(_request: Request, _actor: Actor, unit: Any) -> Part | None:
    rows = [
        TableRow([child.name, child.symbol], address_of(child))
        for child in unit.children.all()
        if child.is_valid_on(today())
    ]
    if not rows:
        return None
    table = Table(
        _("Đơn vị trực thuộc"),
        [Column(_("Đơn vị"), "strong"), Column(_("Ký hiệu"), "code")],
        rows,
    )
    return Panel(_("Đơn vị trực thuộc"), table, count=len(rows), flush=True)


def _post_facts(_request: Request, _actor: Actor, post: Any) -> Part:
    facts = [
        Fact(_("Đơn vị"), post.unit.name),
        Fact(_("Vai trò"), post.get_role_display()),
        Fact(_("Xác thực hai lớp"), _("bắt buộc") if post.second_factor else _("không bắt buộc")),
        *_dates(post),
    ]
    return Panel(_("Chức vụ"), Facts(facts))


def _post_holders(_request: Request, _actor: Actor, post: Any) -> Part:
    rows = [
        TableRow(
            [
                one.user.full_name,
                day_text(one.valid_from) if one.valid_from else None,
                day_text(one.valid_to) if one.valid_to else None,
            ],
            address_of(one),
        )
        for one in post.holdings.select_related("user").order_by("-valid_from")
    ]
    columns = [
        Column(_("Người giữ"), "strong"),
        Column(_("Từ ngày"), "date"),
        Column(_("Đến ngày"), "date"),
    ]
    return Panel(
        _("Người giữ"),
        Table(_("Người giữ"), columns, rows, Empty(_("Chưa giao cho ai"))),
        flush=True,
    )


def _holding_facts(_request: Request, _actor: Actor, one: Any) -> Part:
    facts = [
        Fact(_("Người"), one.user.full_name),
        Fact(_("Chức vụ"), str(one.post)),
        *_dates(one),
    ]
    return Panel(_("Giữ chức vụ"), Facts(facts))


def _delegation_facts(_request: Request, _actor: Actor, one: Any) -> Part:
    labels = access.known
    works = ", ".join(str(labels(code).label) for code in one.scope)
    return Panel(
        _("Ủy quyền"),
        Facts(
            [
                Fact(_("Người ủy quyền"), one.principal.full_name),
                Fact(_("Người làm thay"), one.delegate.full_name),
                Fact(_("Lý do"), one.reason, wide=True),
                Fact(_("Các việc"), works, wide=True),
            ]
        ),
    )


def _declare(model: Any, label: str, head: Any) -> None:
    screen = RecordScreen(model, ADDRESSES[model], label, head)
    screen.declare()
    ActionScreens(model, ADDRESSES[model], screen).declare()


def _to_tree(_request: Request, _actor: Actor) -> list[Action]:
    return [Action(_("Cây đơn vị"), TREE)]


_declare(Unit, vi("Đơn vị"), lambda _a, u: Head(u.name, u.symbol, badges=_ended(u)))
_declare(Post, vi("Chức vụ"), lambda _a, p: Head(p.title, note=p.unit.name, badges=_ended(p)))
_declare(Holding, vi("Giữ chức vụ"), lambda _a, h: Head(h.user.full_name, note=str(h.post), badges=_ended(h)))
_declare(Delegation, vi("Ủy quyền"), lambda _a, d: Head(str(d)))
ListScreen(UNITS, ADDRESSES[Unit], address_of, buttons=_to_tree).declare()
ListScreen(POSTS, ADDRESSES[Post], address_of, buttons=_to_tree).declare()
ListScreen(DELEGATIONS, ADDRESSES[Delegation], address_of, buttons=_to_tree).declare()
for _spec in (
    PanelSpec("facts", Unit, _unit_facts, 10),
    PanelSpec("posts", Unit, _unit_posts, 20),
    PanelSpec("children", Unit, _children, 30),
    PanelSpec("facts", Post, _post_facts, 10),
    PanelSpec("holders", Post, _post_holders, 20),
    PanelSpec("facts", Holding, _holding_facts, 10),
    PanelSpec("facts", Delegation, _delegation_facts, 10),
):
    declare_panel(_spec)
