"""Notices of this module; none names a record."""

from vanphong.kernel.notifications.telling import notice_kind
from vanphong.kernel.wording import vi

SHARED = notice_kind("records.shared", vi("Đồng chí được mời phối hợp lập một hồ sơ."))
HANDED_OVER = notice_kind("records.handed_over", vi("Đồng chí được giao lập một hồ sơ."))
COMPLETED = notice_kind("records.completed", vi("Một hồ sơ vừa kết thúc, chờ lưu trữ kiểm tra."))
REOPENED = notice_kind("records.reopened", vi("Một hồ sơ đồng chí lập đã được mở lại."))
