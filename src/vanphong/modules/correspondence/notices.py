"""Kinds of notices about incoming documents; none names a document."""

from vanphong.kernel.notifications.telling import notice_kind
from vanphong.kernel.wording import vi

ARRIVED = notice_kind(
    "correspondence.arrived", vi("Có văn bản của cơ quan cùng hệ thống vừa đến, chờ vào sổ.")
)
SUBMITTED = notice_kind("correspondence.submitted", vi("Đồng chí có văn bản chờ cho ý kiến."))
ENDORSED = notice_kind("correspondence.endorsed", vi("Một văn bản đã có ý kiến của lãnh đạo."))
SUBMISSION_RETURNED = notice_kind("correspondence.submission_returned", vi("Một phiếu trình bị trả lại."))
ASSIGNED = notice_kind("correspondence.assigned", vi("Đồng chí hoặc đơn vị có văn bản mới được giao."))
INFORMED = notice_kind("correspondence.informed", vi("Đồng chí có văn bản gửi để biết."))
DONE = notice_kind("correspondence.done", vi("Một phần việc được giao đã xong."))
RETURNED = notice_kind("correspondence.returned", vi("Một phân công bị trả lại."))
RECALLED = notice_kind("correspondence.recalled", vi("Một phân công đã được thu hồi."))
REMINDED = notice_kind("correspondence.reminded", vi("Đồng chí được đôn đốc về một văn bản."))
EXTENSION_ASKED = notice_kind("correspondence.extension_asked", vi("Có đề nghị gia hạn chờ đồng chí duyệt."))
EXTENSION_DECIDED = notice_kind(
    "correspondence.extension_decided", vi("Đề nghị gia hạn của đồng chí đã được trả lời.")
)
DUE_SOON = notice_kind("correspondence.due_soon", vi("Một văn bản của đồng chí sắp đến hạn."))
OVERDUE = notice_kind("correspondence.overdue", vi("Một văn bản của đồng chí đã quá hạn."))
ESCALATED = notice_kind("correspondence.escalated", vi("Một văn bản quá hạn cần đồng chí quyết định."))
SECRET_FOUND = notice_kind(
    "correspondence.secret_found",
    vi("Một văn bản có dấu mật đã bị loại khỏi hệ thống. Đồng chí nhận bản giấy và chuyển phòng Cơ yếu."),
)
STALLED = notice_kind("correspondence.stalled", vi("Một phần việc đồng chí giao chưa được mở xem."))
