"""Every component in all its states, with sample words; feeds the gallery and the tests."""

from dataclasses import dataclass
from datetime import date, datetime

from vanphong.ui import components as c
from vanphong.ui.gallery_samples import (
    DAY,
    sample_page,
    sample_pills,
    sample_queue,
    sample_rows,
    sample_table,
    sample_tabs,
)

TOKEN = "gallery"  # noqa: S105  stands where a page puts its CSRF token


@dataclass(frozen=True)
class Specimen:
    """One state of one component, under its name."""

    state: str
    part: c.Part
    bare: bool = False


@dataclass(frozen=True)
class Section:
    """All specimens of one kind."""

    name: str
    specimens: tuple[Specimen, ...]


def sections() -> list[Section]:
    """The gallery from top to bottom."""
    return [*_marks(), *_lists(), *_fields(), *_records(), *_acts()]


def _marks() -> list[Section]:
    levels = tuple(Specimen(level.value, c.Level(level)) for level in c.AlertLevel)
    badges = (c.urgency_badge("URGENT"), c.urgency_badge("FLASH"), c.secrecy_badge("CONFIDENTIAL"))
    return [
        Section("Mức cảnh báo", levels),
        Section(
            "Nhãn",
            (
                *(Specimen("độ khẩn, độ mật", badge) for badge in badges if badge),
                Specimen("thường", c.Badge("Đang xử lý")),
                Specimen("tin", c.Badge("Chờ ý kiến", c.Tone.INFO)),
                Specimen("xong", c.Badge("Đã kết thúc", c.Tone.GOOD)),
                Specimen("lưu ý", c.Badge("cần xem", c.Tone.WARN)),
            ),
        ),
        Section(
            "Hạn",
            (
                Specimen("trễ", c.Deadline(DAY, -5)),
                Specimen("đỏ đặc biệt", c.Deadline(DAY, -5, c.AlertLevel.CRITICAL)),
                Specimen("sắp đến", c.Deadline(date(2026, 11, 25), 2)),
                Specimen("hôm nay", c.Deadline(date(2026, 11, 23), 0)),
                Specimen("còn xa", c.Deadline(date(2026, 12, 20), 19)),
                Specimen("chỉ có hạn", c.Deadline(DAY)),
                Specimen("không hạn", c.Deadline()),
            ),
        ),
        Section(
            "Người",
            (
                Specimen("tên", c.Person("Trần Văn Bình", "Chánh Văn phòng")),
                Specimen("thay mặt", c.Person("Lê Thị Hoa", on_behalf_of="đồng chí Phó Bí thư", url="#")),
            ),
        ),
        Section(
            "Con số mở danh sách",
            (Specimen("dải số", c.Pills(sample_pills(), "Cần xử lý ngay")),),
        ),
        Section("Thanh số liệu", (Specimen("tải việc", _stats()),)),
    ]


def _stats() -> c.Stats:
    figures = (
        c.Figure("P. Tổng hợp", 18, 90, "#", "2 quá hạn", c.Tone.ALARM),
        c.Figure("P. Hành chính – Lưu trữ", 11, 55, "#"),
        c.Figure("P. Tài chính Đảng", 4, 20, "#", tone=c.Tone.WARN),
    )
    return c.Stats("Việc đang mở theo phòng", figures, total=33)


def _lists() -> list[Section]:
    filters = c.Filters(
        "",
        (
            c.DateField(name="tu", label="Từ ngày", width="half"),
            c.DateField(name="den", label="Đến ngày", width="half"),
        ),
        active=(c.ActiveFilter("khẩn", "#"), c.ActiveFilter("chủ trì: P. Tổng hợp", "#")),
        clear_url="#",
        save_url="#",
        opened=True,
    )
    nothing = c.Empty("Không còn việc nào vướng", "Việc quá hạn, sắp đến hạn và chờ đồng chí sẽ hiện ở đây.")
    return [
        Section("Thẻ danh sách", (Specimen("thẻ", sample_tabs(), bare=True),)),
        Section(
            "Dòng việc",
            (
                Specimen("có việc", c.RowList("Việc cần xử lý", sample_rows()), bare=True),
                Specimen("trống", c.RowList("Việc vướng", (), nothing), bare=True),
            ),
        ),
        Section("Hàng chờ", (Specimen("chờ vào sổ", sample_queue(), bare=True),)),
        Section(
            "Bảng",
            (
                Specimen("có dòng", sample_table(), bare=True),
                Specimen("trống", sample_table(empty=True), bare=True),
            ),
        ),
        Section("Bộ lọc", (Specimen("đang lọc", filters),)),
        Section("Sang trang", (Specimen("giữa", c.Pager("#", "#", "2.317 – 2.268")),)),
    ]


