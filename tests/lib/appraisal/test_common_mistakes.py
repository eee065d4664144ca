"""Common mistakes of spelling are told in any sentence, and never where two right words meet."""

from __future__ import annotations

import pytest

from vanphong.lib.appraisal.checks.spelling import mistakes

RIGHT = [
    "Các cơ quan triệt để thực hành tiết kiệm",
    "doanh nghiệp có khả năng xuất khẩu",
    "người nộp hồ sơ xuất trình bản chính",
    "chủ chương trình, dự án",
    "cơ quan giám sát nhập thông tin",
    "việc phân chia sẽ thực hiện theo quy định",
    "giảng dạy lịch sử lý luận",
    "tiếp xúc tích cực với cử tri",
    "phát triển khái niệm mới",
    "hàng hải quan triệt phá",
]
WRONG = {
    "Đảng ủy quan triệt nghị quyết": "quan triệt",
    "tăng năng xuất lao động": "năng xuất",
    "do sơ xuất của cán bộ": "sơ xuất",
    "thực hiện chủ chương của Đảng": "chủ chương",
    "sát nhập hai đơn vị": "sát nhập",
    "chia sẽ kinh nghiệm": "chia sẽ",
    "Sử lý nghiêm vi phạm": "Sử lý",
    "triển khái nghị quyết": "triển khái",
}


@pytest.mark.parametrize("text", RIGHT)
def test_two_right_words_that_meet_are_no_mistake(text: str) -> None:
    assert mistakes()[0].search(text) is None


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_told_in_its_sentence(text: str) -> None:
    pattern, table = mistakes()
    found = pattern.search(text)
    assert found is not None
    assert found[0] == WRONG[text]
    assert found[0].lower() in table
