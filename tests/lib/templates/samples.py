"""Values for a document of any type, as an office would give them."""

from __future__ import annotations

from vanphong.lib.templates.rules import DocumentType, Issuer, fields, form_fields
from vanphong.lib.templates.values import Value

SUBJECT = "tăng cường lãnh đạo công tác phát triển đảng viên năm 2026"
RECIPIENTS = ("Các đảng ủy trực thuộc Tỉnh ủy", "Lưu Văn phòng Tỉnh ủy")
BODY = """Thực hiện Chương trình công tác năm 2026, yêu cầu các cấp ủy tập trung một số nội dung sau:
I- MỤC ĐÍCH, YÊU CẦU
1. Quán triệt, tuyên truyền sâu rộng đến cán bộ, đảng viên.
Điều 1. Phạm vi điều chỉnh
| TT | Nội dung | Thời hạn |
| 1 | Xây dựng kế hoạch | 30/11/2026 |
Giao Văn phòng theo dõi, đôn đốc."""


def values_for(kind: DocumentType, body: Issuer, issued_on: str = "15/10/2026") -> dict[str, Value]:
    values: dict[str, Value] = {
        "issuer": body.example_issuer,
        "place": "Sơn Hà",
        "issued_on": issued_on,
        "name": "Nguyễn Văn Hùng",
        "recipients": ["Như trên", *RECIPIENTS] if kind.addressees else list(RECIPIENTS),
    }
    if body.example_superior:
        values["superior"] = body.example_superior
    if kind.symbol:
        values["number"] = "7"
    if kind.addressees:
        values["addressees"] = ["Ban Tổ chức Tỉnh ủy"]
    if kind.grounds:
        values["grounds"] = ["Căn cứ Điều lệ Đảng Cộng sản Việt Nam"]
    if kind.minutes:
        values["name_2"] = "Trần Thị Bình"
    if kind.form:
        day = {name: fields()[name].kind == "day" for name in form_fields(kind)}
        values |= {name: "30/11/2026" if is_day else "công tác" for name, is_day in day.items()}
    else:
        values |= {"subject": SUBJECT, "body": BODY}
    return values