def _fields() -> list[Section]:
    few = (c.Choice("1", "Công văn", selected=True), c.Choice("2", "Báo cáo"), c.Choice("3", "Tờ trình"))
    units = (
        c.Choice("1", "P. Tổng hợp", selected=True),
        c.Choice("2", "P. Hành chính – Lưu trữ", note="Văn phòng"),
    )
    text = (
        c.Field(
            name="g_code",
            label="Số, ký hiệu",
            value="1204-CV/BTCTW",
            source=c.Source("page", 1),
            required=True,
        ),
        c.Field(name="g_issuer", label="Cơ quan ban hành", value="Ban Tổ chức", source=c.Source("catalogue")),
        c.Field(name="g_signer", label="Người ký", value="Phó Trưởng Ban", source=c.Source("check")),
        c.Field(name="g_to", label="Trình", value="Chánh Văn phòng", source=c.Source("sticky")),
        c.Field(name="g_note", label="Ghi chú", lines=3, hint="Không quá 500 chữ.", max_length=500),
        c.Field(name="g_off", label="Số đến", value="2.317", disabled=True),
        c.DateField(
            name="g_bad",
            label="Ngày văn bản",
            value="31/02/2026",
            error="Tháng 2 năm 2026 không có ngày 31; đề nghị nhập lại.",
        ),
    )
    return [
        Section("Ô nhập", tuple(Specimen(field.label, field) for field in text)),
        Section(
            "Chọn một trong ít",
            (
                Specimen(
                    "thường", c.Select(name="g_type", label="Loại", choices=few, source=c.Source("page"))
                ),
            ),
        ),
        Section(
            "Chọn một trong nhiều",
            (
                Specimen(
                    "một",
                    c.Combobox(name="g_unit", label="Chủ trì", choices=units, search_url="?part=options"),
                ),
                Specimen(
                    "nhiều",
                    c.Combobox(
                        name="g_units",
                        label="Phối hợp",
                        choices=units,
                        search_url="?part=options",
                        multiple=True,
                    ),
                ),
            ),
        ),
        Section(
            "Thẻ chọn",
            (
                Specimen("một", c.Chips(name="g_one", label="Chủ trì", choices=few)),
                Specimen(
                    "nhiều, lỗi",
                    c.Chips(
                        name="g_many",
                        label="Để biết",
                        choices=few,
                        multiple=True,
                        error="Chọn ít nhất một đơn vị.",
                    ),
                ),
                Specimen("ô kiểm", c.Check(name="g_check", label="Đã nhận bản giấy", checked=True)),
            ),
        ),
        Section(
            "Nhận tệp",
            (
                Specimen(
                    "nhiều tệp",
                    c.FileDrop(
                        "",
                        TOKEN,
                        "/tai-len",
                        hint="PDF, Word, ảnh quét; mỗi tệp không quá 100 MB.",
                        accept=".pdf,.docx",
                        limit_bytes=100 << 20,
                    ),
                ),
            ),
        ),
    ]


