"""Notices of this module; none names a record."""

from vanphong.kernel.notifications.telling import notice_kind
from vanphong.kernel.wording import vi

YOUR_TURN = notice_kind("drafting.your_turn", vi("Một dự thảo đang chờ đồng chí ký nháy, thẩm định hoặc ký."))
OPINION_ASKED = notice_kind("drafting.opinion_asked", vi("Một dự thảo đang chờ đồng chí góp ý."))
RETURNED = notice_kind("drafting.returned", vi("Một dự thảo của đồng chí được trả lại để sửa."))
WITHDRAWN = notice_kind("drafting.withdrawn", vi("Một dự thảo đã trình đồng chí được rút về để sửa."))
SIGNED = notice_kind("drafting.signed", vi("Một dự thảo của đồng chí đã được ký."))
SECRET_FOUND = notice_kind("drafting.secret_found", vi("Một dự thảo có dấu mật đã bị loại khỏi hệ thống."))
