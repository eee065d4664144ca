"""The gallery: every component in all its states, and three mock screens made of nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vanphong.ui import components as c
from vanphong.ui.display import display_of
from vanphong.ui.gallery_parts import TOKEN, sections
from vanphong.ui.gallery_samples import (
    sample_page,
    sample_pills,
    sample_queue,
    sample_rows,
    sample_tabs,
)

PAGES = ("parts", "home", "register", "phone")


def gallery(request: HttpRequest) -> HttpResponse:
    """``?page=`` parts (default), home, register or phone; ``?part=options`` answers a combobox."""
    if request.GET.get("part") == "options":
        return HttpResponse(str(_options(request.GET.get("q", ""))))
    page = request.GET.get("page", "parts")
    page = page if page in PAGES else "parts"
    context: dict[str, object] = {"shell": sample_shell(display_of(request))}
    context |= {"parts": _parts, "home": _home, "register": _register, "phone": _phone}[page]()
    return render(request, f"ui/gallery_{page}.html", context)


def sample_shell(display: c.Display | None = None) -> c.Shell:
    """The shell of the Chief of Office of an unnamed province."""
    return c.Shell(
        agency_name="Văn phòng Tỉnh ủy",
        term="Nhiệm kỳ 2025–2030",
        menu=(
            c.Group("Hôm nay", _items("Cần xử lý ngay:12", "Lịch tuần", "Thông báo:3", active=0)),
            c.Group(
                "Văn bản", _items("Văn bản đến:41", "Dự thảo – trình ký:7", "Văn bản đi:5", "Hồ sơ công việc")
            ),
            c.Group(
                "Tham mưu",
                _items(
                    "Chương trình công tác", "Họp, hội nghị:2", "Nhiệm vụ:9", "Nghị quyết, chỉ thị", "Báo cáo"
                ),
            ),
            c.Group("Phục vụ", _items("Tiếp dân, đơn thư", "Tài chính Đảng", "Xe, phòng, tài sản")),
        ),
        bottom_bar=_items("Chờ ý kiến", "Lịch", "Việc đỏ", "Tìm", active=0),
        person="Trần Văn Bình",
        role="Chánh Văn phòng",
        date_line="thứ Hai, 23/11/2026 · 15/10 âm lịch",
        unread=3,
        account=(c.Item("Phiên đăng nhập", "#"), c.Item("Ủy quyền", "#")),
        display_url="#",
        display=display or c.Display(),
    )


def _items(*entries: str, active: int | None = None) -> tuple[c.Item, ...]:
    found = []
    for index, entry in enumerate(entries):
        label, _, count = entry.partition(":")
        found.append(c.Item(label, f"#{label}", int(count) if count else None, index == active))
    return tuple(found)


def _options(query: str) -> c.ComboboxOptions:
    units = ("P. Tổng hợp", "P. Hành chính – Lưu trữ", "P. Tài chính Đảng", "Ban Tổ chức", "Ban Nội chính")
    found = [name for name in units if query.lower() in name.lower()]
    return c.ComboboxOptions(tuple(c.Choice(name, name) for name in found))


def _parts() -> dict[str, object]:
    return {"sections": sections()}


def _home() -> dict[str, object]:
    return {
        "pills": c.Pills(sample_pills(), "Cần xử lý ngay"),
        "tabs": sample_tabs(),
        "rows": c.RowList("Ngoại lệ", sample_rows()),
    }


def _register() -> dict[str, object]:
    fields: tuple[c.Part, ...] = (
        c.Field(
            name="reference_code",
            label="Số, ký hiệu",
            value="1204-CV/BTCTW",
            source=c.Source("page", 1),
            box="reference_code",
            width="wide",
            autofocus=True,
        ),
        c.DateField(
            name="issued_on",
            label="Ngày văn bản",
            value="18/11/2026",
            source=c.Source("page"),
            box="issued_on",
            width="narrow",
        ),
        c.Field(
            name="issuer",
            label="Cơ quan ban hành",
            value="Ban Tổ chức Trung ương",
            source=c.Source("catalogue"),
            box="issuer",
        ),
        c.Field(
            name="subject",
            label="Trích yếu",
            value="Về việc rà soát biên chế văn phòng cấp ủy",
            source=c.Source("page"),
            box="subject",
        ),
        c.Field(name="document_type", label="Loại", value="Công văn", source=c.Source("page"), width="half"),
        c.Select(
            name="urgency",
            label="Độ khẩn",
            choices=(c.Choice("ORDINARY", "Thường", selected=True), c.Choice("URGENT", "Khẩn")),
            required=False,
            empty_label="",
            width="half",
        ),
        c.DateField(
            name="due_on",
            label="Hạn trong văn bản",
            value="20/12/2026",
            source=c.Source("check"),
            box="due_on",
            width="half",
        ),
        c.Field(
            name="signer",
            label="Người ký",
            value="Phó Trưởng Ban",
            source=c.Source("check"),
            box="signer",
            width="half",
        ),
        c.Field(name="submit_to", label="Trình", value="Chánh Văn phòng", source=c.Source("sticky")),
    )
    actions = c.ActionBar(
        c.Action("Vào sổ và mở tiếp", form="register", main=True, shortcut="Ctrl ↵"),
        (c.Action("Để sau", "#"),),
    )
    twin = c.Notice(
        "Có văn bản cùng nội dung: 1190-CV/BTCTW ngày 12/11/2026 (số đến 2.288).",
        c.Tone.WARN,
        link_label="So sánh",
        link_url="#",
    )
    return {
        "work_title": "Vào sổ văn bản đến",
        "queue": sample_queue(),
        "view": sample_page(),
        "fields": fields,
        "twin": twin,
        "bar": actions,
    }


def _phone() -> dict[str, object]:
    chips = c.Chips(
        name="chosen",
        label="Ý kiến",
        label_shown=False,
        multiple=True,
        choices=(
            c.Choice("lead", "Chủ trì: P. Tổng hợp", selected=True),
            c.Choice("with", "+ Phối hợp"),
            c.Choice("due", "Hạn 10/12"),
            c.Choice("own", "Nói hoặc viết ý kiến"),
        ),
    )
    agree = c.Action("Đồng ý theo đề xuất", "#", "post", main=True, csrf_token=TOKEN)
    return {
        "work_title": "Chờ ý kiến",
        "back_url": "#",
        "place_text": "1 / 3",
        "view": sample_page(marked=False),
        "chips": chips,
        "agree": agree,
    }