def _records() -> list[Section]:
    facts = c.Facts(
        (
            c.Fact("Cơ quan ban hành", "Ban Tổ chức Trung ương"),
            c.Fact("Người giữ", c.Person("Trần Văn Bình", "Chánh Văn phòng")),
            c.Fact("Người ký", None),
            c.Fact("Trích yếu", "Về việc rà soát biên chế văn phòng cấp ủy", wide=True),
        )
    )
    trail = c.Timeline(
        (
            c.TrailEntry(
                datetime(2026, 11, 23, 9, 5),  # noqa: DTZ001  local time, as shown
                "Lê Thị Hoa",
                "giao P. Tổng hợp chủ trì",
                on_behalf_of="đồng chí Phó Bí thư",
                note="Đồng ý theo đề xuất, trình trước 10/12.",
                changes=(
                    c.Change("Hạn xử lý", "20/12/2026", "10/12/2026"),
                    c.Change("Chủ trì", "", "P. Tổng hợp"),
                ),
            ),
            c.TrailEntry(datetime(2026, 11, 23, 7, 58), "Nguyễn Thị Lan", "vào sổ, số đến 2.317"),  # noqa: DTZ001
        )
    )
    head = c.PrintHeader(
        "VĂN PHÒNG", "TỈNH ỦY", "12-PT/VPTU", "Tỉnh lỵ", date(2026, 11, 3), "PHIẾU TRÌNH", "Rà soát biên chế"
    )
    crumbs = c.Breadcrumb((c.Crumb("Văn bản đến", "#"), c.Crumb("Chờ xử lý", "#"), c.Crumb("2.317")))
    return [
        Section("Đường dẫn", (Specimen("ba bước", crumbs),)),
        Section("Khung", (Specimen("có số", c.Panel("Thông tin", facts, count=4)),)),
        Section("Diễn biến", (Specimen("hai việc", trail),)),
        Section("Trang văn bản", (Specimen("có chỗ đọc", sample_page(), bare=True),)),
        Section("Đầu trang in", (Specimen("phiếu trình", head),)),
    ]


def _acts() -> list[Section]:
    bar = c.ActionBar(
        c.Action("Vào sổ và mở tiếp", "#", "post", shortcut="Ctrl ↵", main=True, csrf_token=TOKEN),
        (c.Action("Để sau", "#"), c.Action("Trả lại", "#", "post", alarm=True, csrf_token=TOKEN)),
        (
            c.ClosedAction(
                "Kết thúc", ("Còn thiếu sản phẩm của P. Tổng hợp.", "Chỉ người chủ trì kết thúc được.")
            ),
        ),
        warning="Số đã cấp không lấy lại được.",
    )
    short = c.ActionBar(c.Action("Lưu", form="x", main=True), missing=("ngày văn bản", "cơ quan ban hành"))
    box = c.Dialog(
        "g_dialog",
        "Hủy số đến 2.317",
        "Số giữ trong sổ, ghi rõ người hủy và lý do; không cấp lại cho văn bản khác.",
        (c.Action("Hủy số", "#", "post", main=True, alarm=True, csrf_token=TOKEN),),
    )
    opener = c.Parts.of(c.Action("Hủy số đến", dialog="g_dialog"), box)
    notices = (
        c.Notice("Văn bản đã vào sổ, số đến 2.317.", c.Tone.GOOD),
        c.Notice("Đang đọc văn bản, các ô sẽ tự điền.", c.Tone.INFO),
        c.Notice("Có văn bản cùng nội dung.", c.Tone.WARN, link_label="So sánh", link_url="#"),
        c.Notice(
            "Chưa vào sổ được.", c.Tone.ALARM, "Thiếu hai mục", lines=("ngày văn bản", "cơ quan ban hành")
        ),
        c.Notice("Sổ năm 2025 đã khóa.", c.Tone.PLAIN),
    )
    steps = (
        c.Progress("Đang đọc lô quét", 12, 20, "trang"),
        c.Progress("Đang nhận tệp"),
        c.Progress("Đã đọc lô quét", state="done"),
        c.Progress("Đọc lô quét", 3, 20, "trang", "failed", "Trang 4 hỏng; hoàn tất bằng tay."),
    )
    return [
        Section("Thanh việc", (Specimen("đủ", bar), Specimen("còn thiếu", short))),
        Section("Hộp xác nhận", (Specimen("mở bằng nút", opener),)),
        Section("Hoàn tác", (Specimen("10 giây", c.Undo("Đã chuyển P. Tổng hợp.", "#", TOKEN, 3600)),)),
        Section("Thông báo", tuple(Specimen(notice.tone.value, notice) for notice in notices)),
        Section(
            "Danh sách trống",
            (Specimen("trống", c.Empty("Chưa có hồ sơ", "Bấm «Lập hồ sơ» để mở hồ sơ đầu tiên.")),),
        ),
        Section("Tiến độ", tuple(Specimen(step.state, step) for step in steps)),
    ]
