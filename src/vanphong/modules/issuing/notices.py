"""Notices of this module; none names a record."""

from vanphong.kernel.notifications.telling import notice_kind
from vanphong.kernel.wording import vi

REFUSED = notice_kind("issuing.refused", vi("Nơi nhận đã trả lại một văn bản của cơ quan."))
BACKDATING_ALLOWED = notice_kind("issuing.backdating_allowed", vi("Một văn bản đi được phép ghi lùi ngày."))
SECRET_FOUND = notice_kind("issuing.secret_found", vi("Một văn bản đi có dấu mật đã bị loại khỏi hệ thống."))
