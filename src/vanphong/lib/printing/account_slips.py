"""Account slips: eight to a page, to cut and hand to each person in bulk account creation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vanphong.lib.printing.typeset import Narrow, typeset
from vanphong.lib.printing.wording import date_text

# What a line of the slip holds in its monospaced letters.
_KEY_RUN = 20


@dataclass(frozen=True, slots=True)
class AccountSlip:
    """One person's first way in. The password is temporary and printed once."""

    name: str
    user_name: str
    password: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class AccountSlips:
    """The slips of one batch."""

    office: str
    address: str
    slips: Sequence[AccountSlip]
    printed_at: datetime
    valid_until: date | None = None


def render_account_slips(batch: AccountSlips) -> bytes:
    """Return the slips as PDF/A-2b, A4, two columns of four.

    The file holds passwords: hand it to the printer and do not keep it.
    """
    advice = "Đồng chí đổi mật khẩu ngay lần đăng nhập đầu tiên, rồi hủy phiếu này."
    if batch.valid_until:
        advice = f"Mật khẩu tạm dùng đến hết ngày {date_text(batch.valid_until)}. {advice}"
    return typeset(
        "account_slips",
        {
            "title": "Phiếu cấp tài khoản",
            "office": Narrow(batch.office, 28),
            "address": Narrow(batch.address, 28),
            "advice": advice,
            "accounts": [
                {
                    "name": Narrow(slip.name, 28),
                    "post": Narrow(slip.post, 36),
                    "user_name": Narrow(slip.user_name, _KEY_RUN),
                    "password": Narrow(slip.password, _KEY_RUN),
                }
                for slip in batch.slips
            ],
        },
        batch.printed_at,
    )
