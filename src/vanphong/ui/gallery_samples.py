"""Sample words of one office morning, for the gallery and its mock screens."""

from datetime import date

from django.templatetags.static import static

from vanphong.ui import components as c

DAY = date(2026, 11, 16)


def sample_pills() -> tuple[c.Pill, ...]:
    """The strip of the Chief of Office."""
    return (
        c.Pill(2, "quá hạn", "#", c.Tone.ALARM),
        c.Pill(4, "còn ≤ 3 ngày", "#", c.Tone.WARN),
        c.Pill(3, "chờ ý kiến", "#"),
        c.Pill(2, "chờ ký", "#"),
        c.Pill(1, "họp chưa có kết luận", "#"),
    )


def sample_rows() -> tuple[c.ListRow, ...]:
    """Five exceptions of one morning."""
    return (
        c.ListRow(
            url="#1",
            title="Đề án sắp xếp trụ sở dôi dư sau hợp nhất",
            code="112-KL/TU",
            code_note="mục 3",
            note="Thiếu: Tờ trình đã gửi Ban Thường vụ · Cấp quyết: Thường trực",
            owner="Đảng ủy UBND tỉnh",
            owner_note="theo dõi: P. Tổng hợp",
            level=c.AlertLevel.CRITICAL,
            deadline=c.Deadline(DAY, -5, c.AlertLevel.CRITICAL),
            action=c.Action("Đôn đốc", "#1", described="112-KL/TU"),
            current=True,
        ),
        c.ListRow(
            url="#2",
            title="V/v rà soát biên chế văn phòng cấp ủy",
            code="VB đến 2.317",
            code_note="1204-CV/BTCTW",
            note="Thiếu: văn bản trả lời · Chủ trì đã mở, chưa có sản phẩm",
            owner="P. Tổng hợp",
            level=c.AlertLevel.RED,
            deadline=c.Deadline(date(2026, 11, 20), -1),
            badges=(c.Badge("Khẩn", c.Tone.ALARM),),
            action=c.Action("Mở", "#2", described="VB đến 2.317"),
        ),
        c.ListRow(
            url="#3",
            title="Báo cáo sơ kết 01 năm thực hiện Nghị quyết đại hội",
            code="KH 45",
            code_note="nhiệm vụ 7",
            note="Còn 4/13 đơn vị chưa nộp",
            owner="P. Tổng hợp",
            level=c.AlertLevel.YELLOW,
            deadline=c.Deadline(date(2026, 11, 25), 2),
            action=c.Action("Xem đơn vị", "#3", described="KH 45"),
        ),
        c.ListRow(
            url="#4",
            title="2 tài liệu chưa đủ số ngày gửi trước theo Quy chế làm việc",
            code="Họp BTV",
            code_note="26/11, 8 giờ 00",
            note="Quy định: 3 ngày làm việc · hiện còn 2",
            owner="Ban Nội chính",
            level=c.AlertLevel.YELLOW,
            deadline=c.Deadline(days_left=2),
            action=c.Action("Mở", "#4", described="Họp BTV 26/11"),
        ),
        c.ListRow(
            url="#5",
            title="Nghị quyết về phát triển nguồn nhân lực đến năm 2030",
            code="Dự thảo 88",
            code_note="NQ/TU, lần 3",
            note="Thẩm định thể thức: 2 lỗi chữa được ngay, 1 căn cứ đã hết hiệu lực",
            owner="Ban Tổ chức",
            level=c.AlertLevel.GREEN,
            deadline=c.Deadline(words="chờ thẩm định", note="từ 21/11"),
            action=c.Action("Thẩm định", "#5", main=True, described="Dự thảo 88"),
        ),
    )


