"""The table of contents of the `vanphong` command: one line a command, read without loading any of them."""

from dataclasses import dataclass
from pathlib import Path

RUNNING = "Chạy văn phòng"
PEOPLE = "Cơ quan, người dùng, danh mục"
DOCUMENTS = "Văn bản"
UPKEEP = "Bảo trì"


@dataclass(frozen=True)
class Entry:
    """A command: where its code is (loaded on use), what it does, under which heading."""

    name: str
    module: str
    attribute: str
    help: str
    panel: str
    prepares: bool = False
    """Whether it may be the first command of a new installation, and so makes the tables it needs."""

    @property
    def needs_office(self) -> bool:
        """Whether its code stands on Django and the database: everything in kernel and modules does.

        They may not import `config`, so the office is opened for them before they are loaded.
        """
        return self.module.startswith(("vanphong.kernel.", "vanphong.modules."))

    def exists(self) -> bool:
        """Whether the module is delivered; asked of the file system, so nothing is imported."""
        package = Path(__file__).parents[2]
        path = package.parent.joinpath(*self.module.split("."))
        return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


CLI = "vanphong.config.cli"
CONTENTS = (
    Entry("demo", f"{CLI}.running", "demo", "Mở văn phòng mẫu để xem thử.", RUNNING),
    Entry("run", f"{CLI}.running", "run", "Chạy văn phòng: cơ sở dữ liệu, trang web, việc nền.", RUNNING),
    Entry(
        "office",
        "vanphong.kernel.organisation.cli",
        "app",
        "Cơ quan, đơn vị, chức vụ: lập, xem, nhập từ bảng.",
        PEOPLE,
    ),
    Entry(
        "user",
        "vanphong.kernel.organisation.user_cli",
        "app",
        "Tài khoản, mật khẩu, mã truy cập API; nhập từ bảng.",
        PEOPLE,
    ),
    Entry("catalogue", "vanphong.modules.catalogues.cli", "app", "Danh mục: xem, nhập, xuất.", PEOPLE),
    Entry(
        "intake",
        "vanphong.modules.correspondence.cli",
        "intake",
        "Tiếp nhận tệp, bản quét vào hàng chờ.",
        DOCUMENTS,
    ),
    Entry(
        "read",
        f"{CLI}.reading",
        "read",
        "Đọc thử một tệp: chữ và các trường đầu văn bản.",
        DOCUMENTS,
    ),
    Entry(
        "template",
        f"{CLI}.templates",
        "app",
        "Mẫu văn bản Word: xem, lấy mẫu trống, kiểm tra, điền.",
        DOCUMENTS,
    ),
    Entry(
        "heal", f"{CLI}.versions", "heal", "Chuyển văn bản Word gõ phông TCVN3, VNI sang Unicode.", DOCUMENTS
    ),
    Entry("compare", f"{CLI}.versions", "compare", "So sánh hai bản của một văn bản Word.", DOCUMENTS),
    Entry(
        "appraise",
        f"{CLI}.appraising",
        "appraise",
        "Thẩm định thể thức, thẩm quyền, nội dung, chính tả.",
        DOCUMENTS,
    ),
    Entry("sign", f"{CLI}.signing", "sign", "Ký số tệp PDF.", DOCUMENTS),
    Entry("verify", f"{CLI}.signing", "verify", "Kiểm chữ ký số của tệp PDF.", DOCUMENTS),
    Entry("authority", f"{CLI}.signing", "app", "Nơi cấp chứng thư thử nghiệm, để tập ký số.", DOCUMENTS),
    Entry("register", "vanphong.modules.correspondence.cli", "register", "Vào sổ văn bản đến.", DOCUMENTS),
    Entry(
        "book",
        "vanphong.modules.correspondence.book_cli",
        "book",
        "Sổ đăng ký: xem, in, khóa, mở.",
        DOCUMENTS,
    ),
    Entry(
        "draft",
        "vanphong.modules.drafting.cli",
        "app",
        "Dự thảo: soạn, đưa bản mới, thẩm định, trình ký.",
        DOCUMENTS,
    ),
    Entry(
        "outgoing",
        "vanphong.modules.issuing.cli",
        "app",
        "Văn bản đi: nhận, cấp số, phát hành, in sổ.",
        DOCUMENTS,
    ),
    Entry(
        "casefile",
        "vanphong.modules.records.cli",
        "app",
        "Hồ sơ công việc: xem, mở, ghi, kết thúc.",
        DOCUMENTS,
    ),
    Entry(
        "import",
        "vanphong.modules.correspondence.legacy_cli",
        "load",
        "Nhập sổ cũ, danh mục văn bản cũ (.xlsx, .csv, .jsonl).",
        DOCUMENTS,
        prepares=True,
    ),
    Entry(
        "export",
        "vanphong.kernel.portable.cli",
        "export",
        "Ghi toàn bộ văn phòng ra thư mục; nhập lại bằng import.",
        UPKEEP,
    ),
    Entry("search", "vanphong.kernel.search.cli", "search", "Tìm văn bản, hồ sơ.", DOCUMENTS),
    Entry("reindex", "vanphong.kernel.search.cli", "reindex", "Dựng lại mục lục tìm kiếm.", UPKEEP),
    Entry("doctor", f"{CLI}.doctor", "doctor", "Kiểm tra máy có đủ những thứ cần dùng.", UPKEEP),
    Entry("bench", f"{CLI}.bench", "bench", "Đo trang web đang chạy tốn bao nhiêu.", UPKEEP),
    Entry("migrate", f"{CLI}.database", "migrate", "Đưa cấu trúc cơ sở dữ liệu lên bản mới.", UPKEEP),
    Entry("db", f"{CLI}.database", "app", "Cơ sở dữ liệu kèm theo: bật, tắt, xem, mở psql.", UPKEEP),
    Entry("worker", f"{CLI}.running", "worker", "Một tiến trình việc nền (lệnh run tự bật).", UPKEEP),
    Entry("manage", f"{CLI}.database", "manage", "Gọi lệnh quản trị của Django.", UPKEEP),
)
