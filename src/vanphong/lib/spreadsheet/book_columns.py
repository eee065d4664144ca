"""Which column of an old register book is which field, guessed from the titles offices give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanphong.lib.text import clean, fold_loose, words

_TITLES: Final[dict[str, tuple[str, ...]]] = {
    "number": ("Số đến", "Số CV đến", "Số công văn đến", "Số thứ tự đến", "Số vào sổ", "STT đến", "Số đến văn bản"),
    "arrived_on": (
        "Ngày đến", "Ngày nhận", "Ngày tháng đến", "Ngày vào sổ", "Ngày tháng nhận", "Ngày, tháng, năm đến",
        "Ngày CV đến", "Thời gian đến",
    ),
    "issuer": (
        "Tác giả", "Cơ quan ban hành", "Nơi gửi", "Nơi ban hành", "Cơ quan gửi", "Đơn vị gửi", "Nơi gửi văn bản",
        "Tác giả văn bản", "Đơn vị ban hành", "Cơ quan phát hành", "Nơi phát hành", "Tên cơ quan ban hành", "Nơi gửi đến",
        "Cơ quan, tổ chức ban hành", "CQ ban hành",
    ),
    "reference_code": (
        "Số ký hiệu", "Số, ký hiệu", "Số và ký hiệu", "Số hiệu", "Số ký hiệu văn bản", "Số, ký hiệu văn bản",
        "Ký hiệu văn bản đến", "Số văn bản", "Số KH", "Số/Ký hiệu", "Số công văn", "Mã văn bản", "Số ký hiệu VB",
    ),
    "code_symbol": ("Ký hiệu", "Ký hiệu văn bản", "Ký hiệu VB"),
    "code_number": ("Số của văn bản",),
    "issued_on": (
        "Ngày văn bản", "Ngày VB", "Ngày ban hành", "Ngày tháng văn bản", "Ngày ký", "Ngày tháng VB",
        "Ngày, tháng, năm văn bản", "Ngày, tháng văn bản", "Ngày tháng năm văn bản", "Ngày công văn", "Ngày phát hành",
        "Ngày tháng ban hành",
    ),
    "type": ("Loại văn bản", "Tên loại", "Loại VB", "Loại", "Hình thức văn bản", "Thể loại"),
    "subject": (
        "Trích yếu", "Trích yếu nội dung", "Nội dung", "Tên loại và trích yếu nội dung", "Nội dung văn bản",
        "Trích yếu nội dung văn bản", "Nội dung trích yếu", "Tên loại và trích yếu", "Về việc", "Tiêu đề",
        "Tên loại, trích yếu nội dung", "Trích yếu văn bản", "Tên văn bản",
    ),
    "recipients": (
        "Đơn vị nhận", "Đơn vị, người nhận", "Đơn vị hoặc người nhận", "Nơi nhận", "Người nhận", "Nơi nhận văn bản",
        "Chuyển cho", "Đơn vị xử lý", "Người xử lý", "Đơn vị người nhận", "Bộ phận nhận",
    ),
    "receipt": ("Ký nhận", "Chữ ký", "Ký tên", "Người ký nhận"),
    "note": ("Ghi chú", "Chú thích", "Lưu ý"),
    "signer": ("Người ký", "Người ký văn bản", "Họ tên người ký"),
    "signer_title": ("Chức vụ người ký", "Chức vụ ký"),
    "urgency": ("Độ khẩn", "Mức độ khẩn", "Khẩn"),
    "secrecy": ("Độ mật", "Mức độ mật", "Mật", "Độ bảo mật"),
    "page_count": ("Số trang", "Số tờ", "Số trang văn bản"),
    "copy_count": ("Số bản", "Số lượng bản", "Số lượng"),
    "due_on": ("Hạn xử lý", "Thời hạn", "Hạn giải quyết", "Thời hạn giải quyết", "Hạn trả lời"),
    "result": ("Kết quả xử lý", "Kết quả giải quyết", "Kết quả"),
    "register": ("Sổ", "Tên sổ", "Sổ văn bản", "Sổ đăng ký", "Mã sổ"),
    "year": ("Năm",),
    "key": ("Mã", "ID", "Mã riêng", "Mã ở nguồn"),
    "text": ("Toàn văn",),
    "file": ("Tên tệp", "Tệp", "File", "Tên file", "File đính kèm", "Tệp đính kèm", "Đường dẫn"),
}  # fmt: skip
_UNDER: Final[dict[tuple[str, str], str]] = {
    ("den", "so"): "number",
    ("den", "ngay"): "arrived_on",
    ("den", "ngay thang"): "arrived_on",
    ("van ban", "so"): "code_number",
    ("van ban", "ngay"): "issued_on",
    ("van ban", "ngay thang"): "issued_on",
    ("ki hieu", "so"): "code_number",
    ("cong van", "so"): "code_number",
    ("cong van", "ngay"): "issued_on",
    ("ngay", "den"): "arrived_on",
    ("ngay", "van ban"): "issued_on",
    ("ngay", "vb"): "issued_on",
    ("ngay", "nhan"): "arrived_on",
    ("so", "den"): "number",
    ("so", "van ban"): "reference_code",
}
"""Short titles under a group: what the group says, what the title says."""
_LAST_RESORT: Final = (
    ("trich yeu", "subject"),
    ("ki hieu", "reference_code"),
    ("ban hanh", "issuer"),
    ("ki nhan", "receipt"),
    ("ghi chu", "note"),
)

ALL_TITLES: Final = tuple(title for titles in _TITLES.values() for title in titles)


def title_key(title: str) -> str:
    """A title without accents, case and signs: «Số, ký hiệu» and «SỐ KÝ HIỆU» are one."""
    return " ".join(words(fold_loose(clean(title))))


_FIELD_OF: Final = {title_key(title): name for name, titles in _TITLES.items() for title in titles}


def guess_columns(titles: Sequence[str]) -> dict[str, str]:
    """Field by column title, each field once, the first column that fits; columns nobody knows are left out."""
    found: dict[str, str] = {}
    for guess in (_exact, _under, _loose):
        for title in titles:
            name = guess(title) if title and title not in found else None
            if name and name not in found.values():
                found[title] = name
    return _with_number(titles, found)


def _exact(title: str) -> str | None:
    whole = _FIELD_OF.get(title_key(title))
    if whole is not None or " – " not in title:
        return whole
    return _FIELD_OF.get(title_key(title.rpartition(" – ")[2]))


def _under(title: str) -> str | None:
    group, stroke, sub = title.rpartition(" – ")
    if not stroke:
        return None
    group_key, sub_key = title_key(group), title_key(sub)
    for (above, below), name in _UNDER.items():
        if sub_key == below and group_key.endswith(above):
            return name
    return next(
        (name for (above, below), name in _UNDER.items() if sub_key == below and above in group_key), None
    )


def _loose(title: str) -> str | None:
    key = title_key(title)
    return next((name for needle, name in _LAST_RESORT if needle in key), None)


def _with_number(titles: Sequence[str], found: dict[str, str]) -> dict[str, str]:
    """«Số» and «Ngày» alone: what the other columns leave for them."""
    names = set(found.values())
    for title in titles:
        key = title_key(title)
        if title in found or key not in ("so", "ngay", "ngay thang"):
            continue
        if key == "so":
            wanted = (
                ("code_number",)
                if "code_symbol" in names and "number" in names
                else ("number", "reference_code")
            )
        else:
            wanted = ("issued_on", "arrived_on") if "arrived_on" in names else ("arrived_on", "issued_on")
        name = next((name for name in wanted if name not in names), None)
        if name:
            found[title] = name
            names.add(name)
    if "code_symbol" in names and "code_number" not in names and "reference_code" not in names:
        # «Ký hiệu» alone is the whole code.
        found = {title: "reference_code" if name == "code_symbol" else name for title, name in found.items()}
    return found
