"""Where long runs may break on paper."""

import pytest

from vanphong.lib.printing.wording import breakable


@pytest.mark.parametrize(
    ("text", "limit", "broken"),
    [
        ("01.QT.VI/2026.01", 9, "01.QT.VI/|2026.01"),
        ("25/07/2026", 7, "25/07/2026"),
        ("12-QĐ/TU", 9, "12-QĐ/TU"),
        ("aaaaaaaaaaaa", 5, "aaaaa|aaaaa|aa"),
        ("hai từ ngắn", 4, "hai từ ngắn"),
        ("", 3, ""),
    ],
)
def test_a_run_breaks_after_its_last_mark_else_anywhere(text: str, limit: int, broken: str) -> None:
    assert breakable(text, limit).replace("\u200b", "|") == broken


def test_no_piece_is_longer_than_the_limit() -> None:
    pieces = breakable("a.b." + "x" * 100 + "/2026.01.pdf", 20).split("\u200b")
    assert max(map(len, pieces)) <= 20
