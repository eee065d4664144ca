"""Clean documents: each type an issuing body may issue, in each layout, two to four pages of invented text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from tools.make_samples.model import Document, LayoutName

DAYS: dict[LayoutName, date] = {
    "party-2026": date(2026, 10, 6),
    "party-2018": date(2024, 10, 7),
    "state-30": date(2026, 10, 6),
}
PARTY_TYPES = {
    "Nghị quyết": "NQ", "Quyết định": "QĐ", "Kết luận": "KL", "Quy định": "QĐ", "Thông báo": "TB", "Báo cáo": "BC",
    "Kế hoạch": "KH", "Chương trình": "CTr", "Đề án": "ĐA", "Tờ trình": "TTr", "Công văn": "CV", "Chỉ thị": "CT",
    "Hướng dẫn": "HD", "Thông tri": "TT",
}  # fmt: skip
STATE_TYPES = {
    "Quyết định": "QĐ", "Chỉ thị": "CT", "Thông báo": "TB", "Hướng dẫn": "HD", "Chương trình": "CTr",
    "Kế hoạch": "KH", "Đề án": "ĐA", "Báo cáo": "BC", "Tờ trình": "TTr", "Công văn": "",
}  # fmt: skip
NAMES = (
    "Nguyễn Văn Hùng",
    "Trần Thị Bình",
    "Lê Quang Đạo",
    "Phạm Minh Tuấn",
    "Hoàng Thị Lan",
    "Vũ Đức Thắng",
)
SUBJECTS = (
    "công tác phát triển đảng viên trong các doanh nghiệp ngoài khu vực nhà nước",
    "nâng cao chất lượng sinh hoạt chi bộ ở thôn, bản, tổ dân phố",
    "chuyển đổi số trong hoạt động của các cơ quan, tổ chức trên địa bàn tỉnh",
    "tiếp tục sắp xếp, sử dụng trụ sở dôi dư sau sắp xếp đơn vị hành chính",
    "phòng, chống thiên tai và tìm kiếm cứu nạn trong mùa mưa, bão",
)
MORE = (
    "Các cấp ủy, tổ chức đảng quán triệt, tuyên truyền sâu rộng đến cán bộ, đảng viên và nhân dân; gắn việc thực hiện"
    " với nhiệm vụ chính trị của từng địa phương, cơ quan, đơn vị.",
    "Đề cao trách nhiệm nêu gương của người đứng đầu; kịp thời biểu dương nơi làm tốt, chấn chỉnh nơi làm chưa tốt,"
    " xử lý nghiêm tổ chức, cá nhân vi phạm theo quy định.",
    "Phát huy vai trò giám sát, phản biện xã hội của Mặt trận Tổ quốc và các tổ chức chính trị - xã hội; bảo đảm nhân"
    " dân được biết, được bàn, được tham gia ý kiến.",
    "Rà soát, bố trí đủ nguồn lực, phương tiện; lồng ghép với các chương trình, dự án đang triển khai để sử dụng kinh"
    " phí tiết kiệm, hiệu quả.",
    "Định kỳ hằng quý sơ kết, đánh giá kết quả, rút kinh nghiệm; nhân rộng mô hình hay, cách làm sáng tạo của cơ sở.",
)
PLAIN_TYPES = ("Báo cáo", "Thông báo", "Tờ trình", "Công văn")


def drafts(profile: LayoutName, count: int, seed: int) -> Iterator[Document]:
    """`count` clean documents of the profile, every type in turn."""
    dice = random.Random(f"{profile}-{seed}")
    types = STATE_TYPES if profile == "state-30" else PARTY_TYPES
    for at in range(count):
        kind = list(types)[at % len(types)]
        yield _draft(profile, kind, types[kind], at, dice)


def _draft(profile: LayoutName, kind: str, symbol: str, at: int, dice: random.Random) -> Document:
    number = str(dice.randrange(10, 400))
    subject = dice.choice(SUBJECTS)
    if kind in ("Quyết định", "Quy định", "Tờ trình", "Kết luận", "Nghị quyết"):
        subject = f"về {subject}"
    letter = kind == "Công văn"
    common = {
        "id": f"{profile}-{at:04d}",
        "layout": profile,
        "place": "Sơn Hà",
        "issued_on": DAYS[profile],
        "type": kind,
        "subject": subject,
        "body": _body(profile, kind, dice),
        "signer": dice.choice(NAMES),
        "addressees": ("Ban Tổ chức Tỉnh ủy",) if letter or kind == "Tờ trình" else (),
    }
    if profile == "state-30":
        office = kind in ("Công văn", "Thông báo", "Báo cáo") and dice.random() < 0.5
        body = "VP" if office else "UBND"
        symbols = f"{body}-TH" if letter else f"{symbol}-{body}"
        code = f"{number}/{symbols}"
        first = ("Như trên",) if letter or kind == "Tờ trình" else ("Thường trực Tỉnh ủy (để báo cáo)",)
        return Document(
            **common,  # type: ignore[arg-type]
            superior="Ủy ban nhân dân tỉnh Sơn Hà" if office else None,
            issuer="Văn phòng" if office else "Ủy ban nhân dân tỉnh Sơn Hà",
            issuer_body="Ủy ban nhân dân tỉnh Sơn Hà",
            reference_code=code,
            signing_capacity=None if office else "TM. ỦY BAN NHÂN DÂN",
            signer_title="CHÁNH VĂN PHÒNG" if office else "CHỦ TỊCH",
            recipients=(*first, "Các sở, ban, ngành", "Lưu: VT, TH"),
        )
    first = ("Như trên",) if letter or kind == "Tờ trình" else ("Ban Bí thư Trung ương Đảng (để báo cáo)",)
    office = letter and dice.random() < 0.5
    return Document(
        **common,  # type: ignore[arg-type]
        superior="Tỉnh ủy Sơn Hà" if office else None,
        issuer="Văn phòng" if office else "Tỉnh ủy Sơn Hà",
        issuer_body="Tỉnh ủy Sơn Hà",
        reference_code=f"{number}-{symbol}/{'VPTU' if office else 'TU'}",
        signing_capacity=None if office else "T/M BAN THƯỜNG VỤ",
        signer_title="CHÁNH VĂN PHÒNG" if office else dice.choice(("BÍ THƯ", "PHÓ BÍ THƯ")),
        recipients=(*first, "Các đảng ủy trực thuộc Tỉnh ủy", "Lưu Văn phòng Tỉnh ủy"),
    )


def _body(profile: LayoutName, kind: str, dice: random.Random) -> str:
    """Text with every part that defects are planted in: grounds, figures, dates, a table, a list of items."""
    state = profile == "state-30"
    year = DAYS[profile].year
    whole, done = dice.randrange(120, 400), 0
    done = dice.randrange(60, whole)
    men, women = dice.randrange(30, 90), dice.randrange(20, 80)
    rows = [dice.randrange(11, 80) for _ in range(4)]
    cited = (
        f"Nghị định số 45/{year - 1}/NĐ-CP ngày 15/3/{year - 1} của Chính phủ"
        if state
        else f"Nghị quyết số 12-NQ/TU, ngày 15/3/{year - 1} của Ban Chấp hành Đảng bộ tỉnh"
    )
    other = (
        f"Quyết định số 210/QĐ-TTg ngày 20/01/{year - 1} của Thủ tướng Chính phủ"
        if state
        else f"Kết luận số 35-KL/TW, ngày 20/01/{year - 1} của Bộ Chính trị"
    )
    share = f"{done * 100 / whole:.1f}".replace(".", ",")
    grounds = (
        f"@ Căn cứ {cited};\n@ Căn cứ {other};\n@ Xét đề nghị của Văn phòng,\n"
        if kind not in PLAIN_TYPES
        else ""
    )
    decides = "= QUYẾT ĐỊNH:\n" if kind == "Quyết định" else ""
    articled = kind in ("Quyết định", "Quy định")
    opening = (
        f"Thực hiện {cited if not grounds else 'chương trình công tác năm'}, trong thời gian qua các cấp, các ngành đã"
        " tập trung lãnh đạo, chỉ đạo và đạt được những kết quả quan trọng."
    )
    figures = (
        f"Toàn tỉnh có {done}/{whole} chi bộ đạt {share}% chỉ tiêu đề ra. Trong năm đã kết nạp {men + women} đảng viên,"
        f" gồm {men} nam và {women} nữ. Tổng số đảng viên toàn tỉnh là 45.320 đồng chí."
    )
    again = (
        "Đến nay, tổng số đảng viên toàn tỉnh là 45.320 đồng chí, chất lượng đội ngũ được nâng lên rõ rệt."
    )
    table = ["| TT | Đơn vị | Số chi bộ |"]
    names = ("Phường Nam Thành", "Xã Phú Lâm", "Xã Vĩnh An", "Xã Suối Vàng")
    table += [
        f"| {n} | {name} | {value} |" for n, (name, value) in enumerate(zip(names, rows, strict=True), 1)
    ]
    table.append(f"| | Tổng cộng | {sum(rows)} |")
    head = (
        (lambda n, text: f"**Điều {n}.** {text}")
        if articled
        else (lambda n, text: f"# {_ROMAN[n]}. {text.upper()}")
    )
    lines = [
        grounds + decides + (opening if not articled else head(1, opening)),
        head(2, "Kết quả" if not articled else figures),
        figures if not articled else "",
        f"**1.** {MORE[0]}",
        f"**2.** {MORE[1]}",
        f"**3.** {MORE[2]}",
        f"a) {MORE[3]}",
        f"b) {MORE[4]}",
        "c) Kiện toàn ban chỉ đạo, phân công thành viên phụ trách từng địa bàn, lĩnh vực cụ thể.",
        again,
        *table,
        head(3, "Nhiệm vụ" if not articled else "Phân công nhiệm vụ cho các cơ quan, đơn vị như sau:"),
        f"Giao Văn phòng chủ trì hội nghị triển khai vào thứ Sáu, ngày {_friday(DAYS[profile]):%d/%m/%Y}; các cơ quan,"
        f" đơn vị báo cáo kết quả trước ngày 15/12/{year} để tổng hợp.",
        f"Việc thực hiện gắn với {other if kind in PLAIN_TYPES else 'các chủ trương đã ban hành'} và chỉ đạo của cấp trên.",
        "**1.** Các cơ quan tham mưu (theo chức năng, nhiệm vụ) hướng dẫn, kiểm tra, đôn đốc việc thực hiện ở cơ sở.",
        "**2.** Các cơ quan báo chí tuyên truyền, phản ánh kịp thời gương người tốt, việc tốt, điển hình tiên tiến.",
        *(dice.choice(MORE) for _ in range(6)),
        "Văn phòng theo dõi, đôn đốc và định kỳ báo cáo kết quả thực hiện theo quy định.",
    ]
    return "\n".join(line for line in lines if line)


_ROMAN = {1: "I", 2: "I", 3: "II"}


def _friday(day: date) -> date:
    return date.fromordinal(day.toordinal() + (4 - day.weekday()) % 7 + 7)
