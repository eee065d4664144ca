"""Numbers as Vietnamese offices write them: 1.234.567,89, ordinals, and amounts in words."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from vanphong.lib.text import clean

_UNITS_AFTER: Final = re.compile(r"\s*(?:đồng|đ|₫|vnđ|vnd|%)\.?$", re.IGNORECASE)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN: Final = re.compile(r"[+-]?\d+(?:,\d+)?")
_BLANK_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LIMIT: Final = 10**18


class BadNumber(ValueError):
    """A text is not a number; `message_vi` tells the user what to do."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


def format_number(value: int | Decimal | float, decimals: int | None = None) -> str:
    """Return `value` as «1.234.567,89»; `decimals` places, or as many as the value has."""
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError("value must be finite")
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if number == 0:
        number = abs(number)  # no «-0» on paper
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def format_money(dong: int) -> str:
    """Return an amount as «1.234.567 đồng»."""
    return f"{format_number(dong)} đồng"


def format_percent(value: int | Decimal | float, decimals: int | None = None) -> str:
    """Return a percentage as «12,5%»; `value` is in hundredths (12.5 for 12,5%)."""
    return f"{format_number(value, decimals)}%"


def parse_number(s: str) -> Decimal:
    """Return the number typed as «1.234.567,89», «1234567,89» or «1 234 567», with or without «đồng».

    A dot only parts groups of three digits; «12.5» raises `BadNumber` because it may mean two things.
    """
    typed = _UNITS_AFTER.sub("", clean(s)).replace("−", "-")
    if not typed:
        raise BadNumber("Chưa có số. Đồng chí nhập một số, ví dụ 1.234.567,89.")
    joined = _BLANK_BETWEEN_DIGITS.sub("", typed)
    if not joined.isascii() or not (_GROUPED.fullmatch(joined) or _PLAIN.fullmatch(joined)):
        raise BadNumber(
            f"«{clean(s)}» không phải là số. Đồng chí dùng dấu chấm giữa các nhóm ba chữ số và dấu phẩy "
            "trước phần thập phân, ví dụ 1.234.567,89."
        )
    return Decimal(joined.replace(".", "").replace(",", "."))


def parse_money(s: str) -> int:
    """Return a whole number of đồng; `BadNumber` when the text has a fraction or is no number."""
    amount = parse_number(s)
    if amount != amount.to_integral_value():
        raise BadNumber(f"Số tiền «{clean(s)}» có phần lẻ. Đồng chí nhập số đồng tròn.")
    return int(amount)


def ordinal(n: int) -> str:
    """Return «thứ nhất», «thứ hai», «thứ ba», «thứ tư», … for n from 1."""
    if n < 1:
        raise ValueError("n must be 1 or more")
    return "thứ " + {1: "nhất", 4: "tư"}.get(n, in_words(n))


def in_words(n: int) -> str:
    """Return a whole number below 10¹⁸ in words: 1.205.024 is «một triệu hai trăm linh năm nghìn … tư»."""
    if abs(n) >= _LIMIT:
        raise ValueError("n must be below 10**18")
    if n < 0:
        return "âm " + in_words(-n)
    return " ".join(_spoken(n, led=False)) or _DIGITS[0]


def money_in_words(dong: int, *, capital: bool = True) -> str:
    """Return an amount in words as vouchers want it: «Một triệu hai trăm linh năm nghìn đồng»."""
    words = f"{in_words(dong)} đồng"
    return words[0].upper() + words[1:] if capital else words


def _spoken(n: int, *, led: bool) -> list[str]:
    """Return the words of n; `led` when larger words stand before, so that missing hundreds are named."""
    for size, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if n >= size:
            head, rest = divmod(n, size)
            return [*_spoken(head, led=led), name, *_spoken(rest, led=True)]
    return _three_digits(n, led=led) if n else []


def _three_digits(n: int, *, led: bool) -> list[str]:
    hundreds, below = divmod(n, 100)
    tens, unit = divmod(below, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or led else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif unit and words:
        words.append("linh")
    if unit:
        words.append(_unit_after(tens, unit))
    return words


def _unit_after(tens: int, unit: int) -> str:
    """Return the word of the last digit, which changes its sound after tens: mốt, tư, lăm."""
    if unit == 5 and tens:
        return "lăm"
    return {1: "mốt", 4: "tư"}.get(unit, _DIGITS[unit]) if tens > 1 else _DIGITS[unit]