def sample_table(*, empty: bool = False) -> c.Table:
    """Part of the incoming register."""
    columns = (
        c.Column("Số đến", "code", sort_url="#", sorted="descending"),
        c.Column("Ngày đến", "date", sort_url="#"),
        c.Column("Số, ký hiệu", "code"),
        c.Column("Trích yếu", "strong"),
        c.Column("Số trang", "number", on_phone=False),
        c.Column("Trạng thái"),
    )
    rows = (
        c.TableRow(
            (
                "2.317",
                "23/11/2026",
                "1204-CV/BTCTW",
                "Rà soát biên chế văn phòng cấp ủy",
                "3",
                c.Badge("Chờ xử lý"),
            ),
            url="#",
            id="1",
            label="số đến 2.317",
        ),
        c.TableRow(
            ("2.316", "23/11/2026", "311/UBND-NC", "Báo cáo tình hình tiếp công dân tháng 11", "12", None),
            url="#",
            id="2",
            label="số đến 2.316",
            current=True,
        ),
    )
    nothing = c.Empty("Chưa có văn bản nào", "Văn bản vào sổ hôm nay sẽ hiện ở đây, số mới nhất ở trên.")
    return c.Table("Văn bản đến", columns, () if empty else rows, nothing, select_name="chosen")


def sample_tabs() -> c.Tabs:
    """Tabs of the home page."""
    return c.Tabs(
        "Danh sách",
        (
            c.Tab("Ngoại lệ", "#", 6, active=True),
            c.Tab("Chờ ý kiến", "#", 3),
            c.Tab("Chờ ký", "#", 2),
            c.Tab("Phòng tôi", "#", 18),
            c.Tab("+ Bộ lọc đã lưu", "#"),
        ),
    )


def sample_queue() -> c.Queue:
    """What waits to be registered this morning."""
    return c.Queue(
        "Chờ vào sổ",
        9,
        (
            c.QueueItem(
                "#",
                "1204-CV/BTCTW",
                ("Ban Tổ chức Trung ương · 18/11/2026", "quét 3 trang · 7:42"),
                current=True,
            ),
            c.QueueItem("#", "311/UBND-NC", ("UBND tỉnh · 19/11/2026", "trục liên thông · 7:51")),
            c.QueueItem(
                "#", "Chưa đọc được số", ("bản quét mờ · 2 trang",), c.Badge("cần xem", c.Tone.ALARM)
            ),
            c.QueueItem("#", "58-BC/ĐU", ("Đảng ủy phường · 20/11/2026", "hộp thư · 8:05")),
            c.QueueItem("#", "Đang đọc… 12/20 trang", ("lô quét sáng nay",)),
        ),
    )


def sample_highlights() -> tuple[c.Highlight, ...]:
    """Where the fields of the sample page were read."""
    return (
        c.Highlight("issuer", "Cơ quan ban hành: Ban Tổ chức Trung ương", 1, 0.1321, 0.0485, 0.3241, 0.0243),
        c.Highlight("reference_code", "Số, ký hiệu: 1204-CV/BTCTW", 1, 0.2268, 0.1074, 0.1884, 0.0206),
        c.Highlight("issued_on", "Ngày văn bản: 18/11/2026", 1, 0.5321, 0.1074, 0.3455, 0.0235),
        c.Highlight("subject", "Trích yếu", 1, 0.1286, 0.1338, 0.333, 0.0507),
        c.Highlight(
            "due_on", "Hạn trong văn bản: 20/12/2026", 1, 0.6803, 0.5191, 0.1214, 0.0206, doubtful=True
        ),
        c.Highlight("signer", "Người ký: Phó Trưởng Ban", 1, 0.5955, 0.6044, 0.2205, 0.025, doubtful=True),
    )


def sample_page(*, marked: bool = True) -> c.PageView:
    """One page of a letter, drawn for the gallery."""
    image = c.PageImage(
        1, static("ui/gallery/page-1.webp"), 1120, 1360, "BAN TỔ CHỨC TRUNG ƯƠNG" if marked else ""
    )
    return c.PageView("Công văn 1204-CV/BTCTW", (image,), sample_highlights() if marked else ())
