"""What the demo prints at its end: the papers and who has them, and who may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

ACCOUNTS = (
    ("huongntm", "Văn thư: vào sổ, trình, cấp số, phát hành, in sổ"),
    ("thangpv", "Chánh Văn phòng: cho ý kiến, phân phối, đôn đốc, ký (PIN khóa thử: 246810)"),
    ("nguyetttm", "Phó Bí thư Thường trực: cho ý kiến trên điện thoại, ký (PIN khóa thử: 246810)"),
    ("cuongdm", "Trưởng phòng Tổng hợp: nhận việc, phân công, báo xong, thẩm định dự thảo"),
    ("yenlt", "Chuyên viên: xử lý, ghi ý kiến, soạn dự thảo"),
    ("quytv", "Lưu trữ viên: hồ sơ"),
    ("phonghv", "Văn thư Đảng ủy phường Hồng Giang Châu: nhận văn bản Tỉnh ủy gửi"),
    ("tienlv", "Quản trị hệ thống: tài khoản, tổ chức, nhật ký"),
)


class DemoReport:
    """The table of the main job: file → what was read → số đến → who has it now."""

    def print(self, console: Console) -> None:
        """Write table and accounts."""
        from rich.table import Table

        from vanphong.config.demo.office import PASSWORD
        from vanphong.modules.correspondence.models import IncomingDocument
        from vanphong.modules.correspondence.queries.rows import holder_words, missing_words

        table = Table(title="Văn bản đến đã nhận", title_justify="left")
        for name in ("Tệp", "Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Số đến", "Đang ở"):
            table.add_column(name, overflow="fold")

        rows = (
            IncomingDocument.objects.select_related("reading")
            .prefetch_related("files", "assignments__unit", "assignments__user")
            .order_by("pk")
        )
        for document in rows[:100]:
            reading = getattr(document, "reading", None)
            read = {k: str(v["value"]) for k, v in reading.header.items()} if reading else {}
            file = next(iter(document.files.all()), None)
            day = read.get("issued_on", "")
            number = f"{document.arrival_number}" if document.arrival_number else "chưa"
            holder = holder_words(document)
            words = document.get_state_display()
            table.add_row(
                file.name if file else "—",
                read.get("reference_code", "—"),
                f"{day[8:10]}/{day[5:7]}/{day[:4]}" if day else "—",
                read.get("issuer", "—"),
                number,
                f"{words}: {holder}" if holder else missing_words(document),
            )
        console.print(table)
        people = Table(title=f"Tài khoản dùng thử (mật khẩu chung: {PASSWORD})", title_justify="left")
        people.add_column("Tên đăng nhập")
        people.add_column("Việc chính")
        for name, work in ACCOUNTS:
            people.add_row(name, work)
        console.print(people)
        console.print(
            "Văn phòng mẫu không bắt buộc quản trị xác thực hai lớp; văn phòng thật thì bắt buộc.",
            style="dim",
        )
