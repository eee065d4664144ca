"""The entry in the book, the file itself, paper without a scan; following."""

from __future__ import annotations

from vanphong.kernel.actor import REGISTRAR
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.actions.declaring import act
from vanphong.modules.correspondence.actions.offers import (
    follows,
    for_office,
    is_settled,
    when_in,
)
from vanphong.modules.correspondence.commands.following import (
    follow_document,
    unfollow_document,
)
from vanphong.modules.correspondence.commands.intake import discard_document, receive_paper, restore_document
from vanphong.modules.correspondence.commands.purging import purge_secret
from vanphong.modules.correspondence.commands.reading import read_again
from vanphong.modules.correspondence.commands.registration import (
    correct_registration,
    return_to_sender,
    void_registration,
)
from vanphong.modules.correspondence.forms.handling import (
    ReasonForm,
)
from vanphong.modules.correspondence.forms.intake import PaperForm, PurgeForm
from vanphong.modules.correspondence.forms.registration import CorrectForm
from vanphong.modules.correspondence.models import (
    IncomingDocument,
)
from vanphong.modules.correspondence.policy import (
    CORRECT,
    FOLLOW,
    INTAKE,
    PURGE,
    READ_AGAIN,
    REFUSE,
    RESTORE,
    VOID,
)

S = IncomingDocument.State


act(
    "sua-so",
    vi("Sửa thông tin"),
    CORRECT,
    correct_registration,
    form=CorrectForm,
    done=vi("Đã sửa. Nội dung cũ còn trong diễn biến."),
    offered=lambda actor, document: document.is_registered and actor.has_role(REGISTRAR),
    rare=is_settled,
)
act(
    "tra-noi-gui",
    vi("Trả nơi gửi"),
    REFUSE,
    return_to_sender,
    form=ReasonForm,
    done=vi("Đã ghi trả nơi gửi. Lý do nằm trong diễn biến."),
    offered=when_in(S.PENDING_REGISTRATION),
    rare=True,
)
act(
    "huy-so",
    vi("Hủy số đến"),
    VOID,
    void_registration,
    form=ReasonForm,
    warning=vi("Số đã hủy vẫn nằm trong sổ, không cấp lại."),
    done=vi("Đã hủy số đến. Số này nằm trong sổ, gạch ngang, kèm người hủy và lý do."),
    offered=for_office(S.PENDING_SUBMISSION),
    rare=True,
)
act(
    "quan-tam",
    vi("Quan tâm"),
    FOLLOW,
    follow_document,
    bulk=True,
    done=vi("Đã đưa vào danh sách quan tâm."),
    undo=unfollow_document,
    offered=lambda actor, document: document.is_registered and not follows(actor, document),
)
act(
    "bo-quan-tam",
    vi("Bỏ quan tâm"),
    FOLLOW,
    unfollow_document,
    done=vi("Đã đưa khỏi danh sách quan tâm."),
    undo=follow_document,
    offered=follows,
    rare=True,
)
act(
    "loai-tep",
    vi("Không phải văn bản"),
    REFUSE,
    discard_document,
    form=ReasonForm,
    done=vi("Đã loại khỏi hàng chờ. Bản gốc vẫn giữ, lấy lại được."),
    offered=when_in(S.PENDING_REGISTRATION),
)
act(
    "lay-lai",
    vi("Lấy lại"),
    RESTORE,
    restore_document,
    done=vi("Đã đưa lại vào hàng chờ vào sổ."),
    offered=when_in(S.DISCARDED),
)
act(
    "doc-lai",
    vi("Đọc lại"),
    READ_AGAIN,
    read_again,
    done=vi("Đang đọc lại văn bản."),
    offered=lambda _actor, document: document.reading_state in ("done", "failed"),
    rare=True,
)
act(
    "loai-vi-mat",
    vi("Có dấu mật: loại bỏ"),
    PURGE,
    purge_secret,
    form=PurgeForm,
    warning=vi("Xóa hẳn mọi bản, không lấy lại được; chỉ còn biên bản."),
    done=vi("Đã loại bỏ. Đồng chí chuyển bản giấy cho phòng Cơ yếu."),
    offered=lambda _actor, document: document.state != S.PURGED,
    rare=True,
)
act(
    "van-ban-giay",
    vi("Nhận văn bản giấy"),
    INTAKE,
    receive_paper,
    argument="",
    form=PaperForm,
    done=vi("Đã nhận vào hàng chờ vào sổ."),
    then=lambda _actor, document: f"/van-ban-den/{document.pk}/vao-so/",
)
