"""Secrecy stamps are found on stamped papers and not on papers that speak of secrets."""

from __future__ import annotations

import itertools
import random

import pytest

from vanphong.lib.reading.flow import Flow, Paragraph
from vanphong.lib.reading.model import Text
from vanphong.lib.reading.plain import pages_of
from vanphong.lib.reading.secrecy import secrecy_marks

STAMPS = {
    "mat": [
        "MẬT",
        "| MẬT |",
        "M Ậ T",
        "[MẬT]",
        "MAT",
        "IMẬTI",
        "MÂT",
        "— MẬT —",
        "Mật",
        "Độ mật: Mật",
        "|MẬT",
    ],
    "toi_mat": ["TỐI MẬT", "| TỐI MẬT |", "TOI MAT", "T Ố I  M Ậ T", "TÓI MẬT", "[ TỐI MẬT ]", "Tối mật"],
    "tuyet_mat": [
        "TUYỆT MẬT",
        "TUYET MAT",
        "|TUYỆT MẬT|",
        "TUYỆT  MẬT",
        "Mức độ mật: Tuyệt mật",
        "TUYÊT MẬT",
    ],
}
ISSUERS = [
    "TỈNH ỦY HÀ GIANG",
    "BAN CƠ YẾU CHÍNH PHỦ",
    "VĂN PHÒNG TỈNH ỦY",
    "ỦY BAN NHÂN DÂN TỈNH",
    "BAN NỘI CHÍNH",
]
TITLES = [
    "QUY CHẾ\nBẢO MẬT THÔNG TIN",
    "KẾ HOẠCH\nbảo vệ bí mật nhà nước năm 2026",
    "QUYẾT ĐỊNH\nVỀ VIỆC BAN HÀNH DANH MỤC BÍ\nMẬT NHÀ NƯỚC",
    "THÔNG BÁO\nvề mật độ dân số và nghề nuôi ong mật",
    "BÁO CÁO\nCÔNG TÁC BẢO\nMẬT",
    "CÔNG VĂN\nVề việc cần giữ bí mật thông tin",
    "HƯỚNG DẪN\nsử dụng mật mã, mật khẩu của Ban Cơ yếu",
]
BODIES = [
    "Căn cứ Luật Bảo vệ bí mật nhà nước; tài liệu Mật, Tối mật, Tuyệt mật được quản lý chặt chẽ.",
    "Đảng gắn bó mật thiết với Nhân dân. Nơi nhận: Lưu Văn phòng (mật).",
    "Thời hạn bảo vệ bí mật nhà nước độ Tuyệt mật là 30 năm, độ Tối mật 20 năm, độ Mật 10 năm.",
]


def paper(rng: random.Random, stamp: str | None) -> Text:
    flow = Flow()
    left = [
        Paragraph(rng.choice(ISSUERS), "centre"),
        Paragraph("*", "centre"),
        Paragraph(f"Số {rng.randint(1, 999)}-CV/TU"),
    ]
    right = [
        Paragraph("ĐẢNG CỘNG SẢN VIỆT NAM", "centre"),
        Paragraph(f"Hà Giang, ngày {rng.randint(1, 28)} tháng 3 năm 2026"),
    ]
    if stamp:
        left.append(Paragraph(stamp, "centre"))
    flow.columns([(left, (0.0, 0.42)), (right, (0.42, 1.0))])
    for line in rng.choice(TITLES).split("\n"):
        flow.paragraph(line, "centre")
    for body in rng.sample(BODIES, 2):
        flow.paragraph(body)
    return Text(flow.pages(), "text/plain")


def test_every_stamp_of_150_papers_is_found_with_its_level() -> None:
    rng = random.Random(29)
    every = [(level, stamp) for level, stamps in STAMPS.items() for stamp in stamps]
    for level, stamp in itertools.islice(itertools.cycle(every), 150):
        marks = secrecy_marks(paper(rng, stamp))
        assert marks and marks[0].level == level, stamp
        assert marks[0].page == 1


def test_none_of_400_clean_papers_is_taken_for_secret() -> None:
    rng = random.Random(30)
    for _ in range(400):
        text = paper(rng, None)
        assert not secrecy_marks(text), text.plain


@pytest.mark.parametrize(
    "line",
    [
        "Số 12-CV/TU    MẬT",
        "| MẬT | Hà Nội, ngày 3 tháng 4 năm 2026",
        "Số 15-BC/TU TỐI MẬT",
    ],
)
def test_a_stamp_read_into_another_line_is_found(line: str) -> None:
    assert secrecy_marks(Text(pages_of("TỈNH ỦY\n" + line), "text/plain"))


@pytest.mark.parametrize(
    "line",
    ["BAN MẬT MÃ", "bảo mật", "Lưu: VT (mật)", "mật ong", "ĐƯỜNG MẬT", "Mật độ", "QUY CHẾ BẢO MẬT", "mật"],
)
def test_words_that_are_no_stamps_are_passed_over(line: str) -> None:
    assert not secrecy_marks(Text(pages_of("TỈNH ỦY\n" + line), "text/plain"))


def test_a_stamp_low_on_the_page_is_text() -> None:
    text = Text(pages_of("\n".join(["Nội dung của văn bản"] * 30 + ["MẬT"])), "text/plain")
    assert not secrecy_marks(text)


def test_a_stamp_on_a_later_page_is_found() -> None:
    marks = secrecy_marks(Text(pages_of("Trang một\fTUYỆT MẬT\nPhụ lục"), "text/plain"))
    assert [(mark.level, mark.page) for mark in marks] == [("tuyet_mat", 2)]
