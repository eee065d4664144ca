"""What can be wrong with a file, in words that tell a clerk what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

ProblemCode = Literal[
    "empty",
    "unknown_type",
    "extension_mismatch",
    "encrypted",
    "broken",
    "too_large",
    "too_many_pages",
    "too_many_pixels",
    "bomb",
    "no_converter",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file; `message` is Vietnamese. Only `extension_mismatch` does not refuse it."""

    code: ProblemCode
    message: str

    @property
    def refuses(self) -> bool:
        return self.code != "extension_mismatch"


class ExtractError(Exception):
    """A file whose text cannot be had; `problem` tells why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Stopped(Exception):
    """The caller's `stop` said so while a file was being read."""


EMPTY: Final = Problem(
    "empty", "Tệp không có nội dung (0 byte). Đề nghị đồng chí quét hoặc chép lại rồi tải lên."
)
BROKEN: Final = Problem(
    "broken",
    "Tệp bị hỏng hoặc chép chưa trọn, không mở được. Đề nghị đồng chí lấy lại tệp gốc hoặc quét lại văn bản.",
)
ENCRYPTED: Final = Problem(
    "encrypted",
    "Tệp có mật khẩu mở nên không đọc được. Đề nghị đồng chí gỡ mật khẩu hoặc xin nơi gửi bản không khóa.",
)
BOMB: Final = Problem(
    "bomb",
    "Tệp nén bên trong có cấu trúc bất thường, có thể gây hại nên không được mở. "
    "Đề nghị đồng chí báo bộ phận công nghệ thông tin và xin nơi gửi bản PDF.",
)
UNKNOWN_TYPE: Final = Problem(
    "unknown_type",
    "Loại tệp này chưa nhận được. Đề nghị đồng chí chuyển sang PDF, ảnh (JPEG, PNG, TIFF), Word, Excel "
    "hoặc văn bản thuần rồi tải lên.",
)
NO_CONVERTER: Final = Problem(
    "no_converter",
    "Máy chủ chưa có chương trình đọc loại tệp này. Đề nghị đồng chí lưu lại thành .docx hoặc PDF "
    "rồi tải lên; tệp gốc vẫn được giữ.",
)


def too_large(size: int, limit: int) -> Problem:
    """The refusal of a file of `size` bytes where `limit` are taken."""
    return Problem(
        "too_large",
        f"Tệp có dung lượng {_megabytes(size)} MB, quá mức {_megabytes(limit)} MB. "
        "Đề nghị đồng chí quét lại ở 200 dpi hoặc tách thành nhiều tệp.",
    )


def too_many_pages(count: int, limit: int) -> Problem:
    """The refusal of a file of `count` pages where `limit` are taken."""
    return Problem(
        "too_many_pages",
        f"Tệp có {_number(count)} trang, quá mức {_number(limit)} trang. "
        "Đề nghị đồng chí tách thành nhiều tệp rồi tải lên.",
    )


def too_many_pixels(width: int, height: int, limit: int) -> Problem:
    """The refusal of an image of `width` x `height` where `limit` pixels are taken."""
    return Problem(
        "too_many_pixels",
        f"Ảnh có kích thước {_number(width)} × {_number(height)} điểm, quá mức {_number(limit // 1_000_000)} "
        "triệu điểm. Đề nghị đồng chí quét lại ở 200–300 dpi.",
    )


def extension_mismatch(name_extension: str, true_extension: str) -> Problem:
    """The warning that a file's name says another type than its content."""
    said = f"đuôi .{name_extension}" if name_extension else "không có đuôi"
    return Problem(
        "extension_mismatch",
        f"Tên tệp {said} nhưng nội dung là .{true_extension}. Tệp vẫn được nhận theo nội dung; "
        "đề nghị đồng chí kiểm tra lại nguồn gửi.",
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".replace(".", ",").removesuffix(",0")
