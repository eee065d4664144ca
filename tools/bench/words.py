"""Words of invented office papers: subjects, issuers and running text, all drawn from one seed."""
# ruff: noqa: SIM905 - word lists are easier to read as text

from __future__ import annotations

import random
from itertools import accumulate

ISSUERS = (
    ("BTCTW", "Ban Tổ chức Trung ương", "BTCTW"),
    ("VPTW", "Văn phòng Trung ương Đảng", "VPTW"),
    ("UBND", "Ủy ban nhân dân tỉnh Sơn Hà", "UBND"),
    ("BTCTU", "Ban Tổ chức Tỉnh ủy", "BTCTU"),
    ("UBKTTW", "Ủy ban Kiểm tra Trung ương", "UBKTTW"),
    ("BNV", "Bộ Nội vụ", "BNV"),
    ("BTGDVTW", "Ban Tuyên giáo và Dân vận Trung ương", "BTGDVTW"),
    ("SNV", "Sở Nội vụ", "SNV"),
    ("STC", "Sở Tài chính", "STC"),
    ("SYT", "Sở Y tế", "SYT"),
    ("SXD", "Sở Xây dựng", "SXD"),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "SGDĐT"),
    ("UBKTTU", "Ủy ban Kiểm tra Tỉnh ủy", "UBKTTU"),
    ("BNCTU", "Ban Nội chính Tỉnh ủy", "BNCTU"),
    ("BTGDVTU", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDVTU"),
    ("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "MTTQ"),
    ("CAT", "Công an tỉnh Sơn Hà", "CAT"),
    ("BCHQS", "Bộ Chỉ huy Quân sự tỉnh", "BCH"),
    ("DUUBND", "Đảng ủy Ủy ban nhân dân tỉnh", "ĐU"),
    ("TAND", "Tòa án nhân dân tỉnh", "TA"),
)
_PLACES = tuple(
    "An Bình Đông Hà Hòa Lạc Long Minh Nam Phú Quảng Sơn Tân Thanh Thịnh Trung Văn Vĩnh Xuân Yên".split()
)
_TYPES = (
    ("CV", 40),
    ("BC", 18),
    ("KH", 10),
    ("QĐ", 8),
    ("TB", 8),
    ("TTr", 6),
    ("GM", 4),
    ("NQ", 3),
    ("HD", 3),
)
_VERBS = (
    "rà soát|tổng kết|triển khai thực hiện|đôn đốc việc chấp hành|báo cáo kết quả|góp ý dự thảo|"
    "thẩm định|chuẩn bị|phối hợp tổ chức|kiểm tra, giám sát|sơ kết sáu tháng|xây dựng kế hoạch|"
    "tăng cường lãnh đạo|bổ sung, sửa đổi|cho ý kiến về|đánh giá tình hình|quán triệt, học tập"
).split("|")
_THINGS = (
    "nghị quyết của Ban Chấp hành|quy hoạch cán bộ lãnh đạo, quản lý|biên chế văn phòng cấp ủy|"
    "công tác dân vận|đại hội đảng bộ các cấp|chuyển đổi số trong cơ quan Đảng|phòng, chống tham nhũng|"
    "xây dựng nông thôn mới|giải ngân vốn đầu tư công|công tác văn thư, lưu trữ|bồi dưỡng lý luận chính trị|"
    "tiếp công dân và giải quyết đơn thư|bảo vệ nền tảng tư tưởng|phát triển đảng viên mới|"
    "an toàn thông tin mạng|phòng cháy, chữa cháy rừng|ứng phó với mưa bão|khám sức khỏe cán bộ|"
    "sắp xếp đơn vị sự nghiệp|quản lý đất đai, khoáng sản|chế độ, chính sách với người có công|"
    "học tập và làm theo tấm gương đạo đức|giao ban báo chí|tài chính đảng và tài sản công"
).split("|")
_TAILS = (
    "năm {year}|quý {quarter} năm {year}|giai đoạn {year} – {later}|trên địa bàn tỉnh|tại các đảng bộ trực thuộc|"
    "theo chỉ đạo của Thường trực Tỉnh ủy|phục vụ hội nghị lần thứ {number}|ở khu vực miền núi"
).split("|")
_SYLLABLES = (
    "các cấp ủy tổ chức đảng cơ quan đơn vị tiếp tục thực hiện nghiêm túc nội dung nêu trên bảo đảm tiến độ chất "
    "lượng hiệu quả công tác chỉ đạo điều hành tăng cường kiểm tra giám sát kịp thời phát hiện khó khăn vướng mắc "
    "đề xuất giải pháp tháo gỡ báo cáo thường trực tỉnh ủy xem xét quyết định trong thời gian tới phối hợp chặt chẽ "
    "với mặt trận đoàn thể nhân dân tuyên truyền vận động cán bộ đảng viên nâng cao nhận thức trách nhiệm nêu gương "
    "người đứng đầu xây dựng kế hoạch chương trình hành động cụ thể phù hợp tình hình địa phương phân công rõ việc rõ "
    "người rõ thời hạn hoàn thành định kỳ tổng hợp gửi về văn phòng trước ngày quy định kinh phí bố trí từ nguồn ngân "
    "sách hằng năm theo phân cấp hiện hành giao ban chủ trì tham mưu hướng dẫn đôn đốc đánh giá sơ kết tổng kết khen "
    "thưởng kỷ luật biên chế tổ chức bộ máy hội nghị chuyên đề văn bản hồ sơ lưu trữ điện tử chữ ký số an ninh trật tự "
    "đất đai môi trường y tế giáo dục văn hóa du lịch nông nghiệp công nghiệp thương mại dịch vụ hạ tầng giao thông"
).split()
EVERYWHERE = "nghị quyết"
"""Words that stand in half of all papers."""
# The first syllables are the commonest, as in any language.
_HEAVY = tuple(accumulate(1.0 / (place + 3) for place in range(len(_SYLLABLES))))
_BUSY = tuple(accumulate(1.0 / (place + 1) for place in range(len(ISSUERS))))
_KINDS = tuple(accumulate(weight for _symbol, weight in _TYPES))
TAIL = 0.2
"""Share of papers from issuers who write seldom."""


def issuer(dice: random.Random) -> tuple[int | None, str, str]:
    """Place in ISSUERS (None: one of the long tail), name, symbol."""
    if dice.random() < TAIL:
        first, second = dice.choice(_PLACES), dice.choice(_PLACES)
        return None, f"Đảng ủy {dice.choice(('xã', 'phường'))} {first} {second}", "ĐU"
    place = dice.choices(range(len(ISSUERS)), cum_weights=_BUSY)[0]
    return place, ISSUERS[place][1], ISSUERS[place][2]


def type_symbol(dice: random.Random) -> str:
    """The symbol of a document type, letters most of all."""
    return dice.choices(_TYPES, cum_weights=_KINDS)[0][0]


def subject(dice: random.Random, year: int) -> str:
    """What a paper is about, in one line."""
    tail = dice.choice(_TAILS).format(
        year=year, later=year + 5, quarter=dice.choice(("I", "II", "III", "IV")), number=dice.randint(1, 30)
    )
    return f"Về việc {dice.choice(_VERBS)} {dice.choice(_THINGS)} {tail}"


def body(dice: random.Random, *, everywhere: bool, length: int = 150) -> str:
    """Some sentences of running text, with EVERYWHERE in it if so asked."""
    words = dice.choices(_SYLLABLES, cum_weights=_HEAVY, k=length + dice.randint(-40, 40))
    if everywhere:
        words[dice.randrange(len(words))] = EVERYWHERE
    # A number of its own makes each paper a little rarer than its words.
    words[dice.randrange(len(words))] = f"{dice.randint(2, 9999)} trường hợp"
    cuts = range(0, len(words), 18)
    return ". ".join(" ".join(words[at : at + 18]).capitalize() for at in cuts) + "."
